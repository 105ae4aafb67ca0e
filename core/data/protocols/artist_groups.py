"""Ten random draws of three folds with no artist on both sides, for any dataset that names its artists.

One cut by artist is luck: the score of the same model moves by several points from draw to draw. Ten show how far.
"""

import numpy as np

from core.data.protocols.choice import N_FOLDS, check_enough, chosen_tracks
from core.data.protocols.official_split import without_artist
from core.data.splits import Protocol, Split, inner_folds
from core.data.table import FeatureTable
from core.errors import DataError

N_DRAWS = 10


def make(table: FeatureTable, seed: int) -> list[Split]:
    """Thirty splits, three for each draw; artists who share a recording count as one."""
    if not table.artists_known:
        raise DataError(
            f"{PROTOCOL.name} keeps artists apart, but {table.name} does not name the artists of most of its tracks; "
            f"use track-groups, which keeps near duplicates together and says nothing about new artists"
        )
    tracks, note = chosen_tracks(table, PROTOCOL.name, as_lesson=False)
    group = dict(zip(table.recordings, table.inner_groups, strict=True))
    tracks = tracks.assign(group=tracks["recording"].map(group))
    check_enough(tracks, PROTOCOL.name, by="group", what="artist")
    note = "; ".join(filter(None, (note, without_artist(int(tracks["artist"].isna().sum())))))
    ids = tracks.index.to_numpy(dtype=object)
    return [
        Split(tuple(ids[train]), (), tuple(ids[test]), note, draw=draw)
        for draw, drawn in enumerate(np.random.SeedSequence(seed).generate_state(N_DRAWS))
        for train, test in inner_folds(tracks["group"], tracks["genre"], n_folds=N_FOLDS, seed=int(drawn))
    ]


PROTOCOL = Protocol(
    name="artist-groups",
    badge="no artist on both sides, ten draws",
    sentence=(
        "Ten random draws of three folds with no artist in train and test; every track is tested once in each draw, "
        "and the score is the mean over the draws."
    ),
    leaky=False,
    make=make,
)
