"""Samples -> loudness and sign changes of each frame (``librosa.feature.rms``, ``zero_crossing_rate``).

A frame is four hops long, so both are sums over hops: each sample is looked at once.
"""

from collections.abc import Sequence

import numpy as np

from core.features.family import Family
from core.features.frames import HOP_LENGTH, N_FFT, Segment, mean_and_var
from core.features.spectra import Spectra

ZERO_BELOW = np.float32(1e-10)  # librosa: values this small count as +0


def measure_rms(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    return mean_and_var(frame_rms(spectra.y, n_frames=spectra.n_frames), segments)


def measure_zero_crossings(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    return mean_and_var(frame_zero_crossings(spectra.y, n_frames=spectra.n_frames), segments)


def frame_rms(y: np.ndarray, *, n_frames: int) -> np.ndarray:
    """Root mean square of each frame, shape (n_frames, 1)."""
    hops = _hops(y, n_frames=n_frames)
    energy = np.einsum("ij,ij->i", hops, hops, dtype=np.float64)
    return np.sqrt(_sum_of_four(energy) / N_FFT)[:, np.newaxis]


def frame_zero_crossings(y: np.ndarray, *, n_frames: int) -> np.ndarray:
    """Sign changes within each frame divided by its length, shape (n_frames, 1)."""
    negative = y < -ZERO_BELOW
    crossings = np.zeros(y.size, bool)
    np.not_equal(negative[1:], negative[:-1], out=crossings[1:])
    hops = _hops(crossings, n_frames=n_frames)
    # A change between the frame's first sample and the one before lies outside the frame.
    counts = _sum_of_four(hops.sum(axis=1)) - hops[:n_frames, 0]
    return (counts / N_FFT)[:, np.newaxis]


def _hops(values: np.ndarray, *, n_frames: int) -> np.ndarray:
    """Values from half a frame before the start to half a frame after the end, zeros outside; (n_frames + 3, hop)."""
    padded = np.zeros((n_frames + 3) * HOP_LENGTH, values.dtype)
    inside = padded[N_FFT // 2 :]
    inside[: values.size] = values[: inside.size]
    return padded.reshape(-1, HOP_LENGTH)


def _sum_of_four(hops: np.ndarray) -> np.ndarray:
    return hops[:-3] + hops[1:-2] + hops[2:-1] + hops[3:]


RMS = Family(
    name="rms",
    title="root mean square",
    about="How loud the signal is; it follows the recording level.",
    unit="of full scale",
    value_range=(0, 1),
    source="librosa.feature.rms",
    parts={"rms": "loudness (root mean square)"},
    measure=measure_rms,
)

ZERO_CROSSINGS = Family(
    name="zero_crossing_rate",
    title="zero-crossing rate",
    about="How often the signal changes its sign: low for bass and voices, high for cymbals and hiss.",
    unit="of samples",
    value_range=(0, 1),
    source="librosa.feature.zero_crossing_rate",
    parts={"zero_crossing_rate": "share of sign changes (zero-crossing rate)"},
    measure=measure_zero_crossings,
)
