"""A table in, train / valid / test track ids out: the protocols, each of which checks itself.

Foleis & Tavares (Texture selection for automatic music genre classification, Applied Soft Computing 89, 2020) cut
GTZAN in three folds so that no artist stands on both sides; Kereliuk, Sturm & Larsen (Deep learning and music
adversaries, IEEE Trans. Multimedia 17, 2015) left out its faults. A random split of the same tracks is the contrast:
its score says how well a model knows artists that it has heard.
"""

import warnings
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from core.data.datasets import gtzan
from core.data.table import FeatureTable
from core.errors import DataError

N_TRIES = 20


@dataclass(frozen=True)
class Split:
    """Track ids to fit on, to select on (may be empty) and to score on; ``note`` says what a list lacks here."""

    train: tuple[str, ...]
    valid: tuple[str, ...]
    test: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Protocol:
    """A way to separate train and test.

    ``leaky``: the same artists stand on both sides by definition. ``shared_tracks``: the test tracks of a protocol
    that is not leaky which nevertheless share an artist with the rest, each one named.
    """

    name: str
    badge: str
    sentence: str
    leaky: bool
    make: Callable[[FeatureTable, int], list[Split]]
    shared_tracks: frozenset[str] = frozenset()

    def splits(self, table: FeatureTable, *, seed: int = 0) -> tuple[Split, ...]:
        """The checked splits of a table; ``seed`` matters to a random protocol alone.

        Raises
        ------
        DataError
            The table does not fit the protocol, or a split breaks its rules.
        """
        splits = tuple(self.make(table, seed))
        for split in splits:
            check_split(split, table, self)
        tested = [track_id for split in splits for track_id in split.test]
        if len(tested) > len(set(tested)):
            raise DataError(f"{self.name}: a track is tested in more than one fold")
        return splits


def check_split(split: Split, table: FeatureTable, protocol: Protocol) -> None:
    """Raise ``DataError`` when a split breaks a rule of its protocol: parts apart, artists apart, genres learnable."""
    tracks = table.tracks
    parts = {"train": split.train, "valid": split.valid, "test": split.test}
    _check_parts(parts, known=set(tracks.index), protocol=protocol)
    for part in ("valid", "test"):
        made = [track_id for track_id in parts[part] if tracks.at[track_id, "synthetic"]]
        if made:
            raise DataError(f"{protocol.name}: {made[0]} is synthetic; the {part} part may hold real tracks only")
    untaught = set(tracks.loc[[*split.valid, *split.test], "genre"]) - set(tracks.loc[list(split.train), "genre"])
    if untaught:
        raise DataError(
            f"{protocol.name}: {', '.join(sorted(untaught))} would be tested without one training track by another "
            f"artist; add tracks, leave the genre out, or use random-tracks, whose score says nothing about new artists"
        )
    if not protocol.leaky:
        _check_artists(parts, tracks["group"].to_dict(), protocol)


