"""What the project knows of a model before it is trained: its name, its settings and how to build it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import QuantileTransformer, StandardScaler

from core.errors import ModelError

SCALINGS = ("quantile", "standard")


@dataclass(frozen=True)
class ModelSpec:
    """One model: ``build(seed, **settings)`` gives an unfitted scikit-learn classifier.

    ``defaults`` are the settings used when nobody asks for others; ``candidates`` are the ones a search tries,
    in inner folds only.
    """

    name: str
    title: str
    about: str
    build: Callable[..., BaseEstimator]
    defaults: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    candidates: tuple[Mapping[str, Any], ...] = ()

    def settings(self, **chosen: Any) -> dict[str, Any]:
        """The defaults with ``chosen`` in their place; raises ModelError for a setting the model does not have."""
        unknown = sorted(set(chosen) - set(self.defaults))
        if unknown:
            raise ModelError(f"{self.name} has no setting {unknown}; it has {sorted(self.defaults)}")
        return {**self.defaults, **chosen}


def scaler(scaling: str, *, n_quantiles: int, seed: int) -> BaseEstimator:
    """A scaler for feature columns, to be fitted on training rows only.

    "quantile" maps each column to a normal distribution by its ranks, which tames the long tails of variances;
    "standard" subtracts the mean and divides by the standard deviation.
    """
    if scaling == "quantile":
        return QuantileTransformer(n_quantiles=n_quantiles, output_distribution="normal", random_state=seed)
    if scaling == "standard":
        return StandardScaler()
    raise ModelError(f"scaling={scaling!r} is not known; choose one of {', '.join(SCALINGS)}")


def scaled(estimator: BaseEstimator, *, scaling: str, n_quantiles: int, seed: int) -> Pipeline:
    """``estimator`` behind a scaler, as one pipeline: whoever fits it, fits both on the same rows."""
    return Pipeline([("scale", scaler(scaling, n_quantiles=n_quantiles, seed=seed)), ("classify", estimator)])
