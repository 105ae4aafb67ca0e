"""Magnitude spectra -> power in the bands of a filter bank.

A product of matrices, but written out: BLAS would start threads of its own inside ours, which on a busy machine costs
ten times the product, and most weights of a mel filter are zero.
"""

import numpy as np
from numba import njit


class FilterBank:
    """Weights float32, shape (n_bands, n_bins), with the bins between which each band is not zero."""

    def __init__(self, weights: np.ndarray):
        self.weights = np.ascontiguousarray(weights, np.float32)
        self.first = np.argmax(weights != 0, axis=1)
        self.stop = weights.shape[1] - np.argmax(weights[:, ::-1] != 0, axis=1)

    def __call__(self, magnitude: np.ndarray) -> np.ndarray:
        """Weighted sums of the squared ``magnitude`` (n_frames, n_bins): float32, shape (n_frames, n_bands)."""
        bands = np.empty((len(magnitude), len(self.weights)), np.float32)
        power = np.empty(magnitude.shape[1], np.float32)
        _fill_bands(magnitude, self.weights, self.first, self.stop, power, bands)
        return bands


# "reassoc" lets the compiler sum in several lanes at once, as BLAS does.
@njit(nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})
def _fill_bands(magnitude, weights, first, stop, power, bands):
    for t in range(len(magnitude)):
        for k in range(power.size):
            power[k] = magnitude[t, k] * magnitude[t, k]
        for band in range(len(weights)):
            # Slices, as indices that could count from the end keep the loop from being vectorised.
            own_weights = weights[band, first[band] : stop[band]]
            own_power = power[first[band] : stop[band]]
            total = np.float32(0)
            for k in range(own_weights.size):
                total += own_weights[k] * own_power[k]
            bands[t, band] = total
