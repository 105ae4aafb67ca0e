"""A matrix -> its running medians down the rows, bit for bit those of ``scipy.ndimage.median_filter``.

A sorted window is kept for each column. One step takes the oldest value out and puts the newest in; both are a pass of
comparisons without branches, which the compiler turns into vector instructions over ``LANES`` columns at a time.
"""

import numpy as np
from numba import njit

WIDTH = 31  # librosa's kernel size for both parts
HALF = WIDTH // 2
LANES = 64


def reflected_rows(start: int, stop: int, *, n_rows: int) -> np.ndarray:
    """Row numbers ``start - HALF ... stop + HALF - 1`` mirrored into the matrix (... 1 0 | 0 1 2 ...)."""
    rows = np.arange(start - HALF, stop + HALF) % (2 * n_rows)
    return np.where(rows < n_rows, rows, 2 * n_rows - 1 - rows)


def running_medians(padded: np.ndarray) -> np.ndarray:
    """Median of every ``WIDTH`` successive rows.

    Parameters
    ----------
    padded : np.ndarray, float32, shape (n_rows + WIDTH - 1, n_columns), finite

    Returns
    -------
    np.ndarray, float32, shape (n_rows, n_columns)
    """
    medians = np.empty((padded.shape[0] - WIDTH + 1, padded.shape[1]), np.float32)
    _fill_medians(padded, medians)
    return medians


@njit(nogil=True, error_model="numpy")
def _fill_medians(padded, medians):
    n_steps, n_columns = padded.shape
    # Row 0 is a floor below and row WIDTH + 1 a ceiling above the sorted values.
    window = np.empty((WIDTH + 2, LANES), np.float32)
    kept = np.empty((WIDTH + 2, LANES), np.float32)
    oldest = np.empty(LANES, np.float32)
    newest = np.zeros(LANES, np.float32)
    for first in range(0, n_columns, LANES):
        n_lanes = min(LANES, n_columns - first)
        window[:] = np.inf
        kept[:] = np.inf
        window[0] = -np.inf
        kept[0] = -np.inf
        oldest[:] = np.inf  # while the window fills, a ceiling is what leaves
        for step in range(n_steps):
            for lane in range(n_lanes):
                newest[lane] = padded[step, first + lane]
                if step >= WIDTH:
                    oldest[lane] = padded[step - WIDTH, first + lane]
            for j in range(1, WIDTH + 1):
                for lane in range(LANES):
                    value = window[j, lane]
                    kept[j, lane] = value if value < oldest[lane] else window[j + 1, lane]
            for j in range(1, WIDTH + 1):
                for lane in range(LANES):
                    lower = kept[j, lane] if kept[j, lane] < newest[lane] else newest[lane]
                    window[j, lane] = kept[j - 1, lane] if kept[j - 1, lane] > lower else lower
            if step >= WIDTH - 1:
                for lane in range(n_lanes):
                    medians[step - WIDTH + 1, first + lane] = window[HALF + 1, lane]
