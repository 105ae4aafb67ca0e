"""The dataset in use in, the tracks whose usual ranges a song is held against out: the model's, or a table of it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import DataError, ModelError
from core.figures.words import as_sentence
from core.ui import cache, state
from core.ui.explore.sources import NumberSource, number_sources, state_of
from core.ui.markup import banner
from core.ui.shelf import Shelf

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from core.data.opened import OpenDataset

BUILT_IN = "The built-in model's tracks"
_references = Shelf(max_entries=3)


@dataclass(frozen=True, eq=False)
class Reference:
    """Tracks to compare with: ``words`` say whose they are, ``X`` has a row for each, ``genres`` the same order."""

    words: str
    X: pd.DataFrame
    genres: np.ndarray


def ask_for_reference(opened: OpenDataset | None) -> Reference | None:
    """What the visitor chose in the sidebar; None, with a word on the page, where it cannot be read."""
    sources = {} if opened is None else _measured(opened)
    chosen = BUILT_IN
    if sources:
        with state.place_in_sidebar():
            chosen = st.selectbox("Usual ranges of", [BUILT_IN, *sources], key=f"usual-of-{opened.id}")
    try:
        if chosen == BUILT_IN:
            return _references.get_or_make(BUILT_IN, _of_model)
        source = sources[chosen]
        with st.spinner("Reading the table"):
            return _references.get_or_make(_key(source, opened), lambda: _of_table(source, opened))
    except (DataError, ModelError) as error:
        banner("error", "The usual ranges of genres cannot be told", as_sentence(str(error)))
        return None


def _measured(opened: OpenDataset) -> dict[str, NumberSource]:
    """Title -> table, of those that this project's own features were measured for."""
    sources = number_sources(opened)
    ours = [source for source in sources if source.segment_s is not None or opened.dataset.is_built_in]
    return {f"{opened.title}: {source.title}": source for source in ours}


def _key(source: NumberSource, opened: OpenDataset) -> Hashable:
    try:
        return state_of(source, opened)
    except OSError as error:
        raise DataError(f"the table {source.file.name} cannot be read: {error.strerror}") from error


def _of_model() -> Reference:
    from core.ui.anatomy.engine import model_tracks

    X, genres = model_tracks(cache.classic_model())
    return Reference(f"{len(X):,} clips of half a minute that the built-in model learned from", X, genres)


def _of_table(source: NumberSource, opened: OpenDataset) -> Reference:
    from core.ui.anatomy.engine import load_points

    points, _ = load_points(source.source, segment_s=source.segment_s)
    return Reference(f"{len(points):,} tracks of {opened.title}", points.X, points.genres)
