"""The numbers of a dataset in, its maps out: linked by one selection, every point heard by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.figures.explore.colouring import Colouring
from core.figures.explore.map_marks import Marks
from core.figures.explore.maps import MapPoints, map_chart, map_config
from core.ui.explore.heard import heard_track
from core.ui.explore.maps.colours import GENRE, ask_for_colours, colouring_of, legend
from core.ui.explore.maps.loadings import loadings
from core.ui.explore.maps.making import map_of
from core.ui.explore.maps.picking import pick_options
from core.ui.explore.maps.settings import ask_for_wishes
from core.ui.explore.maps.words import alt_text, axis_words, stability_words, title_words, trust_words, variance_words
from core.ui.explore.now_heard import nearest_tracks
from core.ui.explore.selection import is_selected
from core.ui.files import download_name
from core.ui.markup import caption, heading
from core.ui.theme import look

if TYPE_CHECKING:
    from core.ui.explore.map_engine import Map, MapParams
    from core.ui.explore.numbers import Exploration

BESIDE = "Beside each other"
ABOUT = (
    "Each point is a track, laid out by all its numbers. Click one to hear it; draw around some with the lasso or the "
    "box to select them; with the keyboard, use the table."
)


def map_view(exploration: Exploration) -> None:
    """Show the maps that are wanted, with the words that keep them from being believed too much."""
    from core.ui.explore.map_engine import MAPS

    heading("Which tracks sound alike?", ABOUT)
    left, right, last = st.columns([2, 2, 1], gap="medium", vertical_alignment="bottom")
    with left:
        titles = {BESIDE: BESIDE} | {name: spec.title for name, spec in MAPS.items()}
        wanted = st.segmented_control(
            "Maps",
            list(titles),
            format_func=titles.get,
            default=BESIDE,
            required=True,
            key="maps-shown",
            persist_state="session",
        )
    with right:
        colours = ask_for_colours(exploration)
    with last:
        is_torn_shown = st.toggle("Shade torn points", key="maps-torn", persist_state="session")
    charts = st.container()
    wishes = ask_for_wishes(exploration)
    colouring = colouring_of(exploration, colours)
    with charts:
        if wanted == BESIDE:
            for column, params in zip(st.columns(len(wishes), gap="small"), wishes.values(), strict=True):
                with column:
                    _one_map(exploration, params, colouring, is_torn_shown=is_torn_shown, is_large=False)
        else:
            _one_map(exploration, wishes[wanted], colouring, is_torn_shown=is_torn_shown, is_large=True)
        if is_torn_shown:
            caption("Shaded points: the stronger, the more of a track's nearest tracks lie elsewhere on that map.")
        legend(colouring, on_map=colours == GENRE)


def _one_map(
    exploration: Exploration, params: MapParams, colouring: Colouring, *, is_torn_shown: bool, is_large: bool
) -> None:
    made = map_of(exploration, params)
    if made is None:
        return
    from core.ui.explore.map_engine import axis_names

    names = None if made.axes is None else axis_names(made.axes)
    _chart(exploration, made, colouring, names, is_torn_shown=is_torn_shown, is_large=is_large)
    if made.sampled:
        caption(f"It shows {made.sampled}.")
    if names is not None:
        caption(variance_words(names, made))
    caption(made.params.spec.distances)
    caption(f"{trust_words(made)} {stability_words(made)}")
    if made.axes is not None and is_large:
        loadings(exploration, made)


def _chart(
    exploration: Exploration,
    made: Map,
    colouring: Colouring,
    names: tuple[str, str] | None,
    *,
    is_torn_shown: bool,
    is_large: bool,
) -> None:
    opened, method = exploration.opened, made.params.method
    places = exploration.X.index.get_indexer(made.ids)
    chosen = is_selected(opened.id, list(made.ids))
    shown = MapPoints(
        ids=list(made.ids),
        xy=made.xy,
        told=[_told(exploration, place) for place in places],
        torn=made.trust.torn if is_torn_shown and made.trust is not None else None,
    )
    figure = map_chart(
        shown,
        colouring.at(places),
        look=look(),
        title=title_words(made, dataset=opened.title, is_large=is_large),
        marks=_marks(exploration, chosen),
        axes=names and axis_words(names, made, is_large=is_large),
        is_large=is_large,
        has_labels=colouring.title == GENRE,
    )
    file_name = download_name(f"map_{method}_by_{colouring.title}", opened.title, "png").removesuffix(".png")
    st.plotly_chart(
        figure,
        theme=None,
        config=map_config(file_name),
        alt=alt_text(made, colours=colouring.title, n_selected=None if chosen is None else sum(chosen)),
        **pick_options(opened.id, f"map-{method}", f"the {made.params.spec.title} map"),
    )


def _marks(exploration: Exploration, chosen: list[bool] | None) -> Marks:
    heard = heard_track(exploration)
    return Marks(
        selected=None if chosen is None else np.array(chosen, dtype=bool),
        heard=heard,
        neighbours=() if heard is None else tuple(nearest_tracks(exploration, heard)["id"]),
    )


def _told(exploration: Exploration, place: int) -> str:
    points = exploration.points
    genre, artist = points.genres[place], points.artists[place]
    told = f"{genre} by {artist}" if genre and artist else genre or artist
    return f"{points.ids[place]}: {told}" if told else str(points.ids[place])
