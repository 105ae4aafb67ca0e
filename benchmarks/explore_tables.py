"""The tables that the Explore page is measured with: 1,000 tracks x 57 numbers, and 100,000 rows in a file."""

from pathlib import Path

import numpy as np
import pandas as pd

from core.data.loading import load_table
from core.data.published import PUBLIC_TABLE
from core.data.table import FeatureTable
from core.data.table_files import write_table_file
from core.errors import DataError
from core.features import GTZAN_COLUMNS
from core.licences import LICENCES

N_TRACKS, N_ROWS = 1_000, 100_000
N_GENRES = 10
TRACKS_OF_AN_ARTIST = 5
SEED = 0


def thousand_tracks() -> tuple[FeatureTable, str]:
    """The public table of GTZAN where it is at hand, else random numbers; and which of them it is, in words."""
    try:
        return load_table("gtzan"), f"{N_TRACKS:,} tracks x {len(GTZAN_COLUMNS)} ({PUBLIC_TABLE})"
    except DataError:
        rows = random_rows(N_TRACKS, n_segments=1)
        table = FeatureTable(rows, GTZAN_COLUMNS, "random", LICENCES["cc0"], "random")
        return table, f"{N_TRACKS:,} tracks x {len(GTZAN_COLUMNS)} (random numbers)"


def write_many_rows(path: Path, *, n_segments: int) -> None:
    """Write ``N_ROWS`` rows of random numbers as Parquet, ``n_segments`` to a track."""
    write_table_file(random_rows(N_ROWS, n_segments=n_segments), path, segment_s=3.0, licence=LICENCES["cc0"])


def random_rows(n_rows: int, *, n_segments: int) -> pd.DataFrame:
    """Rows in this project's own columns; every genre has a cloud of its own, and artists of five tracks each."""
    rng = np.random.default_rng(SEED)
    track = np.repeat(np.arange(n_rows // n_segments), n_segments)
    segment = np.tile(np.arange(n_segments), n_rows // n_segments)
    genre, artist = track % N_GENRES, track // N_GENRES // TRACKS_OF_AN_ARTIST * N_GENRES + track % N_GENRES
    keys = {
        "track_id": [f"track {n:06d}" for n in track],
        "segment": segment,
        "start_s": 3.0 * segment,
        "genre": [f"genre {n}" for n in genre],
        "artist": [f"artist {n}" for n in artist],
    }
    centres = rng.standard_normal((N_GENRES, len(GTZAN_COLUMNS)))
    values = centres[genre] + rng.standard_normal((n_rows, len(GTZAN_COLUMNS)))
    return pd.concat([pd.DataFrame(keys), pd.DataFrame(values, columns=list(GTZAN_COLUMNS))], axis=1)
