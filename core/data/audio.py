"""Tracks of a dataset in, a row of features for each segment out; what cannot be read is listed and not fatal."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from core.data.datasets import Track
from core.errors import AudioError

SEGMENT_S = 30.0


def rows_of_tracks(
    tracks: Sequence[Track],
    *,
    columns: Sequence[str],
    segment_s: float = SEGMENT_S,
    progress: Callable[[float], None] | None = None,
) -> tuple[pd.DataFrame, tuple[tuple[str, str], ...]]:
    """Decode each track and compute the features of its segments.

    Parameters
    ----------
    segment_s : seconds of a segment; a rest shorter than half of it joins the last one
    progress : called with the fraction of tracks done

    Returns
    -------
    rows : pd.DataFrame with track_id, segment, start_s, genre, artist and ``columns``
    failures : (track id, reason) of each track that could not be read
    """
    parts, failures = [], []
    for n, track in enumerate(tracks, start=1):
        try:
            parts.append(_rows_of(track, columns=columns, segment_s=segment_s))
        except AudioError as error:
            failures.append((track.id, str(error)))
        if progress:
            progress(n / len(tracks))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(), tuple(failures)


def _rows_of(track: Track, *, columns: Sequence[str], segment_s: float) -> pd.DataFrame:
    # Imported here until the sound and features folders stand.
    from core.features import SR
    from core.features.extract import extract
    from core.sound.decode import decode
    from core.sound.segments import cells

    signal = decode(track.path, sr=SR, name=track.path.name)
    spans = [(span.start_s, span.end_s) for span in cells(signal.duration_s, cell_s=segment_s)]
    values = extract(signal.y, columns=columns, spans=spans if len(spans) > 1 else None)
    keys = {
        "track_id": track.id,
        "segment": np.arange(len(spans)),
        "start_s": [start_s for start_s, _ in spans],
        "genre": track.genre,
        "artist": pd.Series([track.artist] * len(spans), dtype=object),
    }
    return pd.concat([pd.DataFrame(keys), pd.DataFrame(values, columns=list(columns))], axis=1)
