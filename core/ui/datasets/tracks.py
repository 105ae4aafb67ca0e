"""The contents of a dataset in, a list of its tracks out: filtered by genre and words, and heard by a click."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.figures.words import listed, percent
from core.ui import state
from core.ui.anatomy.sending import anatomy_button
from core.ui.datasets.contents import ARTIST, GENRE, ID, LENGTH, NOTE, TEXT, Contents, matching
from core.ui.datasets.hear import track_player
from core.ui.markup import caption, heading, show, tag

if TYPE_CHECKING:
    from core.data.datasets import Track
    from core.data.opened import OpenDataset

# So many rows travel to the browser at once; who looks for another filters.
MAX_ROWS = 2_000
HEIGHT_PX = 320
MAX_TAGS = 8
N_SHARES = 3
KEY = "tracks"
ALL = "All genres"


@st.fragment
def tracks(opened: OpenDataset, contents: Contents) -> None:
    """List the tracks and play the one that was clicked; a fragment, so that a filter leaves the page alone."""
    heading(
        "Hear its tracks" if contents.n_with_sound else "Its tracks",
        "Click a row to hear it; with the keyboard, the arrows do." if contents.n_with_sound else "",
    )
    genre, text = _ask(opened, contents)
    found = matching(contents, genre=genre, text=text)
    chosen = _chosen(opened, contents, found)
    if chosen is not None and contents.n_with_sound:
        _player(opened, chosen)
    if found.empty:
        show(tag("p", f"No track fits “{text}”. Try fewer letters, or all genres.", cls="gs-muted", role="status"))
        return
    _table(opened, found, picture=f"{genre}-{text}")
    caption(count_words(len(found), contents.n_tracks))


def count_words(n_found: int, n_all: int) -> str:
    """How many tracks are listed, of how many."""
    if n_found > MAX_ROWS:
        return f"The first {MAX_ROWS:,} of {n_found:,} tracks that fit; name a genre or an artist to see others."
    if n_found < n_all:
        return f"{n_found:,} of {n_all:,} tracks."
    if n_all == 1:
        return "The only track."
    return f"All {n_all:,} tracks. Click the head of a column to sort."


def _ask(opened: OpenDataset, contents: Contents) -> tuple[str, str]:
    names = list(contents.genres)
    key = f"{KEY}-genre-{opened.id}"
    wanted = state.take_listed_genre()
    if wanted in names:
        st.session_state[key] = wanted
    left, right = st.columns([1, 2])
    genre = left.selectbox("Genre", ["", *names], format_func=lambda name: name or ALL, key=key, width="stretch")
    text = right.text_input("Search", key=f"{KEY}-text-{opened.id}", placeholder="Track, artist or tag", max_chars=100)
    return genre, text


def _chosen(opened: OpenDataset, contents: Contents, found: pd.DataFrame) -> Track | None:
    """The track that was clicked last, else the first of the list: it is shown, and waits for a press on play."""
    name, _ = state.chosen_track(opened.id)
    clicked = next((track for track in contents.tracks if track.id == name), None)
    if clicked is None and len(found):
        return contents.tracks[int(found.index[0])]
    return clicked


def track_words(track: Track) -> list[str]:
    """What the dataset says of a track besides its sound: genre and artist, tags, what listeners voted for."""
    artist = f" by {track.artist}" if track.artist else ""
    words = [f"{track.genre}{artist}".strip()]
    if tags := [name for name in track.tags if name.casefold() != track.genre.casefold()][:MAX_TAGS]:
        words.append(f"Tagged {listed(tags)}")
    for task, shares in track.distributions.items():
        first = sorted(shares.items(), key=lambda pair: -pair[1])[:N_SHARES]
        told = listed([f"{label} {percent(share)}" for label, share in first if share > 0])
        words += [f"{task.capitalize()}, by its listeners: {told}"] if told else []
    return list(filter(None, words))


def _player(opened: OpenDataset, track: Track) -> None:
    _, call = state.chosen_track(opened.id)
    lines = [tag("p", words, cls="gs-muted") for words in track_words(track)]
    show(tag("h3", track.id, cls="gs-song"), *lines)
    if track_player(track, key=f"track-{opened.id}", call=call):
        anatomy_button(track, key=f"take-apart-{opened.id}")


def _table(opened: OpenDataset, found: pd.DataFrame, *, picture: str) -> None:
    shown = found.head(MAX_ROWS)
    key = f"{KEY}-{opened.id}-{picture}"
    st.dataframe(
        shown.drop(columns=TEXT),
        key=key,
        hide_index=True,
        placeholder="",
        height=min(HEIGHT_PX, 36 + 35 * len(shown)),
        on_select=partial(state.choose_clicked, opened.id, key, tuple(shown[ID])),
        # Cells, not rows: a click anywhere opens, arrow keys do too, and nothing can be unticked.
        selection_mode="single-cell",
        column_config={
            ID: st.column_config.TextColumn(width=170),
            GENRE: st.column_config.TextColumn(width=100),
            ARTIST: st.column_config.TextColumn(width=180),
            LENGTH: st.column_config.NumberColumn(format="%.0f s", width=80),
            NOTE: st.column_config.TextColumn(width=260),
        },
        alt=f"Table of {len(shown)} tracks; a click on a row plays it",
    )
