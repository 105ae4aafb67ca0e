"""The panel and what pages ask of it, in a session without a browser: jobs lie on the disk, no cluster runs."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.data.uploads import ZipParams
from core.jobs import debug
from core.jobs.functions import spell
from core.jobs.records import ATTEMPT, RECORD, REQUEST, Attempt, Record, Request, append_log, jobs_folder, new_id, write
from core.ui.jobs import board

ME, OTHER = "a" * 32, "b" * 32
COUNT = debug.Count()
WHEN = "2026-07-30T10:00:00+00:00"


@pytest.fixture
def add_job(workspace: Path) -> Callable[..., Path]:
    """``add_job(title, owner=ME, **record)``: the folder of a job that is over; ``request`` is what it works on."""

    def add(title: str, owner: str = ME, request: object = COUNT, **record) -> Path:
        folder = jobs_folder() / new_id("count")
        folder.mkdir(parents=True)
        function, params = spell(debug.count), spell(type(request))
        write(folder, REQUEST, Request("count", title, owner, WHEN, function, params, asdict(request)))
        write(folder, ATTEMPT, Attempt(1, cluster="local", scheduler="gone", asked=0.0, taken=True))
        write(folder, RECORD, Record(1, 1, **({"state": "done", "started": WHEN, "ended": WHEN} | record)))
        append_log(folder, "counted to 3")
        return folder

    return add


@pytest.fixture
def visit() -> Callable[..., AppTest]:
    """``visit(script, visitor=ME)``: a session that has run a function as its page; the engine is there already."""
    board.loading().join()

    def run(script: Callable[[], None], visitor: str | None = ME) -> AppTest:
        at = AppTest.from_function(script, default_timeout=60)
        if visitor is not None:
            at.session_state["visitor"] = visitor
        return at.run()

    return run


def show_panel() -> None:
    from core.ui.jobs import panel

    panel()


def submit() -> None:
    from core.jobs import debug
    from core.ui.jobs import submit_for_visitor

    submit_for_visitor(debug.count, debug.Count(), kind="count", title="Counting")


def watch_nothing() -> None:
    import streamlit as st

    from core.ui.jobs import watch

    st.text(f"found: {watch('20260730-100000-count-0123abcd')}")


def html(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def test_a_visitor_sees_the_own_jobs_and_nobody_elses(add_job, visit):
    add_job("Mine")
    add_job("Somebody else's", owner=OTHER)
    shown = html(visit(show_panel))
    assert "Mine" in shown
    assert "Done in less than a second" in shown
    assert "Somebody" not in shown


def test_without_a_job_the_panel_is_empty(visit):
    at = visit(show_panel)
    assert html(at) == ""
    assert labels(at) == []


def test_until_the_browser_has_answered_the_panel_is_empty(add_job, visit):
    add_job("Mine")
    assert html(visit(show_panel, visitor=None)) == ""


def test_a_folder_of_jobs_that_cannot_be_read_is_told_in_the_panel(visit):
    jobs_folder().write_text("this is no folder")
    assert "cannot be read: Not a directory; set GENRESCOPE_HOME to a folder of yours" in html(visit(show_panel))


def test_old_jobs_are_unfolded_by_a_click(add_job, visit):
    for n in range(5):
        add_job(f"Job {n}")
    at = visit(show_panel)
    assert html(at).count("gs-job-title") == 3
    at.button(key="jobs-fold").click().run()
    assert html(at).count("gs-job-title") == 5
    assert "Show fewer" in labels(at)


def test_a_job_is_dismissed_for_good(add_job, visit):
    folder = add_job("Mine")
    at = visit(show_panel)
    at.button(key=f"job-dismiss-panel-{folder.name}").click().run()
    assert html(at) == ""
    assert not folder.exists()


def test_what_is_done_can_only_be_dismissed_and_what_failed_can_start_again(add_job, visit):
    add_job("Mine")
    assert labels(visit(show_panel)) == ["Dismiss"]
    add_job("Mine too", state="failed", error="the disk is full; make room")
    at = visit(show_panel)
    assert labels(at) == ["Start again", "Dismiss", "Dismiss"]
    assert "The disk is full; make room." in html(at)


def test_an_upload_starts_again_only_while_its_file_is_there(add_job, visit, tmp_path):
    staged = tmp_path / "staged.zip"
    staged.touch()
    add_job("Upload mine", state="failed", request=ZipParams(str(staged), ME, "mine"))
    assert labels(visit(show_panel)) == ["Start again", "Dismiss"]
    staged.unlink()
    assert labels(visit(show_panel)) == ["Dismiss"]


def test_a_job_that_no_scheduler_knows_is_lost_and_a_refused_wish_is_told_on_its_card(add_job, visit, monkeypatch):
    folder = add_job("Mine", state="running", ended="")
    monkeypatch.setenv("GENRESCOPE_SCHEDULER", "tcp://127.0.0.1:9")
    at = visit(show_panel)
    assert "Lost" in html(at)
    at.button(key=f"job-again-panel-{folder.name}").click().run()
    assert "No scheduler answers at GENRESCOPE_SCHEDULER=tcp://127.0.0.1:9" in html(at)
    assert not at.exception


def test_a_job_of_nobody_known_is_refused_politely(visit):
    at = visit(submit, visitor=None)
    assert "Your browser has not said yet whose job this is" in html(at)
    assert not jobs_folder().exists()


def test_a_job_that_cannot_start_says_why_and_leaves_nothing(visit, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_SCHEDULER", "tcp://127.0.0.1:9")
    shown = html(visit(submit))
    assert "The job cannot start" in shown
    assert "No scheduler answers at GENRESCOPE_SCHEDULER=tcp://127.0.0.1:9" in shown
    assert not list(jobs_folder().glob("*count*"))


def test_a_job_that_was_dismissed_is_watched_no_more(visit):
    assert [text.value for text in visit(watch_nothing).text] == ["found: None"]
