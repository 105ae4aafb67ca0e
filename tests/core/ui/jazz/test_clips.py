"""A visitor's clips: what is kept comes back as it was, belongs to one visitor, and stays within limits."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import WorkspaceError
from core.jazz.notes import Notes
from core.ui.jazz import clips
from core.ui.jazz.clips import Clip, clips_of, keep, let_go
from core.workspace import workspace

ME, OTHER = "a" * 32, "b" * 32


def make(**changed) -> Clip:
    values = {
        "id": clips.new_id(),
        "number": 0,
        "made": "2026-11-21T07:00:00+00:00",
        "model": "tiny",
        "model_title": "Tiny",
        "is_timed": True,
        "way": "a new seed",
        "settings": {"seed": 7, "temperature": 1.0},
        "wishes": {"density": 4.0},
        "notes": Notes.of([(0.0, 0.5, 60, 80), (0.5, 0.25, 64, 70)]),
        "z": (0.125, -1.5),
    }
    return Clip(**(values | changed))


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path))


def test_a_clip_comes_back_as_it_was_and_is_numbered():
    keep(ME, make())
    kept = keep(ME, make(favourite=True, n_given=1, playing={"instrument": "piano"}))
    found = clips_of(ME)[0]
    assert [clip.number for clip in clips_of(ME)] == [2, 1]
    assert (found.id, found.name, found.seed, found.favourite, found.n_given) == (kept.id, "Clip 2", 7, True, 1)
    assert (found.settings, found.wishes, found.playing) == (kept.settings, kept.wishes, kept.playing)
    for name in ("start_s", "duration_s", "pitch", "velocity"):
        np.testing.assert_array_equal(getattr(found.notes, name), getattr(kept.notes, name))
    assert tuple(found.z) == kept.z


def test_a_change_keeps_number_and_place():
    first = keep(ME, make())
    keep(ME, make())
    keep(ME, replace(first, favourite=True))
    assert [(clip.number, clip.favourite) for clip in clips_of(ME)] == [(2, False), (1, True)]


def test_nobody_sees_the_clips_of_another_and_no_id_is_written_down():
    keep(ME, make())
    assert clips_of(OTHER) == []
    assert not [path for path in workspace().rglob("*") if ME in str(path)]


def test_the_oldest_makes_room_and_favourites_stay(monkeypatch):
    monkeypatch.setattr(clips, "MAX_CLIPS", 3)
    keep(ME, make(favourite=True))
    for _ in range(5):
        keep(ME, make())
    assert [clip.number for clip in clips_of(ME)] == [6, 5, 4, 1]


def test_too_many_favourites_are_refused_in_words(monkeypatch):
    monkeypatch.setattr(clips, "MAX_FAVOURITES", 1)
    keep(ME, make(favourite=True))
    with pytest.raises(WorkspaceError, match="there are 1 favourites already; take the star from one"):
        keep(ME, make(favourite=True))


def test_a_broken_file_is_left_out_and_a_deleted_one_is_gone():
    kept = keep(ME, make())
    (workspace() / "jazz" / "clips" / next((workspace() / "jazz" / "clips").iterdir()).name / "x.json").write_text("{")
    assert len(clips_of(ME)) == 1
    let_go(ME, kept.id)
    let_go(ME, kept.id)
    let_go(ME, "../../escape")
    assert clips_of(ME) == []


def test_a_disk_that_refuses_is_told(tmp_path):
    (tmp_path / "jazz").write_text("in the way")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        keep(ME, make())
