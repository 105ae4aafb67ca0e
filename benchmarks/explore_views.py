"""A table -> the seconds until what the Explore page shows of it is worked out and drawn, without maps."""

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from benchmarks.explore_tables import N_ROWS, thousand_tracks, write_many_rows
from benchmarks.seconds import timed
from core import figures
from core.data.loading import load_table
from core.data.table import FeatureTable
from core.explore.clusters import k_means_against
from core.explore.correlation import correlated
from core.explore.neighbours import nearest
from core.explore.points import Points, points_of
from core.explore.ranking import RANKINGS, ranked
from core.explore.scaling import scaled
from core.features import about_column
from core.figures.explore.correlations import correlation_map
from core.figures.look import STUDIO

SCALING = "standard"
VIEW_S, ROWS_S = 1.0, 2.0  # what the page promises; for the rows, half of the seconds until it stands


def tables() -> dict[str, list[dict[str, Any]]]:
    """Seconds for 1,000 tracks, view by view, and for a file of 100,000 rows."""
    table, words = thousand_tracks()
    return {
        f"Views of {words}: seconds at first and, median of 5, again": _views(table),
        f"A file of {N_ROWS:,} rows x 57: seconds until its tracks are points": [_rows(1), _rows(10)],
    }


def _views(table: FeatureTable) -> list[dict[str, Any]]:
    points = points_of(table)
    X = scaled(points.X, SCALING)
    views: dict[str, tuple[Callable[[], Any], float | None]] = {
        "overview": (lambda: _overview(replace(table)), VIEW_S),  # a copy, which has counted nothing yet
        "heatmap": (lambda: _heatmap(points), VIEW_S),
        **{f"ranking, {how}": (partial(ranked, points.X, points.genres, how), None) for how in RANKINGS},
        "k-means": (lambda: k_means_against(X, points.genres), None),
        "five neighbours": (lambda: nearest(X, points.ids[0], 5), None),
    }
    return [{"view": name, **timed(show), "promised_s": limit} for name, (show, limit) in views.items()]


def _overview(table: FeatureTable) -> str:
    """The points, their scale, how many of each genre, and whose they are."""
    points = points_of(table)
    scaled(points.X, SCALING)
    return _drawn(figures.genre_bars(Counter(points.genres.tolist()), look=STUDIO, artists=_artists(points)))


def _artists(points: Points) -> dict[str, int]:
    pairs = set(zip(points.genres, points.artists, strict=True))
    return Counter(genre for genre, artist in pairs if artist)


def _heatmap(points: Points) -> str:
    found = correlated(points.X)
    labels = [about_column(column) for column in found.order]
    return _drawn(correlation_map(found.order, labels, found.matrix, look=STUDIO))


def _drawn(figure: go.Figure) -> str:
    """What travels to the browser."""
    return figure.to_json()


def _rows(n_segments: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.parquet")
        write_many_rows(path, n_segments=n_segments)
        spent = timed(lambda: points_of(load_table(str(path))))
    return {"segments_of_a_track": n_segments, **spent, "promised_s": ROWS_S}
