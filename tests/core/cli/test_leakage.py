"""`leakage`: a table and a model in, bars and the fall as text and as JSON out; bad input is refused before a job."""

import json

import pytest

from core.cli import leakage
from core.jobs import list_jobs
from core.training.leakage.job import measure_leakage
from core.training.leakage.stored import leakage_folder, store_leakage
from tests.core.training.leakage.conftest import measured

__all__ = ["measured"]  # a fixture: what the meter says of a made table
KEY = "0" * 64


@pytest.fixture
def asked(monkeypatch, measured):
    """What the command wants measured; the answer is there at once."""
    params = []

    def answer(function, wanted, **how):
        assert function is measure_leakage
        params.append(wanted)
        store_leakage(KEY, measured)
        return {"key": KEY, "failures": [], "notes": [["song.mp3", "read in part"]]}

    monkeypatch.setattr(leakage, "run_as_job", answer)
    return params


ASKED = ("--model", "knn", "--set", "n_neighbors=1", "--inputs", "gtzan-57", "--scaling", "standard")


def test_json_holds_the_contract(run, asked):
    done = run("leakage", "--dataset", "pieces.parquet", *ASKED, "--json", "--quiet")
    assert (done.status, done.err) == (0, "note: song.mp3: read in part\n")
    assert asked[0].train_config.settings == {"n_neighbors": 1}
    assert (asked[0].source, asked[0].segment_s) == ("pieces.parquet", None)
    said = json.loads(done.out)
    assert [bar["name"] for bar in said["bars"]] == ["segments", "tracks", "recordings", "artists", "official"]
    assert said["fall"]["first"] == "segments"
    assert [pair["name"] for pair in said["pairs"]] == ["outside", "epoch", "tuning"]


def test_text_shows_every_bar_the_fall_and_what_is_missing(run, asked):
    said = run("leakage", "--dataset", "pieces.parquet", *ASKED, "--segment-s", 3).out
    assert said.splitlines()[0].startswith("Nearest neighbours n_neighbors=1 on pieces: all 54 tracks of the table")
    assert "54 tracks in every bar" in said
    assert "  Shuffled segments " in said
    assert "Missing: Official folds: official-split is what a dataset such as FMA publishes" in said
    assert "The fall from shuffled segments to artists apart: " in said
    assert "under 3 draws of artist-groups" in said


def test_a_result_that_somebody_deleted_meanwhile_is_told(run, one_complaint, monkeypatch):
    gone = {"key": KEY, "failures": [], "notes": []}
    monkeypatch.setattr(leakage, "run_as_job", lambda *asked, **how: gone)
    assert "was deleted before it could be read" in one_complaint(run("leakage", "--dataset", "gtzan", *ASKED))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--model", "oracle"), "model='oracle' is not known; choose one of"),
        (("--model", "best"), "the leakage meter measures one model as it is"),
        (("--model", "knn", "--set", "k=1"), "knn has no setting"),
        (("--model", "knn", "--inputs", "ears"), "inputs='ears' is not known; choose one of robust"),
        (("--model", "knn", "--scaling", "up"), "--scaling 'up' is not known; choose one of quantile"),
    ],
)
def test_what_cannot_be_measured_is_refused_before_a_job_is_made(run, one_complaint, words, message):
    assert message in one_complaint(run("leakage", "--dataset", "pieces.parquet", *words))
    assert list_jobs("command line") == []
    assert not leakage_folder().exists()
