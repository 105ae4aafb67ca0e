"""One fold of a training in: its model, chosen and fitted on its training rows alone, and its held-out predictions."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import softmax

from core.evaluation.pooling import pool_segments
from core.models import MODELS
from core.models.calibrated import fit_told, logits_of
from core.models.novelty import typical_excess
from core.training.choose import Candidate, choose, leaves_a_choice
from core.training.config import TrainConfig
from core.training.fit import Fitted, Folds, fit, unfitted
from core.training.rows import Cut

Progress = Callable[[float, str], None]
# Before the names of the columns of probabilities, so that no genre can be taken for another column.
PROBA = "p:"


def search_space(cut: Cut, fold: int) -> tuple[np.ndarray, Folds]:
    """The rows that a choice may look at, and the folds among them that decide it.

    A protocol's own validation part decides where it has one; else folds inside the training part.
    """
    part, valid = cut.learnt(fold), cut.selected_on(fold)
    if valid.size == 0:
        return part, cut.inner(part)
    both = np.concatenate([part, valid])
    return both, [(np.arange(part.size), np.arange(part.size, both.size))]


def choose_in(cut: Cut, fold: int, progress: Progress | None = None) -> list[Candidate]:
    """The candidates of a fold, best first; nothing outside its training and validation part is looked at."""
    rows = cut.rows
    part, folds = search_space(cut, fold)
    return choose(
        rows.X[part],
        rows.y[part],
        config=cut.config,
        folds=folds,
        tracks=rows.track_ids[part],
        about_rows=rows.about(part),
        progress=progress,
    )


def chosen_in(cut: Cut, fold: int, progress: Progress | None = None) -> TrainConfig:
    """The configuration of a fold with all its settings named, after the choice it may leave open."""
    if leaves_a_choice(cut.config):
        return settled(choose_in(cut, fold, progress)[0].config)
    return settled(cut.config)


def settled(config: TrainConfig) -> TrainConfig:
    """A candidate as the configuration of a model: all settings named, nothing left to search."""
    return replace(config, settings=MODELS[config.model].settings(**config.settings), search="none", grid={})


def fit_in(cut: Cut, fold: int, config: TrainConfig) -> Fitted:
    """The model of a fold, fitted and calibrated on its training rows alone."""
    rows, part = cut.rows, cut.learnt(fold)
    return fit(
        rows.X[part],
        rows.y[part],
        config=config,
        folds=cut.inner(part),
        tracks=rows.track_ids[part],
        about_rows=rows.about(part),
    )


def predict_in(cut: Cut, fold: int, fitted: Fitted) -> pd.DataFrame:
    """One row per held-out track: the mean of its segments' probabilities, and the novelty that most of them exceed."""
    X, track_ids = cut.rows.X[cut.tested(fold)], cut.rows.track_ids[cut.tested(fold)]
    found = _held_out(cut, fold, fitted.classifier.predict_proba(X), genres=fitted.classifier.classes_)
    excess = pd.Series(fitted.detector.excess(X)).groupby(track_ids).apply(typical_excess)
    return found.assign(unknown=excess[found["track_id"]].to_numpy())


def hits_in(cut: Cut, fold: int, config: TrainConfig) -> pd.DataFrame:
    """Fit a fold and predict it as it is, for who counts hits alone: nothing is calibrated, no novelty measured.

    One temperature moves no row to another genre, so that the accuracy of single rows is that of a calibrated model.
    """
    rows, part = cut.rows, cut.learnt(fold)
    fitted = fit_told(unfitted(config, n_rows=part.size), rows.X[part], rows.y[part], rows.about(part))
    proba = softmax(logits_of(fitted, rows.X[cut.tested(fold)]), axis=1)
    return _held_out(cut, fold, proba, genres=fitted.classes_)


def _held_out(cut: Cut, fold: int, proba: np.ndarray, *, genres: Sequence[str]) -> pd.DataFrame:
    rows, test = cut.rows, cut.tested(fold)
    ids, pooled = pool_segments(rows.track_ids[test], proba)
    first = pd.Series(test).groupby(rows.track_ids[test]).first()[ids].to_numpy()
    facts = {
        "track_id": ids,
        "recording": rows.recordings[first],
        "start_s": rows.start_s[first],
        "genre": rows.y[first],
        "group": rows.groups[first],
        "fold": fold,
        "draw": cut.splits[fold].draw,
    }
    return pd.DataFrame(facts | dict(zip([PROBA + genre for genre in genres], pooled.T, strict=True)))
