"""Laws of notes."""

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.notes import Notes, check_notes

CHORD = [(1.0, 0.5, 64, 80), (1.0, 0.5, 60, 80), (2.0, 1.0, 67, 90)]


def test_notes_stand_in_the_order_of_their_starts_and_pitches_however_they_came():
    for rows in (CHORD, CHORD[::-1]):
        notes = Notes.of(rows)
        assert notes.pitch.tolist() == [60, 64, 67]
        assert notes.start_s.tolist() == [1.0, 1.0, 2.0]


def test_columns_have_the_stated_types_even_without_notes():
    for notes in (Notes.of(CHORD), Notes.of([])):
        assert notes.start_s.dtype == notes.duration_s.dtype == np.float64
        assert notes.pitch.dtype == notes.velocity.dtype == np.int64


def test_no_notes_are_a_piece_too():
    nothing = Notes.of([])
    assert len(nothing) == 0
    assert nothing.end_s == 0
    assert nothing.chords() == []
    assert len(nothing.from_zero()) == len(nothing.transposed(3)) == len(nothing.within(0, 9)) == 0


def test_columns_of_unequal_length_are_a_bug():
    with pytest.raises(ValueError, match="must be equally long"):
        Notes(np.zeros(2), np.zeros(2), np.zeros(1), np.zeros(2))


def test_the_end_is_that_of_the_note_that_sounds_last_not_of_the_last_that_starts():
    assert Notes.of([(0, 9, 60, 80), (1, 1, 62, 80)]).end_s == 9


def test_from_zero_moves_all_notes_alike(some_notes):
    notes = some_notes(50)
    moved = notes.from_zero()
    assert moved.start_s[0] == 0
    np.testing.assert_allclose(np.diff(moved.start_s), np.diff(notes.start_s), atol=1e-12)


def test_up_and_down_again_gives_the_same_notes_where_none_fell_off_the_piano(some_notes, same_notes):
    notes = some_notes(100)
    notes = notes.taken((notes.pitch > 40) & (notes.pitch < 90))
    same_notes(notes.transposed(7).transposed(-7), notes)


def test_what_leaves_the_piano_is_left_out():
    assert Notes.of([(0, 1, 107, 80), (0, 1, 60, 80)]).transposed(2).pitch.tolist() == [62]


def test_within_takes_by_the_start_and_cuts_at_the_end():
    notes = Notes.of([(0, 1, 60, 80), (1, 1, 61, 80), (1.5, 9, 62, 80), (2, 1, 63, 80)]).within(1, 2)
    assert notes.pitch.tolist() == [61, 62]
    assert notes.end_s == 2


def test_parts_within_are_all_of_it(some_notes):
    notes = some_notes(100)
    parts = [notes.within(at, at + 5) for at in range(0, 200, 5)]
    assert sum(map(len, parts)) == len(notes)


def test_chords_hold_what_starts_together_and_every_note_once(some_notes):
    notes = some_notes(300)
    chords = notes.chords()
    assert np.concatenate([chord.pitch for chord in chords]).tolist() == notes.pitch.tolist()
    assert all(np.ptp(chord.start_s) < 1e-9 for chord in chords)
    starts = [chord.start_s[0] for chord in chords]
    assert starts == sorted(set(starts))


def test_a_piece_that_is_too_short_is_refused_with_numbers():
    with pytest.raises(DataError, match="has 3 notes, but at least 4 are needed; choose a longer one"):
        check_notes(Notes.of(CHORD), at_least=4)
    check_notes(Notes.of(CHORD), at_least=3)
