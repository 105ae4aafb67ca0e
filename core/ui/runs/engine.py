"""What the Runs page needs and is slow to import (scikit-learn): opened when the page is up."""

from pathlib import Path

import pandas as pd

from core.comparison import Comparison, Comparisons, compare_all
from core.evaluation.calibration import perfect_accuracies
from core.evaluation.hardest import in_cell, most_ambiguous, one_row_per_track, reliability, worst
from core.figures.runs.reliability import ReliabilityBin
from core.leaderboard import Row, ScoreList, score_lists
from core.likeness import Neighbour, nearest_of_genre
from core.models import MODELS
from core.models.inputs import PRETRAINED
from core.models.loaded import BUILT_IN, BUILT_IN_MODELS, available_models, describe_models, hidden_runs, load_model
from core.models.pretrained import inputs_words, is_pretrained
from core.runs import StoredRun, read_run
from core.training.choose import BEST

__all__ = [
    "BUILT_IN",
    "BUILT_IN_MODELS",
    "PRETRAINED",
    "Comparison",
    "Comparisons",
    "Neighbour",
    "Row",
    "ScoreList",
    "about_model",
    "available_models",
    "compare_all",
    "describe_models",
    "hidden_runs",
    "in_cell",
    "inputs_words",
    "is_pretrained",
    "load_model",
    "most_ambiguous",
    "nearest_of_genre",
    "one_row_per_track",
    "read_stored",
    "reliability_bins",
    "score_lists",
    "title_of",
    "worst",
]


def title_of(model: str, *, asked_for: str = "") -> str:
    """A model as people know it; one that a choice among all ended with says so."""
    title = MODELS[model].title if model in MODELS else model
    return f"{title}, the best of all" if asked_for == BEST else title


def about_model(model: str) -> str:
    """What a kind of model does, in a few words; "" for one that this version does not know."""
    return MODELS[model].about if model in MODELS else ""


def read_stored(folder: Path) -> StoredRun:
    """A whole run from its folder; raises ModelError."""
    return read_run(folder)


def reliability_bins(held_out: pd.DataFrame) -> list[ReliabilityBin]:
    """How sure a run said it was and how often it was right, with where an honest model would lie."""
    bins = reliability(held_out)
    edges = perfect_accuracies(bins)
    return [ReliabilityBin(*values, low, high) for values, (low, high) in zip(bins, edges, strict=True)]
