"""Levels and silent stretches are what was put in; an offset is no sound."""

import numpy as np
import pytest

from core.doctor.silence import FLOOR_DBFS, measure_loudness

SR = 22_050


def test_the_level_of_a_tone_lies_three_decibels_under_its_peak(tone):
    found = measure_loudness(tone(440, 3.0, amplitude=0.1), sr=SR)
    assert found.peak_dbfs == pytest.approx(-20, abs=0.1)
    assert found.level_dbfs == pytest.approx(-23, abs=0.1)
    assert found.silent_s == 0


@pytest.mark.parametrize("offset", [0.0, 0.01, -0.3])
def test_a_silent_stretch_is_measured_and_placed_whatever_the_offset(music, offset):
    y = 0.5 * music(10.0)
    y[2 * SR : 3 * SR] = 0
    y[5 * SR : 9 * SR] = 0
    found = measure_loudness((y + offset).astype(np.float32), sr=SR)
    assert found.silent_s == pytest.approx(5.0, abs=0.3)
    assert found.longest_s == pytest.approx(4.0, abs=0.2)
    assert found.longest_at_s == pytest.approx(5.0, abs=0.2)


def test_soft_music_is_not_silent(music):
    assert measure_loudness(music(peak=0.005), sr=SR).silent_s == 0


@pytest.mark.parametrize("y", [np.zeros(SR), np.zeros(0), np.full(SR, 0.25)])
def test_nothing_at_all_has_the_lowest_level_there_is(y):
    found = measure_loudness(y.astype(np.float32), sr=SR)
    assert found.peak_dbfs == found.level_dbfs == FLOOR_DBFS
    assert found.silent_s == found.longest_s == pytest.approx(y.size / SR)


def test_what_is_shorter_than_a_frame_is_one_frame(tone):
    assert measure_loudness(tone(1000, 0.03, amplitude=0.5), sr=SR).level_dbfs == pytest.approx(-9, abs=0.2)
