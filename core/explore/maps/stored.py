"""Maps on disk: made once, found again by all that decides where the tracks lie (``MapParams.key``).

A map is a folder of plain files: ``places.parquet``, ``torn.parquet`` and ``about.json``, which is written last and
makes them one. What cannot be read counts as never made.
"""

import io
import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from core.explore.maps.axes import Axes
from core.explore.maps.drawing import Map
from core.explore.maps.stability import Stability
from core.explore.maps.trust import Trust
from core.explore.maps.wish import MapParams
from core.workspace import make_room, not_written, workspace, write_atomic

ABOUT, PLACES, TORN = "about.json", "places.parquet", "torn.parquet"
MAX_KEPT = 200


def find_map(params: MapParams) -> Map | None:
    """The stored map, as far as it is measured; None where there is none, or none that can be read."""
    folder = map_folder(params)
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        return _read(folder, about, params) if about["facts"] == params.facts else None
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None  # it reads as one that was never made, and making it again is what helps


def store_map(drawn: Map) -> None:
    """Store a map as far as it is measured: whoever looks sees it from now on. Raises WorkspaceError."""
    folder = map_folder(drawn.params)
    try:
        if drawn.trust is None or not (folder / PLACES).is_file():
            make_room(folder.parent, most=MAX_KEPT)
            _write(folder / PLACES, {"track_id": drawn.ids.astype(str), "x": drawn.xy[:, 0], "y": drawn.xy[:, 1]})
        if drawn.trust is not None:
            _write(folder / TORN, {"torn": drawn.trust.torn})
        write_atomic(folder / ABOUT, json.dumps(_about(drawn), ensure_ascii=False, allow_nan=False).encode())
    except OSError as error:
        raise not_written(folder, error) from error


def map_folder(params: MapParams) -> Path:
    """Where a map lies, or would."""
    return maps_folder() / params.key


def maps_folder() -> Path:
    return workspace() / "maps"


def _about(drawn: Map) -> dict[str, Any]:
    trust, axes = drawn.trust, drawn.axes
    plain = axes and asdict(axes) | {"centre": axes.centre.tolist(), "directions": axes.directions.tolist()}
    return {
        "facts": drawn.params.facts,
        "n_tracks": len(drawn),
        "n_of": drawn.n_of,
        "seconds": drawn.seconds,
        "axes": plain,
        "trust": trust and {"k": trust.k, "trustworthiness": trust.trustworthiness},
        "stability": drawn.stability and asdict(drawn.stability),
    }


def _read(folder: Path, about: dict[str, Any], params: MapParams) -> Map:
    n = about["n_tracks"]
    places = _columns(folder / PLACES, n, "x", "y", "track_id")
    xy = np.column_stack([places["x"], places["y"]]).astype(np.float64)
    if not np.isfinite(xy).all() or len(set(places["track_id"])) < n:
        raise ValueError("places are missing")
    trust, stability, axes = about["trust"], about["stability"], about["axes"]
    return Map(
        params,
        ids=places["track_id"].astype(object),
        xy=xy,
        n_of=int(about["n_of"]),
        seconds=float(about["seconds"]),
        axes=axes and _axes(axes),
        trust=trust and _trust(trust, _columns(folder / TORN, n, "torn")["torn"]),
        stability=stability and Stability(**stability | {"seeds": tuple(stability["seeds"])}),
    )


def _axes(said: dict[str, Any]) -> Axes:
    centre, directions = np.array(said["centre"], dtype=np.float64), np.array(said["directions"], dtype=np.float64)
    if directions.shape != (len(said["columns"]), 2) or centre.shape != (len(directions),):
        raise ValueError("axes do not fit their columns")
    tuples = {name: tuple(said[name]) for name in ("columns", "shown", "explained", "deviations")}
    return Axes(centre=centre, directions=directions, **tuples)


def _trust(said: dict[str, Any], torn: np.ndarray) -> Trust:
    if not math.isfinite(said["trustworthiness"]) or not ((torn >= 0) & (torn <= 1)).all():
        raise ValueError("trust is no share")
    return Trust(k=int(said["k"]), trustworthiness=float(said["trustworthiness"]), torn=torn.astype(np.float64))


def _columns(path: Path, n: int, *names: str) -> dict[str, np.ndarray]:
    table = pq.read_table(path, columns=list(names))
    if table.num_rows != n:
        raise ValueError(f"{path.name} has {table.num_rows} rows")
    return {name: table[name].to_numpy(zero_copy_only=False) for name in names}


def _write(path: Path, columns: dict[str, np.ndarray]) -> None:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    write_atomic(path, buffer.getvalue())
