"""What a kind of map is: its words, its parameters with their limits, and the function that lays the tracks out."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from core.errors import DataError
from core.explore.maps.axes import Axes


@dataclass(frozen=True)
class Knob:
    """One parameter of a kind of map, as a page asks for it; ``choices`` instead of limits where it is a word.

    ``per_point`` limits it by the tracks that there are: it must be below n_tracks / per_point.
    """

    name: str
    title: str
    help: str
    default: float | int | str
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: tuple[str, ...] = ()
    per_point: float | None = None

    def highest(self, n_tracks: int) -> float | None:
        """The highest value that so many tracks allow."""
        if self.per_point is None or self.high is None:
            return self.high
        by_tracks = (n_tracks - 1) / self.per_point
        return min(self.high, int(by_tracks) if isinstance(self.default, int) else by_tracks)

    def check(self, value: Any, *, n_tracks: int | None = None) -> None:
        """Raise DataError unless the value may be used."""
        if self.choices:
            if value not in self.choices:
                raise DataError(f"{self.name}={value!r} is not known; choose one of {', '.join(self.choices)}")
            return
        kinds = int if isinstance(self.default, int) else (int, float)
        high = self.high if n_tracks is None else self.highest(n_tracks)
        if isinstance(value, bool) or not isinstance(value, kinds) or not self.low <= value <= high:
            with_tracks = "" if high == self.high else f" with {n_tracks} tracks"
            kind = "whole number" if kinds is int else "number"
            raise DataError(f"{self.name}={value!r} must be a {kind} from {self.low:g} to {high:g}{with_tracks}")


def knob(default: float | int | str, title: str, help: str, **limits: Any) -> Any:
    """A field of a map's parameters, with what a page needs to ask for it (see ``Knob``)."""
    return field(default=default, metadata={"title": title, "help": help, **limits})


@dataclass(frozen=True, eq=False)
class MapFit:
    """Where the tracks lie, shape (n_tracks, 2), and what the axes mean where they mean something."""

    xy: np.ndarray
    axes: Axes | None = None


@dataclass(frozen=True)
class MapSpec:
    """One kind of map.

    Attributes
    ----------
    about : one sentence on how it comes about
    distances : what distances on it do and do not mean
    settings : the frozen dataclass of its parameters, each made by ``knob``
    fit : (X of shape (n_tracks, n_columns), scaled, finite; parameters) -> MapFit
    is_quick : whether a page may draw it at once, without a job
    seeded : whether another seed gives another map; where not, its stability is 1
    about_seeds : one sentence on what another seed changes
    min_tracks : what it needs
    """

    name: str
    title: str
    about: str
    distances: str
    settings: type
    fit: Callable[[pd.DataFrame, Any], MapFit] = field(repr=False)
    about_seeds: str
    is_quick: bool = False
    seeded: bool = True
    min_tracks: int = 10

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """Its parameters in the order in which a page asks for them."""
        return tuple(
            Knob(part.name, default=part.default, **part.metadata) for part in dataclasses.fields(self.settings)
        )

    def defaults(self, n_tracks: int) -> Any:
        """Its parameters as they are unless somebody chooses others; lower where there are few tracks."""
        values = {}
        for knob in self.knobs:
            high = knob.highest(max(n_tracks, self.min_tracks))
            values[knob.name] = knob.default if high is None else min(knob.default, high)
        return self.settings(**values)

    def check(self, settings: Any, *, n_tracks: int) -> None:
        """Raise DataError unless so many tracks can be laid out with these parameters."""
        if n_tracks < self.min_tracks:
            raise DataError(f"a {self.title} map needs at least {self.min_tracks} tracks; there are {n_tracks}")
        for knob in self.knobs:
            knob.check(getattr(settings, knob.name), n_tracks=n_tracks)
