"""A track in, a row of numbers for each of its segments out; what cannot be read is listed and not fatal.

The numbers are features and, where listeners are named, what each of them hears in the segment.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.data.datasets import Track
from core.data.embeddings import Spans, columns_of, hear_track, values_of
from core.errors import AudioError
from core.features import SR
from core.features.extract import extract
from core.models.backbones import backbones_of
from core.sound.decode import Signal
from core.sound.segments import cells

SEGMENT_S = 30.0
# Of a segment: a row with less sound behind it is short, and its table tells how much each row has.
SHORT_SHARE = 0.5


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
    listeners: Sequence[str] = (),
    segment_s: float = SEGMENT_S,
    progress: Callable[[float], None] | None = None,
) -> FoundRows:
    """Decode each track and compute the numbers of its segments, on all cores of this process.

    Parameters
    ----------
    columns, listeners : as `rows_of` takes them
    segment_s : seconds of a segment; a rest shorter than half of it joins the last one
    progress : called with the fraction of tracks done
    """
    n_threads = os.cpu_count() or 1
    asked = {"columns": columns, "listeners": listeners, "segment_s": segment_s}
    parts, failures, notes = [], [], []
    for n, track in enumerate(tracks, start=1):
        try:
            signal = track.decode(sr=SR)
            parts.append(rows_of(track, signal, n_threads=n_threads, **asked))
        except AudioError as error:
            failures.append((track.id, str(error)))
        else:
            notes += [(track.id, note) for note in signal.notes]
        if progress:
            progress(n / len(tracks))
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    short_s = short_of([part["heard_s"].sum() for part in parts], segment_s=segment_s) if listeners else []
    if short_s:
        notes.insert(0, short_note(short_s, n_tracks=len(parts), segment_s=segment_s))
    elif parts:
        rows = rows.drop(columns="heard_s")  # of features alone it was never told: their hashes stay
    return FoundRows(rows, tuple(failures), tuple(notes))


def rows_of(
    track: Track,
    signal: Signal,
    *,
    columns: Sequence[str],
    segment_s: float,
    listeners: Sequence[str] = (),
    n_threads: int = 1,
) -> pd.DataFrame:
    """A row per segment of one decoded track: its features, then of each listener its embedding and its tags.

    Parameters
    ----------
    columns : of features; may be empty where there are listeners
    listeners : names of `core.models.backbones.BACKBONES`

    Raises
    ------
    AudioError
        It is too short for a feature, or for a listener.
    """
    spans = spans_of(signal, segment_s=segment_s)
    parts = [np.empty((len(spans), 0))]
    if columns:
        # One segment is the whole track, whose numbers are exactly those of the public table.
        cut = spans if len(spans) > 1 else None
        parts.append(extract(signal.y, columns=columns, spans=cut, n_threads=n_threads))
    for backbone in backbones_of(listeners):
        parts += map(values_of, hear_track(track, signal, backbone=backbone, cuts=[spans]))
    values = pd.DataFrame(np.concatenate(parts, axis=1), columns=[*columns, *columns_of(listeners)])
    return pd.concat([_keys(track, spans), values], axis=1)


def spans_of(signal: Signal, *, segment_s: float) -> Spans:
    """(start_s, end_s) of each segment of a recording."""
    return [(span.start_s, span.end_s) for span in cells(signal.duration_s, cell_s=segment_s)]


def is_short(heard_s: np.ndarray | float, *, segment_s: float) -> np.ndarray:
    """Whether less than half of a segment was there to be heard."""
    return np.asarray(heard_s) < SHORT_SHARE * segment_s


def short_of(duration_s: Iterable[float], *, segment_s: float) -> list[float]:
    """How long those tracks last of which less than half of a segment was there to be heard."""
    return [one for one in duration_s if is_short(one, segment_s=segment_s)]


def short_note(short_s: Sequence[float], *, n_tracks: int, segment_s: float) -> tuple[str, str]:
    """What to know of a table of listeners some of whose tracks last so long."""
    low, high = f"{min(short_s):.1f}", f"{max(short_s):.1f}"
    lasting = low if low == high else f"{low} to {high}"
    words = (
        f"{len(short_s):,} of {n_tracks:,} tracks last only {lasting} s, less than half of a segment of "
        f"{segment_s:g} s: a listener whose own segments are longer hears them repeated, and heads may weigh them less"
    )
    return "short tracks", words


def _keys(track: Track, spans: Spans) -> pd.DataFrame:
    """What each row of a track is told by, before its numbers."""
    keys = {
        "track_id": track.id,
        "segment": np.arange(len(spans)),
        "start_s": [start_s for start_s, _ in spans],
        "genre": track.genre,
        "artist": pd.Series([track.artist] * len(spans), dtype=object),
        **({"synthetic": True} if track.is_synthetic else {}),
        **({"split": track.split} if track.split else {}),
        **({"prompt_group": track.prompt_group} if track.prompt_group else {}),
        "heard_s": [round(end_s - start_s, 3) for start_s, end_s in spans],
    }
    return pd.DataFrame(keys)
