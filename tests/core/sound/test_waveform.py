import numpy as np
import pytest

from core.sound.waveform import waveform_peaks


def test_every_sample_lies_between_the_peaks_of_its_bin(noise):
    y = noise(duration_s=1.0)
    peaks = waveform_peaks(y, 97)
    starts = np.arange(97) * y.size // 97
    bins = np.searchsorted(starts, np.arange(y.size), side="right") - 1
    assert (peaks[bins, 0] <= y).all()
    assert (y <= peaks[bins, 1]).all()


def test_the_peaks_are_samples_of_the_signal_and_none_is_lost(noise):
    y = noise(duration_s=1.0)
    peaks = waveform_peaks(y, 50)
    assert peaks.min() == y.min()
    assert peaks.max() == y.max()
    assert np.isin(peaks, y).all()


def test_a_click_stands_where_it_was_struck():
    y = np.zeros(22050, dtype=np.float32)
    y[16000] = 0.9
    peaks = waveform_peaks(y, 100)
    assert peaks[:, 1].argmax() == 16000 * 100 // 22050


@pytest.mark.parametrize("n_samples", [1, 3, 99, 100, 101])
def test_a_signal_shorter_than_the_bins_still_fills_them_all(n_samples):
    y = np.linspace(-1, 1, n_samples, dtype=np.float32)
    peaks = waveform_peaks(y, 100)
    assert peaks.shape == (100, 2)
    assert peaks[0, 0] == y[0]
    assert peaks[-1, 1] == y[-1]


def test_the_minimum_is_never_above_the_maximum(tone):
    peaks = waveform_peaks(tone(freq_hz=100.0, duration_s=0.5), 1200)
    assert (peaks[:, 0] <= peaks[:, 1]).all()


def test_an_empty_or_stereo_signal_is_refused():
    with pytest.raises(ValueError, match=r"y\.shape=\(0,\).*at least one sample"):
        waveform_peaks(np.zeros(0, dtype=np.float32), 10)
    with pytest.raises(ValueError, match=r"y\.shape=\(2, 8\).*mono"):
        waveform_peaks(np.zeros((2, 8), dtype=np.float32), 10)


def test_no_bins_is_refused():
    with pytest.raises(ValueError, match=r"n_bins=0.*at least one bin"):
        waveform_peaks(np.ones(8, dtype=np.float32), 0)
