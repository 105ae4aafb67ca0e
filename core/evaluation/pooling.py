"""Probabilities of segments in, probabilities of their tracks out: the mean over the segments of each track."""

from collections.abc import Sequence

import numpy as np


def pool_segments(track_ids: Sequence[str], proba: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Average the probabilities of each track's segments.

    Parameters
    ----------
    track_ids : the track of each row
    proba : np.ndarray, shape (n_segments, n_genres)

    Returns
    -------
    ids : np.ndarray, shape (n_tracks,), in order of first appearance
    pooled : np.ndarray, shape (n_tracks, n_genres)
    """
    track_ids, proba = np.asarray(track_ids), np.asarray(proba, dtype=np.float64)
    if proba.ndim != 2 or len(track_ids) != len(proba):
        raise ValueError(
            f"track_ids has {len(track_ids)} entries and proba shape {proba.shape}; needed is one id a row"
        )
    _, first, of_row = np.unique(track_ids, return_index=True, return_inverse=True)
    order = np.argsort(first)
    sums = np.zeros((len(first), proba.shape[1]))
    np.add.at(sums, of_row, proba)
    pooled = sums / np.bincount(of_row)[:, None]
    return track_ids[first[order]], pooled[order]
