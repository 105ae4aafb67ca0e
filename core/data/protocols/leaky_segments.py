"""Pieces of songs, shuffled: what most notebooks and many papers do, as a contrast only.

The protocol of the widely copied 92 % on GTZAN: songs are cut in pieces of 3 s, and pieces of one song are learnt from
and tested. A model has to know the song again, not the genre.
"""

from sklearn.model_selection import StratifiedKFold

from core.data.protocols.choice import N_FOLDS, check_enough, chosen_tracks
from core.data.splits import NOTHING, Protocol, Split
from core.data.table import FeatureTable
from core.errors import DataError


def make(table: FeatureTable, seed: int) -> list[Split]:
    """Three folds by genre of the segments of ``table``, each of which stands as a track of its own."""
    if len(set(table.recordings)) == len(table.rows):
        remedy = (
            "random-tracks shuffles rows whose songs nobody knows"
            if table.leaky_only
            else "make a table of 3 s segments (`python -m core table DATASET --segment-s 3`)"
        )
        raise DataError(
            f"{PROTOCOL.name} shuffles pieces of the same song, but {table.name} has one row for each track; {remedy}"
        )
    # All of them, as the notebooks do: what is compared with the thesis' numbers covers as much.
    pieces, note = chosen_tracks(table, PROTOCOL.name, as_lesson=True, as_published=False)
    check_enough(pieces.assign(id=pieces.index), PROTOCOL.name, by="id", what="segment")
    ids = pieces.index.to_numpy(dtype=object)
    folds = StratifiedKFold(N_FOLDS, shuffle=True, random_state=seed).split(ids, pieces["genre"])
    return [Split(tuple(ids[train]), (), tuple(ids[test]), note) for train, test in folds]


PROTOCOL = Protocol(
    name="leaky-segments",
    badge="pieces of the same song stand on both sides",
    sentence=(
        "Segments shuffled into three folds: pieces of the same song are in train and test, and each segment is scored "
        "by itself. Only as a contrast: a model that knows songs again passes for one that hears genres."
    ),
    leaky=True,
    make=make,
    unit="segment",
    apart=NOTHING,
)
