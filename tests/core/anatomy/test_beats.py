"""Beats of clicks lie on the clicks; beats of anything are librosa's, number by number."""

import librosa
import numpy as np
import pytest

from core.anatomy.beats import beat_frames, beat_times
from core.features import HOP_LENGTH, SR
from core.features.spectra import Spectra
from core.features.tempo import onset_strength, tempo_of

TOLERANCE_S = 0.07


def onsets_of(y: np.ndarray) -> np.ndarray:
    return onset_strength(Spectra(y).log_mel)


def f_measure(found_s: np.ndarray, true_s: np.ndarray) -> float:
    """Harmonic mean of precision and recall; a found beat counts within 70 ms of a true one that no other has."""
    free, hits = list(true_s), 0
    for beat in found_s:
        near = [true for true in free if abs(true - beat) <= TOLERANCE_S]
        if near:
            free.remove(min(near, key=lambda true: abs(true - beat)))
            hits += 1
    return 2 * hits / (len(found_s) + len(true_s))


@pytest.mark.parametrize("bpm", [90.0, 120.0, 140.0])
def test_the_beats_of_clicks_are_found_and_lie_on_them(bpm, clicks, noise):
    y = clicks(bpm, 20.0) + noise(20.0, amplitude=0.003)
    onsets = onsets_of(y)
    beats_s = beat_times(onsets, tempo_bpm=tempo_of(onsets))
    true_s = np.arange(0, 20, 60 / bpm)
    assert f_measure(beats_s, true_s) > 0.95
    late = [beat - true_s[np.argmin(np.abs(true_s - beat))] for beat in beats_s]
    assert abs(np.median(late)) < 0.012  # a click track beside the music is heard as one with it


def test_the_beats_of_a_song_are_told_in_its_anatomy(anatomy):
    assert anatomy.tempo_bpm == pytest.approx(120, rel=0.03)
    assert f_measure(anatomy.beats_s, np.arange(0, 12, 0.5)) > 0.9


def test_beats_are_those_of_librosa(song, noise, clicks):
    # Two tempi at once, one that slows down, and no beat at all.
    slowing = np.concatenate([clicks(bpm, 5.0) for bpm in (150.0, 130.0, 110.0)])
    for y in (song.y, clicks(100.0, 12.0) + clicks(66.0, 12.0), slowing + noise(15.0, amplitude=0.01), noise(8.0)):
        onsets = onsets_of(y)
        for tempo_bpm in (tempo_of(onsets), 60.0, 200.0):
            _, expected = librosa.beat.beat_track(
                onset_envelope=onsets, sr=SR, hop_length=HOP_LENGTH, bpm=tempo_bpm, units="frames"
            )
            np.testing.assert_array_equal(beat_frames(onsets, tempo_bpm=tempo_bpm), expected)


def test_beats_of_music_are_those_of_librosa(gtzan_clips):
    from core.sound.decode import decode

    for path in gtzan_clips[::40]:
        onsets = onsets_of(decode(path, sr=SR).y)
        tempo_bpm = tempo_of(onsets)
        _, expected = librosa.beat.beat_track(onset_envelope=onsets, sr=SR, hop_length=HOP_LENGTH, bpm=tempo_bpm)
        np.testing.assert_array_equal(beat_frames(onsets, tempo_bpm=tempo_bpm), expected)


def test_silence_and_a_single_click_have_no_beat_to_go_astray():
    assert beat_times(np.zeros(100, np.float32), tempo_bpm=120.0).size == 0
    one = np.zeros(4 * SR, np.float32)
    one[2 * SR] = 1
    assert beat_times(onsets_of(one), tempo_bpm=120.0) == pytest.approx([2.0], abs=0.03)
