"""Scaled columns -> genre probabilities by boosted trees (XGBoost)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline

from core.models.before import learn_before
from core.models.epochs import tell_epoch
from core.models.folds import hold_out_groups
from core.models.spec import ModelSpec, Setting

if TYPE_CHECKING:
    from xgboost import Booster, DMatrix
    from xgboost.callback import TrainingCallback


class BoostedTrees(ClassifierMixin, BaseEstimator):
    """Trees that each mend what those before them got wrong (Chen & Guestrin 2016), one per genre and round.

    The fitted trees are kept as the bytes of XGBoost's own portable format, so that storing and loading them needs no
    pickle, and listing models does not import XGBoost.

    Attributes
    ----------
    classes_ : the genres, in the order of the columns of ``predict_proba``
    trees_ : np.ndarray of uint8, the bytes of the booster
    history_ : a dict per round: epoch (from 1), train_loss (nats), valid_loss, train_accuracy, valid_accuracy; those
        of the valid part are None where nothing was held out
    best_epoch_ : the round with the least loss on the valid part, from 1; the last one where nothing was held out
    """

    def __init__(
        self,
        *,
        n_estimators: int = 100,
        max_depth: int = 4,
        learning_rate: float = 0.1,
        subsample: float = 0.8,
        colsample_bytree: float = 0.5,
        min_child_weight: float = 1.0,
        patience: int = 0,
        seed: int = 0,
    ):
        self.n_estimators = n_estimators
        self.max_depth = max_depth
        self.learning_rate = learning_rate
        self.subsample = subsample
        self.colsample_bytree = colsample_bytree
        self.min_child_weight = min_child_weight
        self.patience = patience
        self.seed = seed

    def fit(
        self, X: np.ndarray, y: np.ndarray, groups: Sequence[str] | None = None, before: Pipeline | None = None
    ) -> "BoostedTrees":
        """Fit on all rows; with ``patience`` on those of most ``groups``, and stop when the others gain no more.

        ``before`` holds unfitted steps for ``X`` to pass; they are fitted on the rows that are learnt from.

        Raises
        ------
        ModelError
            Early stopping is asked for, but nobody said which rows belong together, or every genre has a single group.
        """
        import xgboost as xgb

        self.classes_, truth = np.unique(y, return_inverse=True)
        learn, valid = np.arange(len(truth)), np.arange(0)
        if self.patience:
            learn, valid = hold_out_groups(groups, y, seed=self.seed)
        X = learn_before(before, X, y, groups, learn)
        parts = {"train": _matrix(X[learn], truth[learn])}
        if valid.size:
            parts["valid"] = _matrix(X[valid], truth[valid], like=parts["train"])
        told: dict[str, dict[str, list[float]]] = {}
        booster = xgb.train(
            self._parameters(),
            parts["train"],
            num_boost_round=self.n_estimators,
            evals=[(matrix, name) for name, matrix in parts.items()],
            evals_result=told,
            early_stopping_rounds=self.patience or None,
            verbose_eval=False,
            callbacks=[_telling()],
        )
        self.history_ = _history(told)
        self.best_epoch_ = booster.best_iteration + 1 if valid.size else len(self.history_)
        self.trees_ = np.frombuffer(booster[: self.best_epoch_].save_raw("ubj"), dtype=np.uint8)
        return self

    @property
    def booster(self) -> "Booster":
        """The trees as XGBoost knows them, for whoever explains them; raw scores are log-odds up to a constant."""
        from xgboost import Booster

        booster = Booster({"nthread": 1})
        booster.load_model(bytearray(self.trees_.tobytes()))
        return booster

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of the genres, shape (n_rows, n_genres); rows sum to one."""
        proba = self.booster.inplace_predict(np.asarray(X, dtype=np.float32)).astype(np.float64)
        return proba / proba.sum(axis=1, keepdims=True)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable genre of each row."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def _parameters(self) -> dict[str, Any]:
        return {
            "objective": "multi:softprob",
            "num_class": len(self.classes_),
            "eval_metric": ["merror", "mlogloss"],  # early stopping follows the last one
            "tree_method": "hist",
            "max_depth": self.max_depth,
            "learning_rate": self.learning_rate,
            "subsample": self.subsample,
            "colsample_bytree": self.colsample_bytree,
            "min_child_weight": self.min_child_weight,
            "seed": self.seed,
            "nthread": 1,  # the same sums, whatever machine adds them up
        }


def _matrix(X: np.ndarray, truth: np.ndarray, like: "DMatrix | None" = None) -> "DMatrix":
    from xgboost import QuantileDMatrix

    return QuantileDMatrix(np.asarray(X, dtype=np.float32), truth, ref=like, nthread=1)


Told = dict[str, dict[str, list[float]]]


def _history(told: Told) -> list[dict[str, Any]]:
    return [_round(told, i) for i in range(len(told["train"]["mlogloss"]))]


def _round(told: Told, i: int) -> dict[str, Any]:
    facts: dict[str, Any] = {"epoch": i + 1}
    for part in ("train", "valid"):
        curves = told.get(part)
        facts[f"{part}_loss"] = curves["mlogloss"][i] if curves else None
        facts[f"{part}_accuracy"] = 1 - curves["merror"][i] if curves else None
    return facts


def _telling() -> "TrainingCallback":
    """What tells whoever listens of each round as it ends."""
    from xgboost.callback import TrainingCallback

    class Telling(TrainingCallback):
        def after_iteration(self, model: "Booster", epoch: int, evals_log: Told) -> bool:
            tell_epoch(_round(evals_log, epoch))
            return False  # goes on

    return Telling()


def build(seed: int, **trees: float) -> BoostedTrees:
    return BoostedTrees(seed=seed, **trees)


SPEC = ModelSpec(
    name="xgboost",
    title="XGBoost",
    about="many small trees, each of which mends what those before it got wrong",
    build=build,
    about_settings={
        "n_estimators": Setting(
            100, "how many rounds are learnt, each with one tree per genre", low=1, high=2000, whole=True
        ),
        "max_depth": Setting(4, "how many questions a tree may ask in a row", low=1, high=20, whole=True),
        "learning_rate": Setting(0.1, "how much each tree may mend; small steps need more rounds", low=1e-4, high=1.0),
        "subsample": Setting(0.8, "the share of the tracks that each tree is shown", low=0.1, high=1.0),
        "colsample_bytree": Setting(0.5, "the share of the columns that each tree is shown", low=0.05, high=1.0),
        "min_child_weight": Setting(1.0, "how much evidence every leaf needs; more is smoother", low=0.0, high=100.0),
        "patience": Setting(
            0,
            "stop when this many rounds bring nothing for artists kept aside; 0: learn all rounds from all tracks",
            low=0,
            high=500,
            whole=True,
        ),
    },
    grid={"max_depth": (3, 5), "n_estimators": (100, 200)},
    thesis_grid={
        "max_depth": (3, 5, 7),
        "n_estimators": (50, 100, 200),
        "learning_rate": (0.1, 0.01, 0.001),
        # as the library has them when nobody says otherwise
        "subsample": (1.0,),
        "colsample_bytree": (1.0,),
    },
    thesis_best={
        "max_depth": 7,
        "n_estimators": 200,
        "learning_rate": 0.1,
        "subsample": 1.0,
        "colsample_bytree": 1.0,
    },
    has_epochs=True,
    explained_by="tree",
    fit_s=1.0,
)
