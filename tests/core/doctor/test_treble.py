"""A lost treble is found where it was cut, by whatever means; what falls off gently is whole."""

import numpy as np
import pytest
import soxr
from scipy.signal import butter, sosfilt

from core.doctor.treble import treble_end_hz

SR = 22_050


@pytest.mark.parametrize("low_sr", [6_000, 8_000, 11_025, 16_000])
def test_a_low_sampling_rate_leaves_half_of_it(music, low_sr):
    y = soxr.resample(soxr.resample(music(), SR, low_sr), low_sr, SR)
    assert treble_end_hz(y, sr=SR) == pytest.approx(low_sr / 2, rel=0.15)


@pytest.mark.parametrize("order", [6, 8, 12])
@pytest.mark.parametrize("cut_hz", [2_000, 3_000, 5_000])
def test_a_steep_filter_is_found_near_where_it_begins(music, order, cut_hz):
    y = sosfilt(butter(order, cut_hz, fs=SR, output="sos"), music())
    assert 0.8 * cut_hz < treble_end_hz(y, sr=SR) < 2.2 * cut_hz


@pytest.mark.parametrize("exponent", [0, 1, 2, 3])
def test_sound_that_falls_off_gently_is_whole(noise, exponent):
    assert treble_end_hz(noise(5.0, exponent=exponent), sr=SR) is None


def test_a_soft_filter_is_not_called_a_cut(music):
    assert treble_end_hz(sosfilt(butter(2, 3_000, fs=SR, output="sos"), music()), sr=SR) is None


@pytest.mark.parametrize("n_partials", [1, 13])
def test_steady_tones_with_nothing_between_them_are_no_band_that_was_cut(tone, n_partials):
    y = sum(tone(220 * k, 5.0, amplitude=0.4 / k) for k in range(1, n_partials + 1))
    assert treble_end_hz(np.round(y * 2**15) / 2**15, sr=SR) is None
    assert treble_end_hz(np.round(tone(3_000, 5.0) * 2**15) / 2**15, sr=SR) is None


def test_another_rate_changes_nothing(music):
    y = soxr.resample(soxr.resample(music(sr=44_100), 44_100, 8_000), 8_000, 44_100)
    assert treble_end_hz(y, sr=44_100) == pytest.approx(4_000, rel=0.1)


@pytest.mark.parametrize("n_samples", [SR, 3_000, 500])
def test_silence_has_no_treble_to_lose(n_samples):
    assert treble_end_hz(np.zeros(n_samples, np.float32), sr=SR) is None
