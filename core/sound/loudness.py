"""A signal in; how loud it is, and the gain that plays it as loud as others, out.

Loudness is ITU-R BS.1770-4 (gated, K-weighted) by pyloudnorm. Signals have the shape (n_samples,) or
(n_channels, n_samples).
"""

import numpy as np
import pyloudnorm
import soxr
from scipy.ndimage import minimum_filter1d, uniform_filter1d

TARGET_LUFS = -16.0  # of all that this program makes, and at which it plays what others made
_BLOCK_S = 0.4  # the gating block of BS.1770
_LIMITER_S = 0.005
_FINER = 4  # times the rate at which BS.1770 looks for the wave between the samples


def loudness_lufs(y: np.ndarray, *, sr: int) -> float:
    """Integrated loudness in LUFS; -inf for silence and for what lies under the absolute gate of -70 LUFS.

    A signal shorter than the gating block of 0.4 s is measured as one block.
    """
    n_samples = y.shape[-1]
    if not n_samples or not np.any(y):
        return float("-inf")
    block_s = min(_BLOCK_S, (n_samples - 0.5) / sr)  # half a sample less, or rounding may find the signal too short
    meter = pyloudnorm.Meter(sr, block_size=block_s)
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(meter.integrated_loudness(np.asarray(y, dtype=np.float64).T))


def peak_dbfs(y: np.ndarray) -> float:
    """The greatest sample in dB of full scale; -inf for silence."""
    peak = float(np.abs(y).max()) if y.size else 0.0
    return 20 * float(np.log10(peak)) if peak > 0 else float("-inf")


def true_peak_dbfs(y: np.ndarray, *, sr: int) -> float:
    """The greatest value of the wave, between the samples too, in dB of full scale (dBTP); -inf for silence.

    As BS.1770-4 has it, at four times the rate: what lies near half the sampling rate may pass it by a little.
    """
    return max(peak_dbfs(y), peak_dbfs(soxr.resample(y.T, sr, _FINER * sr)))


def playback_gain_db(
    y: np.ndarray, *, sr: int, target_lufs: float = TARGET_LUFS, peak_ceiling_dbfs: float = -1.0
) -> float:
    """The gain that brings ``y`` to ``target_lufs``, or less where its peak would pass the ceiling; 0 for silence."""
    loudness = loudness_lufs(y, sr=sr)
    if loudness == float("-inf"):
        return 0.0
    return min(target_lufs - loudness, peak_ceiling_dbfs - peak_dbfs(y))


def limited(y: np.ndarray, *, sr: int, ceiling_dbfs: float = -1.0) -> np.ndarray:
    """``y`` of shape (n_channels, n_samples) with the gain lowered smoothly around peaks over the ceiling."""
    ceiling = 10 ** (ceiling_dbfs / 20)
    n_samples = int(_LIMITER_S * sr) | 1
    gain = np.minimum(1.0, ceiling / np.maximum(np.abs(y).max(axis=0), 1e-9))
    # Two running means reach as far as the minimum is held, so no peak gets out.
    held = minimum_filter1d(gain, 2 * n_samples - 1)
    return y * uniform_filter1d(uniform_filter1d(held, n_samples), n_samples)
