"""Magnitude spectrum -> where its energy lies: centroid, bandwidth, rolloff, as librosa computes them."""

from collections.abc import Sequence

import numpy as np

from core.features.family import Family
from core.features.frames import N_FFT, SR, Segment, mean_and_var
from core.features.spectra import Spectra

ROLLOFF = 0.85
_SMALLEST = np.finfo(np.float32).tiny
_FREQUENCIES = np.arange(N_FFT // 2 + 1) * SR / N_FFT
_HZ = _FREQUENCIES.astype(np.float32)


def frame_centroid(magnitude: np.ndarray) -> np.ndarray:
    """Mean frequency in Hz of each frame, weighted by magnitude, shape (n_frames,); 0 for silence."""
    return np.einsum("ij,j->i", magnitude, _HZ) / np.maximum(magnitude.sum(axis=1), _SMALLEST)


def frame_bandwidth(magnitude: np.ndarray) -> np.ndarray:
    """Standard deviation in Hz around the centroid, weighted by magnitude, shape (n_frames,); 0 for silence."""
    deviation = _HZ - frame_centroid(magnitude)[:, np.newaxis]
    np.square(deviation, out=deviation)
    total = magnitude.sum(axis=1)
    return np.sqrt(np.einsum("ij,ij->i", magnitude, deviation) / np.maximum(total, _SMALLEST))


def frame_rolloff(magnitude: np.ndarray) -> np.ndarray:
    """Lowest frequency in Hz under which 85 % of the magnitude lies, shape (n_frames,); 0 for silence."""
    running = np.cumsum(magnitude, axis=1)
    reached = running >= np.float32(ROLLOFF) * running[:, -1:]
    return _FREQUENCIES[np.argmax(reached, axis=1)]


def _by_frames(function):
    def measure(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
        magnitude = spectra.magnitude
        series = spectra.map_blocks(lambda start, stop: function(magnitude[start:stop]))
        return mean_and_var(np.concatenate(series)[:, np.newaxis], segments)

    return measure


CENTROID = Family(
    name="spectral_centroid",
    title="spectral centroid",
    about="The centre of gravity of the spectrum: how bright the sound is.",
    unit="Hz",
    value_range=(0, 11_025),
    source="librosa.feature.spectral_centroid: Klapuri & Davy, Signal processing for music transcription (2007)",
    parts={"spectral_centroid": "brightness (spectral centroid)"},
    measure=_by_frames(frame_centroid),
)

BANDWIDTH = Family(
    name="spectral_bandwidth",
    title="spectral bandwidth",
    about="How far the spectrum spreads around its centroid: narrow for a flute, wide for a full band.",
    unit="Hz",
    value_range=(0, 5_513),
    source="librosa.feature.spectral_bandwidth: Klapuri & Davy (2007)",
    parts={"spectral_bandwidth": "width of the spectrum (spectral bandwidth)"},
    measure=_by_frames(frame_bandwidth),
)

ROLLOFF_FAMILY = Family(
    name="rolloff",
    title="spectral rolloff",
    about="The frequency under which 85 % of the spectrum lies: where the treble ends.",
    unit="Hz",
    value_range=(0, 11_025),
    source="librosa.feature.spectral_rolloff, 85 %",
    parts={"rolloff": "upper edge of the spectrum (85 % rolloff)"},
    measure=_by_frames(frame_rolloff),
)
