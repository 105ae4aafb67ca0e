"""The tempo with its rival, on clicks whose tempo is known."""

import numpy as np
import pytest

from core.features import SR
from core.features.rhythm import middle, tempo_with_doubt


@pytest.mark.parametrize("bpm", [60, 77, 92, 120, 128, 150])
def test_steady_clicks_have_their_tempo_to_half_a_beat_and_no_doubt(bpm, clicks):
    tempo = tempo_with_doubt(clicks(bpm, 20.0))
    assert tempo.bpm == pytest.approx(bpm, abs=0.5)
    assert tempo.doubt < 0.1


@pytest.mark.parametrize("bpm", [60, 100, 180, 240])
def test_the_true_tempo_is_the_first_or_the_other(bpm, clicks):
    tempo = tempo_with_doubt(clicks(bpm, 20.0))
    assert min(abs(tempo.bpm - bpm), abs(tempo.other_bpm - bpm)) < 1 or tempo.doubt > 0.5


def test_fast_clicks_leave_a_doubt(clicks):
    tempo = tempo_with_doubt(clicks(180, 20.0))
    assert (tempo.bpm, tempo.other_bpm) == pytest.approx((90, 180), abs=0.5)
    assert tempo.doubt > 0.5


def test_accents_on_every_other_beat_raise_the_doubt(clicks):
    plain = clicks(120, 20.0, amplitude=0.1)
    accented = plain + clicks(60, 20.0, amplitude=0.7)
    assert tempo_with_doubt(accented).doubt > 2 * tempo_with_doubt(plain).doubt
    assert tempo_with_doubt(accented).other_bpm == pytest.approx(60, abs=0.5)


def test_the_other_tempo_is_half_double_or_three_to_two(noise):
    tempo = tempo_with_doubt(noise(10.0))
    assert min(abs(tempo.other_bpm / tempo.bpm - ratio) for ratio in (1 / 2, 2, 2 / 3, 3 / 2)) < 1e-9


@pytest.mark.parametrize("duration_s", [0.3, 3.0])
def test_without_a_pulse_the_doubt_is_great(duration_s):
    tempo = tempo_with_doubt(np.zeros(round(duration_s * SR), np.float32))
    assert np.isfinite(tempo.bpm)
    assert tempo.doubt > 0.5


def test_of_a_long_recording_the_middle_is_looked_at():
    y = np.arange(100, dtype=np.float32)
    assert middle(y, duration_s=10 / SR).tolist() == list(range(45, 55))
    assert middle(y, duration_s=1.0) is not None
    assert middle(y, duration_s=1.0).size == 100
