"""The truth and the probabilities in, how far a model's confidence is from its accuracy out.

The expected calibration error of Naeini, Cooper & Hauskrecht (AAAI 2015) over the probability of the predicted genre,
in bins of equal mass. It is never zero on a finite set of tracks: the band says what a perfectly calibrated model with
the same probabilities would show.
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import binom

from core.intervals import middle

N_BINS = 10
N_DRAWS = 2000


def calibration_bins(y_true: np.ndarray, proba: np.ndarray, *, n_bins: int = N_BINS) -> list[tuple[float, float, int]]:
    """(mean confidence, accuracy, n_tracks) of each bin, from the least to the most confident."""
    confidence, bins = _confidence_and_bins(proba, n_bins)
    hits = (proba.argmax(axis=1) == y_true).astype(np.float64)
    n_tracks = np.bincount(bins)
    return [
        (float(confidence[bins == b].mean()), float(hits[bins == b].mean()), int(n_tracks[b]))
        for b in np.flatnonzero(n_tracks)
    ]


def perfect_accuracies(bins: Sequence[tuple[float, float, int]], *, level: float = 0.95) -> list[tuple[float, float]]:
    """Between which accuracies a perfectly calibrated model would mostly lie in each of these `calibration_bins`.

    As many draws as the bin has tracks, each right with the bin's mean confidence.
    """
    edges = [binom.interval(level, n_tracks, confidence) for confidence, _, n_tracks in bins]
    return [(float(low) / n, float(high) / n) for (low, high), (*_, n) in zip(edges, bins, strict=True)]


def calibration_error(y_true: np.ndarray, proba: np.ndarray, *, n_bins: int = N_BINS) -> float:
    """The mean distance between confidence and accuracy over the bins, weighted by their tracks: 0 to 1."""
    confidence, bins = _confidence_and_bins(proba, n_bins)
    hits = proba.argmax(axis=1) == y_true
    return float(_errors(hits[None, :], confidence, bins)[0])


def perfect_band(
    proba: np.ndarray, *, n_bins: int = N_BINS, n_draws: int = N_DRAWS, level: float = 0.95, seed: int = 0
) -> tuple[float, float]:
    """The calibration errors between which a perfectly calibrated model with these probabilities would mostly fall.

    Each draw lets a prediction be right with exactly the probability that it claims.
    """
    confidence, bins = _confidence_and_bins(proba, n_bins)
    hits = np.random.default_rng(seed).random((n_draws, len(confidence))) < confidence
    return middle(_errors(hits, confidence, bins), level=level)


def _confidence_and_bins(proba: np.ndarray, n_bins: int) -> tuple[np.ndarray, np.ndarray]:
    """The top probability of each track, and its bin; equal confidences share a bin, whatever order they stand in."""
    if n_bins < 1:
        raise ValueError(f"n_bins={n_bins} must be at least 1")
    confidence = np.asarray(proba).max(axis=1)
    _, of_track, counts = np.unique(confidence, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - counts / 2  # of each confidence among the sorted tracks
    return confidence, (middle / len(confidence) * n_bins).astype(int)[of_track]


def _errors(hits: np.ndarray, confidence: np.ndarray, bins: np.ndarray) -> np.ndarray:
    # (n_draws, n_tracks) hits -> (n_draws,): the sums of confidence minus hits in each bin, in absolute value
    order = np.argsort(bins, kind="stable")
    starts = np.flatnonzero(np.diff(bins[order], prepend=-1))
    gaps = np.add.reduceat((confidence - hits)[:, order], starts, axis=1)
    return np.abs(gaps).sum(axis=1) / len(confidence)
