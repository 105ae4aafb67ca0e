"""A run is plain files that open anywhere, and a broken one says what is wrong with it."""

import errno
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from core.errors import ModelError, WorkspaceError
from core.models.loaded import BUILT_IN, available_models, describe_models, hidden_runs, load_model
from core.runs import (
    FORMAT,
    RunRecord,
    StoredRun,
    broken_runs,
    delete_run,
    is_visible,
    keep_to,
    list_runs,
    new_run_name,
    read_record,
    read_run,
    runs_folder,
    save_run,
    weights_hash,
)
from core.workspace import asset

SCORES = {
    **{"accuracy": 0.5, "interval": None, "interval_over": "tracks", "baseline": 0.5, "n_tracks": 2},
    **{"per_genre": {}, "labels": ["alpha", "beta"], "confusion": [[1, 0], [1, 0]], "ece_band": [0.0, 0.5]},
}


@pytest.fixture
def run() -> StoredRun:
    record = RunRecord(
        name="toy",
        model="lda",
        config={"inputs": "robust", "context_s": 30.0},
        data={"name": "toy", "hash": "0", "n_tracks": 2},
        protocol={"name": "random-tracks", "badge": "leaky", "sentence": "Flatters.", "leaky": True},
        scores=SCORES,
        genres=["alpha", "beta"],
        made="2026-01-01T00:00:00+00:00",
        versions={"python": "3.11"},
        weights_sha256=weights_hash(b"weights"),
    )
    frame = pd.DataFrame({"track_id": ["a"], "alpha": [0.25]})
    return StoredRun(record=record, weights=b"weights", held_out=frame, training=frame)


def test_what_is_saved_is_what_is_read(run: StoredRun, tmp_path: Path):
    back = read_run(save_run(run, tmp_path / "toy"))
    assert back.record == run.record
    assert back.weights == run.weights
    pd.testing.assert_frame_equal(back.held_out, run.held_out)


def test_a_run_opens_where_it_was_copied_to(run: StoredRun, tmp_path: Path):
    save_run(run, tmp_path / "here" / "toy")
    shutil.copytree(tmp_path / "here" / "toy", tmp_path / "there")
    assert read_run(tmp_path / "there").record == replace(run.record, name="there")


def test_a_save_that_fails_leaves_nothing(run: StoredRun, tmp_path: Path):
    broken = replace(run, record=replace(run.record, scores=SCORES | {"accuracy": float("nan")}))
    with pytest.raises(ValueError, match="not JSON compliant"):
        save_run(broken, tmp_path / "toy")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_record_is_no_run(tmp_path: Path):
    with pytest.raises(ModelError, match=r"is no run: run\.json cannot be read"):
        read_record(tmp_path)


def test_a_broken_record_says_so(run: StoredRun, tmp_path: Path):
    path = save_run(run, tmp_path / "toy")
    for text in ("{", '{"name": 1}', "[]"):
        (path / "run.json").write_text(text)
        with pytest.raises(ModelError, match="is broken"):
            read_record(path)


def test_a_record_of_another_format_is_refused(run: StoredRun, tmp_path: Path):
    path = save_run(run, tmp_path / "toy")
    content = json.loads((path / "run.json").read_text())
    for newer in ({"format": FORMAT + 1}, {"format": FORMAT + 1, "mood": "sad"}, {"format": "next"}):
        (path / "run.json").write_text(json.dumps(content | newer))
        with pytest.raises(ModelError, match=f"has format={newer['format']!r}; this version reads format {FORMAT}"):
            read_record(path)


def test_a_field_that_the_format_has_not_is_named(run: StoredRun, tmp_path: Path):
    spoil(save_run(run, tmp_path / "toy"), lambda content: content | {"mood": "sad"})
    with pytest.raises(ModelError, match=f"has the field 'mood', which format={FORMAT} has not"):
        read_record(tmp_path / "toy")


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("scores", {}, "lacks scores.accuracy"),
        ("scores", SCORES | {"accuracy": "good"}, "scores.accuracy='good' in run.json is of a wrong kind"),
        ("scores", SCORES | {"n_tracks": True}, "scores.n_tracks='True' in run.json is of a wrong kind"),
        ("scores", SCORES | {"interval": [0.1]}, "scores.interval in run.json must be two numbers"),
        ("scores", SCORES | {"labels": [1]}, "its genres must be names"),
        ("protocol", [], r"protocol='\[\]' in run.json is of a wrong kind"),
        ("protocol", {"name": "x"}, "lacks protocol.badge"),
        ("config", {}, "lacks config.inputs"),
        ("config", {"inputs": "robust", "context_s": None}, "config.context_s='None'"),
        ("data", {}, "lacks data.name"),
        ("made", 2026, "made='2026'"),
        ("genres", [["a"]], "its genres must be names"),
    ],
)
def test_a_field_of_another_kind_is_named(run: StoredRun, tmp_path: Path, part: str, value: object, message: str):
    spoil(save_run(run, tmp_path / "toy"), lambda content: content | {part: value})
    with pytest.raises(ModelError, match=f"the run 'toy' is broken: .*{message}"):
        read_record(tmp_path / "toy")


def spoil(path: Path, change) -> None:
    """Change the record of the run in the folder ``path``."""
    content = json.loads((path / "run.json").read_text())
    (path / "run.json").write_text(json.dumps(change(content)))


