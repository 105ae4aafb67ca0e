"""The estimated pulse: found where there is one, steady on a coarse grid, in whole bars around the notes."""

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.notes import Notes
from core.jazz.playing.pulse import BEATS_PER_BAR, estimate_pulse


def walking(bpm: float, *, n_beats: int = 48, grid_s: float = 0.1, begin_s: float = 0.0) -> Notes:
    """A note on every beat, louder company on each fourth, a swung eighth now and then; rounded to a grid."""
    rng, beat_s = np.random.default_rng(int(bpm)), 60 / bpm
    beats = [(beat, 45) for beat in range(n_beats)] + [(beat, 40) for beat in range(0, n_beats, 4)]
    beats += [(beat + 2 / 3, 72) for beat in range(n_beats) if rng.random() < 0.4]
    at = {(round((begin_s + beat * beat_s) / grid_s) * grid_s, pitch) for beat, pitch in beats}
    return Notes.of((start, 0.3, pitch, 63) for start, pitch in at)


@pytest.mark.parametrize("bpm", [80, 100, 120, 140, 160])
@pytest.mark.parametrize("grid_s", [0.01, 0.1])
def test_finds_tempo_and_beats_of_who_keeps_time(bpm, grid_s):
    pulse = estimate_pulse(walking(bpm, grid_s=grid_s))
    assert pulse.tempo_bpm == pytest.approx(bpm, rel=0.01)
    off_s = np.abs(np.arange(48)[:, None] * 60 / bpm - pulse.beats_s).min(axis=1)
    assert off_s.max() < 0.06
    assert 0.2 < pulse.clarity <= 1


def test_evens_out_what_a_coarse_grid_makes_of_the_beats():
    gaps = np.diff(estimate_pulse(walking(133, grid_s=0.1)).beats_s)
    assert gaps.std() < 0.012 < np.diff(np.round(np.arange(48) * 60 / 133, 1)).std()


def test_follows_a_slow_change_of_tempo():
    at = np.cumsum(60 / np.linspace(100, 116, 60))
    pulse = estimate_pulse(Notes.of((start, 0.3, 45, 63) for start in at))
    off_s = np.abs(at[:, None] - pulse.beats_s).min(axis=1)
    assert np.percentile(off_s, 90) < 0.05


def test_finds_the_pulse_of_the_bands_jazz(performance, band):
    pulse = estimate_pulse(performance)
    assert pulse.tempo_bpm == pytest.approx(132, rel=0.01)
    off_s = np.abs(band.beats_s[1:-1, None] - pulse.beats_s).min(axis=1)
    assert np.mean(off_s < 0.07) > 0.9


def test_goes_in_whole_bars_from_before_the_first_note_to_behind_the_last():
    notes = walking(120, n_beats=26, begin_s=3.3)
    beats_s = estimate_pulse(notes).beats_s
    assert (beats_s.size - 1) % BEATS_PER_BAR == 0
    assert beats_s[0] <= notes.start_s[0] + 0.1
    assert beats_s[-1] >= notes.end_s
    assert (np.diff(beats_s) > 0).all()


def test_begins_its_bars_where_most_and_lowest_notes_fall():
    beats_s = estimate_pulse(walking(120, grid_s=0.01)).beats_s
    firsts = np.round(beats_s[::BEATS_PER_BAR] / 0.5).astype(int)
    assert (firsts % 4 == 0).all()


@pytest.mark.parametrize("strokes_a_second", [2, 4, 8])
def test_says_when_it_is_not_clear(strokes_a_second):
    assert estimate_pulse(walking(120)).is_clear
    clear = 0
    for seed in range(20):
        at = np.cumsum(np.random.default_rng(seed).exponential(1 / strokes_a_second, 30 * strokes_a_second))
        clear += estimate_pulse(Notes.of((start, 0.3, 60, 63) for start in at.round(1))).is_clear
    assert clear <= 2


def test_needs_a_few_onsets():
    with pytest.raises(DataError, match=r"7 strokes tell no pulse, for which at least 8 are needed; play without bass"):
        estimate_pulse(Notes.of((i, 1, 60, 80) for i in range(7)))
