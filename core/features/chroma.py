"""Power spectrum -> strength of the twelve pitch classes (``librosa.feature.chroma_stft``).

The filters follow the segment's own tuning, found from its spectral peaks, so a segment's chroma is that of the segment
cut out: peaks are found once per signal, the tuning once per segment, the filters once per tuning.
"""

from collections.abc import Sequence
from functools import lru_cache

import librosa
import numpy as np

from core.features.family import Family
from core.features.filterbank import FilterBank
from core.features.frames import N_FFT, SR, Segment, pair_statistics
from core.features.spectra import Spectra

TUNING_STEP = 0.01  # of a bin; twelve bins are an octave
_FREQUENCIES = np.arange(N_FFT // 2 + 1) * SR / N_FFT
# Bins whose peaks count: 150 Hz <= frequency < 4 kHz (librosa's piptrack).
_LOWEST, _HIGHEST = (int(np.searchsorted(_FREQUENCIES, hz)) for hz in (150.0, 4000.0))


def measure(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    """Mean and variance over all pitch classes and frames, shape (n_segments, 2)."""
    magnitude = spectra.magnitude
    tunings = segment_tunings(spectra, segments)

    def one(segment: Segment, tuning: float) -> np.ndarray:
        return pair_statistics(pitch_classes(magnitude[segment.frames], tuning=tuning).reshape(-1, 1))

    return np.stack(spectra.map(one, segments, tunings))


def segment_tunings(spectra: Spectra, segments: Sequence[Segment]) -> list[float]:
    """Each segment's deviation from 440 Hz in semitones, -0.5 to 0.5."""
    magnitude = spectra.magnitude
    peaks = spectra.map_blocks(lambda start, stop: find_peaks(np.square(magnitude[start:stop])))
    bounds = np.concatenate([[0], np.cumsum(np.concatenate([counts for counts, _, _ in peaks]))])
    steps = tuning_steps(np.concatenate([pitches for _, pitches, _ in peaks]), bins_per_octave=12)
    strengths = np.concatenate([strengths for _, _, strengths in peaks])

    def one(segment: Segment) -> float:
        own = slice(bounds[segment.frames.start], bounds[segment.frames.stop])
        return common_tuning(steps[own], strengths[own])

    return spectra.map(one, segments)


def pitch_classes(magnitude: np.ndarray, *, tuning: float) -> np.ndarray:
    """Chroma of each frame, float32, shape (n_frames, 12) from C; the strongest class of a frame is 1."""
    chroma = chroma_filters(tuning)(magnitude)
    peak = chroma.max(axis=1, keepdims=True)
    peak[peak < np.finfo(np.float32).tiny] = 1
    return chroma / peak


def find_peaks(power: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Local maxima between 150 Hz and 4 kHz that reach a tenth of their frame's maximum (Smith, parabolic peaks).

    Returns
    -------
    n_peaks : shape (n_frames,)
    pitch, strength : float32, shape (sum of n_peaks,), in Hz and in units of ``power``; in order of frames
    """
    here = power[:, _LOWEST:_HIGHEST]
    below, above = power[:, _LOWEST - 1 : _HIGHEST - 1], power[:, _LOWEST + 1 : _HIGHEST + 1]
    floor = np.float32(0.1) * power.max(axis=1, keepdims=True)
    # A neighbour under the floor counts as zero there, and is under it here anyway.
    frame, column = np.nonzero((here > floor) & (here > below) & (here >= above))
    here, below, above = here[frame, column], below[frame, column], above[frame, column]
    shift = _parabolic_shift(below, here, above)
    pitch = (column + _LOWEST + shift) * float(SR) / N_FFT
    strength = here + np.float32(0.5) * ((above - below) / 2) * shift
    return np.bincount(frame, minlength=len(power)), pitch.astype(np.float32), strength


def tuning_steps(pitches: np.ndarray, *, bins_per_octave: int) -> np.ndarray:
    """Number 0 ... 99 of the hundredth of a bin, from -0.5 to 0.5, by which each pitch is off the scale from A 440."""
    residual = np.mod(bins_per_octave * librosa.hz_to_octs(pitches), np.float32(1))
    residual[residual >= 0.5] -= 1
    edges = np.linspace(-0.5, 0.5, round(1 / TUNING_STEP) + 1)
    return np.clip(np.searchsorted(edges, residual, side="right") - 1, 0, len(edges) - 2)


def common_tuning(steps: np.ndarray, strengths: np.ndarray) -> float:
    """The most frequent deviation of the louder half of the peaks, in bins of the scale; 0 without peaks."""
    if steps.size == 0:
        return 0.0
    counts = np.bincount(steps[strengths >= np.median(strengths)])
    return float(np.linspace(-0.5, 0.5, round(1 / TUNING_STEP) + 1)[np.argmax(counts)])


@lru_cache(maxsize=128)
def chroma_filters(tuning: float) -> FilterBank:
    """The twelve filters for a tuning in semitones."""
    return FilterBank(librosa.filters.chroma(sr=SR, n_fft=N_FFT, tuning=tuning))


def _parabolic_shift(below: np.ndarray, here: np.ndarray, above: np.ndarray) -> np.ndarray:
    curvature = above + below - 2 * here
    slope = (above - below) / 2
    flat = np.abs(slope) >= np.abs(curvature)  # the top would lie more than one bin away
    return np.where(flat, np.float32(0), -slope / np.where(flat, np.float32(1), curvature))


CHROMA = Family(
    name="chroma",
    title="chroma",
    about="How evenly the sound spreads over the twelve pitch classes; a lone tone scores low, a dense chord high.",
    unit="",
    value_range=(0, 1),
    source="librosa.feature.chroma_stft: Ellis, Chroma feature analysis and synthesis (2007)",
    parts={"chroma_stft": "fullness over the twelve pitch classes (chroma)"},
    measure=measure,
)
