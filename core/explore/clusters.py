"""Scaled columns and genres in; groups that k-means finds without the genres, and how well both agree, out.

Hubert & Arabie. Comparing partitions. Journal of Classification 1985 (adjusted Rand index); Vinh, Epps, Bailey.
Information theoretic measures for clusterings comparison. JMLR 2010 (normalised mutual information, arithmetic mean).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from threadpoolctl import threadpool_limits

from core.errors import DataError

N_STARTS = 10  # the best of so many random starts is kept
MOST_FITTED = 20_000  # tracks; above that, k-means learns its centres from a sample


@dataclass(frozen=True, eq=False)
class Clustering:
    """Groups of tracks, and what they share with the genres.

    Attributes
    ----------
    labels : np.ndarray of int, shape (n_tracks,), from 0; groups of the same genre follow each other
    ari : adjusted Rand index: 1 where groups and genres are the same, near 0 for groups by chance, may be negative
    nmi : normalised mutual information, 0 to 1; by chance it is above 0, the more so the more groups there are
    table : counts of tracks, shape (n_genres, k); tracks without a genre are in no count and no score
    n_fitted : how many tracks the centres were learned from; every track belongs to the group of the nearest centre
    """

    labels: np.ndarray
    ari: float
    nmi: float
    table: pd.DataFrame
    n_fitted: int


def k_means_against(X: pd.DataFrame, genres: Sequence[str], *, k: int | None = None, seed: int = 0) -> Clustering:
    """Group the tracks by k-means and compare the groups with the genres.

    Parameters
    ----------
    X : shape (n_tracks, n_columns), already scaled
    genres : of each track, "" where unknown
    k : how many groups; by default as many as there are genres

    Raises
    ------
    DataError
        No track has a genre, or there are fewer than ``k`` different tracks.
    """
    genres = np.asarray(genres, dtype=str)
    known = genres != ""
    if not known.any():
        raise DataError("no track has a genre; groups cannot be compared with genres")
    k = len(np.unique(genres[known])) if k is None else k
    labels = _by_genre(_k_means(X.to_numpy(dtype=np.float64), k, seed), genres, k)
    table = pd.crosstab(genres[known], labels[known], rownames=["genre"], colnames=["cluster"])
    return Clustering(
        labels=labels,
        ari=float(adjusted_rand_score(genres[known], labels[known])),
        nmi=float(normalized_mutual_info_score(genres[known], labels[known])),
        table=table.reindex(columns=range(k), fill_value=0),
        n_fitted=min(len(X), MOST_FITTED),
    )


def _k_means(values: np.ndarray, k: int, seed: int) -> np.ndarray:
    """The group of each track, shape (n_tracks,)."""
    fitted = values
    if len(values) > MOST_FITTED:
        fitted = values[np.random.default_rng(seed).choice(len(values), MOST_FITTED, replace=False)]
    _check_k(fitted, k)
    # On busy cores threads that wait for each other take forty times as long as one; OpenMP counts them by caller.
    with threadpool_limits(1, user_api="openmp"):
        return KMeans(k, n_init=N_STARTS, random_state=seed).fit(fitted).predict(values)


def _check_k(values: np.ndarray, k: int) -> None:
    if k < 1:
        raise DataError(f"k={k} must be a number of groups, 1 or more")
    if len(np.unique(values[: 10 * k], axis=0)) >= k:  # as a rule the first tracks suffice
        return
    if (n_different := len(np.unique(values, axis=0))) < k:
        raise DataError(f"k={k} groups cannot be made of {n_different} different tracks; ask for fewer")


def _by_genre(labels: np.ndarray, genres: np.ndarray, k: int) -> np.ndarray:
    """The groups counted anew: by the genre that most of their tracks have, and then from large to small."""
    known = genres != ""
    names, genre = np.unique(genres[known], return_inverse=True)
    counts = np.zeros((k, len(names)), dtype=np.int64)
    np.add.at(counts, (labels[known], genre), 1)
    order = np.lexsort((-counts.max(axis=1), counts.argmax(axis=1)))
    return np.argsort(order)[labels]
