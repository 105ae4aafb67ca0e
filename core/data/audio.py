"""A track in, a row of features for each of its segments out; what cannot be read is listed and not fatal."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.data.datasets import Track
from core.errors import AudioError
from core.features import SR
from core.features.extract import extract
from core.sound.decode import Signal
from core.sound.segments import cells

SEGMENT_S = 30.0


@dataclass(frozen=True, eq=False)
class FoundRows:
    """Rows with track_id, segment, start_s, genre, artist and features; (track, words) of what went wrong."""

    rows: pd.DataFrame
    failures: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]


def rows_of_tracks(
    tracks: Sequence[Track],
    *,
    columns: Sequence[str],
    segment_s: float = SEGMENT_S,
    progress: Callable[[float], None] | None = None,
) -> FoundRows:
    """Decode each track and compute the features of its segments, on all cores of this process.

    Parameters
    ----------
    segment_s : seconds of a segment; a rest shorter than half of it joins the last one
    progress : called with the fraction of tracks done
    """
    n_threads = os.cpu_count() or 1
    parts, failures, notes = [], [], []
    for n, track in enumerate(tracks, start=1):
        try:
            signal = track.decode(sr=SR)
            parts.append(rows_of(track, signal, columns=columns, segment_s=segment_s, n_threads=n_threads))
        except AudioError as error:
            failures.append((track.id, str(error)))
        else:
            notes += [(track.id, note) for note in signal.notes]
        if progress:
            progress(n / len(tracks))
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    return FoundRows(rows, tuple(failures), tuple(notes))


def rows_of(
    track: Track, signal: Signal, *, columns: Sequence[str], segment_s: float, n_threads: int = 1
) -> pd.DataFrame:
    """A row per segment of one decoded track; raises AudioError where it is too short for a feature."""
    spans = [(span.start_s, span.end_s) for span in cells(signal.duration_s, cell_s=segment_s)]
    # One segment is the whole track, whose numbers are exactly those of the public table.
    values = extract(signal.y, columns=columns, spans=spans if len(spans) > 1 else None, n_threads=n_threads)
    keys = {
        "track_id": track.id,
        "segment": np.arange(len(spans)),
        "start_s": [start_s for start_s, _ in spans],
        "genre": track.genre,
        "artist": pd.Series([track.artist] * len(spans), dtype=object),
        **({"synthetic": True} if track.is_synthetic else {}),
        **({"split": track.split} if track.split else {}),
    }
    return pd.concat([pd.DataFrame(keys), pd.DataFrame(values, columns=list(columns))], axis=1)
