"""The sound of notes: as loud as promised, at the right pitch, always alike, and soon there."""

import time

import numpy as np
import pytest
from scipy.signal import resample_poly

from core.errors import AudioError
from core.jazz.notes import Notes
from core.jazz.playing.params import INSTRUMENTS, PlayParams
from core.jazz.playing.sound import SR, play
from core.sound.loudness import loudness_lufs, peak_dbfs


def fundamental_hz(y: np.ndarray, sr: int) -> float:
    """The frequency that a tone repeats with, by the first high peak of its autocorrelation."""
    y = y.mean(axis=0)[: sr // 2]
    likeness = np.fft.irfft(np.abs(np.fft.rfft(y, 2 * y.size)) ** 2)[: y.size]
    lowest = int(sr / 1_200)
    lag = lowest + int(np.argmax(likeness[lowest : sr // 60]))
    return sr / lag


@pytest.mark.parametrize(("trio", "is_timed"), [(False, False), (True, False), (False, True), (True, True)])
def test_a_clip_keeps_what_is_promised(tokens, performance, trio, is_timed):
    notes = performance if is_timed else tokens
    y = play(notes, PlayParams(trio=trio, swing=1.6), is_timed=is_timed)
    assert (y.dtype, y.shape[0]) == (np.float32, 2)
    assert np.isfinite(y).all()
    assert notes.end_s - notes.start_s[0] < y.shape[1] / SR < notes.end_s + 3.1
    assert loudness_lufs(y, sr=SR) == pytest.approx(-16, abs=0.5)
    assert peak_dbfs(y) < -1
    loudest = int(np.abs(y).max(axis=0).argmax())
    assert peak_dbfs(resample_poly(y[:, max(loudest - 500, 0) : loudest + 500], 8, 1, axis=1)) < -0.9
    assert np.abs(y[:, : SR // 10]).max() > 0.02, "it begins at once"
    assert np.abs(y[:, -50:]).max() < 0.002, "it ends softly"


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@pytest.mark.parametrize("pitch", [21, 60, 108])
def test_every_instrument_plays_every_key_of_a_piano(instrument, pitch):
    y = play(Notes.of([(0.0, 0.4, pitch, 80)]), PlayParams(instrument), is_timed=True)
    assert loudness_lufs(y, sr=SR) == pytest.approx(-16, abs=0.5)
    assert peak_dbfs(y) < -1


@pytest.mark.parametrize("semitones", [-5, 0, 3, 12])
def test_transposition_is_heard(semitones):
    y = play(Notes.of([(0.0, 0.6, 60, 80)]), PlayParams("organ", transpose=semitones), is_timed=True)
    expected = 440 * 2 ** ((60 + semitones - 69) / 12)
    ratio = fundamental_hz(y, SR) / expected
    assert min(abs(1200 * np.log2(ratio * octave)) for octave in (0.5, 1, 2)) < 30
    assert fundamental_hz(y, SR) == pytest.approx(
        fundamental_hz(play(Notes.of([(0.0, 0.6, 60, 80)]), PlayParams("organ"), is_timed=True), SR)
        * 2 ** (semitones / 12),
        rel=0.02,
    )


def test_the_same_notes_and_parameters_give_the_same_samples(tokens):
    some = tokens.taken(slice(0, 20))
    params = PlayParams(trio=True, swing=2.0, tempo_bpm=180)
    np.testing.assert_array_equal(play(some, params, is_timed=False), play(some, params, is_timed=False))
    other = play(some, PlayParams(trio=True, swing=1.0, tempo_bpm=180), is_timed=False)
    assert not np.array_equal(play(some, params, is_timed=False)[:, :SR], other[:, :SR])


def test_a_trio_sounds_other_than_its_pianist(tokens):
    some = tokens.taken(slice(0, 40))
    alone, trio = (play(some, PlayParams(trio=trio), is_timed=False) for trio in (False, True))
    low = [np.abs(np.fft.rfft(y.mean(axis=0)[: 4 * SR]))[: 4 * 80].sum() for y in (alone, trio)]
    assert low[1] > 3 * low[0], "a bass plays below 80 Hz"


def test_another_rate_is_the_same_music(tokens):
    some = tokens.taken(slice(0, 8))
    y, low = play(some, PlayParams(), is_timed=False), play(some, PlayParams(), is_timed=False, sr=22_050)
    assert low.shape[1] == pytest.approx(y.shape[1] / 2, abs=400)


def test_a_performance_begins_with_its_first_note():
    notes = Notes.of([(5.0, 0.5, 60, 80), (5.5, 0.5, 64, 80)])
    assert play(notes, PlayParams(), is_timed=True).shape[1] < 3 * SR


def test_what_is_too_long_is_an_error_in_words():
    with pytest.raises(AudioError, match="the score lasts 1001 s, but at most 900 s"):
        play(Notes.of([(0, 1, 60, 80), (1_000, 1, 60, 80)]), PlayParams(), is_timed=True)


def test_a_hundred_tokens_are_there_soon(tokens):
    """In processor time, so that a busy machine does not fail it; about a quarter of a second on an idle one."""
    play(tokens, PlayParams(), is_timed=False)
    begin = time.process_time()
    play(tokens, PlayParams(), is_timed=False)
    assert time.process_time() - begin < 1.0
