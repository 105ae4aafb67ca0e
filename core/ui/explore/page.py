"""A dataset in, all that the Explore page shows of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.datasets.feature_tables import feature_tables
from core.ui.datasets.reading import read_contents
from core.ui.explore.choosing import selection_bar
from core.ui.explore.linked_tracks import linked_tracks
from core.ui.explore.numbers import ask_for_numbers, ask_for_scaling, explore_numbers
from core.ui.explore.overview import origin_words, overview
from core.ui.explore.views import OVERVIEW, VIEWS
from core.ui.markup import banner, caption

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents

VIEW = "explore-view"


def explore(opened: OpenDataset) -> None:
    """Show one view of a dataset, and under it the tracks that are selected in any of them."""
    contents = read_contents(opened)
    if contents is None:
        return None
    source = ask_for_numbers(opened, parted=True)
    view = st.segmented_control(
        "View",
        [OVERVIEW, *VIEWS],
        default=OVERVIEW,
        required=True,
        key=VIEW,
        persist_state="session",
        label_visibility="collapsed",
    )
    if view == OVERVIEW:
        overview(opened, contents, source)
    if source is None:
        return _without_numbers(opened, contents)
    exploration = explore_numbers(opened, contents, source, ask_for_scaling())
    if exploration is None:
        return None
    selection_bar(exploration)
    if view != OVERVIEW:
        if words := origin_words(contents, label=opened.dataset.label):
            caption(f"{opened.title}: {words}")
        VIEWS[view](exploration)
    return linked_tracks(exploration)


def _without_numbers(opened: OpenDataset, contents: Contents) -> None:
    banner(
        "note",
        "There are no numbers of it yet",
        "Features, maps and nearest tracks are read off a table of its tracks. What can be heard is on the overview.",
    )
    feature_tables(opened, contents)
