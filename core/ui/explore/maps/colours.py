"""A visitor in, what the colours of all maps tell out: the genre, the artist, or any number of the table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from core.figures.explore.colouring import Colouring, by_name, by_number
from core.figures.words import listed
from core.ui.explore.columns import columns_of
from core.ui.markup import Html, caption, show, tag
from core.ui.theme import look

if TYPE_CHECKING:
    from core.ui.explore.numbers import Exploration

GENRE, ARTIST, TEMPO = "genre", "artist", "tempo"
# In the names of columns that a pretrained listener gives, see `core.models.backbones.spec.Backbone`.
TAG_MARK, EMBEDDED = "#", re.compile(r"[a-z][a-z0-9-]*:\d{3,}")
# Names of columns may be these words too.
_COLUMN = "column "


def ask_for_colours(exploration: Exploration) -> str:
    """By what the points are coloured, chosen for all maps at once."""
    options = _options(exploration)
    key = f"map-colours-{exploration.opened.id}"
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    return st.selectbox("Colour by", list(options), format_func=options.get, key=key, persist_state="session")


def colouring_of(exploration: Exploration, chosen: str) -> Colouring:
    """The colours of all tracks of the table, in its order."""
    points = exploration.points
    if chosen in (GENRE, ARTIST):
        return by_name(list(points.genres if chosen == GENRE else points.artists), title=chosen, look=look())
    name = chosen.removeprefix(_COLUMN)
    column = columns_of(exploration.whole)[name]
    return by_number(exploration.whole.X[name].to_numpy(), title=column.label, unit=column.unit, look=look())


def legend(colouring: Colouring, *, on_map: bool) -> None:
    """What the colours mean, where the names do not stand on the maps themselves."""
    if colouring.keys and not on_map:
        names = (
            tag("span", tag("span", cls="gs-mark", style=f"--genre: {colour}", aria_hidden="true"), f"{name} ({n:,})")
            for name, colour, n in colouring.keys
        )
        show(tag("p", Html(" &ensp; ".join(names)), cls="gs-caption"))
    if words := legend_words(colouring):
        caption(words)


def legend_words(colouring: Colouring) -> str:
    """What the colours leave out."""
    if colouring.values is not None:
        return f"Colours run from {colouring.low:.4g} to {colouring.high:.4g}, where 96 of 100 tracks lie."
    grey = []
    if colouring.n_others:
        grey.append(f"{_tracks(colouring.n_others)} of {colouring.title}s with fewer tracks")
    if colouring.n_unknown:
        grey.append(f"{_tracks(colouring.n_unknown)} whose {colouring.title} nobody knows")
    return f"In grey: {listed(grey)}." if grey else ""


def _tracks(n: int) -> str:
    return f"{n:,} track{'s' * (n != 1)}"


def _options(exploration: Exploration) -> dict[str, str]:
    """What there is to colour by: of all columns of the table, whatever part of them the maps are drawn by."""
    points = exploration.points
    named = {GENRE: "Genre"} if any(points.genres) else {}
    named |= {ARTIST: "Artist"} if any(points.artists) else {}
    columns = columns_of(exploration.whole)
    # A tag says what is heard; the numbers of an embedding say nothing one by one.
    tags = sorted((name for name in columns if TAG_MARK in name), key=str.casefold)
    others = [name for name in columns if TAG_MARK not in name and not EMBEDDED.fullmatch(name)]
    first = [name for name in others if name == TEMPO]
    ordered = [*tags, *first, *(name for name in others if name != TEMPO)] or list(columns)
    return named | {_COLUMN + name: columns[name].label[:1].upper() + columns[name].label[1:] for name in ordered}
