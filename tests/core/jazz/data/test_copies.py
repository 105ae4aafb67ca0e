"""Copies are found through transposition, tempo, cuts and small mistakes; other pieces are left alone."""

from dataclasses import replace

import numpy as np
import pytest

from core.jazz.data.copies import RUN, groups_of_copies, interval_runs
from core.jazz.notes import Notes


def melody(seed: int, n: int = 200) -> Notes:
    pitches = np.random.default_rng(seed).integers(50, 80, n)
    return Notes.of((i * 0.2, 0.2, pitch, 80) for i, pitch in enumerate(pitches))


def without_some(notes: Notes, share: float) -> Notes:
    return notes.taken(np.random.default_rng(0).random(len(notes)) > share)


@pytest.mark.parametrize(
    "copy",
    [
        lambda notes: notes,
        lambda notes: notes.transposed(5),
        lambda notes: replace(notes, start_s=notes.start_s * 1.7),
        lambda notes: without_some(notes, 0.02),
        lambda notes: notes.within(10, 25),
    ],
    ids=["the same", "transposed", "slower", "with mistakes", "an excerpt"],
)
def test_a_copy_joins_the_group_of_what_it_was_copied_from(copy):
    assert groups_of_copies([melody(1), melody(2), copy(melody(1)), melody(3)]) == [0, 1, 0, 3]


def test_pieces_that_have_nothing_in_common_stay_by_themselves():
    assert groups_of_copies([melody(seed) for seed in range(50)]) == list(range(50))


def test_many_copies_of_one_piece_are_one_group():
    assert set(groups_of_copies([melody(0).transposed(k % 12) for k in range(60)])) == {0}


def test_copies_of_copies_are_one_group():
    first, middle, last = melody(0).within(0, 20), melody(0).within(10, 30), melody(0).within(20, 40)
    assert groups_of_copies([first, last, middle]) == [0, 0, 0]


def test_a_piece_shorter_than_a_run_is_known_by_all_of_it():
    short = melody(4, n=RUN // 2)
    assert groups_of_copies([short, melody(5, n=RUN // 2), short.transposed(2)]) == [0, 1, 0]


def test_runs_forget_key_and_tempo_only():
    runs = interval_runs(melody(0))
    assert np.array_equal(runs, interval_runs(melody(0).transposed(-7)))
    assert not np.intersect1d(runs, interval_runs(melody(1))).size


def test_nothing_is_a_copy_of_nothing():
    assert groups_of_copies([]) == []
