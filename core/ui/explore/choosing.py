"""The tracks of a table in, which of them are selected out: by genre here, by lasso and click in the views."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.figures import genre_colours
from core.figures.words import listed
from core.ui.explore.selection import Selection, chart_key, clear, select, selection
from core.ui.markup import Html, plain_label, show, tag

if TYPE_CHECKING:
    from core.ui.explore.numbers import Exploration

GENRES = "genres"
# More are a wall of buttons; they are found by typing.
MAX_CHIPS = 16
# Each chip has a dot in the colour of its genre.
CHIP = (
    '.st-key-explore-selection [data-variant="pills"]::before { content: ""; flex: none; width: 0.7em; height: 0.7em; '
    "border-radius: 50%; margin-right: 0.5em; background: var(--genre, transparent); }"
    ".st-key-explore-selected > .stElementContainer { flex: 0 1 auto; width: auto; }"
)


def selection_bar(exploration: Exploration) -> None:
    """Ask for genres to select, and say what is selected, by whatever it was."""
    opened = exploration.opened
    with st.container(key="explore-selection", gap="xsmall"):
        _ask_for_genres(exploration)
        chosen = selection(opened.id)
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="explore-selected"):
            show(tag("p", selection_words(chosen, exploration.points.ids), cls="gs-muted", role="status"))
            if chosen is not None:
                st.button(
                    "Clear the selection",
                    icon=":material/close:",
                    key="clear-selection",
                    on_click=clear,
                    args=(opened.id,),
                )


def selection_words(chosen: Selection | None, ids: np.ndarray) -> str:
    """How many tracks are selected, and by what."""
    n_all = f"{len(ids):,} track{'s' * (len(ids) != 1)}"
    if chosen is None:
        return f"All {n_all}." if len(ids) != 1 else "The only track."
    return f"{sum(identity in chosen.ids for identity in ids):,} of {n_all}: {chosen.words}."


def _ask_for_genres(exploration: Exploration) -> None:
    genres = list(dict(Counter(filter(None, exploration.points.genres)).most_common()))
    if len(genres) < 2:
        return
    key = chart_key(exploration.opened.id, GENRES)
    ask = _chips if len(genres) <= MAX_CHIPS else partial(st.multiselect, placeholder="All genres")
    ask("Select genres", sorted(genres), key=key, on_change=partial(_select_genres, exploration, key))


def _chips(label: str, genres: list[str], **options) -> None:
    colours = genre_colours(genres)
    rules = (
        f'.st-key-explore-selection [data-variant="pills"]:nth-of-type({place}) {{ --genre: {colours[genre]}; }}'
        for place, genre in enumerate(genres, start=1)
    )
    show(Html(f"<style>{CHIP} {' '.join(rules)}</style>"))
    st.pills(label, genres, selection_mode="multi", format_func=plain_label, persist_state="session", **options)


def _select_genres(exploration: Exploration, key: str) -> None:
    genres = st.session_state[key]
    opened, points = exploration.opened, exploration.points
    if genres:
        select(opened.id, points.ids[np.isin(points.genres, genres)], listed(sorted(genres)), by=GENRES)
    else:
        clear(opened.id)
