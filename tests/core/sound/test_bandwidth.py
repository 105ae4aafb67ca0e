"""A cliff in the spectrum is found where it is, and a gentle slope is none."""

import numpy as np
import pytest
import soxr

from core.sound.bandwidth import cut_off_hz

SR = 22050


@pytest.mark.parametrize("sr", [8_000, 11_025, 16_000])
def test_a_low_sampling_rate_leaves_its_edge(noise, sr):
    y = soxr.resample(soxr.resample(noise(5, SR), SR, sr), sr, SR).astype(np.float32)
    assert cut_off_hz(y, sr=SR) == pytest.approx(sr / 2, rel=0.1)


@pytest.mark.parametrize("exponent", [-1, 0, 1, 2])
def test_noise_that_falls_off_gently_has_no_edge(noise, exponent):
    assert cut_off_hz(noise(5, SR, exponent=exponent), sr=SR) is None


def test_a_good_copy_has_no_edge(noise):
    y = soxr.resample(soxr.resample(noise(5, SR), SR, 44_100), 44_100, SR).astype(np.float32)
    assert cut_off_hz(y, sr=SR) is None


def test_silence_has_no_edge():
    assert cut_off_hz(np.zeros(5 * SR, np.float32), sr=SR) is None


def test_real_recordings_keep_their_treble(gtzan_clips):
    from core.sound.decode import decode

    assert [path.name for path in gtzan_clips[::13] if cut_off_hz(decode(path, sr=SR).y, sr=SR)] == []
