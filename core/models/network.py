"""Rows -> the weights of a dense network at its best epoch: what all networks on columns share while they learn.

Training needs torch; what is kept are plain arrays, and predicting is numpy.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import log_softmax, softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline

from core.errors import ModelError
from core.models.before import learn_before
from core.models.epochs import tell_epoch
from core.models.folds import hold_out_groups

if TYPE_CHECKING:
    from torch import nn

# Added to variances before their root, in training (torch) and in prediction (numpy) alike.
BATCH_NORM_EPS = 1e-5
# The learning rate is halved where so many epochs brought nothing, and never falls below the smallest.
PLATEAU_PATIENCE, PLATEAU_FACTOR, MIN_LEARNING_RATE = 4, 0.5, 1e-5

Epoch = dict[str, Any]
Weights = Mapping[str, np.ndarray]


class EpochNetwork(ClassifierMixin, BaseEstimator):
    """Learns by Adam from most groups, and keeps the weights of the epoch that was best on the others.

    A network says in ``_network`` how it is built; its settings are ``n_epochs``, ``batch_size``, ``learning_rate``,
    ``weight_decay``, ``patience`` and ``seed``.

    Attributes
    ----------
    classes_ : the genres, in the order of the columns of ``predict_proba``
    weights_ : name -> np.ndarray of float32, torch's state of the network at its best epoch
    history_ : a dict per epoch: epoch (from 1), train_loss (nats, as it was learnt from), valid_loss,
        train_accuracy, valid_accuracy, lr
    best_epoch_ : the epoch of the least ``valid_loss``, from 1
    """

    def _network(self) -> "nn.Sequential":
        """An untrained network of ``new_network``, for ``n_features_in_`` columns and the genres of ``classes_``."""
        raise NotImplementedError

    def _fit(
        self,
        X: np.ndarray,
        y: np.ndarray,
        groups: Sequence[str] | None,
        *,
        on_epoch: Callable[[Epoch], None] | None,
        before: Pipeline | None,
        weigh: Callable[[np.ndarray], np.ndarray] | None = None,
    ) -> "EpochNetwork":
        """Fit on the rows of most groups; the rest decides when to stop and which epoch to keep.

        Parameters
        ----------
        X : np.ndarray, shape (n_rows, n_columns), scaled, unless ``before`` does that
        groups : which rows belong together
        on_epoch : told of each epoch as it ends; by default whoever listens by `core.models.epochs`
        before : unfitted steps for ``X`` to pass; they are fitted on the rows that are learnt from
        weigh : the rows (indices) that are learnt from -> how much each counts; by default all count alike

        Raises
        ------
        ModelError
            Nobody said which rows belong together, every genre has a single group, or no epoch had a finite loss.
        """
        import torch

        self.classes_, truth = np.unique(y, return_inverse=True)
        learn, valid = hold_out_groups(groups, y, seed=self.seed)
        weights = weigh(learn) if weigh else np.ones(len(learn))
        X = np.asarray(learn_before(before, X, y, groups, learn), dtype=np.float32)
        self.n_features_in_ = X.shape[1]
        with torch.random.fork_rng(devices=[]):  # others who draw from torch must not notice
            torch.manual_seed(self.seed)
            self._learn((X[learn], truth[learn], weights), (X[valid], truth[valid]), on_epoch or tell_epoch)
        return self

    def _learn(
        self,
        learnt: tuple[np.ndarray, np.ndarray, np.ndarray],
        valid: tuple[np.ndarray, np.ndarray],
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
            train = _learn_once(net, adam, learnt, batches(len(learnt[0]), self.batch_size, rng))
            weights = {name: value.numpy().copy() for name, value in net.state_dict().items()}
            judged = _judge(forward(weights, valid[0]), valid[1])
            plateau.step(judged[0])
            if judged[0] < best:  # never true of a loss that is no number
                best, self.best_epoch_, self.weights_ = judged[0], n, weights
            self.history_.append(_epoch(n, train, judged, rate))
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

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of the genres, shape (n_rows, n_genres); rows sum to one."""
        return softmax(forward(self.weights_, np.asarray(X, dtype=np.float32)).astype(np.float64), axis=1)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable genre of each row."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


def new_network(
    n_columns: int, widths: Sequence[int], n_genres: int, *, dropout: float, is_normalised: bool = True
) -> "nn.Sequential":
    """An untrained network: per hidden layer a dense one, ReLU and batch normalisation; then dropout and logits."""
    from torch import nn

    stack: list[nn.Module] = []
    for n_in, n_out in zip((n_columns, *widths), widths, strict=False):
        stack += [nn.Linear(n_in, n_out), nn.ReLU()]
        stack += [nn.BatchNorm1d(n_out, eps=BATCH_NORM_EPS)] if is_normalised else []
    stack += [nn.Dropout(dropout)] if dropout else []
    return nn.Sequential(*stack, nn.Linear(widths[-1], n_genres))


def forward(weights: Weights, X: np.ndarray) -> np.ndarray:
    """Logits of a network of ``new_network`` in evaluation mode, shape (n_rows, n_genres), without torch."""
    dense = sorted(int(name.split(".")[0]) for name, value in weights.items() if value.ndim == 2)
    for i in dense[:-1]:
        X = np.maximum(X @ weights[f"{i}.weight"].T + weights[f"{i}.bias"], 0)
        if f"{i + 2}.running_mean" in weights:
            X = _normalised(X, {name: weights[f"{i + 2}.{name}"] for name in _NORM})
    return X @ weights[f"{dense[-1]}.weight"].T + weights[f"{dense[-1]}.bias"]


_NORM = ("running_mean", "running_var", "weight", "bias")


def _normalised(X: np.ndarray, norm: Weights) -> np.ndarray:
    return (X - norm["running_mean"]) / np.sqrt(norm["running_var"] + BATCH_NORM_EPS) * norm["weight"] + norm["bias"]


def batches(n_rows: int, size: int, rng: np.random.Generator) -> list[np.ndarray]:
    """The rows in a random order, cut in even parts of at least ``size`` rows (or one part of all of them).

    Batch normalisation cannot learn from a last batch of a single row; even parts leave none.
    """
    return np.array_split(rng.permutation(n_rows), max(1, n_rows // size))


def _learn_once(
    net: "nn.Sequential",
    adam: Any,
    learnt: tuple[np.ndarray, np.ndarray, np.ndarray],
    parts: list[np.ndarray],
) -> tuple[float, float]:
    """One epoch: the loss (nats) and accuracy of the rows as they were learnt from."""
    import torch
    from torch.nn.functional import cross_entropy

    X, truth, weights = learnt
    net.train()
    loss_sum, hits = 0.0, 0
    for rows in parts:
        logits = net(torch.from_numpy(X[rows]))
        target = torch.from_numpy(truth[rows])
        losses = cross_entropy(logits, target, reduction="none")
        loss = (losses * torch.from_numpy(weights[rows].astype(np.float32))).mean()
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
