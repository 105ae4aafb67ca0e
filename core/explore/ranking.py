"""Columns of numbers and genres in, the columns in the order of how much each tells about the genre, alone, out.

Chi-squared on min-max scaled values is the ranking of T. Pricop, Enhancing our lives through music (thesis, Iasi 2023);
the F score and mutual information see other things, and each misses some. Kraskov, Stögbauer, Grassberger. Estimating
mutual information. Physical Review E 2004; Ross. Mutual information between discrete and continuous data sets. 2014.

None of them sees what two columns tell only together, and tracks of one artist count as if they were independent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.feature_selection import chi2, f_classif, mutual_info_classif

from core.errors import DataError
from core.explore.scaling import scaled

# (values of shape (n_tracks, n_columns), genres, seed) -> score of each column, and its p where it means something
Score = Callable[[np.ndarray, np.ndarray, int], tuple[np.ndarray, np.ndarray | None]]


@dataclass(frozen=True)
class Ranking:
    """``about``: one sentence on what it sees and what it misses; ``unit`` of the score, "" for a pure number."""

    name: str
    title: str
    about: str
    unit: str
    score: Score = field(repr=False)


def ranked(X: pd.DataFrame, genres: Sequence[str], how: str, *, seed: int = 0) -> pd.DataFrame:
    """Rank the columns by a ranking of ``RANKINGS``, the most telling first; ties stay in the order of the table.

    Tracks without a genre ("") are left out. A column that does not vary has score 0.

    Parameters
    ----------
    X : shape (n_tracks, n_columns), finite; in any scaling, for each ranking brings its own
    genres : of each track, shape (n_tracks,)
    seed : for mutual information, which draws a little noise

    Returns
    -------
    pd.DataFrame
        ``column``, ``score``, and ``p`` where it is a probability (F score). A score is infinite where the genres
        differ and no column varies within them.

    Raises
    ------
    DataError
        There is no such ranking, fewer than two genres, or no genre with two tracks.
    """
    if how not in RANKINGS:
        raise DataError(f"ranking={how!r} is not known; choose one of {', '.join(RANKINGS)}")
    genres = np.asarray(genres, dtype=str)
    known = genres != ""
    _check(genres[known])
    values = X.to_numpy(dtype=np.float64)[known]
    varies = values.min(axis=0) < values.max(axis=0)
    found = pd.DataFrame({"column": list(X.columns), "score": 0.0})
    if varies.any():
        score, p = RANKINGS[how].score(values[:, varies], genres[known], seed)
        found.loc[varies, "score"] = score
        if p is not None:
            found.loc[varies, "p"] = p
    return found.sort_values("score", ascending=False, kind="stable", ignore_index=True)


def _check(genres: np.ndarray) -> None:
    names, counts = np.unique(genres, return_counts=True)
    if len(names) < 2:
        raise DataError(
            f"the tracks have {len(names)} genre{'' if len(names) == 1 else 's'}; a ranking says how columns tell "
            f"genres apart, and needs two of them"
        )
    if counts.max() < 2:
        raise DataError(f"each of the {len(names)} genres has one track only; a ranking needs one with two or more")


def _chi_squared(values: np.ndarray, genres: np.ndarray, seed: int) -> tuple[np.ndarray, None]:
    # Scaled values are no counts, so that the p of the test means nothing.
    return chi2(scaled(pd.DataFrame(values), "min-max").to_numpy(), genres)[0], None


def _f_score(values: np.ndarray, genres: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    return f_classif(values, genres)


def _mutual_information(values: np.ndarray, genres: np.ndarray, seed: int) -> tuple[np.ndarray, None]:
    return mutual_info_classif(values, genres, random_state=seed), None


RANKINGS: dict[str, Ranking] = {
    ranking.name: ranking
    for ranking in (
        Ranking(
            name="chi-squared",
            title="Chi-squared (as the thesis did)",
            about=(
                "How unevenly the sum of a column is shared among the genres, as if its values, scaled to 0 to 1, were "
                "counts; it depends on that scale, so that a single extreme track moves a column down."
            ),
            unit="",
            score=_chi_squared,
        ),
        Ranking(
            name="f-score",
            title="F score (analysis of variance)",
            about=(
                "How far the means of the genres lie apart, measured by the spread within a genre; it sees nothing "
                "but means, and extreme tracks can hide a difference."
            ),
            unit="",
            score=_f_score,
        ),
        Ranking(
            name="mutual-information",
            title="Mutual information",
            about=(
                "How much a column tells about the genre, whatever the shape of the relation; it is an estimate from "
                "nearest neighbours, and of 1,000 tracks even pure chance reaches some hundredths."
            ),
            unit="nats",
            score=_mutual_information,
        ),
    )
}
