"""Magnitude spectrum -> how noisy it is (flatness), how its peaks stand out (contrast), how it changes (flux)."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from core.features.family import Family
from core.features.frames import N_BINS, N_FFT, SR, Segment, mean_and_var, pair_statistics
from core.features.spectra import POWER_FLOOR, Spectra, clip_db

# Octaves from 200 Hz, and what lies below; the last band reaches up to 11,025 Hz.
CONTRAST_EDGES_HZ = (0, 200, 400, 800, 1600, 3200, 6400, 12800)
CONTRAST_QUANTILE = 0.02
_SMALLEST = np.finfo(np.float32).tiny


def measure_flatness(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    magnitude = spectra.magnitude
    series = spectra.map_blocks(lambda start, stop: frame_flatness(magnitude[start:stop]))
    return mean_and_var(np.concatenate(series)[:, np.newaxis], segments)


def measure_flux(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    """Mean and variance over the steps between a segment's frames, shape (n_segments, 2)."""
    steps = flux_steps(spectra)[:, np.newaxis]
    return np.stack([pair_statistics(steps[segment.frames.start : segment.frames.stop - 1]) for segment in segments])


def measure_contrast(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    valleys_db, peaks_db = band_extremes_db(spectra)
    heights = (height(valleys_db[segment.frames], peaks_db[segment.frames]) for segment in segments)
    return np.stack([pair_statistics(each) for each in heights])


def flux_steps(spectra: Spectra) -> np.ndarray:
    """Flux of every step from one frame to the next, shape (n_frames - 1,)."""
    magnitude = spectra.magnitude
    # Each block looks one frame back; the very first frame has no step.
    return np.concatenate(spectra.map_blocks(lambda start, stop: step_flux(magnitude[max(start - 1, 0) : stop])))


def band_extremes_db(spectra: Spectra) -> tuple[np.ndarray, np.ndarray]:
    """Valleys and peaks of each band in dB, both float64, shape (n_frames, 7)."""
    magnitude = spectra.magnitude
    extremes = spectra.map_blocks(lambda start, stop: band_extremes(magnitude[start:stop]))
    valleys, peaks = np.concatenate(extremes, axis=1)
    return 10 * np.log10(np.maximum(valleys, POWER_FLOOR)), 10 * np.log10(np.maximum(peaks, POWER_FLOOR))


def height(valleys_db: np.ndarray, peaks_db: np.ndarray) -> np.ndarray:
    """Spectral contrast of a segment's frames: peaks over valleys, each cut at 80 dB under the segment's highest."""
    return clip_db(peaks_db) - clip_db(valleys_db)


def frame_flatness(magnitude: np.ndarray) -> np.ndarray:
    """Geometric by arithmetic mean of each frame's power, shape (n_frames,); 1 for silence."""
    power = np.maximum(np.square(magnitude), POWER_FLOOR)
    return np.exp(np.log(power).mean(axis=1)) / power.mean(axis=1)


def step_flux(magnitude: np.ndarray) -> np.ndarray:
    """Squared distance of successive spectra of length one, shape (n_frames - 1,); silence has length zero."""
    length = np.sqrt(np.einsum("ij,ij->i", magnitude, magnitude))
    unit = magnitude / np.maximum(length, _SMALLEST)[:, np.newaxis]
    step = np.diff(unit, axis=0)
    return np.einsum("ij,ij->i", step, step)


def band_extremes(magnitude: np.ndarray) -> np.ndarray:
    """Mean of the lowest and of the highest 2 % of each band's bins, float64, shape (2, n_frames, 7)."""
    extremes = np.empty((2, len(magnitude), len(CONTRAST_EDGES_HZ) - 1))
    for band, (bins, n_extreme) in enumerate(_contrast_bands()):
        ordered = np.sort(magnitude[:, bins], axis=1)
        extremes[0, :, band] = ordered[:, :n_extreme].mean(axis=1)
        extremes[1, :, band] = ordered[:, -n_extreme:].mean(axis=1)
    return extremes


def _contrast_bands() -> list[tuple[slice, int]]:
    # librosa's bands take one bin more at the lower edge and, but for the last, one less at the upper; the 2 % are
    # counted before that one is dropped.
    frequencies = np.arange(N_BINS) * SR / N_FFT
    bands = []
    for low, high in pairwise(CONTRAST_EDGES_HZ):
        first = max(int(np.searchsorted(frequencies, low)) - 1, 0)
        stop = int(np.searchsorted(frequencies, high, side="right"))
        n_extreme = max(round(CONTRAST_QUANTILE * (stop - first)), 1)
        bands.append((slice(first, stop if stop == N_BINS else stop - 1), n_extreme))
    return bands


def _contrast_range(band: int) -> str:
    low, high = CONTRAST_EDGES_HZ[band], min(CONTRAST_EDGES_HZ[band + 1], SR // 2)
    return f"height of peaks over valleys, {low:,} to {high:,} Hz (spectral contrast)"


FLATNESS = Family(
    name="flatness",
    title="spectral flatness",
    about="How much the sound is like noise: 0 for a tone, 0.56 for white noise, 1 for silence.",
    unit="",
    value_range=(0, 1),
    source="librosa.feature.spectral_flatness: Dubnov, Generalization of spectral flatness measure (2004)",
    parts={"flatness": "likeness to noise (spectral flatness)"},
    measure=measure_flatness,
)

CONTRAST = Family(
    name="contrast",
    title="spectral contrast",
    about="How far the peaks of each octave stand above its valleys: high for clear tones, low for noise.",
    unit="dB",
    value_range=(0, 130),
    source="librosa.feature.spectral_contrast: Jiang et al., Music type classification by spectral contrast (2002)",
    parts={f"contrast{band + 1}": _contrast_range(band) for band in range(len(CONTRAST_EDGES_HZ) - 1)},
    measure=measure_contrast,
)

FLUX = Family(
    name="flux",
    title="spectral flux",
    about="How much the spectrum changes from one frame to the next, whatever its loudness.",
    unit="",
    value_range=(0, 2),
    source="Tzanetakis & Cook, Musical genre classification of audio signals (2002); spectra of Euclidean length 1",
    parts={"flux": "change from frame to frame (spectral flux)"},
    measure=measure_flux,
)
