"""A PCA map in, the columns that its axes are made of out: the strongest first, by their loadings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core.figures.words import percent
from core.ui.explore.columns import columns_of
from core.ui.markup import caption

if TYPE_CHECKING:
    from core.ui.explore.map_engine import Map
    from core.ui.explore.numbers import Exploration

N_COMPONENTS = 10


def loadings(exploration: Exploration, made: Map) -> None:
    """A folded table of the loadings, and how much each component explains."""
    with st.expander("What the axes are made of", icon=":material/straighten:"):
        frame = loadings_frame(exploration, made)
        st.dataframe(
            frame,
            hide_index=True,
            key="map-loadings",
            column_config={name: st.column_config.NumberColumn(format="%+.2f") for name in frame.columns[1:]},
            alt=f"Table of the loadings of {len(frame)} columns on both axes",
        )
        caption(explained_words(made))


def loadings_frame(exploration: Exploration, made: Map) -> pd.DataFrame:
    """A row per column, the one that weighs most on either axis first."""
    axes, columns = made.axes, columns_of(exploration.points)
    order = np.argsort(-np.abs(axes.loadings).max(axis=1), kind="stable")
    named = {f"PC {number}": axes.loadings[order, axis] for axis, number in enumerate(axes.shown)}
    return pd.DataFrame({"Column": [columns[axes.columns[place]].label for place in order], **named})


def explained_words(made: Map) -> str:
    """The share of the variance of each of the first components."""
    shares = made.axes.explained[:N_COMPONENTS]
    told = ", ".join(f"PC {place} {percent(share)}" for place, share in enumerate(shares, start=1))
    by = "the correlation of a column with the axis" if made.params.scaling == "standard" else "in the column's unit"
    return f"A loading is {by}. Of the variance explain {told}; together {percent(sum(shares))}."
