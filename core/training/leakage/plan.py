"""A table + a model -> the rows that each model of the leakage meter learns from and is tested on.

The bars would say nothing beside each other if one of them had other tracks or more to learn from: all score the same
tracks, and every training part is drawn down to as many rows as the smallest of them has, its genres in proportion.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.data.protocols.choice import N_FOLDS
from core.data.splits import ARTIST, NOTHING, RECORDING, Split
from core.data.table import FeatureTable
from core.errors import DataError
from core.training.config import TrainConfig
from core.training.leakage.bars import BARS, BarSpec
from core.training.rows import rows_of

N_SLIP_DRAWS = 3  # in which slips are shown: each takes many more fits than a bar
MIN_KEPT = 0.5  # of all tracks; where more would have to go, the bar that keeps artists apart is missing instead


@dataclass(frozen=True, eq=False)
class Fold:
    """One model: the rows it learns from and those it is tested on; ``apart`` as in `core.data.splits`."""

    bar: str
    draw: int
    apart: str
    train: np.ndarray
    test: np.ndarray


@dataclass(frozen=True, eq=False)
class Plan:
    """All that fitting needs: rows as arrays, the folds over them, and the folds in which slips are shown.

    ``groups`` is what the intervals draw whole; ``inner`` holds, for each kind of ``apart``, what no fold inside a
    training part may separate; ``slips`` are indices of ``folds``; ``short`` tells of which rows less than half of a
    segment was heard.
    """

    config: TrainConfig
    X: np.ndarray
    y: np.ndarray
    recordings: np.ndarray
    groups: np.ndarray
    inner: Mapping[str, np.ndarray]
    folds: tuple[Fold, ...]
    slips: tuple[int, ...]
    short: np.ndarray

    @property
    def genres(self) -> np.ndarray:
        """The genres of all rows that some model learns from, sorted: the columns of all probabilities."""
        return np.unique(self.y[np.concatenate([fold.train for fold in self.folds])])


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan with what to say of it: bar -> its protocol, bar -> why it is missing, and which tracks these are."""

    plan: Plan
    table: FeatureTable
    protocols: Mapping[str, str]
    missing: Mapping[str, str]
    note: str

    @property
    def n_train(self) -> int:
        return self.plan.folds[0].train.size


def plan_of(table: FeatureTable, config: TrainConfig) -> Planned:
    """Cut a table for every bar that it allows.

    Raises
    ------
    DataError
        No bar is possible at all, or the table lacks what the model's inputs need.
    """
    table, left_out = with_enough_artists(table)
    cuts, missing, note = _all_cuts(table, config.seed)
    folds, untaught = _same_tracks(cuts, table)
    folds = _same_size(folds, table.y, config.seed)
    rows = rows_of(table, config)
    plan = Plan(
        config=config,
        X=rows.X,
        y=table.y,
        recordings=table.recordings,
        groups=table.groups if table.artists_known else table.recording_groups,
        inner={
            ARTIST: table.inner_groups,
            RECORDING: table.recording_groups,
            NOTHING: np.arange(len(table.rows)).astype(str),
        },
        folds=tuple(folds),
        slips=_strictest(folds),
        short=rows.short,
    )
    return Planned(
        plan=plan,
        table=table,
        protocols={bar.name: bar.protocol(table).name for bar in BARS},
        missing=missing | untaught,
        note="; ".join(filter(None, (note, left_out))),
    )


def with_enough_artists(table: FeatureTable) -> tuple[FeatureTable, str]:
    """The table without genres that cannot be cut by artist, as long as most tracks stay; and what was left out."""
    if not table.artists_known or table.leaky_only:
        return table, ""
    artists = pd.DataFrame({"genre": table.y, "artist": table.inner_groups}).groupby("genre")["artist"].nunique()
    few = sorted(artists.index[artists < N_FOLDS])
    kept = table.tracks.index[~table.tracks["genre"].isin(few)]
    if not few or len(artists) - len(few) < 2 or len(kept) < MIN_KEPT * len(table.tracks):
        return table, ""
    return table.select(kept), f"without {', '.join(few)}, whose tracks are by fewer than {N_FOLDS} artists"


