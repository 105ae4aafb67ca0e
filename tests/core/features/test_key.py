"""The key of scales and cadences whose key is known."""

import numpy as np
import pytest

from core.features import SR
from core.features.key import MAJOR, MINOR, TONICS, estimate_key, key_scores

MAJOR_SCALE, HARMONIC_MINOR = (0, 2, 4, 5, 7, 9, 11, 12), (0, 2, 3, 5, 7, 8, 11, 12)
CADENCE = {
    "major": ((0, 4, 7), (5, 9, 12), (7, 11, 14), (0, 4, 7)),
    "minor": ((0, 3, 7), (5, 8, 12), (7, 11, 14), (0, 3, 7)),
}


def chord(semitones: tuple[int, ...], *, tonic: int, duration_s: float, a4_hz: float = 440.0) -> np.ndarray:
    """Plucked notes of four harmonics, over middle C plus ``tonic``."""
    t = np.arange(round(duration_s * SR)) / SR
    hz = [a4_hz * 2 ** ((60 + tonic + semitone - 69) / 12) for semitone in semitones]
    partials = [np.sin(2 * np.pi * f * h * t) / h for f in hz for h in range(1, 5)]
    return (0.1 * np.exp(-t) * np.sum(partials, axis=0)).astype(np.float32)


@pytest.mark.parametrize("mode", ["major", "minor"])
@pytest.mark.parametrize("tonic", range(12))
def test_a_cadence_is_in_its_key(tonic, mode):
    y = np.concatenate([chord(notes, tonic=tonic, duration_s=0.5) for notes in CADENCE[mode] * 10])
    key = estimate_key(y)
    assert (key.tonic, key.mode) == (TONICS[tonic], mode)
    assert key.confidence >= 0.75


@pytest.mark.parametrize(("scale", "mode"), [(MAJOR_SCALE, "major"), (HARMONIC_MINOR, "minor")])
@pytest.mark.parametrize("tonic", [0, 3, 6, 10])
def test_a_scale_is_in_its_key(tonic, scale, mode):
    y = np.concatenate([chord((note,), tonic=tonic, duration_s=0.4) for note in scale * 2])
    assert (estimate_key(y).tonic, estimate_key(y).mode) == (TONICS[tonic], mode)


@pytest.mark.parametrize("a4_hz", [430.0, 452.0])
def test_the_key_follows_the_tuning_of_the_instruments(a4_hz):
    y = np.concatenate([chord(notes, tonic=2, duration_s=1.0, a4_hz=a4_hz) for notes in CADENCE["major"] * 2])
    assert (estimate_key(y).tonic, estimate_key(y).mode) == ("D", "major")


def test_a_song_that_keeps_changing_its_key_is_less_sure():
    parts = [chord(notes, tonic=tonic, duration_s=1.0) for tonic in (0, 2, 6, 9) for notes in CADENCE["major"]]
    assert estimate_key(np.concatenate(parts)).confidence <= 0.5


def test_noise_and_silence_have_no_key_to_be_sure_of(noise):
    assert estimate_key(noise(20.0)).confidence <= 0.5
    assert estimate_key(np.zeros(5 * SR, np.float32)).confidence == 0


def test_a_very_short_sound_is_no_error(tone):
    assert 0 <= estimate_key(tone(440, 0.2)).confidence <= 1


@pytest.mark.parametrize(("profile", "offset"), [(MAJOR, 0), (MINOR, 12)])
def test_a_profile_correlates_perfectly_with_itself(profile, offset):
    scores = key_scores(np.roll(np.array(profile), 4))
    assert int(np.argmax(scores)) == offset + 4
    assert scores.max() == pytest.approx(1)
