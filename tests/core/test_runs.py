"""A run is plain files that open anywhere, and a broken one says what is wrong with it."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from core.errors import ModelError
from core.runs import (
    FORMAT,
    RunRecord,
    StoredRun,
    broken_runs,
    list_runs,
    new_run_name,
    read_record,
    read_run,
    runs_folder,
    save_run,
    weights_hash,
)


@pytest.fixture
def run() -> StoredRun:
    record = RunRecord(
        name="toy",
        model="lda",
        config={"inputs": "level-free"},
        data={"name": "toy", "hash": "0"},
        protocol={"name": "random-tracks", "leaky": True},
        scores={"accuracy": 0.5},
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
    assert read_run(tmp_path / "there").record == run.record


def test_a_save_that_fails_leaves_nothing(run: StoredRun, tmp_path: Path):
    broken = replace(run, record=replace(run.record, scores={"accuracy": float("nan")}))
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
    (path / "run.json").write_text(json.dumps(content | {"format": FORMAT + 1}))
    with pytest.raises(ModelError, match=f"format={FORMAT + 1}"):
        read_record(path)


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
