"""PlayParams and the times of notes: tempo and swing for tokens, transposition for all."""

import numpy as np
import pytest

from core.errors import DataError
from core.generation.arranger.instruments import INSTRUMENTS as OF_THE_BAND
from core.jazz.notes import Notes
from core.jazz.playing.params import INSTRUMENTS, PlayParams
from core.jazz.playing.timing import as_played


def assert_equal(found: Notes, expected: Notes) -> None:
    for name in ("start_s", "duration_s", "pitch", "velocity"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))


def test_what_is_not_asked_for_changes_nothing(tokens, performance):
    assert_equal(as_played(tokens, PlayParams(), is_timed=False), tokens)
    assert_equal(as_played(performance, PlayParams(), is_timed=True), performance)


def test_a_performance_keeps_its_own_times(performance):
    assert_equal(as_played(performance, PlayParams(tempo_bpm=60, swing=2), is_timed=True), performance)


def test_a_key_that_is_struck_again_ends_the_note_before():
    notes = Notes.of([(0.0, 2.0, 60, 70), (0.5, 1.0, 60, 80), (0.5, 0.2, 60, 90), (0.5, 1.0, 64, 80)])
    found = as_played(notes, PlayParams(), is_timed=True)
    assert found.pitch.tolist() == [60, 60, 64]
    np.testing.assert_allclose(found.duration_s, [0.5, 1.0, 1.0])


def test_twice_the_tempo_is_half_the_time(tokens):
    found = as_played(tokens, PlayParams(tempo_bpm=240), is_timed=False)
    np.testing.assert_allclose(found.start_s, tokens.start_s / 2)
    np.testing.assert_allclose(found.duration_s, tokens.duration_s / 2)


@pytest.mark.parametrize("swing", [1.0, 1.5, 2.0, 3.0])
def test_swing_is_the_ratio_of_the_eighths_of_a_pair(tokens, swing):
    found = as_played(tokens, PlayParams(tempo_bpm=100, swing=swing), is_timed=False)
    starts, first = np.unique(found.start_s, return_index=True)
    lengths = found.duration_s[first]
    np.testing.assert_allclose(lengths[::2] / lengths[1::2], swing)
    np.testing.assert_allclose(starts[::2], np.arange(50) * 0.6, err_msg="the beats stay where they are")
    np.testing.assert_allclose(starts[1:], (starts + lengths)[:-1], err_msg="no gap, no overlap")


def test_transposition_moves_every_pitch_and_leaves_out_what_no_piano_has(tokens):
    up = as_played(tokens, PlayParams(transpose=7), is_timed=False)
    np.testing.assert_array_equal(up.pitch, tokens.pitch + 7)
    high = Notes.of([(0, 1, 60, 80), (1, 1, 105, 80)])
    assert as_played(high, PlayParams(transpose=5), is_timed=True).pitch.tolist() == [65]


def test_no_notes_are_an_error_in_words():
    with pytest.raises(DataError, match="has 0 notes, but at least 1"):
        as_played(Notes.of([]), PlayParams(), is_timed=True)
    with pytest.raises(DataError, match="has 0 notes, but at least 1"):
        as_played(Notes.of([(0, 1, 108, 80)]), PlayParams(transpose=1), is_timed=True)


def test_instruments_are_those_of_the_band():
    assert INSTRUMENTS["piano"] == 0
    assert {name: OF_THE_BAND[name].program for name in INSTRUMENTS} == INSTRUMENTS
    assert PlayParams("vibraphone").program == 11


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"instrument": "kazoo"}, "instrument='kazoo' is unknown; choose one of piano,"),
        ({"tempo_bpm": 39.9}, "tempo_bpm=39.9 must be a number from 40 to 240"),
        ({"tempo_bpm": float("nan")}, "tempo_bpm=nan must be"),
        ({"swing": 0.9}, "swing=0.9 must be a number from 1 to 3"),
        ({"transpose": 25}, "transpose=25 must be a whole number from -24 to 24"),
        ({"transpose": 0.5}, "transpose=0.5 must be a whole number"),
        ({"bass_volume": 128}, "bass_volume=128 must be a whole number from 0 to 127"),
        ({"drums_volume": -1}, "drums_volume=-1 must be a whole number from 0 to 127"),
    ],
)
def test_values_out_of_range_are_told(changed, words):
    with pytest.raises(DataError, match=words):
        PlayParams(**changed)
