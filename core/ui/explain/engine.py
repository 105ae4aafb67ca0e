"""What the Explain page needs and is slow to import (shap, scikit-learn, numba): opened when the page is up."""

from core.errors import ModelError
from core.explain.asking import ask_for_explanation, job_of
from core.explain.engines import N_BACKGROUND
from core.explain.extremes import Extreme, Extremes, extremes
from core.explain.pace import estimate_s
from core.explain.players import FAMILY, SINGLE
from core.explain.rows import hindrance
from core.explain.song import ExplainedSong, check_measurable, explained_song
from core.explain.stored import Trust, find_explanation, find_trust
from core.explain.summary import Waterfall, beeswarm, dependence, importance, mean_sizes, waterfall
from core.explain.values import Explanation, additivity_gap
from core.explain.wish import ExplainParams, n_folds, wish
from core.features import COLUMNS, FAMILIES, SR, about_column, family_of
from core.models import backbones
from core.models.backbones import BACKBONES
from core.models.inputs import ABOUT_RATIOS, InputView, input_view
from core.runs import StoredRun
from core.sound.decode import Signal, decode
from core.sound.segments import Span, cells
from core.training.again import parts_of_fold

__all__ = [
    "ABOUT_RATIOS",
    "BACKBONES",
    "COLUMNS",
    "FAMILIES",
    "FAMILY",
    "N_BACKGROUND",
    "SINGLE",
    "SR",
    "ExplainParams",
    "ExplainedSong",
    "Explanation",
    "Extreme",
    "Extremes",
    "Signal",
    "Span",
    "Trust",
    "Waterfall",
    "about_column",
    "about_heard",
    "additivity_gap",
    "ask_for_explanation",
    "beeswarm",
    "cells",
    "check_measurable",
    "check_rows",
    "decode",
    "dependence",
    "estimate_s",
    "explained_song",
    "extremes",
    "family_of",
    "find_explanation",
    "find_trust",
    "importance",
    "job_of",
    "mean_sizes",
    "n_folds",
    "waterfall",
    "why_not",
    "wish",
]


def about_heard(column: str) -> str:
    """What a column of a pretrained listener says; "" for any other."""
    if (listener := backbones.backbone_of(column)) is None:
        return ""
    # Of a tag the tag says it all; which listener names it stands behind.
    if column in listener.tag_columns:
        return f"“{column.partition('#')[2]}” ({listener.title})"
    return backbones.about_column(column)


def why_not(run: StoredRun) -> str:
    """Why a run that was made small cannot be explained, and what can; "" for any other."""
    return hindrance(run.record.name, view=_view_of(run), training=run.training)


def check_rows(run: StoredRun, fold: int) -> tuple[int, int]:
    """How many tracks a fold learnt from and was tested on; raises ModelError where the run kept no rows of them."""
    if words := why_not(run):
        raise ModelError(words)
    name, columns = run.record.name, _view_of(run).names
    missing = [column for column in columns if column not in run.training]
    if missing:
        raise ModelError(
            f"the run {name!r} keeps no rows of {len(missing)} of its {len(columns)} columns, among them "
            f"{missing[0]!r}; train it again, and the new run can be explained"
        )
    kept = set(run.training["track_id"].astype(str))
    learnt, tested = (len(kept & {str(track) for track in part}) for part in parts_of_fold(run, fold))
    if not learnt or not tested:
        raise ModelError(
            f"the run {name!r} keeps no rows of its fold {fold + 1}; train it again, then it can be explained"
        )
    return learnt, tested


def _view_of(run: StoredRun) -> InputView:
    config = run.record.config
    return input_view(config["inputs"], config.get("columns", ()))
