"""Made tables for tests: genres as clouds of columns, artists as smaller clouds inside them."""

import numpy as np
import pandas as pd

from core.data.table import FeatureTable
from core.features import GTZAN_COLUMNS
from core.licences import LICENCES

GENRES = ("alpha", "beta", "gamma")


def toy_rows(*, n_artists: int = 8, n_tracks: int = 3, spread: float = 1.0, seed: int = 0) -> pd.DataFrame:
    """``n_artists`` per genre with ``n_tracks`` each; all columns positive, like powers and variances.

    The genres are the same for every seed, the artists and tracks are not.
    """
    genres, rng = np.random.default_rng(99), np.random.default_rng(seed)
    rows = []
    for genre in GENRES:
        of_genre = genres.normal(0, 0.5, len(GTZAN_COLUMNS))
        for artist in range(n_artists):
            of_artist = of_genre + spread * rng.normal(0, 0.3, len(GTZAN_COLUMNS))
            for track in range(n_tracks):
                values = np.exp(of_artist + rng.normal(0, 0.1, len(GTZAN_COLUMNS)))
                keys = {"track_id": f"{genre}-{artist}-{track}", "segment": 0, "start_s": 0.0, "genre": genre}
                rows.append({**keys, "artist": f"{genre}-{artist}", **dict(zip(GTZAN_COLUMNS, values, strict=True))})
    return pd.DataFrame(rows)


def toy_table(**settings) -> FeatureTable:
    return FeatureTable(toy_rows(**settings), GTZAN_COLUMNS, "toy", LICENCES["made-here"], "made")
