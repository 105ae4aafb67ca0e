"""A feature table in; the tracks whose genre is worth a listen, the most doubtful first, out.

Every track is judged by a model that heard neither it, nor its artist, nor a copy of it. Ranking given labels by the
probability that such a model gives them is the method of C. G. Northcutt, L. Jiang & I. L. Chuang (Confident learning:
estimating uncertainty in dataset labels, JAIR 70, 2021). Here the order follows the odds of the best other genre
against the given one: of the 50 tracks that it puts first, more were mislabelled on purpose than with their margins,
or with their thresholds for each class. What it finds may be right: a model knows less of genre than a listener.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.data.findings import Finding
from core.data.splits import inner_folds
from core.data.table import FeatureTable
from core.errors import DataError
from core.evaluation.pooling import pool_segments
from core.models.inputs import input_view
from core.training.config import TrainConfig
from core.training.fit import unfitted

Progress = Callable[[float, str], None]
# Added to both probabilities, so that a model that is too sure of itself cannot make endless odds.
_FLOOR = 1e-4


@dataclass(frozen=True)
class LabelConfig:
    """How labels are judged.

    Attributes
    ----------
    model : one of `core.models` with probabilities of its own
    n_folds, n_repeats : folds by artist, cut this often; the mean of the repeats judges
    min_odds : how many times as likely another genre has to be
    max_share : of the tracks, at most, that are worth a listen: a list that nobody can listen to helps nobody
    min_tracks, min_groups : of a genre, for its labels to be judged: tracks, and artists (or tracks of unknown ones)
    """

    model: str = "vote"
    n_folds: int = 5
    n_repeats: int = 2
    min_odds: float = 10.0
    max_share: float = 0.1
    min_tracks: int = 8
    min_groups: int = 5
    seed: int = 0


DEFAULT_CONFIG = LabelConfig()


def doubtful_labels(
    table: FeatureTable, config: LabelConfig = DEFAULT_CONFIG, *, progress: Progress | None = None
) -> tuple[list[Finding], list[str]]:
    """The findings, the most doubtful first, and a sentence for each genre that could not be judged.

    Raises
    ------
    DataError
        Too little is left to be judged.
    """
    judged, left_out = judgeable(table, config)
    ranked = rank_labels(judged, config, progress=progress)
    ranked = ranked[ranked["odds"] >= config.min_odds].head(int(config.max_share * len(ranked)))
    with_artist = set(table.tracks.index[table.tracks["artist"].notna()])
    return [_finding(row, artist_known=row.track_id in with_artist) for row in ranked.itertuples()], left_out


def judgeable(table: FeatureTable, config: LabelConfig = DEFAULT_CONFIG) -> tuple[FeatureTable, list[str]]:
    """The tracks of genres that can be judged, and a sentence for each genre that cannot; raises DataError."""
    tracks = table.tracks.assign(
        own=pd.Series(table.inner_groups, index=table.rows["track_id"]).groupby(level=0).first()
    )
    n_tracks, n_groups = tracks.groupby("genre").size(), tracks.groupby("genre")["own"].nunique()
    need = (
        f"{config.min_tracks} tracks by {config.min_groups} different artists"
        if table.artists_known
        else f"{config.min_tracks} tracks, {config.min_groups} of them different recordings"
    )
    left_out = [
        f"the labels of {genre}: a model needs {need}, but it has {n_tracks[genre]} and {n_groups[genre]}"
        for genre in n_tracks.index
        if n_tracks[genre] < config.min_tracks or n_groups[genre] < config.min_groups
    ]
    kept = [g for g in n_tracks.index if n_tracks[g] >= config.min_tracks and n_groups[g] >= config.min_groups]
    if len(kept) < 2:
        raise DataError(
            f"a model needs two genres or more of {need}, but {len(kept)} of the {len(n_tracks)} genres here have that"
        )
    return table.select(tracks.index[tracks["genre"].isin(kept)]), left_out


def rank_labels(
    table: FeatureTable, config: LabelConfig = DEFAULT_CONFIG, *, progress: Progress | None = None
) -> pd.DataFrame:
    """All tracks, the most doubtful first: track_id, genre, other, p_genre, p_other and odds.

    Raises
    ------
    DataError
        The table cannot be cut in folds that keep artists together.
    """
    genres, proba = held_out_proba(table, config, progress=progress)
    ids, proba = pool_segments(table.rows["track_id"].to_numpy(dtype=str), proba)
    given = table.tracks["genre"].loc[ids].to_numpy(dtype=str)
    own = np.searchsorted(genres, given)
    rows = np.arange(len(ids))
    others = proba.copy()
    others[rows, own] = -1.0
    best = others.argmax(axis=1)
    ranked = pd.DataFrame(
        {
            "track_id": ids,
            "genre": given,
            "other": genres[best],
            "p_genre": proba[rows, own],
            "p_other": proba[rows, best],
        }
    )
    ranked["odds"] = (ranked["p_other"] + _FLOOR) / (ranked["p_genre"] + _FLOOR)
    return ranked.sort_values("odds", ascending=False, kind="stable", ignore_index=True)


def held_out_proba(
    table: FeatureTable, config: LabelConfig = DEFAULT_CONFIG, *, progress: Progress | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The genres, sorted, and for each row their probabilities by models that heard nobody of its group."""
    X, y, groups = _inputs(table), table.y, table.inner_groups
    genres = np.unique(y)
    proba = np.zeros((len(y), len(genres)))
    n_fits = config.n_repeats * config.n_folds
    for repeat in range(config.n_repeats):
        folds = inner_folds(groups, y, n_folds=config.n_folds, seed=config.seed + repeat)
        for n, (train, test) in enumerate(folds, start=repeat * config.n_folds):
            if progress:
                progress(n / n_fits, f"hearing labels, part {n + 1} of {n_fits}")
            estimator = unfitted(TrainConfig(config.model, seed=config.seed), n_rows=train.size)
            proba[test] += estimator.fit(X[train], y[train]).predict_proba(X[test]) / config.n_repeats
    return genres, proba


def _inputs(table: FeatureTable) -> np.ndarray:
    """The numbers that follow neither level nor bandwidth where the table has them, else all its columns."""
    view = input_view("robust")
    if not set(view.columns) <= set(table.columns):
        return table.X
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused just below, in words
        X = view.compute(table.rows[list(view.columns)].to_numpy(dtype=np.float64))
        usable = np.isfinite(X.astype(np.float32)).all()
    if not usable:
        raise DataError(f"some numbers in the table {table.name!r} are too large to be features; compute them again")
    return X


def _finding(row, *, artist_known: bool) -> Finding:
    heard = "neither this track nor its artist" if artist_known else "other tracks only"
    return Finding(
        row.track_id,
        "doubtful-label",
        f"it is given as {row.genre}; a model that heard {heard} finds {row.other} {_times(row.odds)} as likely "
        f"({100 * row.p_other:.0f} % against {_percent(row.p_genre)})",
        score=float(row.odds),
    )


def _times(odds: float) -> str:
    return f"{odds:.0f} times" if odds < 100 else f"{10 * round(odds / 10)} times" if odds < 1000 else "1,000 times"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.001 else "0.1 % or less"
