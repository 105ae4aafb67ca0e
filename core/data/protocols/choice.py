"""A table in, the tracks that a protocol of our own cuts out, and which they are in words.

Those of artist-folds where all are GTZAN's, so that scores of the same tracks stand beside each other; else all.
"""

from collections.abc import Sequence

import pandas as pd

from core.data.datasets import gtzan
from core.data.protocols.gtzan_lists import coverage
from core.data.splits import Split, inner_folds
from core.data.table import FeatureTable
from core.errors import DataError

N_FOLDS = len(gtzan.FOLDS)  # as many as the published ones have, so that each model learns from as much


def chosen_tracks(
    table: FeatureTable, name: str, *, as_lesson: bool, as_published: bool = True
) -> tuple[pd.DataFrame, str]:
    """The rows of ``table.tracks`` that the protocol ``name`` cuts, in the order of their ids, and a note.

    ``as_lesson``: tracks by a program are scored where there are no others, and the note says what that is worth. In
    any other table they stay out. ``as_published`` keeps to the tracks of artist-folds where all are GTZAN's.

    Raises
    ------
    DataError
        No track is left, or all are a program's.
    """
    tracks = table.tracks.sort_index()  # the order of a file must not change the folds
    if tracks["synthetic"].all():
        if not as_lesson:
            raise DataError(
                f"{name}: all tracks of the table were made by a program, and a score says something about real "
                f"music only on real tracks; add some, or use prompt-groups or track-groups as a lesson"
            )
        return tracks, "all tracks were made by a program: this score says nothing about real music"
    tracks = tracks[~tracks["synthetic"]]
    n_gtzan, n_tracks = len(table.gtzan_ids), tracks["recording"].nunique()
    if not as_published:
        return tracks, ""
    if n_gtzan < n_tracks:
        whose = f"{n_gtzan} of them GTZAN's" if n_gtzan else "because it has no GTZAN ids"
        return tracks, f"all {n_tracks} tracks of the table, {whose}"
    listed = gtzan.listed_artists()
    used = tracks[tracks["recording"].isin(listed)]
    if used.empty:
        raise DataError(f"{name}: no track of the table is in the published list; it needs more tracks")
    return used, coverage(table, listed) or f"the same {used['recording'].nunique()} tracks as artist-folds"


def three_folds(
    table: FeatureTable, groups: Sequence[str], name: str, *, what: str, apart: str, seed: int
) -> list[Split]:
    """Three folds by genre of the tracks that ``name`` cuts, with no group on both sides; for a leaky protocol.

    ``groups`` holds the group of each of ``table.recordings``, ``what`` says what one is, for people.
    """
    tracks, note = chosen_tracks(table, name, as_lesson=True)
    tracks = tracks.assign(group=tracks["recording"].map(dict(zip(table.recordings, groups, strict=True))))
    check_enough(tracks, name, by="group", what=what)
    folds = inner_folds(tracks["group"], tracks["genre"], n_folds=N_FOLDS, seed=seed, apart=apart)
    ids = tracks.index.to_numpy(dtype=object)
    return [Split(tuple(ids[train]), (), tuple(ids[test]), note) for train, test in folds]


def check_enough(tracks: pd.DataFrame, name: str, *, by: str, what: str) -> None:
    """Raise ``DataError`` when a genre has fewer different values of the column ``by`` than there are folds."""
    n_each = tracks.groupby("genre")[by].nunique()
    genre, n = n_each.idxmin(), int(n_each.min())
    if n < N_FOLDS:
        raise DataError(
            f"{name}: {genre} has {n} {what}{'s' * (n > 1)}; three folds need at least {N_FOLDS} in every genre"
        )