def inner_folds(
    groups: Sequence[str], y: Sequence[str], *, n_folds: int, seed: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Cut training rows in folds with no group on both sides and the genres spread as evenly as groups allow.

    Parameters
    ----------
    groups, y : the artist (or whatever must stay together) and the genre of each row

    Returns
    -------
    list of (train, test) row indices; every genre occurs in every train part

    Raises
    ------
    DataError
        A genre has one artist only, or there are fewer artists than folds.
    """
    groups, y = np.asarray(groups), np.asarray(y)
    if groups.shape != y.shape or groups.ndim != 1:
        raise DataError(f"groups has shape {groups.shape} and y {y.shape}; needed is one of each for every row")
    _check_enough_groups(groups, y, n_folds)
    genres = np.unique(y)
    # The greedy cut depends on the order of groups. Where it leaves a fold without a genre, another order may not.
    for attempt in range(N_TRIES):
        cutter = StratifiedGroupKFold(n_splits=n_folds, shuffle=True, random_state=(seed + 1000 * attempt) % 2**32)
        with warnings.catch_warnings():  # a genre with fewer tracks than folds is checked here, by words
            warnings.simplefilter("ignore", UserWarning)
            folds = list(cutter.split(np.zeros(len(y)), y, groups))
        if all(len(test) and np.isin(genres, y[train]).all() for train, test in folds):
            return folds
    raise DataError(
        f"no cut into {n_folds} folds by artist keeps every genre in every training part; "
        f"use fewer folds or more artists"
    )


def _check_enough_groups(groups: np.ndarray, y: np.ndarray, n_folds: int) -> None:
    n_groups = len(np.unique(groups))
    if n_groups < n_folds:
        raise DataError(f"{n_folds} folds by artist need at least {n_folds} artists, but there are {n_groups}")
    for genre in np.unique(y):
        if len(np.unique(groups[y == genre])) < 2:
            raise DataError(
                f"all training tracks of {genre} are by one artist; folds by artist need two in every genre, "
                f"because one is held out"
            )
    if (largest := np.unique(y, return_counts=True)[1].max()) < n_folds:
        raise DataError(f"{n_folds} folds need a genre with as many tracks, but the largest has {largest}")


def _check_parts(parts: dict[str, tuple[str, ...]], *, known: set[str], protocol: Protocol) -> None:
    side: dict[str, str] = {}
    for part, track_ids in parts.items():
        for track_id in track_ids:
            if track_id in side:
                raise DataError(f"{protocol.name}: the track {track_id} stands in {side[track_id]} and in {part}")
            if track_id not in known:
                raise DataError(f"{protocol.name}: the track {track_id} of the {part} part is not in the table")
            side[track_id] = part
    for part in ("train", "test"):
        if not parts[part]:
            raise DataError(f"{protocol.name}: the table has no track of the {part} part; it needs more tracks")


def _check_artists(parts: dict[str, tuple[str, ...]], group_of: dict[str, str], protocol: Protocol) -> None:
    learnt = {group_of[track_id]: track_id for track_id in (*parts["train"], *parts["valid"])}
    for track_id in parts["test"]:
        if (twin := learnt.get(group_of[track_id])) and track_id not in protocol.shared_tracks:
            raise DataError(
                f"{protocol.name}: {group_of[track_id]} stands on both sides, with {twin} and the test track {track_id}"
            )
    fitted = {group_of[track_id]: track_id for track_id in parts["train"]}
    for track_id in parts["valid"]:
        if twin := fitted.get(group_of[track_id]):
            raise DataError(f"{protocol.name}: {group_of[track_id]} is in train ({twin}) and in valid ({track_id})")


def _artist_folds(table: FeatureTable, seed: int) -> list[Split]:
    _check_has_gtzan(table, "artist-folds")
    tests = [_listed(f"gtzan_foleis_f{fold}_evaluate.txt") for fold in gtzan.FOLDS]
    trains = [_listed(f"gtzan_foleis_f{fold}_train.txt") for fold in gtzan.FOLDS]
    note = _coverage(table, [track_id for test in tests for track_id in test])
    present = table.gtzan_ids
    return [
        Split(_present(train, present), (), _present(test, present), note)
        for train, test in zip(trains, tests, strict=True)
    ]


def _fault_filtered(table: FeatureTable, seed: int) -> list[Split]:
    _check_has_gtzan(table, "fault-filtered")
    parts = [_listed(f"gtzan_filtered_{part}.txt") for part in ("train", "valid", "test")]
    note = _coverage(table, [track_id for part in parts for track_id in part])
    present = table.gtzan_ids
    train, valid, test = (_present(part, present) for part in parts)
    if not valid:
        raise DataError("fault-filtered: the table has no track of the valid part; it needs more tracks")
    return [Split(train, valid, test, note)]


def _random_tracks(table: FeatureTable, seed: int) -> list[Split]:
    tracks, note = _random_choice(table)
    tracks = tracks.sort_index()  # the order of a file must not change the folds
    few = tracks["genre"].value_counts()
    if few.min() < len(gtzan.FOLDS):
        raise DataError(
            f"random-tracks: {few.idxmin()} has {few.min()} tracks; three folds need at least 3 in every genre"
        )
    cutter = StratifiedKFold(len(gtzan.FOLDS), shuffle=True, random_state=seed)
    ids = tracks.index.to_numpy(dtype=object)
    return [Split(tuple(ids[train]), (), tuple(ids[test]), note) for train, test in cutter.split(ids, tracks["genre"])]


def _random_choice(table: FeatureTable) -> tuple[pd.DataFrame, str]:
    """The tracks of random-tracks, and which they are: those of artist-folds where all are GTZAN's, else all."""
    tracks = table.tracks[~table.tracks["synthetic"]]
    n_gtzan = len(table.gtzan_ids)
    if n_gtzan < len(tracks):
        whose = f"{n_gtzan} of them GTZAN's" if n_gtzan else "because it has no GTZAN ids"
        return tracks, f"all {len(tracks)} tracks of the table, {whose}"
    listed = gtzan.listed_artists()
    used = tracks[tracks.index.isin(listed)]
    if used.empty:
        raise DataError("random-tracks: no track of the table is in the published list; it needs more tracks")
    return used, _coverage(table, listed) or f"the same {len(used)} tracks as artist-folds"


def _listed(name: str) -> list[str]:
    return [track_id for track_id, _ in gtzan.read_list(name)]


def _present(listed: list[str], present: Collection[str]) -> tuple[str, ...]:
    return tuple(track_id for track_id in listed if track_id in present)


def _check_has_gtzan(table: FeatureTable, name: str) -> None:
    if not table.gtzan_ids:
        raise DataError(
            f"{name} is a list of GTZAN tracks, but {table.name} has no such ids (blues.00000 ... rock.00099); "
            f"use the protocol random-tracks for other data, whose score says nothing about new artists"
        )


def _coverage(table: FeatureTable, listed: Collection[str]) -> str:
    """What a published list lacks here, and how much of the table it does not know; "" where neither is so."""
    n_present, n_other = len(table.gtzan_ids.intersection(listed)), len(table.track_ids) - len(table.gtzan_ids)
    lacks = f"{n_present} of the {len(listed)} tracks of the published list" if n_present < len(listed) else ""
    others = f"{n_other} track{'s' * (n_other > 1)} without a GTZAN id left out" if n_other else ""
    return "; ".join(filter(None, (lacks, others)))


_PROTOCOLS = (
    Protocol(
        name="artist-folds",
        badge="no artist on both sides",
        sentence=(
            "Three folds of 948 GTZAN tracks, no artist of the list in train and test (Foleis & Tavares 2020); six "
            "recordings (hiphop.00047-00050, reggae.00003, reggae.00023) are there twice under two artist numbers."
        ),
        leaky=False,
        make=_artist_folds,
    ),
    Protocol(
        name="fault-filtered",
        badge="repeats and faults left out",
        sentence=(
            "443 GTZAN tracks to fit on, 197 to select on and 290 to score on, without known faults (Kereliuk, Sturm "
            "& Larsen 2015); 1 of the 290 shares an artist with the rest (disco.00069), and 2 more do when a repeat "
            "counts for the track that it repeats (hiphop.00051, hiphop.00062)."
        ),
        leaky=False,
        make=_fault_filtered,
        shared_tracks=frozenset({"disco.00069", "hiphop.00051", "hiphop.00062"}),
    ),
    Protocol(
        name="random-tracks",
        badge="the same artists stand on both sides",
        sentence="Tracks in three random folds: the same artists are in train and test, so it flatters.",
        leaky=True,
        make=_random_tracks,
    ),
)
PROTOCOLS: dict[str, Protocol] = {protocol.name: protocol for protocol in _PROTOCOLS}
