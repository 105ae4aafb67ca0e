"""What the Train page needs and is slow to import (scikit-learn): opened when the page is up."""

from collections.abc import Mapping
from typing import Any

from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.data.splits import Protocol
from core.data.table import FeatureTable
from core.jobs.cluster import n_workers
from core.models import MODELS
from core.models.inputs import TABLE, InputView, input_view
from core.models.pretrained import view_title
from core.models.selection import SELECTIONS
from core.models.spec import ModelSpec, Setting
from core.models.steps import ABOUT_SCALINGS
from core.training.choose import BEST, candidates
from core.training.config import TrainConfig
from core.training.estimate import Estimate, estimate
from core.training.ground import Suits, check_trainable, preferred, suiting, views_of

__all__ = [
    "ABOUT_SCALINGS",
    "BEST",
    "MODELS",
    "PROTOCOLS",
    "SELECTIONS",
    "Estimate",
    "FeatureTable",
    "InputView",
    "ModelSpec",
    "Protocol",
    "Setting",
    "Suits",
    "TrainConfig",
    "candidates",
    "check_trainable",
    "estimate",
    "hears",
    "look_at",
    "n_workers",
    "preferred",
    "thesis_grid_of",
    "title_of",
    "view_title",
]


def look_at(source: str, *, segment_s: float | None) -> tuple[FeatureTable, dict[str, Suits], dict[str, InputView]]:
    """A table, what every protocol makes of it, and what a model may see of it; raises DataError."""
    table = load_table(source, segment_s=segment_s)
    return table, suiting(table), views_of(table)


def hears(view: str) -> bool:
    """Whether a view is what pretrained listeners hear, and nothing else; of a whole table nobody says so."""
    return view != TABLE and bool(input_view(view).backbones)


def title_of(model: str) -> str:
    """A model as people know it."""
    if model == BEST:
        return f"The best of {sum(spec.in_best for spec in MODELS.values())}"
    return MODELS[model].title if model in MODELS else model


def thesis_grid_of(spec: ModelSpec) -> Mapping[str, tuple[Any, ...]]:
    """The values that the thesis tried, as one grid; where it tried several, every value of any of them."""
    if not isinstance(spec.thesis_grid, tuple):
        return spec.thesis_grid
    merged: dict[str, list[Any]] = {}
    for grid in spec.thesis_grid:
        for name, values in grid.items():
            known = merged.setdefault(name, [])
            known.extend(value for value in values if value not in known)
    return {name: tuple(values) for name, values in merged.items()}
