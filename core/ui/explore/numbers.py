"""A dataset in, the numbers that the Explore page looks at out: one table on one scale, chosen in the sidebar."""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError, DataError
from core.explore.scaling import ABOUT_SCALINGS, SCALINGS
from core.figures.words import as_sentence
from core.ui import state
from core.ui.datasets.contents import track_named
from core.ui.explore.background import Background
from core.ui.explore.sources import NumberSource, number_sources, parted_sources, state_of
from core.ui.markup import banner
from core.ui.shelf import Shelf

if TYPE_CHECKING:
    import pandas as pd

    from core.data.datasets import Track
    from core.data.opened import OpenDataset
    from core.explore.points import Points
    from core.ui.datasets.contents import Contents

DEFAULT_SCALING = "standard"
SCALING_KEY = "explore-scaling"
_loaded = Background("numbers", max_entries=4)
_parts = Shelf(max_entries=6)
_scaled = Shelf(max_entries=6)


@dataclass(frozen=True, eq=False)
class Exploration:
    """What all views of the page look at.

    Attributes
    ----------
    source : the table that was chosen; with ``scaling`` it is what a job needs to make a map of the same numbers
    points : the tracks as they were measured, by the columns of the source
    whole : the same tracks by all columns of the table that the source is a part of
    X : their numbers on the scale ``scaling``, a row per track in the order of ``points.ids``
    notes : (file, words) of what to know of the table
    """

    opened: OpenDataset
    contents: Contents
    source: NumberSource
    points: Points
    scaling: str
    X: pd.DataFrame
    notes: tuple[tuple[str, str], ...]
    whole: Points

    @property
    def key(self) -> tuple[str, str]:
        """What results that follow from these numbers are kept by."""
        return self.points.data_hash, self.scaling

    def track(self, identity: str) -> Track | None:
        """The track of a point, to be heard; None where the dataset has none of that name here."""
        return track_named(self.contents, identity)


def ask_for_scaling() -> str:
    """The scale of all numbers on the page, chosen in the sidebar."""
    with state.place_in_sidebar():
        return st.selectbox(
            "Scaling",
            list(SCALINGS),
            index=list(SCALINGS).index(DEFAULT_SCALING),
            format_func=SCALINGS.get,
            key=SCALING_KEY,
            persist_state="session",
            help="\n\n".join(f"**{SCALINGS[name]}**: {about}" for name, about in ABOUT_SCALINGS.items()),
        )


def ask_for_numbers(opened: OpenDataset, *, parted: bool = False) -> NumberSource | None:
    """The table to look at, chosen in the sidebar; None where there is none yet.

    ``parted``: what pretrained listeners hear is chosen apart from the features of the same table.
    """
    sources = {source.name: source for source in (parted_sources if parted else number_sources)(opened)}
    if not sources:
        return None
    key = f"numbers-{opened.id}{'-parted' * any(source.columns for source in sources.values())}"
    if st.session_state.get(key) not in sources:
        st.session_state.pop(key, None)
    with state.place_in_sidebar():
        name = st.selectbox(
            "The numbers",
            list(sources),
            format_func=lambda name: sources[name].title,
            key=key,
            persist_state="session",
        )
    return sources[name]


def explore_numbers(opened: OpenDataset, contents: Contents, source: NumberSource, scaling: str) -> Exploration | None:
    """The numbers of a table; while they are being read, or cannot be, the page says so and this is None."""
    try:
        state_now = _state(source.whole, opened)
        loaded = _loaded.get(state_now, lambda: _load(source), f"Reading “{source.title}”.")
        if loaded is None:
            return None
        whole, notes = loaded
        points = whole
        if source.columns:
            points = _parts.get_or_make((whole.data_hash, source.columns), lambda: whole.only(source.columns))
        X = _scaled.get_or_make((points.data_hash, scaling), lambda: _scale(points, scaling))
    except CoreError as error:
        banner("error", f"“{source.title}” cannot be used", as_sentence(str(error)))
        return None
    return Exploration(opened, contents, source, points, scaling, X, notes, whole)


def ids_of_genre(opened: OpenDataset, contents: Contents, source: NumberSource | None, genre: str) -> set[str]:
    """The tracks of one genre: those of the dataset, and where its table is read those of it, which may be others."""
    ids = {track.id for track in contents.tracks if track.genre == genre}
    if source is not None:
        with suppress(CoreError):  # who looks at the table reads what is wrong with it
            loaded = _loaded.now(_state(source.whole, opened), lambda: _load(source), wait_s=0.0)
            if loaded is not None:
                ids |= set(loaded[0].ids[loaded[0].genres == genre])
    return ids


def _state(source: NumberSource, opened: OpenDataset) -> Hashable:
    try:
        return state_of(source, opened)
    except OSError as error:
        raise DataError(f"{source.file.name} cannot be read: {error.strerror}; is the drive still there?") from error


def _load(source: NumberSource):
    from core.ui.explore.engine import load_points

    return load_points(source.source, segment_s=source.segment_s)


def _scale(points: Points, scaling: str) -> pd.DataFrame:
    from core.ui.explore.engine import scaled

    return scaled(points.X, scaling)
