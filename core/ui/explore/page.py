"""A dataset in, all that the Explore page shows of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.datasets.feature_tables import feature_tables
from core.ui.datasets.reading import read_contents
from core.ui.explore.choosing import selection_bar
from core.ui.explore.linked_tracks import linked_tracks
from core.ui.explore.numbers import ask_for_numbers, ask_for_scaling, explore_numbers
from core.ui.explore.overview import overview
from core.ui.explore.views import OVERVIEW, VIEWS
from core.ui.markup import Html, heading, icon, show, tag
from core.ui.pages import PAGES

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents

DATASETS_PAGE = "2_Datasets.py"
VIEW = "explore-view"
WILL_BE_HERE = (
    ("grid_view", "Every genre at a glance", "Waveform and mel spectrogram of a track of each genre, to be heard."),
    ("bar_chart", "What tells genres apart", "Each number per genre, which go together, and which say most."),
    ("scatter_plot", "A map of all tracks", "Near each other what sounds alike; every point can be heard."),
)


def explore(opened: OpenDataset | None) -> None:
    """Show one view of a dataset, and under it the tracks that are selected in any of them."""
    if opened is None:
        return _nothing_to_explore()
    contents = read_contents(opened)
    if contents is None:
        return None
    source = ask_for_numbers(opened)
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
        overview(opened, contents)
    if source is None:
        return _without_numbers(opened, contents)
    exploration = explore_numbers(opened, contents, source, ask_for_scaling())
    if exploration is None:
        return None
    selection_bar(exploration)
    if view != OVERVIEW:
        VIEWS[view](exploration)
    return linked_tracks(exploration)


def _without_numbers(opened: OpenDataset, contents: Contents) -> None:
    heading("There are no numbers of it yet", "Features, maps and neighbours are read off a table of its tracks.")
    feature_tables(opened, contents)


def _nothing_to_explore() -> None:
    """Say what will be here, and where datasets come from."""
    show(tag("p", "There is no dataset to explore yet.", cls="gs-answer"))
    entry = next((entry for entry in PAGES if entry.file == DATASETS_PAGE), None)
    if entry is not None:
        with st.container(key="explore-bring"):
            st.page_link(entry.path, label="Bring a dataset", icon=entry.icon)
    heading("What you will see")
    items = (
        tag("li", icon(symbol), tag("strong", title), tag("span", words, cls="gs-muted"))
        for symbol, title, words in WILL_BE_HERE
    )
    show(tag("ul", Html("".join(items)), cls="gs-preview"))
