"""A configuration and the size of the data in; how many fits a training takes out, and how long, about.

The numbers of fits are exact: those that `core.training.job` does. The seconds follow from what one fit took when it
was measured (``ModelSpec.fit_s``) and are good for "a minute or an hour", not more.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.models import MODELS
from core.models.selection import SELECTIONS
from core.training.choose import candidates, leaves_a_choice
from core.training.config import TrainConfig
from core.training.curves import SHARES

# What ``ModelSpec.fit_s`` and ``Selection.choose_s`` were measured with.
MEASURED_ROWS, MEASURED_COLUMNS = 1000, 57
# Seconds: until workers have imported what they need, that every part costs beside its fits, and to store the run.
START_S, PART_S, STORE_S = 6.0, 0.05, 2.0
# The threshold of "I don't know" of one fold, per 1,000 rows.
DETECTOR_S = 0.4
# How time grows with the rows, as a power: support vectors are found among pairs of rows.
ROW_POWERS: Mapping[str, float] = MappingProxyType({"svm": 1.4, "vote-all": 1.2, "stack": 1.2})
# Twice as many of these take twice the time.
EFFORTS = ("n_estimators", "n_epochs")
# Choices of columns in one fit, where it is not one: in each of five folds, and on all rows.
CHOICES: Mapping[str, int] = MappingProxyType({"vote-all": 6, "stack": 6})


@dataclass(frozen=True)
class Estimate:
    """``n_search`` of the ``n_fits`` fits are those of the search; seconds are those that pass on the clock."""

    n_fits: int
    n_search: int
    seconds: float


@dataclass(frozen=True)
class _Stage:
    """Parts that may be done at the same time: how many, the fits of each, and the seconds of one fit."""

    n_parts: int
    n_fits_each: int
    fit_s: float
    extra_s: float = 0.0

    @property
    def n_fits(self) -> int:
        return self.n_parts * self.n_fits_each

    def seconds(self, n_workers: int) -> float:
        each_s = PART_S + self.n_fits_each * self.fit_s + self.extra_s
        return math.ceil(self.n_parts / n_workers) * each_s


def estimate(
    config: TrainConfig,
    *,
    n_splits: int,
    n_rows: int,
    n_columns: int,
    n_workers: int,
    n_selecting: int = 0,
    curve: bool = True,
) -> Estimate:
    """What a training by parts takes.

    Parameters
    ----------
    n_splits : how often the protocol cuts the data; ``n_selecting`` of these splits bring their own validation part
    n_rows : how many rows the model of a fold learns from
    n_columns : how many numbers it sees of each
    curve : whether the accuracy with fewer tracks is measured, where the model has no epochs

    Raises
    ------
    ModelError
        The configuration names what there is not.
    """
    stages = list(_stages(config, n_splits, n_rows, n_columns, n_selecting, curve))
    searching = stages[:-2] if curve and not _has_epochs(config) else stages[:-1]
    return Estimate(
        n_fits=sum(stage.n_fits for stage in stages),
        n_search=sum(stage.n_fits for stage in searching),
        seconds=START_S + STORE_S + sum(stage.seconds(max(n_workers, 1)) for stage in stages),
    )


def n_judgements(config: TrainConfig, *, n_splits: int, n_selecting: int = 0) -> int:
    """In how many inner folds each candidate of a search is tried; 0 where nothing is left open."""
    if not leaves_a_choice(config):
        return 0
    return (n_splits - n_selecting + 1) * config.n_inner_folds + n_selecting


def _stages(
    config: TrainConfig, n_splits: int, n_rows: int, n_columns: int, n_selecting: int, curve: bool
) -> Iterator[_Stage]:
    """The search candidate by candidate, the models of all folds and of all tracks, the curve of fewer tracks."""
    todo = candidates(config)
    costs = [fit_seconds(candidate, n_rows=n_rows, n_columns=n_columns) for candidate in todo]
    if n_tried := n_judgements(config, n_splits=n_splits, n_selecting=n_selecting):
        for fit_s in costs:
            yield _Stage(n_tried, 1, fit_s)
    usual_s = sum(costs) / len(costs)
    yield _Stage(n_splits + 1, config.n_inner_folds + 1, usual_s, DETECTOR_S * n_rows / MEASURED_ROWS)
    if curve and not _has_epochs(config):
        yield _Stage(len(SHARES) * config.n_inner_folds, 1, usual_s)


def _has_epochs(config: TrainConfig) -> bool:
    return config.model in MODELS and MODELS[config.model].has_epochs


def fit_seconds(config: TrainConfig, *, n_rows: int, n_columns: int) -> float:
    """Seconds of one fit on one core, the choice of columns included."""
    spec = MODELS[config.model]
    rows, columns = n_rows / MEASURED_ROWS, n_columns / MEASURED_COLUMNS
    effort = math.prod(config.settings.get(name, spec.defaults[name]) / spec.defaults[name] for name in _efforts(spec))
    seen = min(config.n_selected / n_columns, 1.0) if config.selection != "none" else 1.0
    model_s = spec.fit_s * effort * rows ** ROW_POWERS.get(spec.name, 1.0) * columns * seen
    choose_s = SELECTIONS[config.selection].choose_s * CHOICES.get(spec.name, 1)
    return model_s + choose_s * rows * columns


def _efforts(spec) -> list[str]:
    return [name for name in EFFORTS if name in spec.defaults]
