"""Tracks of three genres that lie apart in eight columns, as points and as a table in a file."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.explore.maps import MAPS
from core.explore.maps.wish import MapParams, wish
from core.explore.points import Points
from core.licences import LICENCES

GENRES = ("blues", "jazz", "rock")
COLUMNS = (
    *(f"mfcc{n}_mean" for n in range(1, 5)),
    "spectral_centroid_mean",
    "rolloff_mean",
    "rms_mean",
    "tempo",
)


def made_points(n_each: int = 20, *, n_columns: int = len(COLUMNS), seed: int = 0) -> Points:
    """``n_each`` tracks of each genre, around a middle of the genre's own."""
    rng = np.random.default_rng(seed)
    genres = np.repeat(GENRES, n_each).astype(object)
    middles = 4 * rng.normal(size=(len(GENRES), n_columns))
    values = np.repeat(middles, n_each, axis=0) + rng.normal(size=(len(genres), n_columns))
    ids = np.array([f"{genre}.{n:05d}" for n, genre in enumerate(genres)], dtype=object)
    columns = list(COLUMNS[:n_columns])
    return Points(
        ids=ids,
        genres=genres,
        artists=np.full(len(ids), "", dtype=object),
        X=pd.DataFrame(values, index=pd.Index(ids, name="track_id"), columns=columns),
        data_hash=f"{seed}-{n_each}-{n_columns}",
        name="made",
        licence=LICENCES["made-here"],
        n_segments=np.ones(len(ids), dtype=int),
    )


@pytest.fixture(scope="session")
def points() -> Points:
    """Sixty tracks, twenty of each genre."""
    return made_points()


@pytest.fixture
def wished(points):
    """``wished(method, scaling="standard", **settings)``: the parameters of a map of ``points``."""

    def make(method: str, *, scaling: str = "standard", of: Points = points, **settings) -> MapParams:
        spec = MAPS[method]
        chosen = spec.settings(**spec.defaults(len(of)).__dict__ | settings)
        return wish(method, chosen, source="made.parquet", data_hash=of.data_hash, scaling=scaling)

    return make


@pytest.fixture
def table_file(tmp_path: Path, points: Points) -> Path:
    """The same tracks as the file of a table."""
    keys = {"track_id": points.ids, "segment": 0, "start_s": 0.0, "genre": points.genres, "artist": None}
    path = tmp_path / "made.parquet"
    pd.concat([pd.DataFrame(keys), points.X.reset_index(drop=True)], axis=1).to_parquet(path)
    return path
