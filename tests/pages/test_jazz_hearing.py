"""The Jazz page tells what a genre model hears in clips: stored or measured, as differences, with the caveat."""

import json
import time
from dataclasses import asdict, replace

import pytest
from streamlit.testing.v1 import AppTest

from core.fidelity.jazz_heard import CAVEAT, HEARD, MADE, key_of, store_hearing
from core.fidelity.jazz_job import KIND, HearWish, hear_jazz, weights_of
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import models_folder, save_model
from core.jazz.training.beside import NGRAM
from core.models.loaded import built_in_records
from core.workspace import PROJECT_ROOT
from tests.core.fidelity.toy_hearing import WORSE, hearing_with, report_of

PAGE = PROJECT_ROOT / "pages" / "10_Jazz.py"
ME = "a" * 32
HERE, CLASSIC = "What a genre model hears", "gtzan-classic"
STORED = "python -m benchmarks.jazz_judging tiny --only heard --store"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A workspace of its own with an untrained model in it, and no data."""
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    monkeypatch.setattr("core.jazz.models.loaded.BUILT_IN", ())
    monkeypatch.setattr("core.ui.jazz.page.start_warm_up", lambda name: None)
    model = debug_model()
    save_model(models_folder() / "tiny", net=model.net, shape=model.shape, about={"title": "Tiny"})
    (models_folder() / "tiny" / NGRAM).write_bytes(b"")


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Where the real jazz should be, something is."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "piano_clips.zip").write_bytes(b"PK")
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path / "data"))


@pytest.fixture
def submitted(monkeypatch):
    """What was handed to the cluster, and never reaches it."""
    found = []
    monkeypatch.setattr("core.jobs.submit", lambda *what, **more: found.append((what, more)))
    return found


def visit(**session) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=120)
    for key, value in ({"visitor": ME, "jazz-way": HERE, "jazz-heard-by": CLASSIC} | session).items():
        at.session_state[key] = value
    at.run()
    assert not at.exception
    return at


def hearing_of_classic(**changed):
    return replace(hearing_with(**changed), listener=built_in_records()[CLASSIC].weights_sha256)


def ships(hearing) -> None:
    """Make the tiny model one that ships with this measurement."""
    path = models_folder() / "tiny" / "about.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {HEARD: [hearing.as_dict()]}))


def charts(at: AppTest) -> list:
    return at.get("plotly_chart")


def test_where_nothing_was_measured_and_the_real_jazz_is_missing_the_page_says_so(shown):
    at = visit()
    assert "Nobody has measured this yet" in shown(at)
    assert "It cannot be measured on this machine" in shown(at)
    assert (
        "The real jazz to compare with is not here: put piano_clips.zip in the folder that GENRESCOPE_DATA names."
        in shown(at)
    )
    assert "jazz-hear" not in [button.key for button in at.button]
    assert not charts(at)


def test_what_was_measured_here_is_shown_with_its_caveat(shown):
    hearing = hearing_of_classic()
    store_hearing(key_of(weights_of(models_folder() / "tiny"), hearing.listener), hearing)
    at = visit()
    (chart,) = charts(at)
    assert "No difference that is sure: −3 (−8 to +2) points" in shown(at)
    assert CAVEAT in shown(at)
    assert "from seed 7 on" in shown(at)
    assert "Measured by a job on this machine." in shown(at)
    assert "New clips of this model" in chart.proto.spec
    assert "Nobody has measured" not in shown(at)


def test_of_a_model_that_ships_the_stored_measurement_is_shown_with_its_command(shown, monkeypatch):
    monkeypatch.setattr("core.ui.jazz.models.built_in_models", lambda: ("tiny",))
    monkeypatch.setattr("core.ui.jazz.models.trained_models", lambda: ())
    sure = report_of(WORSE | {MADE: (-0.2, 0.05)})
    ships(hearing_of_classic(report=sure, command=STORED))
    at = visit()
    assert "It hears less jazz in new clips than in real jazz: −20 (−25 to −15) points." in shown(at)
    assert f"Measured by {STORED}." in shown(at)
    assert CAVEAT in shown(at)
    ships(hearing_with(command=STORED))  # by a genre model that is another one now
    assert "Nobody has measured this yet" in shown(visit())


def test_what_was_stored_of_a_visitors_model_by_somebody_else_is_not_believed(shown):
    ships(hearing_of_classic(command=STORED))
    assert "Nobody has measured this yet" in shown(visit())


def test_where_the_data_are_a_click_measures_by_a_job(shown, data, submitted):
    at = visit()
    assert "About 55 s. It is a job" in shown(at)
    at.slider(key="jazz-heard-clips").set_value(10).run()
    at.number_input(key="jazz-heard-seed").set_value(5).run()
    at.button(key="jazz-hear").click().run()
    assert not at.exception
    (((function, wish), more),) = submitted
    assert (function, wish) == (hear_jazz, HearWish("tiny", CLASSIC, n_clips=10, seed=5))
    assert (more["owner"], more["kind"]) == (ME, KIND)


def test_a_listener_without_its_files_is_not_asked(shown, data, monkeypatch):
    monkeypatch.delenv("GENRESCOPE_MIRROR", raising=False)
    at = visit(**{"jazz-heard-by": "gtzan-listener"})
    assert "The files that gtzan-listener listens with are not here yet: choose it once on Genre mix" in shown(at)


def test_a_model_without_an_ngram_is_not_measured(shown, data):
    (models_folder() / "tiny" / NGRAM).unlink()
    assert "This model has no n-gram beside it to compare with; train it again." in shown(visit())


def test_a_measurement_that_failed_says_why(shown):
    from core.jobs.functions import spell
    from core.jobs.records import ATTEMPT, RECORD, REQUEST, Attempt, Record, Request, jobs_folder, new_id, write

    folder = jobs_folder() / new_id(KIND)
    folder.mkdir(parents=True)
    when = "2026-01-02T03:04:05+00:00"
    wish = HearWish("tiny", CLASSIC)
    write(folder, REQUEST, Request(KIND, "It hears Tiny", ME, when, spell(hear_jazz), spell(HearWish), asdict(wish)))
    write(folder, ATTEMPT, Attempt(1, cluster="local", scheduler="gone", asked=0.0, taken=True))
    write(folder, RECORD, Record(1, 1, state="failed", error="no jazz was found", started=when, ended=when))
    at = visit()
    for _ in range(100):  # the engine of the jobs comes after the page
        if "no jazz was found" in shown(at).lower():
            break
        time.sleep(0.05)
        at.run()
    assert "Your measurement" in shown(at)
    assert "no jazz was found" in shown(at).lower()
