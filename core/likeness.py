"""A song's numbers + the training tracks -> which tracks it is nearest to and in which columns it stands out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.features import about_column, family_of
from core.models.backbones import about_column as about_heard
from core.models.backbones import backbone_of
from core.models.inputs import ABOUT_RATIOS
from core.models.loaded import LoadedModel

# A variance over a squared mean.
VARIATION = "rms_variation"


@dataclass(frozen=True)
class Neighbour:
    """A training track near the song; ``distance`` is Euclidean among the places of the model's detector (no unit):
    in quantile-scaled features, or along the main directions of what its listeners hear."""

    track_id: str
    genre: str
    artist: str
    distance: float


@dataclass(frozen=True)
class Standout:
    """A column in which the song is unlike most training tracks; ``typical`` is their middle half (25-75 %).

    Of a variance, ``value`` and ``typical`` are its square root: people read 930 Hz, not 865,000 Hz².
    """

    column: str
    about: str
    value: float
    typical: tuple[float, float]
    percentile: float
    unit: str = ""

    @property
    def sentence(self) -> str:
        """ "Higher than in 97 % of the training tracks." in words that hold at both ends."""
        if self.percentile >= 50:
            return f"higher than in {_share(self.percentile)} of the training tracks"
        return f"lower than in {_share(100 - self.percentile)} of the training tracks"


def nearest_tracks(x: np.ndarray, *, model: LoadedModel, n: int = 5) -> tuple[Neighbour, ...]:
    """The ``n`` training tracks nearest to ``x``, shape (n_inputs,), the nearest first."""
    detector = model.detector
    distance = np.linalg.norm(detector.seen_ - detector.places(x[None]), axis=1)
    return _nearest_first(model.training, distance, n)


def nearest_of_genre(track_id: str, genre: str, *, model: LoadedModel, n: int = 1) -> tuple[Neighbour, ...]:
    """The ``n`` training tracks of ``genre`` that are nearest to a training track: what it may be taken for.

    Of tracks of several segments the nearest two count. Nothing where the model did not learn from ``track_id``, or
    from no other track of ``genre``.
    """
    training, seen = model.training, model.detector.seen_
    is_own = (training["track_id"] == track_id).to_numpy()
    is_rival = (training["genre"] == genre).to_numpy() & ~is_own
    if not is_own.any() or not is_rival.any():
        return ()
    distance = np.min([np.linalg.norm(seen[is_rival] - row, axis=1) for row in seen[is_own]], axis=0)
    return _nearest_first(training[is_rival], distance, n)


def standouts(x: np.ndarray, *, model: LoadedModel, n: int = 6) -> tuple[Standout, ...]:
    """The ``n`` columns in which ``x``, shape (n_inputs,), lies farthest from the middle of the training tracks.

    None of a model that hears by pretrained listeners: their numbers mean nothing to people.
    """
    if model.backbones:
        return ()
    seen = model.training[list(model.view.names)].to_numpy()
    percentile = 100 * (np.mean(seen < x, axis=0) + np.mean(seen <= x, axis=0)) / 2
    order = np.argsort(-np.abs(percentile - 50), kind="stable")[:n]
    return tuple(_standout(model.view.names[i], x[i], seen[:, i], percentile[i]) for i in order)


def about_input(name: str) -> str:
    """What a number that a model sees says, in plain words without its unit."""
    if name in ABOUT_RATIOS:
        return ABOUT_RATIOS[name]
    if backbone_of(name):
        return about_heard(name)
    if is_spread(name):
        part = family_of(name).parts[name.rsplit("_", 1)[0]]
        return f"how much the {part}{',' if ', ' in part else ''} varies"
    unit = family_of(name).unit
    return about_column(name).removesuffix(f", {unit}" if unit else "")


def is_spread(name: str) -> bool:
    """Whether the number is a variance, of which people read the square root."""
    return name == VARIATION or (name.endswith("_var") and backbone_of(name) is None)


def unit_of(name: str) -> str:
    """The unit in which people read a number that a model sees: of a variance, that of its square root."""
    if name in ABOUT_RATIOS:
        return "of its mean" if name == VARIATION else ""
    return "" if backbone_of(name) else family_of(name).unit


def _nearest_first(training: pd.DataFrame, distance: np.ndarray, n: int) -> tuple[Neighbour, ...]:
    """A track of many segments is one neighbour, as near as its nearest segment."""
    rows = training[["track_id", "genre", "artist"]].assign(distance=distance)
    nearest = rows.sort_values("distance", kind="stable").drop_duplicates("track_id").head(n)
    return tuple(Neighbour(**row) for row in nearest.to_dict("records"))


def _standout(name: str, value: float, seen: np.ndarray, percentile: float) -> Standout:
    readable = np.sqrt if is_spread(name) else float
    low, high = np.percentile(seen, [25, 75])
    return Standout(
        column=name,
        about=about_input(name),
        value=float(readable(value)),
        typical=(float(readable(low)), float(readable(high))),
        percentile=float(percentile),
        unit=unit_of(name),
    )


def _share(percent: float) -> str:
    return "all" if percent >= 99.95 else f"{percent:.0f} %" if percent < 99 else f"{percent:.1f} %"
