"""A signal in, the bytes of a file that every browser plays out."""

import io

import numpy as np
import soundfile as sf


def as_flac(y: np.ndarray, *, sr: int) -> bytes:
    """A signal of shape (n_samples,) or (n_channels, n_samples) as FLAC of 16 bits.

    What passes full scale is brought down to it.
    """
    peak = max(float(np.abs(y).max(initial=0.0)), 1.0)
    file = io.BytesIO()
    sf.write(file, y.T / peak, sr, format="FLAC", subtype="PCM_16")
    return file.getvalue()
