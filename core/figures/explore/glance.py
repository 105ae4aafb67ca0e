"""A track's waveform and mel spectrogram in, the small picture of it out, as JSON that the browser draws."""

import base64

import numpy as np

N_BINS, N_ROWS = 200, 64  # a picture is hardly wider or higher in pixels
PEAK_STEPS = 60


def small_picture(peaks: np.ndarray, pixels: np.ndarray | None) -> dict:
    """What a browser needs to draw a waveform above a mel spectrogram; nothing that sounds could be made of it again.

    Parameters
    ----------
    peaks : np.ndarray, shape (n_bins, 2), the lowest and the highest sample of each stretch, in any unit
    pixels : uint8, shape (n_rows, n_columns), row 0 at the bottom; None where there is no spectrogram
    """
    loudest = float(np.abs(peaks).max(initial=0.0)) or 1.0
    starts = _starts(len(peaks), N_BINS)
    lows = np.minimum.reduceat(peaks[:, 0], starts)
    highs = np.maximum.reduceat(peaks[:, 1], starts)
    steps = np.rint(np.stack([lows, highs]) * (PEAK_STEPS / loudest)).astype(int)
    small = np.zeros((0, 0), np.uint8) if pixels is None else _shrunk(_shrunk(pixels, N_ROWS).T, N_BINS).T
    return {
        "peaks": steps.tolist(),
        "n_rows": small.shape[0],
        "n_columns": small.shape[1],
        "pixels": base64.b64encode(np.ascontiguousarray(small)).decode(),
    }


def _shrunk(pixels: np.ndarray, most: int) -> np.ndarray:
    """At most ``most`` rows, each the mean of its neighbours."""
    starts = _starts(len(pixels), most)
    counts = np.diff(np.append(starts, len(pixels)))[:, np.newaxis]
    return np.rint(np.add.reduceat(pixels, starts, axis=0, dtype=np.float64) / counts).astype(np.uint8)


def _starts(n: int, most: int) -> np.ndarray:
    """Where each of at most ``most`` equal stretches of ``n`` rows begins."""
    n_stretches = min(n, most)
    return np.arange(n_stretches) * n // n_stretches
