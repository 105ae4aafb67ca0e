"""A matrix -> its running medians down the rows, bit for bit those of ``scipy.ndimage.median_filter``.

A sorted window is kept for each column. One step takes the oldest value out and puts the newest in; both are a pass of
comparisons without branches, which the compiler turns into vector instructions over ``LANES`` columns at a time.
"""

import numpy as np
from numba import njit

WIDTH = 31  # librosa's kernel size for both parts
HALF = WIDTH // 2
LANES = 128


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
    n_columns = padded.shape[1]
    medians = np.empty((len(padded) - WIDTH + 1, n_columns), np.float32)
    for first in range(0, n_columns, LANES):
        # Row 0 is a floor below and row WIDTH + 1 a ceiling above the sorted values; at first all are ceilings.
        window = np.full((WIDTH + 2, LANES), np.inf, np.float32)
        window[0] = -np.inf
        n_lanes = min(LANES, n_columns - first)
        oldest, newest = np.full(LANES, np.inf, np.float32), np.zeros(LANES, np.float32)
        _fill_medians(padded, medians, first, n_lanes, window, window.copy(), oldest, newest)
    return medians


# The buffers come from outside and their width is not a constant: this compiles in 0.4 s instead of 3 s.
@njit(nogil=True, error_model="numpy")
def _fill_medians(padded, medians, first, n_lanes, window, kept, oldest, newest):
    for step in range(len(padded)):
        for lane in range(n_lanes):
            newest[lane] = padded[step, first + lane]
            if step >= WIDTH:
                oldest[lane] = padded[step - WIDTH, first + lane]
        # Out with the oldest: what is not below it moves down by one.
        for j in range(1, WIDTH + 1):
            for lane in range(oldest.size):
                value = window[j, lane]
                kept[j, lane] = value if value < oldest[lane] else window[j + 1, lane]
        # In with the newest: it lands between what is below and what is above.
        for j in range(1, WIDTH + 1):
            for lane in range(newest.size):
                lower = kept[j, lane] if kept[j, lane] < newest[lane] else newest[lane]
                window[j, lane] = kept[j - 1, lane] if kept[j - 1, lane] > lower else lower
        if step >= WIDTH - 1:
            for lane in range(n_lanes):
                medians[step - WIDTH + 1, first + lane] = window[HALF + 1, lane]
