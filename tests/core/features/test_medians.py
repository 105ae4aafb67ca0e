"""The running median and the harmonic part, against the originals."""

import librosa
import numpy as np
import pytest
import scipy.ndimage

from core.features import SR
from core.features.frames import N_FFT
from core.features.medians import LANES, WIDTH, reflected_rows, running_medians
from core.features.spectra import Spectra


@pytest.mark.parametrize("shape", [(40, 7), (200, LANES), (33, 2 * LANES + 1), (9, 3), (1, 1)])
def test_medians_are_those_of_scipy_bit_for_bit(shape):
    rng = np.random.default_rng(shape[0])
    x = np.round(rng.exponential(size=shape), 1).astype(np.float32)  # with many ties and zeros
    x[: shape[0] // 3, : shape[1] // 2] = 0
    padded = x[reflected_rows(0, len(x), n_rows=len(x))]
    expected = scipy.ndimage.median_filter(x, size=(WIDTH, 1), mode="reflect")
    np.testing.assert_array_equal(running_medians(padded), expected)


def test_a_block_of_rows_has_the_medians_of_the_whole():
    x = np.random.default_rng(0).random((300, 20), dtype=np.float32)
    whole = running_medians(x[reflected_rows(0, 300, n_rows=300)])
    block = running_medians(x[reflected_rows(100, 164, n_rows=300)])
    np.testing.assert_array_equal(block, whole[100:164])


@pytest.mark.parametrize("n_samples", [9 * 512, 3 * SR, 15 * SR + 77])
def test_both_parts_are_those_of_librosa(n_samples, noise, clicks, tone):
    duration_s = (n_samples + 1) / SR
    y = (noise(duration_s) + clicks(150, duration_s) + tone(330, duration_s))[:n_samples]
    harmonic, percussive = librosa.effects.hpss(y)
    own = Spectra(y).harmonic
    np.testing.assert_allclose(own, harmonic, atol=2e-6)
    np.testing.assert_allclose(y - own, percussive, atol=2e-6)


def test_the_stft_is_that_of_librosa(noise):
    y = noise(3.0)
    expected = librosa.stft(y).T
    np.testing.assert_allclose(Spectra(y).stft, expected, atol=1e-6 * np.abs(expected).max())


def test_threads_change_no_bit(noise):
    y = noise(20.0)
    one, two = Spectra(y), Spectra(y, n_threads=2)
    np.testing.assert_array_equal(one.harmonic, two.harmonic)
    np.testing.assert_array_equal(one.log_mel, two.log_mel)
    assert one.stft.shape == (1 + y.size // 512, 1 + N_FFT // 2)
