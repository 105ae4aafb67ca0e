"""STFT -> the harmonic part of the signal, equal to ``librosa.effects.harmonic``; the percussive part is the rest.

Steady tones are lines along time, beats are lines along frequency: the median along each direction keeps the one and
drops the other (Fitzgerald, "Harmonic/percussive separation using median filtering", DAFx 2010). The soft masks of the
two parts add up to one, so their signals add up to the original.
"""

import numpy as np
import scipy.fft

from core.features.frames import HOP_LENGTH, N_BINS, N_FFT, hann
from core.features.medians import reflected_rows, running_medians

WINDOW = hann(N_FFT)
_SMALLEST = np.finfo(np.float32).tiny


def harmonic_mask(magnitude: np.ndarray, *, start: int, stop: int) -> np.ndarray:
    """Share of the harmonic part in each bin of frames ``start:stop``.

    Parameters
    ----------
    magnitude : np.ndarray, float32, shape (n_frames, n_bins); frames around ``start:stop`` are looked at too

    Returns
    -------
    np.ndarray, float32, shape (stop - start, n_bins), 0 to 1; 0.5 where both medians are zero
    """
    harmonic = running_medians(magnitude[reflected_rows(start, stop, n_rows=len(magnitude))])
    columns = reflected_rows(0, N_BINS, n_rows=N_BINS)
    percussive = running_medians(np.ascontiguousarray(magnitude[start:stop].T)[columns]).T
    return _soft_mask(harmonic, np.ascontiguousarray(percussive))


def harmonic_block(stft: np.ndarray, magnitude: np.ndarray, *, start: int, stop: int) -> np.ndarray:
    """Sum of the windowed harmonic frames ``start:stop``, not yet divided by the windows' squares.

    Returns
    -------
    np.ndarray, float32, shape ((stop - start + 3) * HOP_LENGTH,): its first sample is the first of frame ``start``
    """
    masked = stft[start:stop] * harmonic_mask(magnitude, start=start, stop=stop)
    frames = scipy.fft.irfft(masked, n=N_FFT, axis=1)
    frames *= WINDOW.astype(np.float32)
    return add_overlapping(frames)


def add_overlapping(frames: np.ndarray) -> np.ndarray:
    """Overlap-add of frames (n_frames, N_FFT) that lie ``HOP_LENGTH`` apart."""
    overlap = N_FFT // HOP_LENGTH
    pieces = frames.reshape(len(frames), overlap, HOP_LENGTH)
    total = np.zeros((len(frames) + overlap - 1, HOP_LENGTH), frames.dtype)
    for i in range(overlap):
        total[i : i + len(frames)] += pieces[:, i]
    return total.ravel()


def divide_by_windows(total: np.ndarray) -> None:
    """Turn an overlap-add of at least nine frames, shape (n_samples,), into the signal, in place."""
    hops = total.reshape(-1, HOP_LENGTH)
    power = add_overlapping(np.tile(np.square(WINDOW), (8, 1))).astype(np.float32).reshape(-1, HOP_LENGTH)
    # Between the ends the sum of the squared windows repeats with every hop.
    hops[:4] /= np.maximum(power[:4], _SMALLEST)
    hops[4:-4] /= power[4]
    hops[-4:] /= np.maximum(power[-4:], _SMALLEST)


def _soft_mask(part: np.ndarray, other: np.ndarray) -> np.ndarray:
    # part^2 / (part^2 + other^2), scaled first so that squares of small values do not vanish.
    scale = np.maximum(part, other)
    empty = scale < _SMALLEST
    scale[empty] = 1
    part = np.square(part / scale)
    mask = part / (part + np.square(other / scale) + empty)
    mask[empty] = 0.5
    return mask
