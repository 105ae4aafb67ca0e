"""The rows of a table in, its data hash out: the same whether the rows lie in memory or come batch by batch.

And the tracks of a dataset in, their hash out, which tells whether they are still those that a job has read.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from core.data.datasets import Track
from core.data.table_files import KEY_COLUMNS, OPTIONAL_COLUMNS

# Gives the rows, sorted by track and segment, in batches that hold the asked columns; the same rows at each call.
ReadColumns = Callable[[list[str]], Iterable[pd.DataFrame]]


def hash_rows(read: ReadColumns, *, present: Collection[str], columns: Sequence[str]) -> str:
    """sha256 over the keys, column by column, and then over the features, row by row.

    ``present`` are all columns that the rows have, ``columns`` those that are features.
    """
    keys = [column for column in (*KEY_COLUMNS, *OPTIONAL_COLUMNS) if column in present]
    digest = hashlib.sha256("\n".join((*keys, *columns)).encode())
    for key in keys:
        for text in _joined(frame[key] for frame in read([key])):
            digest.update(text.encode())
    for frame in read(list(columns)):
        digest.update(np.ascontiguousarray(frame.to_numpy(dtype="<f8")).tobytes())
    return digest.hexdigest()


def hash_tracks(tracks: Iterable[Track]) -> str:
    """sha256 over the id, the genre and the artist of every track, the same in whatever order they stand."""
    rows = sorted([track.id, track.genre, track.artist or ""] for track in tracks)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _joined(batches: Iterable[pd.Series]) -> Iterator[str]:
    """The pieces of the text that joins all values of all batches by line breaks; what is missing is empty."""
    separator = ""
    for batch in batches:
        yield separator + "\n".join(map(str, batch.astype(object).where(batch.notna(), "")))
        separator = "\n"
