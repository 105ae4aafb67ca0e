"""What each feature must say about sounds whose answer is known."""

import numpy as np
import pytest

from core.features import N_FFT, SR
from core.features.extract import extract

BIN_HZ = SR / N_FFT


def measure(y: np.ndarray, column: str) -> float:
    return float(extract(y, columns=[column])[0, 0])


def test_a_tone_has_its_centroid_at_its_own_frequency(tone):
    # Only the frames at the ends, where the tone begins and stops at once, spread.
    assert measure(tone(440, 10.0), "spectral_centroid_mean") == pytest.approx(440, abs=BIN_HZ)


def test_a_tone_has_all_of_its_spectrum_under_its_own_frequency(tone):
    assert measure(tone(3000, 10.0), "rolloff_mean") == pytest.approx(3000, abs=2 * BIN_HZ)


def test_a_tone_is_narrower_than_noise(tone, noise):
    assert measure(tone(440), "spectral_bandwidth_mean") < 0.1 * measure(noise(), "spectral_bandwidth_mean")


def test_a_tone_crosses_zero_twice_in_each_period(tone):
    assert measure(tone(441, 10.0), "zero_crossing_rate_mean") == pytest.approx(2 * 441 / SR, rel=0.01)


def test_the_loudness_of_a_tone_is_its_amplitude_over_root_two(tone):
    assert measure(tone(440, 20.0, amplitude=0.5), "rms_mean") == pytest.approx(0.5 / np.sqrt(2), rel=0.01)


def test_white_noise_is_flat_and_a_tone_is_not(tone, noise):
    # The mean of log periodogram values lies Euler's constant below the log of their mean.
    assert measure(noise(10.0), "flatness_mean") == pytest.approx(np.exp(-np.euler_gamma), abs=0.01)
    assert measure(tone(440, 10.0), "flatness_mean") < 0.02


def test_silence_counts_as_perfectly_flat():
    assert measure(np.zeros(SR, np.float32), "flatness_mean") == pytest.approx(1)


def test_a_steady_tone_has_no_flux_and_noise_has(tone, noise):
    assert measure(tone(440, 10.0), "flux_mean") < 0.01 < 0.2 < measure(noise(), "flux_mean")


def test_flux_is_blind_to_loudness(noise):
    y = noise()
    assert measure(0.01 * y, "flux_mean") == pytest.approx(measure(y, "flux_mean"), rel=1e-4)


def test_a_tone_is_harmonic_and_clicks_are_percussive(tone, clicks):
    names = ["harmony_var", "perceptr_var"]
    harmonic, percussive = extract(tone(440, 5.0), columns=names)[0]
    assert harmonic > 50 * percussive
    harmonic, percussive = extract(clicks(120, 5.0), columns=names)[0]
    assert percussive > 50 * harmonic


def test_a_tone_stands_high_over_the_valleys_of_its_own_octave(tone, noise):
    faint = noise(amplitude=1e-4)
    bands = [f"contrast{band}_mean" for band in range(1, 8)]
    contrast = extract(tone(1000) + faint, columns=bands)[0]
    assert np.argmax(contrast) == 3  # 800 to 1,600 Hz


def test_noise_fills_more_pitch_classes_than_a_tone(tone, noise):
    assert measure(noise(), "chroma_stft_mean") > 0.5 > measure(tone(440, 5.0), "chroma_stft_mean")


def test_twice_the_amplitude_lifts_the_first_mfcc_alone(noise):
    y = noise(5.0)
    names = [f"mfcc{k}_mean" for k in range(1, 41)]
    change = extract(2 * y, columns=names)[0] - extract(y, columns=names)[0]
    assert change[0] == pytest.approx(20 * np.log10(2) * np.sqrt(128), rel=1e-4)
    np.testing.assert_allclose(change[1:], 0, atol=1e-3)


def test_a_sound_that_fades_has_a_falling_first_mfcc(noise):
    y = noise(5.0)
    fade = np.geomspace(1, 1e-2, y.size).astype(np.float32)
    # 40 dB in 5 s over 215 frames, times the square root of 128 bands
    assert measure(y * fade, "mfcc1_delta_mean") == pytest.approx(-40 / 5 * 512 / SR * np.sqrt(128), rel=0.1)


def test_a_mirrored_signal_has_the_same_spectrum(noise):
    y = noise()[: 100 * 512 + 1]  # frames fall on the same samples from both ends
    names = ["spectral_centroid_mean", "rolloff_var", "contrast4_mean", "mfcc5_var", "flatness_mean", "harmony_var"]
    np.testing.assert_allclose(extract(y[::-1].copy(), columns=names), extract(y, columns=names), rtol=1e-3)


@pytest.mark.parametrize("bpm", [60, 90, 120, 150])
def test_clicks_have_their_own_tempo(bpm, clicks):
    # The grid of frames allows 117.5 or 123.0 for 120.
    assert measure(clicks(bpm, 20.0), "tempo") == pytest.approx(bpm, rel=0.035)


def test_a_steady_pulse_is_strongest_at_the_tempo_itself(clicks):
    ratios = extract(clicks(120, 20.0), columns=[f"tempogram_ratio{i}_mean" for i in range(1, 14)])[0]
    assert np.argmax(ratios) == 6  # one times the tempo
