"""Principal components: the directions along which the tracks differ most, exact and the same every time.

Pearson. On lines and planes of closest fit to systems of points in space. Philosophical Magazine 1901.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import DataError
from core.explore.maps.axes import Axes
from core.explore.maps.spec import MapFit, MapSpec, knob

MAX_COMPONENT = 10


@dataclass(frozen=True)
class PcaSettings:
    """Which components the map shows."""

    x: int = knob(1, "Across", "The component from left to right: 1 explains most.", low=1, high=MAX_COMPONENT, step=1)
    y: int = knob(2, "Upwards", "The component from bottom to top.", low=1, high=MAX_COMPONENT, step=1)


def fit(X: pd.DataFrame, settings: PcaSettings) -> MapFit:
    """Project the tracks on two components. Each points to where the columns that weigh most in it grow."""
    shown = (settings.x, settings.y)
    if settings.x == settings.y:
        raise DataError(f"x=y={settings.x}: the map would be a line; choose two components")
    if max(shown) > min(X.shape[1], len(X) - 1):
        raise DataError(
            f"component {max(shown)} is not there: {len(X)} tracks with {X.shape[1]} columns have "
            f"{min(X.shape[1], len(X) - 1)}; choose a lower one"
        )
    values = X.to_numpy(dtype=np.float64)
    variances, vectors = np.linalg.eigh(np.cov(values, rowvar=False))
    variances, vectors = np.maximum(variances[::-1], 0), vectors[:, ::-1]
    directions = vectors[:, [number - 1 for number in shown]]
    directions = directions * np.where((directions**3).sum(axis=0) < 0, -1, 1)
    axes = Axes(
        columns=tuple(X.columns),
        centre=values.mean(axis=0),
        directions=directions,
        shown=shown,
        explained=tuple(float(share) for share in variances / variances.sum()),
        deviations=tuple(float(np.sqrt(variances[number - 1])) for number in shown),
    )
    return MapFit(axes.place(values), axes)


PCA = MapSpec(
    name="pca",
    title="PCA",
    about="The tracks as seen from the side from which they differ most, through all columns at once.",
    distances=(
        "Distances are those of the numbers, as far as two axes show them: what differs along the others is pressed "
        "together, so tracks that lie together here may still differ, while tracks far apart do differ."
    ),
    settings=PcaSettings,
    fit=fit,
    about_seeds="PCA is computed without chance: it is the same map every time.",
    is_quick=True,
    seeded=False,
    min_tracks=3,
)
