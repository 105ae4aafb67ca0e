"""A sound at one sampling rate in, the same at another out."""

import numpy as np
import soxr


def at_rate(y: np.ndarray, *, sr: int, wanted: int) -> np.ndarray:
    """``y`` of shape (n_samples,) at another rate (soxr, HQ), float32; itself where that is its rate."""
    return y if sr == wanted else soxr.resample(y, sr, wanted, quality="HQ").astype(np.float32)