def _all_cuts(table: FeatureTable, seed: int) -> tuple[list[Fold], dict[str, str], str]:
    cuts, missing, notes = [], {}, {}
    for bar in BARS:
        splits, reason = bar.splits(table, seed=seed)
        if reason:
            missing[bar.name] = reason
            continue
        cuts += _folds_of(bar, splits, table)
        notes[bar.name] = splits[0].note
    if not cuts:
        raise DataError(f"there is nothing to compare: {missing['tracks']}")
    return cuts, missing, notes.get("tracks", next(iter(notes.values())))


def _folds_of(bar: BarSpec, splits: tuple[Split, ...], table: FeatureTable) -> list[Fold]:
    protocol = bar.protocol(table)
    ids = protocol.table_of(table).rows["track_id"].to_numpy(dtype=object).astype(str)
    place = pd.Series(np.arange(len(ids))).groupby(ids).apply(np.asarray)

    def rows(track_ids: tuple[str, ...]) -> np.ndarray:
        return np.sort(np.concatenate(place[list(track_ids)].to_list()))

    return [Fold(bar.name, split.draw, protocol.apart, rows(split.train), rows(split.test)) for split in splits]


def _same_tracks(folds: list[Fold], table: FeatureTable) -> tuple[list[Fold], dict[str, str]]:
    """The folds with the tracks alone that every bar has; a bar that cannot teach a genre with them is taken out."""
    track, untaught = table.recordings, {}
    while True:
        used = _in_every_bar(folds, track, lambda fold: np.concatenate([fold.train, fold.test]))
        tested = _in_every_bar(folds, track, lambda fold: fold.test)
        cut = [_with_rows(fold, fold.train[used[fold.train]], fold.test[tested[fold.test]]) for fold in folds]
        cut = [fold for fold in cut if fold.test.size]
        lost = next((fold for fold in cut if set(table.y[fold.test]) - set(table.y[fold.train])), None)
        if lost is None and cut:
            return cut, untaught
        bar = lost.bar if lost else folds[-1].bar
        untaught[bar] = "with the tracks that all bars share it has a genre to test and none of it to learn from"
        folds = [fold for fold in folds if fold.bar != bar]
        if not folds:
            raise DataError("there is nothing to compare: the ways to cut this table share too few tracks; add tracks")


def _in_every_bar(folds: list[Fold], track: np.ndarray, part) -> np.ndarray:
    """For each row, whether its track stands in that part of some fold of every bar."""
    shared = np.ones(len(track), dtype=bool)
    for bar in {fold.bar for fold in folds}:
        shared &= np.isin(track, track[np.concatenate([part(fold) for fold in folds if fold.bar == bar])])
    return shared


def _with_rows(fold: Fold, train: np.ndarray, test: np.ndarray) -> Fold:
    return Fold(fold.bar, fold.draw, fold.apart, train, test)


def _same_size(folds: list[Fold], y: np.ndarray, seed: int) -> list[Fold]:
    """The folds with as many training rows as the smallest has."""
    n = min(fold.train.size for fold in folds)
    return [
        _with_rows(fold, drawn_down(fold.train, y, n, seed=(seed, number)), fold.test)
        for number, fold in enumerate(folds)
    ]


def drawn_down(rows: np.ndarray, y: np.ndarray, n: int, *, seed: tuple[int, ...]) -> np.ndarray:
    """``n`` of the rows, at random, every genre in the proportion that it has among them (by largest remainders).

    No genre is lost: each keeps a row, and then a few more than ``n`` may be left.
    """
    genres, counts = np.unique(y[rows], return_counts=True)
    exact = counts * n / rows.size
    quota = np.floor(exact).astype(int)
    quota[np.argsort(quota - exact, kind="stable")[: n - quota.sum()]] += 1
    rng = np.random.default_rng(seed)
    drawn = [
        rng.choice(rows[y[rows] == genre], size=max(size, 1), replace=False)
        for genre, size in zip(genres, quota, strict=True)
    ]
    return np.sort(np.concatenate(drawn))


def _strictest(folds: list[Fold]) -> tuple[int, ...]:
    """The folds of the strictest bar that stands; of many draws the first few."""
    bar = folds[-1].bar
    return tuple(number for number, fold in enumerate(folds) if fold.bar == bar and fold.draw < N_SLIP_DRAWS)
