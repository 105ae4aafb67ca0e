"""Tracks in three random folds: the contrast to all that keeps artists apart."""

from collections.abc import Mapping

import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from core.data.exclusions import one_recording
from core.data.protocols.choice import N_FOLDS, check_enough, chosen_tracks
from core.data.splits import RECORDING, Protocol, Split
from core.data.table import FeatureTable


def make(table: FeatureTable, seed: int) -> list[Split]:
    """Three folds by genre; recordings that somebody found to be there twice stand on one side."""
    tracks, note = chosen_tracks(table, PROTOCOL.name, as_lesson=True)
    check_enough(tracks.assign(id=tracks.index), PROTOCOL.name, by="id", what="track")
    ids = tracks.index.to_numpy(dtype=object)
    folds = _folds(tracks, one_recording(table.twins), seed=seed)
    return [Split(tuple(ids[train]), (), tuple(ids[test]), note) for train, test in folds]


def _folds(tracks: pd.DataFrame, recording: Mapping[str, str], *, seed: int):
    if not recording:
        return StratifiedKFold(N_FOLDS, shuffle=True, random_state=seed).split(tracks, tracks["genre"])
    groups = [recording.get(track_id, track_id) for track_id in tracks.index]
    cutter = StratifiedGroupKFold(N_FOLDS, shuffle=True, random_state=seed)
    return cutter.split(tracks, tracks["genre"], groups)


PROTOCOL = Protocol(
    name="random-tracks",
    badge="the same artists stand on both sides",
    sentence="Tracks in three random folds: the same artists are in train and test, so it flatters.",
    leaky=True,
    make=make,
    apart=RECORDING,
)
