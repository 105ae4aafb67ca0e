"""A wish for an explanation in, about how many seconds it will take out: from how quickly the model answers here."""

import time

import numpy as np

from core.explain.engines import ANY, N_BACKGROUND, TREES, VOTE, engine_of
from core.explain.job import folds_to_compare
from core.explain.opened import Opened, opened
from core.explain.parts import STABILITY_EVALS, STABILITY_ROWS
from core.explain.permutation import n_evals
from core.explain.players import players_of
from core.explain.rows import training_rows
from core.explain.trust.agreement import N_REPEATS
from core.explain.trust.deletion import MAX_ROWS, MAX_STEPS, N_DRAWS, N_RANDOM
from core.explain.trust.stability import SEEDS
from core.explain.wish import ExplainParams, n_folds, path_of
from core.models import MODELS
from core.models.loaded import LoadedModel, load_run

# A model answers many rows at once more quickly than few.
TIMED_ROWS = 2000
# Measured: a row of a forest of 200 takes 5 ms, and the first one waits for a compiler.
TREE_ROW_S, COMPILE_S = 0.006, 4.0
INNER_FITS = 6  # five folds for the temperature, then all rows


def estimate_s(params: ExplainParams) -> float:
    """Seconds on one core, to within a factor of two or so; asks the model of the run some rows to see how quick it is.

    Raises ModelError where the run cannot be loaded or keeps no rows.
    """
    model = load_run(path_of(params.run))
    whole = opened(model.classifier, n_columns=len(model.view.names))
    background = whole.inside(training_rows(model)[:N_BACKGROUND])
    answer_s, fit_s = _seconds_per_answer(whole, background), _fit_seconds(model)
    n_players = len(players_of(model.view.names, params.by))

    def row_s(max_evals: int) -> float:
        return row_seconds(whole, background, n_players, max_evals, answer_s=answer_s)

    n_tested = len(model.training) / n_folds(model.record)
    seconds = COMPILE_S + fit_s + min(params.n_rows, n_tested) * row_s(params.max_evals)
    if params.trust:
        n_compared = len(folds_to_compare(model.record, params.fold))
        n_compared_rows = n_compared * len(SEEDS) * STABILITY_ROWS
        seconds += _n_answers(n_players, n_tested) * answer_s + (n_compared - 1) * fit_s
        seconds += n_compared_rows * row_s(min(params.max_evals, STABILITY_EVALS))
    return seconds


def _n_answers(n_players: int, n_tested: float) -> float:
    """How often deletion and permutation ask the model."""
    steps = min(n_players, MAX_STEPS) + 1
    return MAX_ROWS * N_DRAWS * steps * (N_RANDOM + 1) + n_tested * n_players * N_REPEATS


def row_seconds(model: Opened, background: np.ndarray, n_players: int, max_evals: int, *, answer_s: float) -> float:
    """Seconds that one row takes, when one answer of the model takes ``answer_s``."""
    engine = engine_of(model, background)
    asked = n_evals(n_players, max_evals) * N_BACKGROUND * answer_s if engine in (ANY, VOTE) else 0.0
    return asked + (TREE_ROW_S if engine in (TREES, VOTE) else 0.0)


def _seconds_per_answer(model: Opened, Z: np.ndarray) -> float:
    many = Z[np.arange(TIMED_ROWS) % len(Z)]
    model.proba(Z[:1])  # what is loaded at first use is no part of the pace
    started = time.perf_counter()
    model.proba(many)
    return (time.perf_counter() - started) / len(many)


def _fit_seconds(model: LoadedModel) -> float:
    """A fold fitted again: as long as its training took, or as the model's own pace says."""
    record = model.record
    if record.extra.get("train_s") and record.config.get("search", "none") == "none":
        return float(record.extra["train_s"]) / (n_folds(record) + 1)
    spec = MODELS.get(record.model)
    return INNER_FITS * (spec.fit_s if spec else 1.0) * len(model.training) / 1000
