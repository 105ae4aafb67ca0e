"""Points and the wish for a map in, the ``Map`` out: scaled, sampled, laid out; then, slower, how far to trust it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from core.errors import DataError
from core.explore.maps import sample
from core.explore.maps.axes import Axes
from core.explore.maps.stability import MAX_TRACKS, Stability, seeds_of, stability_of
from core.explore.maps.trust import Trust, trust_of
from core.explore.maps.wish import MapParams
from core.explore.points import Points
from core.explore.scaling import scaled


@dataclass(frozen=True, eq=False)
class Map:
    """Tracks on a flat map.

    Attributes
    ----------
    params : what was wished for: method, scaling, settings, data hash
    ids : of the tracks that it shows, shape (n_tracks,)
    xy : where they lie, shape (n_tracks, 2)
    n_of : how many tracks there are; more than ``ids`` where it shows a sample
    seconds : what laying them out took
    axes : what the axes mean, where they mean something (PCA)
    trust, stability : None until they are measured
    """

    params: MapParams
    ids: np.ndarray
    xy: np.ndarray
    n_of: int
    seconds: float
    axes: Axes | None = None
    trust: Trust | None = None
    stability: Stability | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def is_complete(self) -> bool:
        """Whether all that is known of a map has been measured."""
        return self.trust is not None and self.stability is not None

    @property
    def sampled(self) -> str:
        """Which tracks it shows, in words; "" where it shows all."""
        if len(self) == self.n_of:
            return ""
        return f"{len(self):,} of {self.n_of:,} tracks, drawn at random with every genre's share (seed {sample.SEED})"


def draw(points: Points, params: MapParams) -> Map:
    """Lay the tracks out; of more than 20,000 a sample.

    Raises
    ------
    DataError
        The settings are not possible for so many tracks, or no column varies.
    """
    spec, settings = params.spec, params.chosen
    X = rows_of(points, params)
    spec.check(settings, n_tracks=len(X))
    if not np.ptp(X.to_numpy(), axis=0).any():
        raise DataError(f"none of the {X.shape[1]} columns differs from track to track; there is nothing to lay out")
    began = time.perf_counter()
    fit = spec.fit(X, settings)
    return Map(
        params,
        ids=X.index.to_numpy(dtype=object),
        xy=fit.xy,
        n_of=len(points),
        seconds=time.perf_counter() - began,
        axes=fit.axes,
    )


def with_trust(drawn: Map, points: Points) -> Map:
    """The map with its trustworthiness and the torn neighbourhoods: 0.1 s for 1,000 tracks, seconds for 20,000."""
    return replace(drawn, trust=trust_of(rows_of(points, drawn.params).to_numpy(), drawn.xy))


def with_stability(drawn: Map, points: Points, *, progress: Callable[[int], Any] = lambda done: None) -> Map:
    """The map with its likeness to maps by other seeds, which takes as long as two or three maps."""
    spec, settings = drawn.params.spec, drawn.params.chosen
    if not spec.seeded:
        return replace(drawn, stability=Stability(1.0, (), len(drawn)))
    X = rows_of(points, drawn.params)
    genres = pd.Series(points.genres, index=points.ids).loc[X.index]
    few = X.iloc[sample.stratified(genres, n=MAX_TRACKS)]
    spec.check(settings, n_tracks=len(few))

    def lay_out(seed: int) -> np.ndarray:
        if seed == settings.seed and len(few) == len(drawn):
            return drawn.xy
        return spec.fit(few, replace(settings, seed=seed)).xy

    return replace(drawn, stability=stability_of(lay_out, seeds_of(settings.seed), progress=progress))


def rows_of(points: Points, params: MapParams) -> pd.DataFrame:
    """The scaled numbers of the tracks that the map shows; the scaling is that of all tracks."""
    if points.data_hash != params.data_hash:
        raise DataError("the table has changed since the map was asked for; open the page again")
    X = scaled(points.X, params.scaling)
    return X.iloc[sample.stratified(points.genres)]
