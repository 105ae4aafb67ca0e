"""A dataset in, what only it has to show out: for FMA its tree of genres, which appear together, its partitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core import figures
from core.errors import DataError
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence
from core.ui.markup import banner, caption, heading
from core.ui.shelf import Shelf
from core.ui.theme import look

if TYPE_CHECKING:
    from core.data.opened import OpenDataset

_made = Shelf(max_entries=12)


def views(opened: OpenDataset) -> None:
    """Let the visitor choose one of the dataset's own tables to look at; nothing where it has none."""
    if not opened.dataset.views:
        return
    heading("Inside this dataset", f"What {opened.dataset.title} tells of itself beyond its tracks.")
    chosen = st.pills("Show", list(opened.dataset.views), key=f"view-of-{opened.id}", persist_state="session")
    if chosen is None:
        return
    try:
        with st.spinner("Reading what the dataset publishes"):
            table = _made.get_or_make(
                (opened.id, str(opened.path), chosen), lambda: opened.dataset.views[chosen](opened.path)
            )
    except DataError as error:
        banner("error", f"“{chosen}” cannot be shown", as_sentence(str(error)))
        return
    if is_square(table):
        _together(table)
    st.dataframe(table, hide_index=True, key=f"table-{chosen}", alt=f"Table: {chosen}")
    caption(f"{chosen}: {len(table):,} rows, as the dataset publishes them.")


def is_square(table: pd.DataFrame) -> bool:
    """Whether the rows are named as the columns are: counts of what appears together."""
    return len(table) > 1 and list(table.iloc[:, 0]) == list(table.columns[1:])


def _together(table: pd.DataFrame) -> None:
    genres, counts = list(table.columns[1:]), table.iloc[:, 1:].to_numpy()
    n_shown = min(len(genres), figures.together.MAX_GENRES)
    st.plotly_chart(
        figures.together_map(genres, counts, look=look()),
        theme=None,
        config=CHART_CONFIG,
        key="genres-together",
        alt=f"Map of which of the {len(genres)} genres the same tracks have; the table below holds the counts",
    )
    caption(
        f"The stronger a cell, the more tracks of the rarer genre are also of the other; the {n_shown} most frequent "
        "genres. The table holds all counts."
    )
