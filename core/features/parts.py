"""Samples -> mean and variance of the harmonic and of the percussive part (``librosa.effects``)."""

from collections.abc import Sequence

import numpy as np

from core.features.family import Family
from core.features.frames import HOP_LENGTH, Segment
from core.features.spectra import Spectra

_SOURCE = "librosa.effects.{}: Fitzgerald, Harmonic/percussive separation using median filtering (DAFx 2010)"


def measure_harmonic(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    return sample_statistics(spectra.harmonic, segments)


def measure_percussive(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    return sample_statistics(spectra.y - spectra.harmonic, segments)


def sample_statistics(signal: np.ndarray, segments: Sequence[Segment]) -> np.ndarray:
    """Mean and variance of each segment's samples, from sums over hops and the samples at both ends.

    Returns
    -------
    np.ndarray, float64, shape (n_segments, 2)
    """
    n_hops = signal.size // HOP_LENGTH
    hops = signal[: n_hops * HOP_LENGTH].reshape(n_hops, HOP_LENGTH)
    sums = np.stack([hops.sum(axis=1, dtype=np.float64), np.einsum("ij,ij->i", hops, hops, dtype=np.float64)])
    running = np.concatenate([np.zeros((2, 1)), np.cumsum(sums, axis=1)], axis=1)

    def up_to(sample: int) -> np.ndarray:
        rest = signal[sample // HOP_LENGTH * HOP_LENGTH : sample].astype(np.float64)
        return running[:, sample // HOP_LENGTH] + [rest.sum(), rest @ rest]

    moments = [(up_to(segment.stop) - up_to(segment.start)) / (segment.stop - segment.start) for segment in segments]
    mean, mean_square = np.transpose(moments)
    return np.stack([mean, np.maximum(mean_square - mean**2, 0)], axis=1)


HARMONIC = Family(
    name="harmony",
    title="harmonic part",
    about="The signal without its beats; its variance is the power of what is sung and played, its mean lies near 0.",
    unit="of full scale",
    value_range=(-1, 1),
    source=_SOURCE.format("harmonic"),
    parts={"harmony": "amplitude of the harmonic part"},
    measure=measure_harmonic,
)

PERCUSSIVE = Family(
    name="perceptr",
    title="percussive part",
    about="The signal without its tones; its variance is the power of drums and attacks, its mean lies near 0.",
    unit="of full scale",
    value_range=(-1, 1),
    source=_SOURCE.format("percussive"),
    parts={"perceptr": "amplitude of the percussive part"},
    measure=measure_percussive,
)
