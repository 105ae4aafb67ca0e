"""`jobs`: lists, and does one thing with one job; its workers live on between two commands."""

import json
import time
from dataclasses import replace

import pytest

from core.jobs import debug, stop_cluster, submit
from core.jobs.debug import Count
from core.jobs.functions import spell, to_json
from core.jobs.records import ATTEMPT, RECORD, REQUEST, Attempt, Record, Request, append_log, folder_of, new_id, write

FIELDS = ["id", "kind", "title", "owner", "state", "share", "words", "seconds_left", "made", "started", "ended"]
DONE = Record(attempt=1, starts=1, state="done", share=1.0, words="3 of 3", result={"n": 3})


@pytest.fixture
def job(workspace):
    """``job(title="Count", **changes)``: the id of a job on disk that is over."""

    def make(title="Count", **changes):
        folder = folder_of(new_id("debug"))
        made = "2026-03-14T10:15:00+00:00"
        write(folder, REQUEST, Request("debug", title, "me", made, spell(debug.count), spell(Count), to_json(Count())))
        write(folder, ATTEMPT, Attempt(number=1, cluster="local", scheduler="Scheduler-1", asked=0.0, taken=True))
        write(folder, RECORD, replace(DONE, **changes))
        append_log(folder, "counted to 3\n\x1b[31mred")
        return folder.name

    return make


def test_without_jobs_it_says_so(run):
    assert run("jobs").out == "no jobs\n"
    assert json.loads(run("jobs", "--json").out) == {"jobs": []}


def test_jobs_are_listed_as_text_and_as_json(run, job):
    first = job()
    time.sleep(0.002)  # ids sort by the millisecond
    second = job("A \x1b[31mred\nname", state="failed", error="too few tracks", result=None, share=0.5)
    done = run("jobs")
    assert done.status == 0
    header, *lines = done.out.splitlines()
    assert header.split() == ["job", "kind", "state", "done", "left", "title"]
    assert [line.split()[:4] for line in lines] == [
        [second, "debug", "failed", "50"],
        [first, "debug", "done", "100"],
    ]
    assert "too few tracks" in lines[0]
    assert "\x1b" not in done.out
    said = json.loads(run("jobs", "--json").out)["jobs"]
    assert [list(one) for one in said] == [[*FIELDS, "error", "result"]] * 2
    assert (said[1]["state"], said[1]["result"], said[1]["seconds_left"]) == ("done", {"n": 3}, None)


def test_a_broken_job_is_told_beside_the_others(run, job):
    good, bad = job(), job()
    (folder_of(bad) / RECORD).write_text("{")
    done = run("jobs", "--json")
    assert [one["id"] for one in json.loads(done.out)["jobs"]] == [good]
    assert done.err.startswith(f"error: the job {bad} is broken: record.json is not what this program writes; ")


def test_a_log_is_printed_line_by_line_and_cannot_repaint_the_terminal(run, job):
    done = run("jobs", "--log", job())
    assert [line[20:] for line in done.out.splitlines()] == ["counted to 3", " [31mred"]
    assert "\x1b" in json.loads(run("jobs", "--log", job(), "--json").out)["log"]


def test_a_job_is_forgotten(run, job):
    one = job()
    assert run("jobs", "--forget", one).out == f"forgotten: {one}\n"
    assert run("jobs").out == "no jobs\n"


@pytest.mark.parametrize("option", ["--cancel", "--again", "--log", "--forget"])
def test_a_job_that_is_not_there_is_one_line(run, one_complaint, option):
    line = one_complaint(run("jobs", option, "20260314-101500123-table-1f2e3d4c"))
    assert "there is no job 20260314-101500123-table-1f2e3d4c" in line
    assert "is no id of a job" in one_complaint(run("jobs", option, "../../etc"))


def test_two_things_at_once_are_refused(run, one_complaint):
    assert "not allowed with argument" in one_complaint(run("jobs", "--stop", "--log", "x"))


def test_a_done_job_does_not_start_again(run, one_complaint, job):
    assert "is done; one that failed, was cancelled or got lost starts again" in one_complaint(
        run("jobs", "--again", job())
    )


def test_a_job_is_cancelled_and_started_again_and_the_workers_are_stopped(run, monkeypatch, workspace):
    monkeypatch.setenv("GENRESCOPE_WORKERS", "1")
    monkeypatch.delenv("GENRESCOPE_SCHEDULER", raising=False)
    try:
        one = submit(debug.count, Count(n=100, pause_s=0.1), owner="me", kind="debug", title="Count").id
        cancelled = json.loads(run("jobs", "--cancel", one, "--json").out)["jobs"]
        assert [(job["id"], job["state"]) for job in cancelled] == [(one, "cancelled")]
        again = json.loads(run("jobs", "--again", one, "--json").out)["jobs"]
        assert again[0]["state"] in ("queued", "running")
        assert json.loads(run("jobs", "--stop", "--json").out) == {"stopped": True}
        assert json.loads(run("jobs", "--json").out)["jobs"][0]["state"] == "lost"
        assert run("jobs", "--stop").out == "no workers run on this machine\n"
    finally:
        stop_cluster()
