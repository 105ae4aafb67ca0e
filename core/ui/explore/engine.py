"""What the Explore page needs and is slow to import (scikit-learn, numba): opened when the page is up."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.data.loading import load_table
from core.explore.about import about
from core.explore.clusters import Clustering, k_means_against
from core.explore.correlation import Correlations, correlated
from core.explore.points import Points, points_of
from core.explore.ranking import RANKINGS, ranked
from core.explore.scaling import scaled
from core.features import COLUMNS, about_column, family_of
from core.figures.explore.thinning import thinned
from core.models import backbones
from core.models.backbones import backbone_of

__all__ = [
    "RANKINGS",
    "Clustering",
    "Correlations",
    "Points",
    "about",
    "correlated",
    "k_means_against",
    "known_column",
    "load_points",
    "ranked_sample",
    "scaled",
]

# Mutual information takes its time with more.
MOST_RANKED = 20_000
SLOW_RANKING, QUICK_RANKING = "mutual-information", "f-score"
MOST_COLUMNS = 150


def load_points(source: str, *, segment_s: float | None) -> tuple[Points, tuple[tuple[str, str], ...]]:
    """The tracks of a table as points, and (file, words) of what to know of it; raises DataError."""
    table = load_table(source, segment_s=segment_s, learnable=False)
    return points_of(table), table.notes


def known_column(name: str) -> tuple[str, str] | None:
    """The words and the unit of a column that is measured here; None for any other."""
    if backbone_of(name) is not None:
        return _heard_column(name)
    if name not in COLUMNS:
        return None
    words, unit = about_column(name), family_of(name).unit
    if not unit:
        return words, ""
    # "average brightness (spectral centroid), Hz": the unit of a variance differs from that of its family.
    label, _, unit = words.rpartition(", ")
    return label, unit


def _heard_column(name: str) -> tuple[str, str]:
    """Of a tag the tag and who names it; of a number of an embedding its place."""
    listener = backbone_of(name)
    if name in listener.tag_columns:
        return f"“{name.partition('#')[2]}” ({listener.title})", ""
    return backbones.about_column(name), ""


def ranked_sample(X: pd.DataFrame, genres: Sequence[str], how: str) -> pd.DataFrame:
    """`core.explore.ranking.ranked` of at most ``MOST_RANKED`` tracks, the same share of each genre.

    Of very many columns the slow ranking looks at the ``MOST_COLUMNS`` that come first in the quick one.
    """
    shown = thinned(genres, most=MOST_RANKED)
    X, genres = X.iloc[shown], np.asarray(genres)[shown]
    if how == SLOW_RANKING and X.shape[1] > MOST_COLUMNS:
        X = X[list(ranked(X, genres, QUICK_RANKING)["column"].head(MOST_COLUMNS))]
    return ranked(X, genres, how)
