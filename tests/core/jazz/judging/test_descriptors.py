"""What describes a clip means what its name says."""

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.judging.descriptors import (
    chroma_similarity,
    describe,
    grooving_similarity,
    repetition,
    shuffled,
)
from core.jazz.notes import Notes
from tests.core.jazz.toy_notes import toy_notes


def even(pitches: list[int], gap_s: float = 0.2) -> Notes:
    return Notes.of([(i * gap_s, gap_s, pitch, 64) for i, pitch in enumerate(pitches)])


def test_shares_sum_to_one_and_similarities_lie_between_0_and_1():
    found = describe([toy_notes(seed=seed) for seed in range(5)])
    for shares in (found.pitch_classes, found.onset_gaps, found.durations, found.intervals):
        np.testing.assert_allclose(shares.sum(axis=1), 1)
    for name in ("repetition", "chroma_similarity", "grooving_similarity"):
        assert ((getattr(found, name) >= 0) & (getattr(found, name) <= 1)).all()
    assert found.matrix().shape == (5, 12 + 1 + 1 + 13 + 12 + 25 + 3)


def test_a_pattern_played_again_and_again_is_all_repetition_and_like_itself():
    found = describe([even([60, 64, 67, 72, 67, 64, 60, 55] * 16)])
    assert found.repetition[0] > 0.9
    assert found.chroma_similarity[0] == pytest.approx(1)
    assert found.grooving_similarity[0] == pytest.approx(1)
    assert found.density[0] == pytest.approx(128 / (127 * 0.2))
    assert found.pitch_range[0] == 17


def test_a_figure_at_another_pitch_counts_as_heard_again():
    first = [60, 61, 63, 66]
    assert repetition(even(first)) == 0
    assert repetition(even([*first, 80, *(pitch + 5 for pitch in first)])) > 0


def test_stretches_of_the_same_pitch_classes_are_alike_whatever_the_octave_and_rhythm():
    assert chroma_similarity(even([60, 64, 67]), even([67, 48, 76], 0.5)) == pytest.approx(1)
    assert chroma_similarity(even([60, 64]), even([61, 63])) == 0
    assert grooving_similarity(even([60, 64, 67]), even([20, 30, 40])) == pytest.approx(1)
    assert grooving_similarity(even([60, 64, 67]), Notes.of([])) == 0


def test_shuffling_changes_the_order_of_notes_and_neither_their_number_nor_when_they_start():
    notes = toy_notes()
    mixed = shuffled(notes, seed=1)
    before, after = describe([notes, mixed]).taken([0]), describe([notes, mixed]).taken([1])
    np.testing.assert_array_equal(np.sort(mixed.pitch), np.sort(notes.pitch))
    np.testing.assert_array_equal(after.onset_gaps, before.onset_gaps)
    np.testing.assert_array_equal(after.pitch_classes, before.pitch_classes)
    assert after.repetition < before.repetition
    assert np.array_equal(shuffled(notes, seed=1).pitch, mixed.pitch)


def test_without_time_what_needs_time_is_empty():
    found = describe([even([60, 62, 64, 65] * 10)], is_timed=False)
    assert not found.onset_gaps.any()
    assert not found.durations.any()
    assert found.grooving_similarity[0] == 0
    assert found.density[0] == 1


def test_errors_tell_what_was_found():
    with pytest.raises(DataError, match="there is no clip to describe"):
        describe([])
    with pytest.raises(DataError, match="the piece has 3 notes, but at least 16 are needed"):
        describe([even([60, 61, 62])])
