"""A signal in, the few numbers out that draw it as a waveform."""

import numpy as np


def waveform_peaks(y: np.ndarray, n_bins: int) -> np.ndarray:
    """The lowest and the highest sample of each of ``n_bins`` equal stretches of a mono signal.

    Parameters
    ----------
    y : np.ndarray, shape (n_samples,), at least one sample
    n_bins : at least 1; a signal with fewer samples repeats them, so that the shape is always the asked one

    Returns
    -------
    np.ndarray, shape (n_bins, 2), the minimum and the maximum, in the unit of ``y``
    """
    if y.ndim != 1 or y.size == 0:
        raise ValueError(f"y.shape={y.shape}: a waveform needs a mono signal of at least one sample")
    if n_bins < 1:
        raise ValueError(f"n_bins={n_bins}: a waveform needs at least one bin")
    starts = np.arange(n_bins) * y.size // n_bins
    return np.stack([np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)], axis=1)
