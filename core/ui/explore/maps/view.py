"""The numbers of a dataset in, its maps out: linked by one selection, every point heard by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.explore.maps.beside import ask_for_other, beside
from core.ui.explore.maps.colours import GENRE, ask_for_colours, colouring_of, legend
from core.ui.explore.maps.one_map import Shown, one_map
from core.ui.explore.maps.settings import ask_for_wishes
from core.ui.explore.maps.songs import ask_for_songs
from core.ui.explore.maps.webgl import free_unseen_charts
from core.ui.markup import caption, heading
from core.ui.serving import keep_ready

if TYPE_CHECKING:
    from core.ui.explore.numbers import Exploration

BESIDE = "Beside each other"
ABOUT = (
    "Each point is a track, laid out by all its numbers. Click one to hear it; draw around some with the lasso or the "
    "box to select them; with the keyboard, use the table."
)
TORN = "The stronger the shade around a point, the more of the tracks nearest to it lie elsewhere on that map."


def map_view(exploration: Exploration) -> None:
    """Show the maps that are wanted, with the words that keep them from being believed too much."""
    keep_ready()
    heading("Which tracks sound alike?", ABOUT)
    wanted, colours, is_torn = _ask(exploration)
    other = ask_for_other(exploration)
    free_unseen_charts()
    charts = st.container()
    songs = ask_for_songs(exploration) if other is None else []
    wishes = ask_for_wishes(exploration)
    colouring = colouring_of(exploration, colours)
    shown = Shown(colouring, colours == GENRE, songs, is_torn, is_large=wanted in wishes and other is None)
    with charts:
        if other is not None:
            beside(exploration, other, wishes.get(wanted) or next(iter(wishes.values())), shown)
        elif shown.is_large:
            one_map(exploration, wishes[wanted], shown)
        else:
            for column, params in zip(st.columns(len(wishes), gap="small"), wishes.values(), strict=True):
                with column:
                    one_map(exploration, params, shown)
        if is_torn:
            caption(TORN)
        legend(colouring, on_map=shown.has_labels)


def _ask(exploration: Exploration) -> tuple[str, str, bool]:
    """Which map, or all; what the colours tell; whether torn points are shaded."""
    from core.ui.explore.map_engine import MAPS

    left, middle, right = st.columns([2, 2, 1], gap="medium", vertical_alignment="bottom")
    titles = {BESIDE: BESIDE} | {name: spec.title for name, spec in MAPS.items()}
    with left:
        wanted = st.segmented_control(
            "Maps",
            list(titles),
            format_func=titles.get,
            default=BESIDE,
            required=True,
            key="maps-shown",
            persist_state="session",
        )
    with middle:
        colours = ask_for_colours(exploration)
    with right:
        is_torn = st.toggle("Shade torn points", key="maps-torn", persist_state="session")
    return wanted, colours, is_torn
