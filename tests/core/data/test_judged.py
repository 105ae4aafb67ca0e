"""Clips that a model chose are learnt from only where that model knew the training part alone."""

import json
from dataclasses import replace

import pytest

from core.data.datasets import Track, synthetic
from core.data.judged import check_clips_for_fold, note_learnt_from
from core.errors import DataError
from core.generation.marks import read_mark, sidecar, sidecar_of
from tests.core.data.datasets.miniatures import make_synthetic

TRAINING = ("blues.00000", "blues.00001", "rock.00000")
REAL = Track("rock.00001", None, {"genre": "rock"})
JUDGE = "w" * 64


@pytest.fixture
def clips(tmp_path):
    """Four clips, the last of which a model chose."""
    tracks = synthetic.index(make_synthetic(tmp_path))
    beside = sidecar_of(tracks[-1].path)
    mark = read_mark(beside)
    chosen = {synthetic.KEPT_BY: JUDGE, synthetic.JUDGE: "mine"}
    beside.write_bytes(sidecar(replace(mark, settings={**mark.settings, **chosen})))
    return tracks


def test_a_judge_that_knew_training_tracks_alone_may_have_chosen(clips, tmp_path):
    note_learnt_from(tmp_path, kept_by=JUDGE, track_ids=TRAINING[:2])
    check_clips_for_fold([REAL, *clips], TRAINING)
    assert len(synthetic.index(tmp_path)) == 4  # the list is no clip


def test_a_judge_that_knew_a_held_out_track_may_not(clips, tmp_path):
    note_learnt_from(tmp_path, kept_by=JUDGE, track_ids=[*TRAINING, "rock.00001"])
    said = (
        "was chosen by mine, which learnt from 1 tracks that are not among the fold's training tracks, such as rock.0"
    )
    with pytest.raises(DataError, match=said):
        check_clips_for_fold([REAL, *clips], TRAINING)
    check_clips_for_fold(clips[:-1], TRAINING)  # nobody chose those


@pytest.mark.parametrize(
    "said", [None, b"no JSON", {"kept_by": "another", "tracks": ["a"]}, {"tracks": []}, {"tracks": [1]}]
)
def test_a_judge_of_which_nobody_knows_what_it_knew_may_not_either(clips, tmp_path, said):
    note_learnt_from(tmp_path, kept_by=JUDGE, track_ids=TRAINING)
    (file,) = tmp_path.glob("judge-*.json")
    if said is None:
        file.unlink()
    else:
        file.write_bytes(said if isinstance(said, bytes) else json.dumps({"kept_by": JUDGE} | said).encode())
    with pytest.raises(DataError, match="was chosen by mine, and nobody knows which tracks that learnt from"):
        check_clips_for_fold(clips, TRAINING)
