"""Seconds from the wish for a map to its stored places, on a fresh cluster that has warmed up; what can be believed.

    python -m benchmarks.explore_maps [--large] [--json]

The table is the public one of GTZAN, 1,000 tracks of 57 columns, from GENRESCOPE_DATA. ``--large`` takes 100,000 tracks
made of these by noise instead, of which a map shows 20,000. PCA is drawn in the asking process, as
the page does. Quiet machines only: other work shows in these numbers.
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil

from benchmarks.report import parser, run, show
from core.data.loading import load_table
from core.explore.maps import MAPS
from core.explore.maps.asking import ask_for_map
from core.explore.maps.drawing import Map, draw, with_trust
from core.explore.maps.stored import find_map
from core.explore.maps.wish import MapParams, wish
from core.explore.points import Points, points_of
from core.jobs import get_ready, stop_cluster
from core.jobs.client import connect

N_LARGE = 100_000
NOISE = 0.5  # standard deviations, added to each copy of a track
REPEATS = 3
LOOK_S = 0.02
PATIENCE_S = 1_800.0
LIMITS_S = {"pca": 0.5, "tsne": 5.0, "umap": 4.0}  # of 1,000 tracks on two cores

Row = dict[str, Any]


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--large", action="store_true", help="20,000 tracks sampled of 100,000 instead (minutes)")
    asked = arguments.parse_args()
    show(large_tables() if asked.large else tables(), as_json=asked.json)


def tables() -> dict[str, list[Row]]:
    """Title -> rows: of the cluster, and of the maps of 1,000 tracks."""
    points = points_of(load_table("gtzan", learnable=False))
    with _workspace():
        return {"the cluster": [_warmed()], "1,000 tracks of 57 columns": _measured(points, "gtzan", REPEATS)}


def large_tables() -> dict[str, list[Row]]:
    """The same of 100,000 tracks, of which a map shows 20,000."""
    with _workspace() as home:
        path = _large_table(points_of(load_table("gtzan", learnable=False)), home / "large.parquet")
        points = points_of(load_table(str(path), learnable=False))
        return {"the cluster": [_warmed()], "20,000 tracks sampled of 100,000": _measured(points, str(path), 1)}


@contextmanager
def _workspace() -> Iterator[Path]:
    """A workspace, with a cluster, of this benchmark alone."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="genrescope-maps-") as home:
        os.environ |= {"GENRESCOPE_HOME": home, "GENRESCOPE_WARM": "1"}
        try:
            yield Path(home)
        finally:
            stop_cluster()
            os.environ |= {"GENRESCOPE_HOME": before.get("GENRESCOPE_HOME", "")}
            os.environ |= {"GENRESCOPE_WARM": before.get("GENRESCOPE_WARM", "")}


def _warmed() -> Row:
    """Start a cluster and wait until its workers have compiled."""
    began = time.perf_counter()
    get_ready()
    ready = time.perf_counter() - began
    client = connect().client
    cold_mb = _memory_mb()
    _until(lambda: not any(client.run(_is_warming).values()))
    row = {"workers": len(client.run(_is_warming)), "there after s": ready}
    return row | {"warm after s": time.perf_counter() - began, "MB each, cold": cold_mb, "MB each, warm": _memory_mb()}


def _measured(points: Points, source: str, repeats: int) -> list[Row]:
    rows = []
    for method in MAPS:
        first = [_asked(points, _wish(points, source, method, seed)) for seed in range(repeats)]
        seconds = [row["s to the places"] for row in first]
        median = first[int(np.argsort(seconds)[len(seconds) // 2])]
        rows.append(median | {"slowest": max(seconds), "limit": LIMITS_S[method] if len(points) == 1000 else None})
    return rows


def _wish(points: Points, source: str, method: str, seed: int) -> MapParams:
    spec = MAPS[method]
    n_shown = min(len(points), 20_000)
    settings = spec.defaults(n_shown)
    settings = spec.settings(**vars(settings) | ({"seed": seed} if spec.seeded else {}))
    return wish(method, settings, source=source, data_hash=points.data_hash, scaling="standard")


def _asked(points: Points, params: MapParams) -> Row:
    """Ask for a map as the page does, and wait for its places, and then for what they are worth."""
    began = time.perf_counter()
    if params.spec.is_quick:
        drawn = draw(points, params)
        shown = time.perf_counter() - began
        drawn = with_trust(drawn, points)
        return _row(drawn, shown, time.perf_counter() - began)
    ask_for_map(params, owner="benchmark", title="Map")
    _until(lambda: find_map(params) is not None)
    shown = time.perf_counter() - began
    _until(lambda: find_map(params).is_complete)
    return _row(find_map(params), shown, time.perf_counter() - began)


def _row(drawn: Map, shown: float, whole: float) -> Row:
    stability = drawn.stability
    return {
        "map": drawn.params.spec.title,
        "s to the places": shown,
        "of it laying out": drawn.seconds,
        "s to all": whole,
        f"trustworthiness (k={drawn.trust.k})": drawn.trust.trustworthiness,
        "torn": float(drawn.trust.torn.mean()),
        "stability": stability and stability.similarity,
        "of tracks": stability and stability.n_tracks,
    }


def _large_table(points: Points, path: Path) -> Path:
    """Many tracks, each a track of the table with noise."""
    rng = np.random.default_rng(0)
    which = rng.integers(0, len(points), N_LARGE)
    values = points.X.to_numpy()[which]
    values += NOISE * points.X.to_numpy().std(axis=0) * rng.normal(size=values.shape)
    ids = [f"track {n}" for n in range(N_LARGE)]
    keys = {"track_id": ids, "segment": 0, "start_s": 0.0, "genre": points.genres[which], "artist": None}
    pd.concat([pd.DataFrame(keys), pd.DataFrame(values, columns=points.X.columns)], axis=1).to_parquet(path)
    return path


def _is_warming() -> bool:
    return any(thread.name == "warm-up" for thread in threading.enumerate())


def _memory_mb() -> float:
    """Of one worker."""
    found = connect().client.run(lambda: psutil.Process().memory_info().rss / 2**20)
    return float(np.mean(list(found.values())))


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited for {PATIENCE_S:.0f} s")
        time.sleep(LOOK_S)


if __name__ == "__main__":
    run(main)
