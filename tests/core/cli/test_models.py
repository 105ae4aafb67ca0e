"""`train` and `models`: scores always stand with their protocol, and bad names are refused before the work."""

import json
import shlex
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.cli import train
from core.cli.waiting import run_as_job
from core.data.decisions import decide
from core.data.findings import Finding
from core.data.opened import open_dataset
from core.data.protocols import PROTOCOLS
from core.features import GTZAN_COLUMNS
from core.jobs import run_here
from core.models import MODELS
from core.models.loaded import BUILT_IN_MODELS
from core.runs import read_record, runs_folder
from core.workspace import asset
from tests.core.toys import toy_rows

CONTRACT = (
    *("accuracy", "accuracy_sd", "interval", "baseline", "n_tracks", "n_artists", "per_genre", "labels"),
    *("confusion", "log_loss", "brier", "ece", "ece_band", "folds"),
)


@pytest.fixture
def gtzan_table(shared):
    """The public table of 30 s features."""
    return shared / "gtzan" / "features_30_sec.csv"


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """What `train` has a job do is done here: no cluster for each of these."""
    monkeypatch.setattr(
        train, "run_as_job", lambda function, params, **how: run_here(function, replace(params, curve=False))
    )


@pytest.fixture
def trained(run, gtzan_table):
    return run("train", "--dataset", gtzan_table, "--model", "logistic", "--protocol", "fault-filtered", "--json")


def test_train_prints_the_contract_and_keeps_a_model_that_mix_can_use(run, trained, song):
    assert trained.status == 0, trained.err
    said = json.loads(trained.out)
    assert set(CONTRACT) <= set(said)
    assert (said["dataset"], said["model"], said["protocol"], said["seed"]) == (
        "gtzan",
        "logistic",
        "fault-filtered",
        0,
    )
    assert said["accuracy_sd"] is None  # one split has no deviation over folds
    assert said["interval"][0] < said["accuracy"] < said["interval"][1]
    assert said["accuracy"] > said["baseline"]
    assert np.sum(said["confusion"]) == said["n_tracks"] == 290
    assert said["labels"] == list(said["per_genre"])
    heard = run("mix", song, "--model", said["run"], "--json")
    assert json.loads(heard.out)["model"] == said["run"]


def test_train_as_text_names_the_protocol_and_the_baseline(run, gtzan_table):
    done = run("train", "--dataset", gtzan_table, "--model", "lda", "--protocol", "artist-folds")
    assert done.status == 0, done.err
    first = done.out.splitlines()[0]
    assert "artist-folds" in first
    assert PROTOCOLS["artist-folds"].sentence in first
    for word in ("accuracy", "95 % interval", "over artists", "baseline", "calibration", "sd over folds", "Kept as"):
        assert word in done.out


def test_models_lists_trained_ones_with_scores_trainable_ones_and_protocols(run):
    done = run("models", "--json")
    assert (done.status, done.err) == (0, "")
    said = json.loads(done.out)
    assert [model["name"] for model in said["trainable"]] == list(MODELS)
    assert [protocol["name"] for protocol in said["protocols"]] == list(PROTOCOLS)
    built_in = next(model for model in said["models"] if model["built_in"])
    assert built_in["name"] == "gtzan-classic"
    assert {"accuracy", "interval", "baseline"} <= set(built_in["scores"])


def test_models_as_text_never_lists_scores_of_two_protocols_together(run, trained):
    said = run("models").out
    assert "Scored by artist-folds" in said
    assert "Scored by fault-filtered" in said
    mine = json.loads(trained.out)["run"]
    part = next(part for part in said.split("\n\n") if mine in part)
    assert part.startswith("Scored by fault-filtered")
    assert "gtzan-classic" not in part


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (
            ("--dataset", "gtzan", "--model", "oracle"),
            "--model 'oracle' is not known; choose one of logistic, kernel-",
        ),
        (("--dataset", "gtzan", "--protocol", "luck"), "--protocol 'luck' is not known; choose one of artist-folds"),
        (("--dataset", ""), "the dataset '' names nothing"),
        (("--dataset", "gtzan:"), "the dataset 'gtzan:' names nothing"),
        (("--dataset", "absent.csv"), "there is no file absent.csv"),
        (("--dataset", "absent:music"), "there is no dataset 'absent'"),
        (("--dataset", "folder:absent"), "absent is no folder"),
    ],
)
def test_a_name_that_does_not_exist_is_one_line(run, one_complaint, words, complaint):
    assert complaint in one_complaint(run("train", *words))


def test_scores_without_faulty_tracks_stand_under_another_name(run, shared):
    decide(open_dataset("gtzan"), [Finding("blues.00000", "silent", "all of it")], "exclude")
    words = ("train", "--dataset", "gtzan", "--model", "lda", "--protocol", "artist-folds")
    said = json.loads(run(*words, "--json").out)
    assert said["protocol"].startswith("artist-folds-without-1-")
    assert f"on gtzan, {said['protocol']} (no artist on both sides): " in run(*words).out
    kept = {model["name"]: model for model in json.loads(run("models", "--json").out)["models"]}
    assert kept[said["run"]]["data"]["excluded"]["everywhere"] == {"blues.00000": "all of it"}


