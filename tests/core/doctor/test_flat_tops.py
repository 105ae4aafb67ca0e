"""Tops that were cut off are told from round ones, whatever the level, the frequency and the format."""

import numpy as np
import pytest
import soxr
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from core.doctor.flat_tops import FLAT, WAVY, Tops, find_tops

SR = 22_050


def share(y, shape=FLAT):
    """The share of samples in such tops, second by second."""
    return sum(find_tops(y[i : i + SR], shape).n_samples for i in range(0, y.size, SR)) / y.size


def stored(y, bits=16):
    steps = 2 ** (bits - 1)
    return np.clip(np.round(y * steps), -steps, steps - 1) / steps


def decibels(db):
    return 10 ** (db / 20)


@pytest.mark.parametrize("gain_db", [6, 9, 12])
@pytest.mark.parametrize("then_db", [0, -3, -20])
def test_music_that_was_clipped_has_flat_tops_even_when_it_was_turned_down_since(music, gain_db, then_db):
    y = stored(decibels(then_db) * np.clip(decibels(gain_db) * music(peak=1.0), -1, 1))
    assert share(y) > 0.001


def test_more_clipping_gives_more_flat_tops(music):
    shares = [share(stored(np.clip(decibels(gain_db) * music(peak=1.0), -1, 1))) for gain_db in (3, 6, 9, 12)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]


def test_the_samples_over_the_ceiling_are_those_that_are_found(tone):
    y = sum(tone(freq_hz, 5.0, amplitude=0.5) for freq_hz in (111, 173, 311, 547, 823))
    over = np.mean(np.abs(y) > 1)
    assert share(stored(np.clip(y, -1, 1))) == pytest.approx(over, rel=0.1)


@pytest.mark.parametrize("peak", [1.0, 0.5, 0.05])
def test_clean_music_has_no_flat_tops_at_any_level(music, peak):
    assert share(stored(music(peak=peak))) == 0
    assert share(stored(music(peak=peak)), WAVY) < 0.0005


@pytest.mark.parametrize("gain_db", [3, 6, 12])
def test_a_loud_master_whose_limiter_rounds_the_tops_has_none(music, gain_db):
    y = decibels(gain_db) * music(10.0, peak=1.0)
    needed = maximum_filter1d(np.maximum(np.abs(y), 1.0), 441)  # 10 ms before and after
    loud = stored(y / uniform_filter1d(needed, 441, mode="nearest"))
    assert np.abs(loud).max() > 0.95
    assert share(loud) < 0.0001
    assert share(loud, WAVY) < 0.002


@pytest.mark.parametrize("amplitude", [0.9, 0.05])
@pytest.mark.parametrize("bits", [8, 16, 24])
def test_the_round_top_of_a_tone_is_never_flat_however_low_or_high_it_is(tone, amplitude, bits):
    for freq_hz in np.geomspace(20, 4_000, 60):
        y = stored(tone(freq_hz, 1.0, amplitude=amplitude), bits)
        assert find_tops(y, FLAT) == find_tops(y, WAVY) == Tops(), freq_hz


def test_a_tone_that_is_clipped_is_flat_at_the_ceiling(tone):
    found = find_tops(stored(np.clip(tone(100, 1.0, amplitude=1.0), -0.5, 0.5)), FLAT)
    assert found.n_tops == pytest.approx(200, abs=2)  # one up and one down in each of 100 periods
    assert found.level == pytest.approx(0.5, abs=0.001)


def test_what_was_encoded_or_resampled_after_clipping_has_wavy_tops(music):
    clipped = np.clip(4 * music(sr=44_100, peak=1.0), -1, 1)
    y = soxr.resample(clipped, 44_100, 32_000)
    assert share(y, WAVY) > 0.004


@pytest.mark.parametrize("y", [np.zeros(0), np.zeros(3), np.zeros(100), np.full(100, 0.5), np.full(100, 0.001)])
def test_what_has_no_tops_has_none(y):
    assert find_tops(y, FLAT) == find_tops(y, WAVY) == Tops()


def test_tops_add_up():
    assert Tops(1, 3, 0.5) + Tops(2, 8, 0.25) == Tops(3, 11, 0.5)
