"""What a listener notices, measured on notes and on codes alike."""

import numpy as np
import pytest

from core.jazz.attributes import ATTRIBUTES, measured, measured_codes
from core.jazz.notes import Notes
from core.jazz.representations import representation

# Five onsets in two seconds, chords of two notes an octave apart around middle C.
CHORDS = Notes.of([(0.5 * i, 0.4, pitch, 64) for i in range(5) for pitch in (54, 66)])


def test_chords_count_once_for_the_pace_and_by_notes_for_the_density():
    assert measured(CHORDS) == {"density": 5.0, "register": 60.0, "pace": 2.5, "polyphony": 2.0}


def test_codes_tell_the_same_as_notes():
    codes = representation("performance").encode(CHORDS)[None]
    told = measured_codes(codes, np.ones(codes.shape[:2], dtype=bool))[0]
    assert told == pytest.approx(list(measured(CHORDS).values()))


def test_what_is_not_there_is_not_counted():
    codes = np.concatenate([representation("performance").encode(CHORDS), np.full((6, 4), 3)])[None]
    mask = np.arange(16)[None] < 10
    assert measured_codes(codes, mask)[0] == pytest.approx(list(measured(CHORDS).values()))


def test_transposing_moves_the_register_and_nothing_else():
    moved, before = measured(CHORDS.transposed(7)), measured(CHORDS)
    assert {name: moved[name] - before[name] for name in ATTRIBUTES} == {
        "density": 0,
        "register": 7,
        "pace": 0,
        "polyphony": 0,
    }


def test_two_quick_notes_are_no_dense_music():
    assert measured(Notes.of([(0, 0.1, 60, 64), (0.05, 0.1, 61, 64)]))["density"] == 2


def test_silence_has_no_attributes():
    assert all(np.isnan(value) for value in measured(Notes.of([])).values())