def test_the_name_of_a_run_is_that_of_its_folder(run: StoredRun):
    folder = save_run(run, runs_folder() / "toy").rename(runs_folder() / "renamed")
    assert available_models()["renamed"] == folder
    assert [record.name for record in describe_models()][-1:] == ["renamed"]
    spoil(folder, lambda content: content | {"name": "../../x"})
    assert available_models()["renamed"] == folder
    assert read_run(folder).record.name == "renamed"


def test_a_run_does_not_take_the_place_of_a_built_in_model(run: StoredRun):
    save_run(run, runs_folder() / BUILT_IN)
    assert available_models()[BUILT_IN] == asset("models", BUILT_IN)
    assert hidden_runs() == [
        "the run 'gtzan-classic' has the name of a built-in model, which keeps it; rename its folder"
    ]
    assert load_model(BUILT_IN).genres != tuple(run.record.genres)


def test_a_run_that_a_full_disk_refuses_leaves_nothing(run: StoredRun, tmp_path: Path, monkeypatch):
    def full(path: Path, content: bytes) -> None:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(WorkspaceError, match="toy cannot be written: No space left on device; make room or set"):
        save_run(run, tmp_path / "toy")
    assert list(tmp_path.iterdir()) == []


def test_runs_whose_replacement_was_cut_short_are_found_again(run: StoredRun):
    save_run(run, runs_folder() / "toy").rename(runs_folder() / ".toy.0123abcd.old")
    assert [record.name for record in list_runs()] == ["toy"]


def test_a_workspace_that_cannot_be_read_is_told_and_hides_no_built_in_model(monkeypatch):
    def denied(folder: Path, pattern: str):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "glob", denied)
    with pytest.raises(WorkspaceError, match=r"the runs in .* cannot be read: Permission denied; set GENRESCOPE_HOME"):
        list_runs()
    assert load_model().name == BUILT_IN


def test_weights_that_are_not_those_of_the_record_are_refused(run: StoredRun, tmp_path: Path):
    path = save_run(run, tmp_path / "toy")
    (path / "model.skops").write_bytes(b"other")
    with pytest.raises(ModelError, match="not the ones its record names"):
        read_run(path)


def test_a_run_that_lost_a_file_says_which(run: StoredRun, tmp_path: Path):
    path = save_run(run, tmp_path / "toy")
    (path / "held_out.parquet").unlink()
    with pytest.raises(ModelError, match="is not complete"):
        read_run(path)


def test_runs_are_listed_newest_first_and_drafts_are_left_out(run: StoredRun):
    for name, made in (("old", "2026-01-01T00:00:00+00:00"), ("new", "2026-02-01T00:00:00+00:00")):
        save_run(replace(run, record=replace(run.record, name=name, made=made)), runs_folder() / name)
    shutil.copytree(runs_folder() / "old", runs_folder() / ".old.0000.part")
    assert [record.name for record in list_runs()] == ["new", "old"]


def test_a_broken_run_does_not_hide_the_good_ones(run: StoredRun):
    save_run(run, runs_folder() / "toy")
    (runs_folder() / "bad").mkdir()
    (runs_folder() / "bad" / "run.json").write_text("{")
    assert [record.name for record in list_runs()] == ["toy"]
    assert len(broken_runs()) == 1
    assert "the run 'bad' is broken" in broken_runs()[0]


def test_two_runs_of_the_same_second_have_two_names():
    assert new_run_name(model="lda", protocol="p") != new_run_name(model="lda", protocol="p")


def test_what_a_run_of_before_lacks_is_none_and_what_it_has_comes_back(run: StoredRun, tmp_path: Path):
    assert read_run(save_run(run, tmp_path / "old")).splits is None
    splits = pd.DataFrame({"fold": [0], "draw": [0], "track_id": ["a"], "part": ["test"]})
    history = pd.DataFrame({"curve": ["epochs"], "fold": [-1], "x": [1], "valid_loss": [0.5]})
    again = read_run(save_run(replace(run, splits=splits, history=history), tmp_path / "new"))
    pd.testing.assert_frame_equal(again.splits, splits)
    pd.testing.assert_frame_equal(again.history, history)


def test_a_deleted_run_is_gone_and_its_neighbours_stay(run: StoredRun):
    for name in ("toy", "other"):
        save_run(run, runs_folder() / name)
    delete_run("toy")
    assert [path.name for path in runs_folder().iterdir()] == ["other"]


@pytest.mark.parametrize("name", ["nobody", "../runs", "..", "", BUILT_IN])
def test_only_a_run_of_the_workspace_can_be_deleted(run: StoredRun, name: str):
    save_run(run, runs_folder() / "toy")
    with pytest.raises(ModelError, match="there is no run named"):
        delete_run(name)
    assert [record.name for record in list_runs()] == ["toy"]


def test_a_run_of_an_upload_is_seen_by_its_visitor_alone(run: StoredRun):
    keep_to("a" * 32, "toy")
    path = save_run(run, runs_folder() / "toy")
    assert is_visible(read_record(path), "a" * 32)
    assert not is_visible(read_record(path), "b" * 32)
    assert is_visible(replace(run.record, name="other"), "b" * 32)
    assert not any(b"a" * 32 in file.read_bytes() for file in path.iterdir())
    copied = shutil.copytree(path, runs_folder() / "given-away")
    assert is_visible(read_record(copied), "b" * 32)
    delete_run("toy")
    assert is_visible(read_record(save_run(run, path)), "b" * 32)
