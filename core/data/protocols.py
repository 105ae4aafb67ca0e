"""The protocols: ways to separate train and test, each by name.

Foleis & Tavares (Texture selection for automatic music genre classification, Applied Soft Computing 89, 2020) cut
GTZAN in three folds so that no artist stands on both sides; Kereliuk, Sturm & Larsen (Deep learning and music
adversaries, IEEE Trans. Multimedia 17, 2015) left out its faults. A random split of the same tracks is the contrast:
its score says how well a model knows artists that it has heard.
"""

from collections.abc import Collection, Mapping

import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from core.data.datasets import gtzan
from core.data.exclusions import one_recording
from core.data.splits import Protocol, Split
from core.data.table import FeatureTable
from core.errors import DataError

OFFICIAL_PARTS = ("training", "validation", "test")


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
    ids = tracks.index.to_numpy(dtype=object)
    folds = _random_folds(tracks, one_recording(table.twins), seed=seed)
    return [Split(tuple(ids[train]), (), tuple(ids[test]), note) for train, test in folds]


def _random_folds(tracks: pd.DataFrame, recording: Mapping[str, str], *, seed: int):
    """Three folds by genre; where recordings are there twice, both stand on one side."""
    n_folds = len(gtzan.FOLDS)
    if not recording:
        return StratifiedKFold(n_folds, shuffle=True, random_state=seed).split(tracks, tracks["genre"])
    groups = [recording.get(track_id, track_id) for track_id in tracks.index]
    cutter = StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
    return cutter.split(tracks, tracks["genre"], groups)


def _official_split(table: FeatureTable, seed: int) -> list[Split]:
    published = table.tracks["split"]
    if not published.isin(OFFICIAL_PARTS).any():
        raise DataError(
            f"official-split is what a dataset such as FMA publishes, but {table.name} names no part for its tracks; "
            f"use another protocol"
        )
    parts = [tuple(published.index[published == part]) for part in OFFICIAL_PARTS]
    n_unknown = int(table.tracks["artist"][published.isin(OFFICIAL_PARTS)].isna().sum())
    note = f"{n_unknown} track{'s' * (n_unknown > 1)} without an artist, who may stand on both sides"
    return [Split(*parts, note if n_unknown else "")]


def _random_choice(table: FeatureTable) -> tuple[pd.DataFrame, str]:
    """The tracks of random-tracks, and which they are: those of artist-folds where all are GTZAN's, else all."""
    tracks = table.tracks[~table.tracks["synthetic"]]
    if tracks.empty:
        raise DataError(
            "random-tracks: all tracks of the table were made by a program, and a score says something about real "
            "music only on real tracks; add some"
        )
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
        tested=lambda: [track_id for fold in gtzan.FOLDS for track_id in _listed(f"gtzan_foleis_f{fold}_evaluate.txt")],
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
        tested=lambda: [track_id for part in ("valid", "test") for track_id in _listed(f"gtzan_filtered_{part}.txt")],
    ),
    Protocol(
        name="official-split",
        badge="the dataset's own split",
        sentence="One training, one validation and one test part as the dataset publishes them, checked for artists.",
        leaky=False,
        make=_official_split,
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
