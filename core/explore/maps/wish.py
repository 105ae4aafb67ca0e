"""What map somebody wants: plain values that travel to a worker, and the key under which its places are stored."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from core.errors import DataError
from core.explore.maps import MAPS, MapSpec, sample

LIBRARIES = ("numpy", "scipy", "scikit-learn", "umap-learn", "numba")
VERSION = 1  # of the way in which maps are drawn here: another one draws others
Setting = str | int | float


@dataclass(frozen=True)
class MapParams:
    """A map of a table: the parameters of the job ``make_map``.

    Attributes
    ----------
    source, segment_s : as `core.data.loading.load_table` takes them
    data_hash : of that table, as the person who wants the map has seen it
    method : a name of ``MAPS``; ``settings`` are (name, value) of each of its parameters, sorted
    scaling : a name of ``SCALINGS``
    columns : those of the table that the map is of, see `core.explore.points.Points.only`; all where it is empty
    """

    source: str
    data_hash: str
    method: str
    scaling: str
    settings: tuple[tuple[str, Setting], ...]
    segment_s: float | None = None
    columns: tuple[str, ...] = ()

    @property
    def spec(self) -> MapSpec:
        if self.method not in MAPS:
            raise DataError(f"the map {self.method!r} is not known; choose one of {', '.join(MAPS)}")
        return MAPS[self.method]

    @property
    def chosen(self) -> Any:
        """The settings as the dataclass of their kind; raises DataError where one is unknown or out of its limits."""
        spec = self.spec
        knobs = {knob.name: knob for knob in spec.knobs}
        for name, value in self.settings:
            if name not in knobs:
                raise DataError(f"{spec.title} has no setting {name!r}; it has {', '.join(knobs)}")
            knobs[name].check(value)
        return spec.settings(**dict(self.settings))

    @property
    def key(self) -> str:
        """sha256 over all that decides where the tracks lie; where the table was found is no part of it."""
        return hashlib.sha256(json.dumps(self.facts, sort_keys=True).encode()).hexdigest()

    @property
    def facts(self) -> dict[str, Any]:
        """All that decides where the tracks lie, as JSON; the data hash tells the columns."""
        return {
            "method": self.method,
            "settings": dict(self.settings),
            "scaling": self.scaling,
            "data_hash": self.data_hash,
            "max_tracks": sample.MAX_TRACKS,
            "sample_seed": sample.SEED,
            "version": VERSION,
            "libraries": library_versions(),
        }


def wish(
    method: str,
    settings: Any,
    *,
    source: str,
    data_hash: str,
    scaling: str,
    segment_s: float | None = None,
    columns: tuple[str, ...] = (),
) -> MapParams:
    """The parameters of a map; ``settings`` is the dataclass of its kind, like ``MAPS["umap"].defaults(n_tracks)``."""
    values = {}
    for part in dataclasses.fields(settings):
        value = getattr(settings, part.name)
        values[part.name] = float(value) if isinstance(part.default, float) and isinstance(value, int) else value
    return MapParams(source, data_hash, method, scaling, tuple(sorted(values.items())), segment_s, columns)


@cache
def library_versions() -> dict[str, str]:
    """The versions of what computes maps; not loaded for that."""
    return {name: version(name) for name in LIBRARIES}
