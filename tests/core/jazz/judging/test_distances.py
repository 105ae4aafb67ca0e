"""Batches that are alike lie near, others far, and the intervals say how surely."""

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.judging.descriptors import describe, shuffled
from core.jazz.judging.distances import DISTANCES, distances, distances_for, floor, nearer, roots
from tests.core.jazz.toy_notes import toy_pieces

PIECES = toy_pieces(60)
GROUPS = [piece.group for piece in PIECES]
REAL = describe([piece.notes for piece in PIECES])
MIXED = describe([shuffled(piece.notes, seed=i) for i, piece in enumerate(PIECES)])


def measured(batch, **options):
    return distances(batch, REAL, groups=GROUPS, n_draws=200, **options)


def test_a_batch_is_no_distance_from_itself():
    for found in measured(REAL):
        assert found.value == pytest.approx(0, abs=1e-9)
        assert found.interval[0] == 0


def test_there_are_seven_distances_and_five_without_time():
    assert [found.name for found in measured(REAL)] == list(DISTANCES)
    assert len(DISTANCES) == 7
    assert len(distances_for(is_timed=False)) == 5


def test_every_value_lies_in_its_interval():
    for found in measured(MIXED):
        assert found.interval[0] <= found.value <= found.interval[1]


def test_shuffled_notes_are_far_in_what_is_heard_again_and_near_in_when_they_start():
    near, far = ({found.name: found.value for found in measured(batch)} for batch in (REAL, MIXED))
    assert far["repetition"] > near["repetition"] + 0.05
    assert far["onset_gaps"] == pytest.approx(0, abs=1e-9)
    assert "repetition" in nearer(measured(REAL), measured(MIXED))
    assert "onset_gaps" not in nearer(measured(REAL), measured(MIXED))
    assert nearer(measured(MIXED), measured(REAL)) == ()


def test_the_range_is_apart_by_as_many_semitones_as_it_is_wider():
    wider = describe([piece.notes for piece in PIECES])
    wider.pitch_range[:] += 5
    assert {found.name: found.value for found in measured(wider)}["pitch_range"] == pytest.approx(5)


def test_the_same_seed_gives_the_same_intervals():
    assert measured(MIXED, seed=3) == measured(MIXED, seed=3)
    assert measured(MIXED, seed=3) != measured(MIXED, seed=4)


def test_no_batch_of_a_size_is_nearer_than_real_clips_of_that_size():
    found = floor(REAL, groups=GROUPS, n=20)
    assert list(found) == list(DISTANCES)
    assert all(value > 0 for value in found.values())


def test_the_root_of_the_divergence_runs_from_0_to_1():
    shares = np.array([[1.0, 0], [0, 1], [0.5, 0.5]])
    np.testing.assert_allclose(np.diag(roots(shares, shares)), 0, atol=1e-6)
    assert roots(shares, shares)[0, 1] == pytest.approx(1)
    assert 0 < roots(shares, shares)[0, 2] < 1


def test_errors_tell_how_many_tracks_there_are():
    with pytest.raises(DataError, match="the real pieces are of 1 tracks, but an interval needs at least 5"):
        distances(REAL, REAL, groups=["a"] * len(REAL))
    with pytest.raises(DataError, match="halves need at least two"):
        floor(REAL, groups=["a"] * len(REAL), n=5)
