"""The job that makes a map: first the places of the tracks, which a page can show at once, then what they are worth."""

from typing import Any

from core.data.loading import load_table
from core.explore.maps.drawing import Map, draw, with_stability, with_trust
from core.explore.maps.stability import N_SEEDS
from core.explore.maps.stored import find_map, store_map
from core.explore.maps.wish import MapParams
from core.explore.points import Points, points_of
from core.jobs import Workbench

KIND = "map"
# The shares of the job at which its stages begin.
_DRAWING, _TRUST, _STABILITY = 0.1, 0.4, 0.5


def make_map(params: MapParams, bench: Workbench) -> dict[str, Any]:
    """The job: lay the tracks of a table out, store that, then measure trust and stability and store them, too.

    What is stored already is not done again.

    Returns
    -------
    dict of ``key``, ``n_tracks``, ``n_of`` and ``seconds``

    Raises
    ------
    DataError
        The table is not the one that was meant, or the settings are not possible with its tracks.
    """
    made = find_map(params)
    if made is None or not made.is_complete:
        bench.tell(0, "reading the table")
        points = points_of(load_table(params.source, segment_s=params.segment_s, learnable=False))
        points = points.only(params.columns) if params.columns else points
        made = _completed(made, points, params, bench)
    return {"key": params.key, "n_tracks": len(made), "n_of": made.n_of, "seconds": made.seconds}


def _completed(made: Map | None, points: Points, params: MapParams, bench: Workbench) -> Map:
    if made is None:
        bench.tell(_DRAWING, f"laying out {params.spec.title}")
        made = draw(points, params)
        store_map(made)
    if made.trust is None:
        bench.tell(_TRUST, "looking at neighbourhoods")
        made = with_trust(made, points)
        store_map(made)
    if made.stability is None:

        def tell(done: int) -> None:
            share = _STABILITY + (1 - _STABILITY) * done / N_SEEDS
            bench.tell(share, f"comparing with other seeds: {done} of {N_SEEDS}")

        made = with_stability(made, points, progress=tell)
        store_map(made)
    return made
