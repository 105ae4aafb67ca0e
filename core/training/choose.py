"""Training rows + candidates -> the candidate that does best on artists it has not heard, in inner folds only."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from core.errors import ModelError
from core.evaluation.pooling import pool_segments
from core.models import MODELS
from core.models.calibrated import Folds, fit_temperature, held_out_logits
from core.models.spec import AboutRows
from core.training.config import BEST, TrainConfig
from core.training.fit import unfitted

# What a grid may vary beside the settings of the model.
STEPS = ("scaling", "selection", "n_selected")


@dataclass(frozen=True)
class Candidate:
    """A configuration with its calibrated log loss (nats) and its accuracy on the held-out tracks of the inner folds.

    ``accuracy`` is the mean over the folds, as in a plain grid search.
    """

    config: TrainConfig
    log_loss: float
    accuracy: float


@dataclass(frozen=True, eq=False)
class Judged:
    """What a candidate says of the held-out rows of one inner fold."""

    logits: np.ndarray  # (n_rows, n_genres)
    truth: np.ndarray  # index of the genre of each row
    tracks: np.ndarray  # the track of each row

    @property
    def accuracy(self) -> float:
        """The share of tracks whose likeliest genre, by the mean of their rows, is the true one."""
        if len(set(self.tracks)) == len(self.tracks):
            return float(np.mean(self.logits.argmax(axis=1) == self.truth))
        shifted = np.exp(self.logits - self.logits.max(axis=1, keepdims=True))
        ids, pooled = pool_segments(self.tracks, shifted / shifted.sum(axis=1, keepdims=True))
        truth_of = dict(zip(self.tracks, self.truth, strict=True))
        return float(np.mean(pooled.argmax(axis=1) == [truth_of[track] for track in ids]))


def leaves_a_choice(config: TrainConfig) -> bool:
    return config.model == BEST or config.search != "none"


def candidates(config: TrainConfig) -> list[TrainConfig]:
    """All that a configuration leaves open, in a fixed order; itself where it leaves nothing open.

    "best" tries the small grids of the models that take part in it; a search tries ``config.grid``, or the model's own
    small grid; a random one draws ``n_draws`` of it without replacement.
    """
    if config.model == BEST:
        return [
            replace(config, model=spec.name, settings=dict(settings))
            for spec in MODELS.values()
            if spec.in_best
            for settings in spec.candidates
        ]
    if config.search == "none":
        return [config]
    points = list(_points(config))
    if config.search == "random" and config.n_draws < len(points):
        drawn = np.random.default_rng(config.seed).choice(len(points), size=config.n_draws, replace=False)
        points = [points[i] for i in sorted(drawn)]
    return [_at(config, point) for point in points]


def choose(
    X: np.ndarray,
    y: np.ndarray,
    *,
    config: TrainConfig,
    folds: Folds,
    tracks: Sequence[str] | None = None,
    about_rows: AboutRows | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> list[Candidate]:
    """Rank all candidates on the held-out tracks of ``folds``, best first by ``config.search_by``."""
    found = []
    todo = candidates(config)
    for i, candidate in enumerate(todo):
        if progress:
            progress(i / len(todo), f"trying {words_of(candidate)}")
        parts = [judge(X, y, candidate, folds, k, tracks=tracks, about_rows=about_rows) for k in range(len(folds))]
        found.append(scored(candidate, parts))
    return ranked(found, by=config.search_by)


def judge(
    X: np.ndarray,
    y: np.ndarray,
    config: TrainConfig,
    folds: Folds,
    k: int,
    *,
    tracks: Sequence[str] | None = None,
    about_rows: AboutRows | None = None,
) -> Judged:
    """What one candidate says of the held-out rows of fold ``k``."""
    estimator = unfitted(config, n_rows=min(train.size for train, _ in folds))
    held_out = folds[k][1]
    tracks = np.arange(len(y)).astype(str) if tracks is None else np.asarray(tracks)
    return Judged(
        logits=held_out_logits(estimator, X, y, folds[k], about_rows=about_rows),
        truth=np.unique(y, return_inverse=True)[1][held_out],
        tracks=tracks[held_out],
    )


def scored(config: TrainConfig, parts: Sequence[Judged]) -> Candidate:
    """A candidate from what it said in each inner fold."""
    return Candidate(
        config=config,
        log_loss=calibrated_log_loss(
            np.concatenate([part.logits for part in parts]),
            np.concatenate([part.truth for part in parts]),
            np.concatenate([part.tracks for part in parts]),
        ),
        accuracy=float(np.mean([part.accuracy for part in parts])),
    )


def ranked(found: Iterable[Candidate], *, by: str) -> list[Candidate]:
    """Best first; of equals the one that was named first, as in scikit-learn's grid search."""
    if by == "accuracy":
        return sorted(found, key=lambda candidate: -candidate.accuracy)
    return sorted(found, key=lambda candidate: candidate.log_loss)


def calibrated_log_loss(logits: np.ndarray, truth: np.ndarray, tracks: Sequence[str] | None = None) -> float:
    """The log loss that the best single temperature leaves: models that only shout too loud are not punished."""
    return fit_temperature(logits, truth, np.arange(len(truth)) if tracks is None else tracks)[1]


def words_of(config: TrainConfig) -> str:
    """A candidate as people read it: the model and the settings that it does not share with the defaults."""
    spec = MODELS[config.model]
    named = {name: value for name, value in config.settings.items() if value != spec.defaults[name]}
    if config.selection != "none":
        named |= {"selection": config.selection, "n_selected": config.n_selected}
    return " ".join([spec.title, ", ".join(f"{name}={value}" for name, value in named.items())]).strip()


def _points(config: TrainConfig) -> Iterable[dict[str, Any]]:
    """The product of a grid, the last name varying first."""
    grid = dict(config.grid) or dict(MODELS[config.model].grid)
    if empty := [name for name, values in grid.items() if not len(values)]:
        raise ModelError(f"the grid names no value for {empty[0]!r}; give one or more")
    return (dict(zip(grid, values, strict=True)) for values in product(*grid.values()))


def _at(config: TrainConfig, point: dict[str, Any]) -> TrainConfig:
    """The configuration at one point of its grid; raises ModelError for a name that is no setting."""
    steps = {name: value for name, value in point.items() if name in STEPS}
    settings = {name: value for name, value in point.items() if name not in STEPS}
    own = MODELS[config.model].settings(**{**config.settings, **settings})
    return replace(config, settings=own, **steps)
