"""What maps and neighbours need and is slow to import (scikit-learn): opened when somebody looks at them."""

import os
from collections.abc import Callable, Sequence

import pandas as pd

from core.data.audio import SEGMENT_S
from core.downloads import is_here
from core.errors import DataError
from core.explore.maps import MAPS
from core.explore.maps.asking import ask_for_map, job_of
from core.explore.maps.axes import axis_names
from core.explore.maps.drawing import Map, draw, with_stability, with_trust
from core.explore.maps.place import place_song
from core.explore.maps.stored import find_map
from core.explore.maps.wish import MapParams, wish
from core.explore.neighbours import about_distances, nearest
from core.features import SR
from core.models.measuring import measure, measuring_listeners, unmeasured
from core.sound.decode import decode
from core.sound.segments import cells

__all__ = [
    "MAPS",
    "Map",
    "MapParams",
    "about_distances",
    "ask_for_map",
    "axis_names",
    "draw",
    "find_map",
    "job_of",
    "nearest",
    "place_song",
    "song_row",
    "wish",
    "with_stability",
    "with_trust",
]


def song_row(
    data: bytes, *, columns: Sequence[str], segment_s: float | None, progress: Callable[[float, str], None]
) -> pd.Series:
    """The numbers of a recording as those of the tracks of a table: the means over its segments.

    Parameters
    ----------
    segment_s : seconds; None for a table of which nobody knows it, which is then taken for the usual one

    Raises
    ------
    AudioError
        The recording cannot be read, or is too short.
    DataError
        The table has a column that is not measured here.
    """
    strange = unmeasured(columns)
    if strange:
        raise DataError(
            f"{len(strange)} of the {len(columns)} columns of this table are not measured here, the first is "
            f"{strange[0]!r}; choose a table that was made here"
        )
    if lacking := [one for one in measuring_listeners(columns) if not all(map(is_here, one.files))]:
        raise DataError(
            f"this table holds what {lacking[0].title} hears, and its files are not on this machine; choose the "
            f"features of the table"
        )
    progress(0.0, "Reading the sound")
    signal = decode(data, sr=max([SR, *(one.sr for one in measuring_listeners(columns))]))
    spans = [(span.start_s, span.end_s) for span in cells(signal.duration_s, cell_s=segment_s or SEGMENT_S)]
    measured = measure(signal, columns=columns, spans=spans, n_threads=os.cpu_count() or 1, progress=progress)
    return pd.Series(measured.X.mean(axis=0), index=list(columns))
