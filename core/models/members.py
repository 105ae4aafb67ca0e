"""A seed -> the classic models that vote together and are stacked, small enough for that to take seconds."""

from collections.abc import Callable
from typing import Any

from sklearn.base import BaseEstimator

from core.models import extra_trees, knn, lda, logistic, naive_bayes, random_forest, svm, xgb
from core.models.spec import ModelSpec, Setting

Members = list[tuple[str, BaseEstimator]]

_ALL: tuple[ModelSpec, ...] = tuple(
    module.SPEC for module in (knn, svm, random_forest, extra_trees, logistic, lda, naive_bayes, xgb)
)
_TREES = {"n_estimators": 100, "min_samples_leaf": 4}
_SMALL: dict[str, dict[str, Any]] = {
    "random-forest": _TREES,
    "extra-trees": _TREES,
    "xgboost": {"n_estimators": 60, "max_depth": 3, "learning_rate": 0.15},
    # the columns of a recording know a lot of each other: wide bells keep the product from being far too sure
    "naive-bayes": {"var_smoothing": 0.1},
}


def classic(seed: int) -> Members:
    """Eight unlike models, with modest forests."""
    return [(spec.name, spec.build(seed, **spec.settings(**_SMALL.get(spec.name, {})))) for spec in _ALL]


def of_thesis(seed: int) -> Members:
    """The six of them that the thesis has, with the settings that it found best."""
    return [(spec.name, spec.build(seed, **spec.settings(**spec.thesis_best))) for spec in _ALL if spec.thesis_best]


MEMBERS: dict[str, Callable[[int], Members]] = {"classic": classic, "thesis": of_thesis}
ABOUT_MEMBERS = Setting(
    "classic",
    "who takes part: eight models of modest size (classic), or the thesis' six with its best settings (slow)",
    choices=tuple(MEMBERS),
)
