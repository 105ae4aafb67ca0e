"""A signal in, the bytes of a sound file out: FLAC, which every browser plays, or wav, which every program reads."""

import io

import numpy as np
import soundfile as sf


def as_flac(y: np.ndarray, *, sr: int) -> bytes:
    """A signal of shape (n_samples,) or (n_channels, n_samples) as FLAC of 16 bits.

    What passes full scale is brought down to it.
    """
    return _encoded(y, sr=sr, container="FLAC")


def as_wav(y: np.ndarray, *, sr: int) -> bytes:
    """The same as wav."""
    return _encoded(y, sr=sr, container="WAV")


def _encoded(y: np.ndarray, *, sr: int, container: str) -> bytes:
    peak = max(float(np.abs(y).max(initial=0.0)), 1.0)
    file = io.BytesIO()
    sf.write(file, y.T / peak, sr, format=container, subtype="PCM_16")
    return file.getvalue()
