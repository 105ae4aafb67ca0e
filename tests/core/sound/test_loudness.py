import numpy as np
import pytest

from core.sound.loudness import loudness_lufs, peak_dbfs, playback_gain_db, true_peak_dbfs

SR = 48000


def test_a_tone_of_1_khz_at_full_scale_has_the_loudness_of_the_standard(tone):
    # BS.1770: 997 Hz at 0 dBFS in one channel gives -3.01 LKFS.
    assert loudness_lufs(tone(997.0, 5.0, SR, amplitude=1.0), sr=SR) == pytest.approx(-3.01, abs=0.06)


def test_a_second_equal_channel_adds_3_db_and_a_gain_its_own(noise):
    y = noise(5.0, SR)
    mono = loudness_lufs(y, sr=SR)
    assert loudness_lufs(np.stack([y, y]), sr=SR) == pytest.approx(mono + 3.01, abs=0.01)
    assert loudness_lufs(y * 10 ** (-6 / 20), sr=SR) == pytest.approx(mono - 6, abs=0.01)


def test_silence_between_sounds_is_gated_away(noise):
    y = noise(5.0, SR)
    with_gap = np.concatenate([y, np.zeros(20 * SR, np.float32)])
    assert loudness_lufs(with_gap, sr=SR) == pytest.approx(loudness_lufs(y, sr=SR), abs=0.5)


@pytest.mark.parametrize("duration_s", [0.01, 0.1, 0.39, 0.4])
@pytest.mark.parametrize("sr", [22050, 44100, 48000])
def test_what_is_shorter_than_a_block_is_measured_as_one(duration_s, sr, tone):
    y = tone(997.0, duration_s, sr, amplitude=1.0)
    assert loudness_lufs(y, sr=sr) == pytest.approx(-3.0, abs=1.0)


@pytest.mark.parametrize("y", [np.zeros(0), np.zeros(1), np.zeros(SR), np.full(SR, 1e-6), np.zeros((2, SR))])
def test_silence_has_no_loudness(y):
    assert loudness_lufs(y.astype(np.float32), sr=SR) == -np.inf


def test_the_peak_is_the_greatest_sample_of_either_sign():
    assert peak_dbfs(np.array([0.1, -1.0, 0.5], np.float32)) == 0
    assert peak_dbfs(np.array([[0.0, 0.5], [0.25, 0.0]])) == pytest.approx(-6.02, abs=0.01)
    assert peak_dbfs(np.zeros(5)) == -np.inf
    assert peak_dbfs(np.zeros(0)) == -np.inf


def test_the_gain_brings_a_signal_to_the_target(noise):
    y = noise(5.0, SR, amplitude=0.01)
    gain = playback_gain_db(y, sr=SR)
    assert loudness_lufs(y * 10 ** (gain / 20), sr=SR) == pytest.approx(-16, abs=0.01)


def test_the_gain_never_lifts_the_peak_over_the_ceiling(noise):
    y = noise(5.0, SR, amplitude=0.01)
    y[1000] = 0.5
    gain = playback_gain_db(y, sr=SR, target_lufs=-16.0, peak_ceiling_dbfs=-1.0)
    assert peak_dbfs(y) + gain == pytest.approx(-1.0)


def test_silence_is_played_as_it_is():
    assert playback_gain_db(np.zeros(SR, np.float32), sr=SR) == 0


def test_the_true_peak_is_that_of_the_wave_between_the_samples(tone, noise):
    between = np.sin(2 * np.pi * SR / 4 * np.arange(SR) / SR + np.pi / 4).astype(np.float32)  # its samples: 0.707
    assert peak_dbfs(between) == pytest.approx(-3.01, abs=0.01)
    assert true_peak_dbfs(between, sr=SR) == pytest.approx(0, abs=0.2)
    y = np.stack([noise(0.5, SR), 0.1 * noise(0.5, SR)])
    assert true_peak_dbfs(y, sr=SR) == true_peak_dbfs(y[0], sr=SR) >= peak_dbfs(y)


@pytest.mark.parametrize("y", [np.zeros(0), np.zeros(1), np.zeros((2, 99))])
def test_silence_has_no_true_peak(y):
    assert true_peak_dbfs(y.astype(np.float32), sr=SR) == -np.inf
