"""What maps and neighbours need and is slow to import (scikit-learn): opened when somebody looks at them."""

from core.explore.maps import MAPS
from core.explore.maps.asking import ask_for_map, job_of
from core.explore.maps.axes import axis_names
from core.explore.maps.drawing import Map, draw, with_stability, with_trust
from core.explore.maps.stored import find_map
from core.explore.maps.wish import MapParams, wish
from core.explore.neighbours import about_distances, nearest

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
    "wish",
    "with_stability",
    "with_trust",
]
