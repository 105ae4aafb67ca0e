"""Laws of consequences: what is left out of a test set makes another protocol, and nothing else does."""

from pathlib import Path

import pytest

from core.data.consequences import Consequences, consequences, protocols_of
from core.data.exclusions import NOTHING, Exclusions
from core.data.opened import OpenDataset, open_dataset

FAULTY = Exclusions(everywhere={"blues.00000": "silent", "blues.00099": "silent"})


@pytest.fixture
def opened(lists, tmp_path: Path) -> OpenDataset:
    """The tracks of the hand-made lists, as files that nobody opens."""
    for track_id in lists:
        path = tmp_path / "songs" / track_id.split(".")[0] / f"{track_id}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return open_dataset(str(tmp_path / "songs"))


def change(found: Consequences, name: str):
    return next(protocol for protocol in found.protocols if protocol.name == name)


def test_a_dataset_is_scored_by_its_official_protocols_and_by_the_contrast(opened):
    assert protocols_of(opened) == ("artist-folds", "fault-filtered", "random-tracks")


def test_nothing_left_out_changes_nothing(opened):
    found = consequences(opened, NOTHING)
    assert (found.n_everywhere, found.n_training, found.n_recordings) == (0, 0, 0)
    assert not any(protocol.is_another for protocol in found.protocols)


def test_faulty_tracks_of_a_published_test_set_make_another_protocol(opened):
    found = consequences(opened, FAULTY)
    folds = change(found, "artist-folds")
    assert found.n_everywhere == 2
    assert (folds.n_gone, folds.n_tested) == (1, 36)
    assert folds.used.startswith("artist-folds-without-1-")
    assert not change(found, "fault-filtered").is_another
    assert change(found, "random-tracks").used.startswith("random-tracks-without-2-")


def test_a_doubt_changes_no_protocol(opened):
    found = consequences(opened, Exclusions(training={"blues.00000": "sounds like rock"}))
    assert found.n_training == 1
    assert not any(protocol.is_another for protocol in found.protocols)


def test_recordings_that_are_there_often_are_counted_once(opened):
    found = consequences(opened, Exclusions(twins=(("a", "b"), ("b", "c"), ("d", "e"))))
    assert (found.n_recordings, found.n_together) == (2, 5)


def test_a_list_that_cannot_be_read_is_a_problem_of_its_protocol_alone(opened, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path / "nothing"))
    found = consequences(opened, FAULTY)
    assert change(found, "artist-folds").problem
    assert not change(found, "artist-folds").is_another
    assert change(found, "random-tracks").is_another
