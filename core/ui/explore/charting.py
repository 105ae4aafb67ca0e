"""What a visitor did in a chart in, what it was out; and which tracks every chart of the page shows as selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.figures.explore.outlines import Outline
from core.ui.explore.selection import is_selected

if TYPE_CHECKING:
    from core.ui.explore.numbers import Exploration


def clicked(key: str) -> object | None:
    """The ``customdata`` of the point that was clicked in a chart; None where it was let go."""
    points = st.session_state[key].selection.points
    return next((point["customdata"] for point in points if point.get("customdata") is not None), None)


def outlines(key: str) -> list[Outline]:
    """What was drawn in a chart by lasso or box, as the corners of each shape in the units of its axes."""
    drawn = st.session_state[key].selection
    shapes = [Outline(shape["x"], shape["y"]) for shape in drawn.lasso]
    for box in drawn.box:
        (x0, x1), (y0, y1) = box["x"], box["y"]
        shapes.append(Outline((x0, x1, x1, x0), (y0, y0, y1, y1)))
    return shapes


def selected(exploration: Exploration) -> np.ndarray | None:
    """Which tracks are selected, shape (n_tracks,); None where all are."""
    chosen = is_selected(exploration.opened.id, list(exploration.points.ids))
    return None if chosen is None else np.array(chosen, dtype=bool)


def choose(label: str, names: Sequence[str], *, key: str, first: str, words: Callable[[str], str]) -> str:
    """A column that the visitor chose before or chooses here; ``first`` where there was no choice in this table."""
    if st.session_state.get(key) not in names:
        st.session_state[key] = first
    return st.selectbox(label, list(names), format_func=words, key=key, persist_state="session")
