"""What explanation somebody wants: plain values that travel to a worker, and the key under which it is stored."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.explain.engines import MAX_EVALS, N_BACKGROUND
from core.explain.players import FAMILY, SINGLE
from core.models.loaded import available_models
from core.runs import RunRecord, read_record

LIBRARIES = ("numpy", "scipy", "scikit-learn", "shap", "numba")
VERSION = 1  # of the way in which explanations are made here
MAX_ROWS = 2000


@dataclass(frozen=True)
class ExplainParams:
    """An explanation of held-out rows of a fold: the parameters of the job ``explain_run``.

    Attributes
    ----------
    run : the name of a run
    weights : sha256 of its weights, so that another run of that name is another wish
    fold : the fold whose held-out rows are explained, by the model that had not heard them
    n_rows : how many of them, drawn by ``seed``
    by : "family" or "single"
    max_evals : budget per row for models without an exact way
    trust : whether to measure how far the explanation can be trusted, too, which takes the other folds
    """

    run: str
    weights: str
    fold: int = 0
    n_rows: int = 100
    by: str = FAMILY
    max_evals: int = MAX_EVALS
    seed: int = 0
    trust: bool = True

    @property
    def key(self) -> str:
        """The beginning of the weights' hash, then sha256 over all that decides what the values are."""
        decides = hashlib.sha256(json.dumps(self.facts, sort_keys=True).encode()).hexdigest()
        return f"{key_of_weights(self.weights)}-{decides}"

    @property
    def facts(self) -> dict[str, Any]:
        """All that decides what the values are, as JSON; whether trust is measured, too, is no part of it."""
        return {
            **{name: getattr(self, name) for name in ("weights", "fold", "n_rows", "by", "max_evals", "seed")},
            "n_background": N_BACKGROUND,
            "version": VERSION,
            "libraries": library_versions(),
        }


def wish(run: str, **chosen: Any) -> ExplainParams:
    """The parameters for a run by its name; raises ModelError where there is no such run, fold, or kind of player."""
    record = record_of(run)
    params = ExplainParams(run, record.weights_sha256, **chosen)
    if not 0 <= params.fold < n_folds(record):
        raise ModelError(
            f"fold={params.fold} is none of the {n_folds(record)} folds of the run {run!r}; they count from 0"
        )
    if params.by not in (FAMILY, SINGLE):
        raise ModelError(f"by={params.by!r} is not known; explain by {FAMILY!r} or by {SINGLE!r}")
    if not 1 <= params.n_rows <= MAX_ROWS:
        raise ModelError(f"n_rows={params.n_rows} must be from 1 to {MAX_ROWS}")
    return params


def key_of_weights(weights: str) -> str:
    """What the keys of all explanations of a run begin with."""
    return weights[:16]


def path_of(run: str) -> Path:
    """The folder of a run, or of a built-in model; raises ModelError where there is none of that name."""
    models = available_models()
    if run not in models:
        raise ModelError(f"there is no run named {run!r}; there are: {', '.join(models) or 'none'}")
    return models[run]


def record_of(run: str) -> RunRecord:
    """What is known of a run without its weights; raises ModelError where there is none of that name."""
    return read_record(path_of(run))


def n_folds(record: RunRecord) -> int:
    """How many folds a run has: one where its scores come from a single split."""
    return max(len(record.scores.get("folds") or ()), len(record.extra.get("chosen_in_folds") or ()), 1)


@cache
def library_versions() -> dict[str, str]:
    """The versions of what computes explanations; not loaded for that."""
    return {name: version(name) for name in LIBRARIES}
