"""A model in, the search for better settings that the visitor wants out: none, a grid, or a random draw of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.ui.markup import caption, show, tag

if TYPE_CHECKING:
    from core.ui.train.engine import ModelSpec

SEARCHES = {"none": "None", "grid": "Grid", "random": "Random"}
CRITERIA = {"log-loss": "Log loss", "accuracy": "Accuracy"}
OWN, THESIS = "own", "thesis"
N_DRAWS = 10
HONEST = "Candidates are tried in inner folds of each training part, cut as the protocol cuts: no test track has a say."
ABOUT_CRITERION = (
    "Log loss asks that percentages can be believed too; accuracy only counts the genre that is named first. In nats, "
    "after calibration."
)


def ask_for_search(model: str) -> dict[str, Any]:
    """The fields of a configuration that say what is tried."""
    from core.ui.train.engine import MODELS

    if model not in MODELS:
        caption("It is a search already: the small grids of all these models are tried.")
        return {"search_by": _ask_for_criterion()}
    spec = MODELS[model]
    search = st.segmented_control(
        "Search",
        list(SEARCHES),
        default="none",
        required=True,
        format_func=SEARCHES.get,
        key="train-search-kind",
        persist_state="session",
        help="A grid tries every combination of its values, a random search some of them.",
    )
    if search == "none":
        caption("One training with the settings above. A search tries several and keeps the best.")
        return {}
    grid = _ask_for_grid(spec)
    fields = {"search": search, "grid": grid, "search_by": _ask_for_criterion()}
    if search == "random":
        fields["n_draws"] = _ask_for_draws(n_of(grid), model)
    caption(HONEST)
    return fields


def n_of(grid: Mapping[str, tuple]) -> int:
    """How many combinations a grid has."""
    return prod(len(values) for values in grid.values())


def _ask_for_grid(spec: ModelSpec) -> dict[str, list[Any]]:
    from core.ui.train.engine import thesis_grid_of

    grids = {OWN: spec.grid, THESIS: thesis_grid_of(spec)}
    titles = {
        OWN: f"A small grid: {_counted(n_of(grids[OWN]))}",
        THESIS: f"The grid of Pricop's thesis: {_counted(n_of(grids[THESIS]))}",
    }
    offered = [name for name, grid in grids.items() if grid]
    name = st.radio("What is tried", offered, format_func=titles.get, key=f"train-grid-{spec.name}")
    grid = grids[name]
    show(*(tag("p", tag("strong", key), f": {_values(values)}", cls="gs-caption") for key, values in grid.items()))
    return {key: list(values) for key, values in grid.items()}


def _ask_for_criterion() -> str:
    return st.selectbox(
        "Chosen by",
        list(CRITERIA),
        format_func=CRITERIA.get,
        key="train-search-by",
        persist_state="session",
        help=ABOUT_CRITERION,
    )


def _ask_for_draws(n_all: int, model: str) -> int:
    return st.number_input(
        "How many are drawn",
        1,
        n_all,
        value=min(N_DRAWS, n_all),
        key=f"train-draws-{model}-{n_all}",
        persist_state="session",
    )


def _counted(n: int) -> str:
    return f"{n:,} candidate{'s' * (n != 1)}"


def _values(values: Sequence[Any]) -> str:
    return ", ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in values)
