"""t-SNE: tracks so laid out that those which are near each other in all columns are near each other on the map.

van der Maaten & Hinton. Visualizing data using t-SNE. JMLR 2008. The start from principal components is that of Kobak &
Berens. The art of using t-SNE for single-cell transcriptomics. Nature Communications 2019; as in openTSNE, each track
is moved by a little noise, so that another seed shows what depends on chance.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.explore.maps import pca
from core.explore.maps.spec import MapFit, MapSpec, knob

START_DEVIATION = 1e-4  # of the places at the start, as scikit-learn has it
JITTER = 0.01  # of that


@dataclass(frozen=True)
class TsneSettings:
    """How many neighbours count, how long the tracks may move, and where they begin."""

    perplexity: float = knob(
        30.0,
        "Perplexity",
        "About how many neighbours each track is kept near. Few show small groups, many the large picture.",
        low=2.0,
        high=100.0,
        step=1.0,
        per_point=3.0,
    )
    iterations: int = knob(
        750,
        "Iterations",
        "How often the tracks are moved. Too few, and the groups have not come apart yet.",
        low=250,
        high=3000,
        step=50,
    )
    init: str = knob(
        "pca",
        "Start",
        "From PCA the large picture is kept; from random places it is left to chance.",
        choices=("pca", "random"),
    )
    seed: int = knob(
        0,
        "Seed",
        "Another seed moves the start a little, or places it anew; what stays can be believed.",
        low=0,
        high=2**31 - 1,
        step=1,
    )


def fit(X: pd.DataFrame, settings: TsneSettings) -> MapFit:
    # Here, not above: a page that only lists the maps need not wait for scikit-learn.
    from sklearn.manifold import TSNE as Original
    from threadpoolctl import threadpool_limits

    model = Original(
        perplexity=settings.perplexity,
        max_iter=settings.iterations,
        init=_start(X, settings),
        random_state=settings.seed,
    )
    # Its sums depend on the number of threads; and where cores are busy, several threads are slower than one.
    with threadpool_limits(limits=1):
        return MapFit(model.fit_transform(X.to_numpy(dtype=np.float64)).astype(np.float64))


def _start(X: pd.DataFrame, settings: TsneSettings) -> str | np.ndarray:
    """Where the tracks begin, shape (n_tracks, 2), or scikit-learn's word for it."""
    if settings.init == "random" or X.shape[1] < 2:
        return "random"
    xy = pca.fit(X, pca.PcaSettings()).xy
    noise = np.random.default_rng(settings.seed).normal(scale=JITTER, size=xy.shape)
    return (START_DEVIATION * (xy / xy[:, 0].std() + noise)).astype(np.float32)


TSNE = MapSpec(
    name="tsne",
    title="t-SNE",
    about="Each track is kept near the tracks that are nearest to it in all columns; the rest gives way.",
    distances=(
        "Near each other means alike. How far apart two groups lie, and how large or dense a group is, means nothing."
    ),
    settings=TsneSettings,
    fit=fit,
    about_seeds="Another seed begins at places that are a little different, or at random ones if that is the start.",
)
