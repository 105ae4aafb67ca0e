"""A wish for a map in, the map with its words out: what it shows, how far to believe it, where the songs lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.errors import CoreError
from core.figures.explore.map_marks import Marks, PlacedSong
from core.figures.explore.maps import MapPoints, map_chart, map_config
from core.figures.words import as_sentence
from core.ui.explore.heard import heard_track
from core.ui.explore.maps.loadings import loadings
from core.ui.explore.maps.making import map_of
from core.ui.explore.maps.picking import pick_options
from core.ui.explore.maps.songs import places_on
from core.ui.explore.maps.words import alt_text, axis_words, stability_words, title_words, trust_words, variance_words
from core.ui.explore.now_heard import nearest_tracks
from core.ui.explore.selection import is_selected
from core.ui.files import download_name
from core.ui.markup import banner, caption
from core.ui.theme import look

if TYPE_CHECKING:
    from core.figures.explore.colouring import Colouring
    from core.ui.explore.map_engine import Map, MapParams
    from core.ui.explore.maps.songs import MeasuredSong
    from core.ui.explore.numbers import Exploration


@dataclass(frozen=True, eq=False)
class Shown:
    """What all maps of the page show alike.

    Attributes
    ----------
    colouring : of all tracks of the table, in its order
    has_labels : whether the names of the colours stand on the maps
    is_torn : whether points are shaded whose neighbours were torn apart
    """

    colouring: Colouring
    has_labels: bool
    songs: Sequence[MeasuredSong]
    is_torn: bool
    is_large: bool


def one_map(exploration: Exploration, params: MapParams, shown: Shown) -> Map | None:
    """Show a map as soon as it is made, and under it the sentences that belong to it; None while there is none."""
    made = map_of(exploration, params)
    if made is None:
        return None
    from core.ui.explore.map_engine import axis_names

    songs, song_words = _songs(exploration, made, shown)
    names = None if made.axes is None else axis_names(made.axes)
    _chart(exploration, made, shown, songs, names)
    if made.sampled:
        caption(f"It shows {made.sampled}.")
    if names is not None:
        caption(variance_words(names, made))
    caption(params.spec.distances)
    caption(f"{trust_words(made)} {stability_words(made)}")
    for words in song_words:
        caption(words)
    if made.axes is not None and shown.is_large:
        loadings(exploration, made)
    return made


def _songs(exploration: Exploration, made: Map, shown: Shown) -> tuple[list[PlacedSong], list[str]]:
    try:
        return places_on(exploration, made, shown.songs)
    except CoreError as error:
        banner("error", "Your songs have no place on this map", as_sentence(str(error)))
        return [], []


def _chart(
    exploration: Exploration,
    made: Map,
    shown: Shown,
    songs: list[PlacedSong],
    names: tuple[str, str] | None,
) -> None:
    opened, spec = exploration.opened, made.params.spec
    places = exploration.X.index.get_indexer(made.ids)
    chosen = is_selected(opened.id, list(made.ids))
    figure = map_chart(
        MapPoints(
            ids=list(made.ids),
            xy=made.xy,
            told=[_told(exploration, place) for place in places],
            torn=made.trust.torn if shown.is_torn and made.trust is not None else None,
        ),
        shown.colouring.at(places),
        look=look(),
        title=title_words(made, dataset=opened.title, is_large=shown.is_large),
        marks=_marks(exploration, chosen, songs),
        axes=names and axis_words(names, made, is_large=shown.is_large),
        is_large=shown.is_large,
        has_labels=shown.has_labels,
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=map_config(download_name(f"map_{spec.name}", opened.title, "png").removesuffix(".png")),
        alt=alt_text(made, colours=shown.colouring.title, n_selected=None if chosen is None else sum(chosen)),
        **pick_options(opened.id, f"map-{spec.name}-{exploration.source.name}", f"the {spec.title} map"),
    )


def _marks(exploration: Exploration, chosen: list[bool] | None, songs: list[PlacedSong]) -> Marks:
    heard = heard_track(exploration)
    return Marks(
        selected=None if chosen is None else np.array(chosen, dtype=bool),
        heard=heard,
        neighbours=() if heard is None else tuple(nearest_tracks(exploration, heard)["id"]),
        songs=songs,
    )


def _told(exploration: Exploration, place: int) -> str:
    points = exploration.points
    genre, artist = points.genres[place], points.artists[place]
    told = f"{genre} by {artist}" if genre and artist else genre or artist
    return f"{points.ids[place]}: {told}" if told else str(points.ids[place])
