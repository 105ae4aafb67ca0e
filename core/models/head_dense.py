"""Standardised embeddings -> genre probabilities by one layer of 128 units.

The head of N. Kroher, H. Cuesta, A. Pikrakis, Can MusicGen create training data for MIR tasks? (ISMIR 2023,
late-breaking demo, arXiv:2311.09094): 128 units with ReLU, softmax, Adam with steps of 1e-4, class weights, early
stopping with a patience of 5. What stops it here are artists that it does not learn from.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from sklearn.pipeline import Pipeline

from core.models.head_logistic import SHORT_WEIGHT
from core.models.network import Epoch, EpochNetwork, new_network
from core.models.row_weights import row_weights
from core.models.spec import ModelSpec, Setting

if TYPE_CHECKING:
    from torch import nn


class DenseHead(EpochNetwork):
    """One hidden layer without normalisation or dropout; rows weigh as ``row_weights`` says."""

    weight_decay = 0.0

    def __init__(
        self,
        *,
        n_units: int = 128,
        n_epochs: int = 500,
        batch_size: int = 32,
        learning_rate: float = 1e-4,
        short_weight: float = 1.0,
        patience: int = 5,
        seed: int = 0,
    ):
        self.n_units = n_units
        self.n_epochs = n_epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.short_weight = short_weight
        self.patience = patience
        self.seed = seed

    def fit(
        self,
        X: np.ndarray,
        y: np.ndarray,
        groups: Sequence[str] | None = None,
        short: Sequence[bool] | None = None,
        on_epoch: Callable[[Epoch], None] | None = None,
        before: Pipeline | None = None,
    ) -> "DenseHead":
        """Fit on the rows of most groups; ``short`` tells of which of them less than half of a segment was heard."""
        y = np.asarray(y)

        def weigh(rows: np.ndarray) -> np.ndarray:
            own = None if short is None else np.asarray(short)[rows]
            return row_weights(y[rows], own, short_weight=self.short_weight)

        return self._fit(X, y, groups, on_epoch=on_epoch, before=before, weigh=weigh)

    def _network(self) -> "nn.Sequential":
        return new_network(self.n_features_in_, [self.n_units], len(self.classes_), dropout=0.0, is_normalised=False)


def build(seed: int, **settings: float) -> DenseHead:
    return DenseHead(seed=seed, **settings)


SPEC = ModelSpec(
    name="head-dense",
    title="Dense head",
    about="one layer of small units on what a pretrained listener hears (Kroher et al. 2023); choose standard scaling",
    build=build,
    about_settings={
        "n_units": Setting(128, "how many units the hidden layer has", low=1, high=4096, whole=True),
        "n_epochs": Setting(500, "how often all tracks are learnt from at most", low=1, high=5000, whole=True),
        "batch_size": Setting(32, "how many tracks are learnt from at once", low=2, high=4096, whole=True),
        "learning_rate": Setting(
            1e-4, "how far each step goes; it is halved where nothing is gained any more", low=1e-6, high=1.0
        ),
        "short_weight": SHORT_WEIGHT,
        "patience": Setting(
            5, "stop when this many epochs bring nothing for artists kept aside", low=1, high=1000, whole=True
        ),
    },
    grid={"short_weight": (0.3, 1.0)},
    has_epochs=True,
    fit_s=2.0,
)
