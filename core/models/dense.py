"""Scaled columns -> genre probabilities by a network of dense layers.

The network is that of Pricop's thesis (2023): 1024-512-256-128-64 units with ReLU, batch normalisation after each,
dropout of 0.25 before the softmax. The thesis counts 771,402 parameters; that is so with the 63 columns of its own
table, ten genres, and the running mean and variance of every normalised unit counted as Keras counts them.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.pipeline import Pipeline

from core.models.network import Epoch, EpochNetwork, new_network
from core.models.spec import ModelSpec, Setting

if TYPE_CHECKING:
    from torch import nn

THESIS_LAYERS = "1024-512-256-128-64"


class DenseNetwork(EpochNetwork):
    """The thesis' network, or a smaller one: learns from most groups, and stops by the others."""

    def __init__(
        self,
        *,
        layers: str = THESIS_LAYERS,
        n_epochs: int = 50,
        batch_size: int = 32,
        learning_rate: float = 1e-3,
        weight_decay: float = 0.0,
        dropout: float = 0.25,
        patience: int = 10,
        seed: int = 0,
    ):
        self.layers = layers
        self.n_epochs = n_epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay
        self.dropout = dropout
        self.patience = patience
        self.seed = seed

    def fit(
        self,
        X: np.ndarray,
        y: np.ndarray,
        groups: Sequence[str] | None = None,
        on_epoch: Callable[[Epoch], None] | None = None,
        before: Pipeline | None = None,
    ) -> "DenseNetwork":
        """Fit on the rows of most groups; every row of them counts alike. `EpochNetwork` tells the parameters."""
        return self._fit(X, y, groups, on_epoch=on_epoch, before=before)

    def _network(self) -> "nn.Sequential":
        widths = [int(width) for width in self.layers.split("-")]
        return new_network(self.n_features_in_, widths, len(self.classes_), dropout=self.dropout)


def build(seed: int, **settings: Any) -> DenseNetwork:
    return DenseNetwork(seed=seed, **settings)


SPEC = ModelSpec(
    name="dense",
    title="Dense network",
    about="layers of small units learn columns of their own making; the network of the thesis",
    build=build,
    about_settings={
        "layers": Setting(
            THESIS_LAYERS,
            "how many units each hidden layer has; the first choice is the thesis'",
            (THESIS_LAYERS, "256-128-64", "128-64", "64"),
        ),
        "n_epochs": Setting(50, "how often all tracks are learnt from at most", low=1, high=1000, whole=True),
        "batch_size": Setting(32, "how many tracks are learnt from at once", low=2, high=4096, whole=True),
        "learning_rate": Setting(
            1e-3, "how far each step goes; it is halved where nothing is gained any more", low=1e-6, high=1.0
        ),
        "weight_decay": Setting(0.0, "how strongly weights are pulled towards zero", low=0.0, high=1.0),
        "dropout": Setting(0.25, "the share of the last hidden units that is left out at each step", low=0.0, high=0.9),
        "patience": Setting(
            10, "stop when this many epochs bring nothing for artists kept aside", low=1, high=1000, whole=True
        ),
    },
    grid={"learning_rate": (1e-3, 3e-4), "dropout": (0.25, 0.5)},
    thesis_best={"layers": THESIS_LAYERS, "n_epochs": 50, "dropout": 0.25},
    has_epochs=True,
    fit_s=2.5,
)
