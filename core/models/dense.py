"""Scaled columns -> genre probabilities by a network of dense layers.

The network is that of Pricop's thesis (2023): 1024-512-256-128-64 units with ReLU, batch normalisation after each,
dropout of 0.25 before the softmax. The thesis counts 771,402 parameters; that is so with the 63 columns of its own
table, ten genres, and the running mean and variance of every normalised unit counted as Keras counts them.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import log_softmax, softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline

from core.errors import ModelError
from core.models.before import learn_before
from core.models.epochs import tell_epoch
from core.models.folds import hold_out_groups
from core.models.spec import ModelSpec, Setting

if TYPE_CHECKING:
    from torch import nn

THESIS_LAYERS = "1024-512-256-128-64"
# Added to variances before their root, in training (torch) and in prediction (numpy) alike.
BATCH_NORM_EPS = 1e-5
# The learning rate is halved where so many epochs brought nothing, and never falls below the smallest.
PLATEAU_PATIENCE, PLATEAU_FACTOR, MIN_LEARNING_RATE = 4, 0.5, 1e-5

Epoch = dict[str, Any]


class DenseNetwork(ClassifierMixin, BaseEstimator):
    """Learns by Adam from most groups, and keeps the weights of the epoch that was best on the others.

    Training needs torch; the fitted weights are plain arrays, and prediction is numpy.

    Attributes
    ----------
    classes_ : the genres, in the order of the columns of ``predict_proba``
    weights_ : name -> np.ndarray of float32, torch's state of the network at its best epoch
    history_ : a dict per epoch: epoch (from 1), train_loss (nats, with dropout, as it was learnt from), valid_loss,
        train_accuracy, valid_accuracy, lr
    best_epoch_ : the epoch of the least ``valid_loss``, from 1
    """

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
        """Fit on the rows of most groups; the rest decides when to stop and which epoch to keep.

        Parameters
        ----------
        X : np.ndarray, shape (n_rows, n_columns), scaled, unless ``before`` does that
        groups : which rows belong together
        on_epoch : told of each epoch as it ends; by default whoever listens by `core.models.epochs`
        before : unfitted steps for ``X`` to pass; they are fitted on the rows that are learnt from

        Raises
        ------
        ModelError
            Nobody said which rows belong together, a genre has a single group, or no epoch had a finite loss.
        """
        import torch

        self.classes_, truth = np.unique(y, return_inverse=True)
        learn, valid = hold_out_groups(groups, y, seed=self.seed)
        X = np.asarray(learn_before(before, X, y, groups, learn), dtype=np.float32)
        self.n_features_in_ = X.shape[1]
        with torch.random.fork_rng(devices=[]):  # others who draw from torch must not notice
            torch.manual_seed(self.seed)
            self._learn(X[learn], truth[learn], X[valid], truth[valid], on_epoch or tell_epoch)
        return self

    def _learn(
        self,
        X: np.ndarray,
        truth: np.ndarray,
        X_valid: np.ndarray,
        truth_valid: np.ndarray,
        on_epoch: Callable[[Epoch], None],
    ) -> None:
        import torch

        net = self._network()
        adam = torch.optim.Adam(net.parameters(), lr=self.learning_rate, weight_decay=self.weight_decay)
        plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(
            adam, factor=PLATEAU_FACTOR, patience=PLATEAU_PATIENCE, min_lr=MIN_LEARNING_RATE
        )
        rng, best = np.random.default_rng(self.seed), np.inf
        self.history_: list[Epoch] = []
        self.best_epoch_ = 0
        for n in range(1, self.n_epochs + 1):
            rate = adam.param_groups[0]["lr"]
            train = _learn_once(net, adam, X, truth, batches(len(X), self.batch_size, rng))
            weights = {name: value.numpy().copy() for name, value in net.state_dict().items()}
            valid = _judge(forward(weights, X_valid), truth_valid)
            plateau.step(valid[0])
            if valid[0] < best:  # never true of a loss that is no number
                best, self.best_epoch_, self.weights_ = valid[0], n, weights
            self.history_.append(_epoch(n, train, valid, rate))
            on_epoch(self.history_[-1])
            if n - self.best_epoch_ >= self.patience:
                break
        if self.best_epoch_ == 0:
            raise ModelError(
                "no epoch had a finite loss: the numbers grow without end; choose a smaller value than "
                f"learning_rate={self.learning_rate} or another scaling"
            )

    def network(self) -> "nn.Sequential":
        """The fitted network in torch, in evaluation mode, up to the softmax: for whoever asks for its gradients."""
        import torch

        net = self._network()
        net.load_state_dict({name: torch.from_numpy(value.copy()) for name, value in self.weights_.items()})
        return net.eval()

    def _network(self) -> "nn.Sequential":
        widths = [int(width) for width in self.layers.split("-")]
        return new_network(self.n_features_in_, widths, len(self.classes_), dropout=self.dropout)

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of the genres, shape (n_rows, n_genres); rows sum to one."""
        return softmax(forward(self.weights_, np.asarray(X, dtype=np.float32)).astype(np.float64), axis=1)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable genre of each row."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


