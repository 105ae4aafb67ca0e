"""What the project knows of a model before it is trained: its name, its settings and how to build it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import isfinite
from types import MappingProxyType
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import has_fit_parameter

from core.errors import ModelError

NOTHING: Mapping[str, Any] = MappingProxyType({})

# What is known of each row beside its numbers, one entry per row, by the name that a model's ``fit`` asks for it under:
# "groups", what no fold inside the model may separate; "short", whether less than half of a segment was heard.
AboutRows = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Setting:
    """One number or word that a person may choose.

    Attributes
    ----------
    default : used when nobody asks for another
    help : what it does, in one plain sentence
    choices : a menu; where bounds stand beside it, a number between them will do as well
    low, high : the bounds of a number, both good values themselves; None leaves that side open
    whole : whether only whole numbers will do
    """

    default: Any
    help: str
    choices: tuple[Any, ...] = ()
    low: float | None = None
    high: float | None = None
    whole: bool = False

    @property
    def is_number(self) -> bool:
        """Whether numbers that stand in no menu will do."""
        return not self.choices or self.low is not None or self.high is not None

    @property
    def rule(self) -> str:
        """What a value must be, in words."""
        rules = [", ".join(map(str, self.choices))] if self.choices else []
        if self.is_number:
            bounds = [f"{word} {edge}" for word, edge in (("from", self.low), ("to", self.high)) if edge is not None]
            rules.append(" ".join(["a whole number" if self.whole else "a number", *bounds]))
        return " or ".join(rules)

    def allows(self, value: Any) -> bool:
        """Whether ``value`` is one of the choices or a number within the bounds."""
        if any(value == choice and type(value) is type(choice) for choice in self.choices):
            return True
        if not self.is_number or isinstance(value, bool) or not isinstance(value, int | float):
            return False
        if not isfinite(value) or (self.whole and not isinstance(value, int)):
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class ModelSpec:
    """One model: ``build(seed, **settings)`` gives an unfitted scikit-learn classifier.

    Attributes
    ----------
    about_settings : what may be chosen
    grid : the few values per setting that a search tries unless it is told others, in inner folds only
    thesis_grid : the values that the notebook of Pricop's thesis (2023) tried, as one grid or several; may be empty
    thesis_best : the settings that the thesis found best, on features scaled to [0, 1] and leaky segments; may be empty
    in_best : whether the choice among models ("best") tries its grid
    fit_s : seconds that one fit on 1,000 rows of 57 columns and ten genres takes on one core, for estimates
        (`python -m benchmarks.fit_seconds` measures it)
    has_epochs : whether it learns round by round and, once fitted, has ``history_`` and ``best_epoch_``
    explained_by : "tree" and "linear" have exact explainers of their own, a "vote" adds up those of its members,
        "any" is explained by asking it again and again
    reads : the one input view whose columns it takes for what they say, unscaled; "" where it learns from any numbers
    """

    name: str
    title: str
    about: str
    build: Callable[..., BaseEstimator]
    about_settings: Mapping[str, Setting] = field(default_factory=lambda: NOTHING)
    grid: Mapping[str, tuple[Any, ...]] = field(default_factory=lambda: NOTHING)
    thesis_grid: Mapping[str, tuple[Any, ...]] | tuple[Mapping[str, tuple[Any, ...]], ...] = ()
    thesis_best: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    in_best: bool = False
    fit_s: float = 0.0
    has_epochs: bool = False
    explained_by: str = "any"
    reads: str = ""

    @property
    def defaults(self) -> dict[str, Any]:
        """The settings used when nobody asks for others."""
        return {name: setting.default for name, setting in self.about_settings.items()}

    @property
    def candidates(self) -> tuple[dict[str, Any], ...]:
        """Every combination of the values of ``grid``."""
        return combinations(self.grid)

    def settings(self, **chosen: Any) -> dict[str, Any]:
        """The defaults with ``chosen`` in their place.

        Raises
        ------
        ModelError
            The model has no such setting, or the setting cannot have that value.
        """
        unknown = sorted(set(chosen) - set(self.about_settings))
        if unknown:
            raise ModelError(f"{self.name} has no setting {unknown}; it has {sorted(self.about_settings)}")
        for name, value in chosen.items():
            if not self.about_settings[name].allows(value):
                raise ModelError(f"{self.name}: {name}={value!r} must be {self.about_settings[name].rule}")
        return {**self.defaults, **chosen}


def combinations(grid: Mapping[str, tuple[Any, ...]]) -> tuple[dict[str, Any], ...]:
    """Every combination of the values of a grid, the last name changing fastest."""
    return tuple(dict(zip(grid, values, strict=True)) for values in product(*grid.values()))


def wants_groups(estimator: BaseEstimator) -> bool:
    """Whether a classifier, or a step of a pipeline, cuts its rows itself and must know which belong together."""
    return bool(row_parameters(estimator, {"groups": ()}))


def row_parameters(estimator: BaseEstimator, about_rows: AboutRows | None) -> dict[str, np.ndarray]:
    """What ``estimator.fit(X, y, ...)`` asks to be told of its rows, named as a pipeline wants it; may be nothing."""
    steps = getattr(estimator, "steps", [("", estimator)])
    return {
        f"{name}__{fact}" if name else fact: np.asarray(values)
        for name, step in steps
        for fact, values in (about_rows or {}).items()
        if has_fit_parameter(step, fact)
    }


def about_some(about_rows: AboutRows | None, rows: np.ndarray) -> dict[str, np.ndarray]:
    """What is known of some rows, by their indices."""
    return {fact: np.asarray(values)[rows] for fact, values in (about_rows or {}).items()}
