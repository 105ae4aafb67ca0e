"""UMAP: a net of nearest neighbours in all columns, laid out flat so that its knots stay together.

McInnes, Healy, Melville. UMAP: Uniform manifold approximation and projection for dimension reduction. 2018.

The neighbours are found here, exactly, by scikit-learn: umap-learn would find them approximately for more than 4,096
tracks, with code that takes a minute to compile. What is left compiles in some seconds, once in every process: numba
could keep that on disk, but reads it back by pickle. `core.explore.warm` has it done before somebody waits.
"""

import warnings
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pandas as pd

from core.explore.maps.spec import MapFit, MapSpec, knob

# numba's plainest threading layer ends the process when two threads enter at once.
_alone = Lock()


@dataclass(frozen=True)
class UmapSettings:
    """How wide the net is knotted, and how it is laid out."""

    n_neighbors: int = knob(
        15,
        "Neighbours",
        "How many neighbours each track is tied to. Few show small groups, many the large picture.",
        low=2,
        high=200,
        step=1,
        per_point=1.0,
    )
    min_dist: float = knob(
        0.1,
        "Closest distance",
        "How close two tracks may lie. Near 0 groups clump, near 1 they spread out.",
        low=0.0,
        high=0.99,
        step=0.01,
    )
    metric: str = knob(
        "euclidean",
        "Distance between tracks",
        "What is near in the columns: euclidean and manhattan compare values, cosine and correlation their profile.",
        choices=("euclidean", "manhattan", "cosine", "correlation"),
    )
    seed: int = knob(0, "Seed", "Another seed, another draw of what is left to chance.", low=0, high=2**31 - 1, step=1)


def fit(X: pd.DataFrame, settings: UmapSettings) -> MapFit:
    # Here, not above: they take seconds, and a page that only lists the maps need not wait.
    from threadpoolctl import threadpool_limits

    values = X.to_numpy(dtype=np.float64)
    with _alone, threadpool_limits(limits=1):
        import umap

        with warnings.catch_warnings():
            # It says that new tracks cannot be placed (`place.py` does that) and that a seed means one thread.
            warnings.filterwarnings("ignore", category=UserWarning, module="umap")
            model = umap.UMAP(
                n_neighbors=settings.n_neighbors,
                min_dist=settings.min_dist,
                metric=settings.metric,
                random_state=settings.seed,
                n_jobs=1,
                precomputed_knn=(*_neighbours(values, settings), None),
            )
            return MapFit(model.fit_transform(values).astype(np.float64))


def warm_up() -> None:
    """Compile what the first map would wait for."""
    fit(pd.DataFrame(np.random.default_rng(0).normal(size=(60, 5))), UmapSettings())


def _neighbours(X: np.ndarray, settings: UmapSettings) -> tuple[np.ndarray, np.ndarray]:
    """Indices and distances of each track's nearest, itself the first, shape (n_tracks, n_neighbors)."""
    from sklearn.neighbors import NearestNeighbors

    others = NearestNeighbors(n_neighbors=settings.n_neighbors - 1, metric=settings.metric, algorithm="brute")
    distances, indices = others.fit(X).kneighbors()
    itself = np.arange(len(X))[:, np.newaxis]
    return (
        np.hstack([itself, indices]).astype(np.int32),
        np.hstack([np.zeros_like(itself), distances]).astype(np.float32),
    )


UMAP = MapSpec(
    name="umap",
    title="UMAP",
    about="Each track is tied to its nearest neighbours in all columns, and the net is laid out flat.",
    distances=(
        "Near each other means alike. Which groups lie side by side says something, how far apart they lie and how "
        "large or dense they are does not."
    ),
    settings=UmapSettings,
    fit=fit,
    about_seeds="The way in which the net is laid out is left to chance; its knots are not.",
)