def new_network(n_columns: int, widths: Sequence[int], n_genres: int, *, dropout: float) -> "nn.Sequential":
    """An untrained network: per hidden layer a dense one, ReLU and batch normalisation; then dropout and logits."""
    from torch import nn

    stack: list[nn.Module] = []
    for n_in, n_out in zip((n_columns, *widths), widths, strict=False):
        stack += [nn.Linear(n_in, n_out), nn.ReLU(), nn.BatchNorm1d(n_out, eps=BATCH_NORM_EPS)]
    return nn.Sequential(*stack, nn.Dropout(dropout), nn.Linear(widths[-1], n_genres))


def forward(weights: dict[str, np.ndarray], X: np.ndarray) -> np.ndarray:
    """Logits of a network of ``new_network`` in evaluation mode, shape (n_rows, n_genres), without torch."""
    dense = sorted((int(name.split(".")[0]) for name, value in weights.items() if value.ndim == 2))
    for i in dense[:-1]:
        X = np.maximum(X @ weights[f"{i}.weight"].T + weights[f"{i}.bias"], 0)
        norm = {name: weights[f"{i + 2}.{name}"] for name in ("running_mean", "running_var", "weight", "bias")}
        X = (X - norm["running_mean"]) / np.sqrt(norm["running_var"] + BATCH_NORM_EPS) * norm["weight"] + norm["bias"]
    return X @ weights[f"{dense[-1]}.weight"].T + weights[f"{dense[-1]}.bias"]


def batches(n_rows: int, size: int, rng: np.random.Generator) -> list[np.ndarray]:
    """The rows in a random order, cut in even parts of at least ``size`` rows (or one part of all of them).

    Batch normalisation cannot learn from a last batch of a single row; even parts leave none.
    """
    return np.array_split(rng.permutation(n_rows), max(1, n_rows // size))


def _learn_once(
    net: "nn.Sequential", adam: Any, X: np.ndarray, truth: np.ndarray, parts: list[np.ndarray]
) -> tuple[float, float]:
    """One epoch: the loss (nats) and accuracy of the rows as they were learnt from."""
    import torch
    from torch.nn.functional import cross_entropy

    net.train()
    loss_sum, hits = 0.0, 0
    for rows in parts:
        logits = net(torch.from_numpy(X[rows]))
        target = torch.from_numpy(truth[rows])
        loss = cross_entropy(logits, target)
        adam.zero_grad()
        loss.backward()
        adam.step()
        loss_sum += float(loss.detach()) * len(rows)
        hits += int((logits.argmax(dim=1) == target).sum())
    return loss_sum / len(X), hits / len(X)


def _judge(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """The loss (nats) and accuracy of rows."""
    loss = -log_softmax(logits.astype(np.float64), axis=1)[np.arange(len(truth)), truth].mean()
    return float(loss), float(np.mean(logits.argmax(axis=1) == truth))


def _epoch(n: int, train: tuple[float, float], valid: tuple[float, float], rate: float) -> Epoch:
    return {
        "epoch": n,
        "train_loss": train[0],
        "valid_loss": valid[0],
        "train_accuracy": train[1],
        "valid_accuracy": valid[1],
        "lr": float(rate),
    }


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