def test_a_length_of_segments_that_a_table_has_not_is_refused(run, one_complaint, gtzan_table):
    assert "last 30 s, not 3 s" in one_complaint(run("train", "--dataset", gtzan_table, "--segment-s", 3))
    assert "is not a number of seconds" in one_complaint(run("train", "--dataset", gtzan_table, "--segment-s", 0))


@pytest.fixture
def no_workspace(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "file"))


def test_train_looks_for_a_place_for_the_run_before_the_work(run, one_complaint, no_workspace):
    assert "file cannot be written: " in one_complaint(run("train", "--dataset", "absent.csv"))


def test_without_a_workspace_there_are_the_built_in_models(run, no_workspace):
    done = run("models", "--json")
    assert (done.status, done.err) == (0, "")
    assert [model["name"] for model in json.loads(done.out)["models"]] == list(BUILT_IN_MODELS)


def test_one_bad_run_gets_its_line_and_hides_no_other(run, workspace):
    shipped = asset("models", "gtzan-classic")
    for name in ("renamed", "bad", "gtzan-classic"):
        shutil.copytree(shipped, workspace / "runs" / name)
    record = json.loads((shipped / "run.json").read_text(encoding="utf-8"))
    (workspace / "runs" / "bad" / "run.json").write_text(json.dumps(record | {"scores": {}}), encoding="utf-8")
    for words in (("models",), ("models", "--json")):
        done = run(*words)
        assert done.status == 0
        assert "renamed" in done.out
        bad, taken = done.err.splitlines()
        assert bad == "error: the run 'bad' is broken: run.json lacks scores.accuracy"
        assert "'gtzan-classic' has the name of a built-in model" in taken


def test_gtzan_without_data_says_what_to_set(run, one_complaint, monkeypatch):
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    assert "GENRESCOPE_DATA" in one_complaint(run("train", "--dataset", "gtzan"))


def test_a_broken_table_is_one_line(run, one_complaint, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("filename,label,tempo\nblues.00000.wav,blues,fast\njazz.00000.wav,jazz,120\n")
    assert "'fast'" in one_complaint(run("train", "--dataset", path))


def test_a_table_that_does_not_fit_the_protocol_is_one_line(run, one_complaint, tmp_path):
    rng = np.random.default_rng(0)
    rows = pd.DataFrame(rng.normal(size=(20, len(GTZAN_COLUMNS))), columns=list(GTZAN_COLUMNS))
    keys = {"track_id": [f"mine{n}" for n in range(20)], "segment": 0, "start_s": 0.0, "genre": ["a", "b"] * 10}
    path = tmp_path / "mine.csv"
    pd.concat([pd.DataFrame(keys), rows], axis=1).to_csv(path, index=False)
    assert "artist-folds" in one_complaint(run("train", "--dataset", path))


def test_a_search_and_its_settings_are_typed_as_they_are_kept(run, gtzan_table):
    words = (
        "train",
        "--dataset",
        gtzan_table,
        "--protocol",
        "fault-filtered",
        "--model",
        "knn",
        "--set",
        "weights=uniform",
    )
    done = run(*words, "--search", "grid", "--try", "n_neighbors=3,25", "--search-by", "accuracy", "--json")
    assert done.status == 0, done.err
    record = read_record(runs_folder() / json.loads(done.out)["run"])
    assert record.config["settings"]["weights"] == "uniform"
    assert record.config["settings"]["n_neighbors"] in (3, 25)
    assert record.extra["search"]["n"] == 2
    assert "--set weights=uniform --try n_neighbors=3,25" in record.extra["command"]
    again = run(*shlex.split(record.extra["command"])[3:], "--json")
    assert json.loads(again.out)["confusion"] == record.scores["confusion"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--set", "depth=3"), "svm has no setting ['depth']"),
        (("--set", "C=-1"), "C=-1"),
        (("--set", "C"), "'C' is not NAME=VALUE"),
        (("--search", "grid", "--try", "depth=1,2"), "svm has no setting ['depth']"),
        (("--search", "luck"), "--search 'luck' is not known; choose one of none, grid, random"),
        (("--selection", "luck"), "--selection 'luck' is not known; choose one of none, chi2"),
        (("--n-draws", "0"), "'0' is not a whole number from 1"),
        (("--seed", "-1"), "is not a whole number from 0"),
    ],
)
def test_a_wish_that_makes_no_sense_is_one_line_before_any_work(run, one_complaint, words, complaint):
    assert complaint in one_complaint(run("train", "--dataset", "gtzan", *words))


def test_training_works_as_a_job_that_stays(run, monkeypatch, cluster, tmp_path):
    monkeypatch.setattr(train, "run_as_job", run_as_job)
    path = tmp_path / "toy.csv"
    toy_rows().to_csv(path, index=False)
    done = run("train", "--dataset", path, "--model", "lda", "--protocol", "random-tracks", "--quiet", "--json")
    assert done.status == 0, done.err
    assert json.loads(done.out)["n_tracks"] == 72
    assert "train" in {job["kind"] for job in json.loads(run("jobs", "--json").out)["jobs"]}
