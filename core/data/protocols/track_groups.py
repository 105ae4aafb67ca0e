"""Three folds for tracks whose artists nobody knows: near duplicates stay together, more cannot be promised."""

from core.data.protocols.choice import N_FOLDS, check_enough, chosen_tracks
from core.data.splits import RECORDING, Protocol, Split, inner_folds
from core.data.table import FeatureTable


def make(table: FeatureTable, seed: int) -> list[Split]:
    """Three folds by genre with no recording on both sides, as far as somebody knows of it or its numbers tell."""
    tracks, note = chosen_tracks(table, PROTOCOL.name, as_lesson=True)
    recording = dict(zip(table.recordings, table.recording_groups, strict=True))
    tracks = tracks.assign(group=tracks["recording"].map(recording))
    check_enough(tracks, PROTOCOL.name, by="group", what="recording")
    folds = inner_folds(tracks["group"], tracks["genre"], n_folds=N_FOLDS, seed=seed, apart=RECORDING)
    ids = tracks.index.to_numpy(dtype=object)
    return [Split(tuple(ids[train]), (), tuple(ids[test]), note) for train, test in folds]


PROTOCOL = Protocol(
    name="track-groups",
    badge="the same artists may stand on both sides",
    sentence=(
        "Three random folds for tracks without artists: near duplicates are kept together, but the same artists may "
        "be in train and test, so it flatters."
    ),
    leaky=True,
    make=make,
    apart=RECORDING,
)
