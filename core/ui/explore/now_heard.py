"""A track of the table in, the one player with its mel spectrogram and the tracks nearest to it out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.ui.anatomy.sending import anatomy_button
from core.ui.datasets.hear import track_player
from core.ui.explore.heard import hear, heard_call
from core.ui.explore.track_table import ARTIST, GENRE, ID, SOUND, digest, track_frame
from core.ui.markup import caption, show, tag
from core.ui.shelf import Shelf

if TYPE_CHECKING:
    import pandas as pd

    from core.ui.explore.numbers import Exploration

N_NEIGHBOURS = 8
DISTANCE = "Distance"
_nearest = Shelf(max_entries=256)


def now_heard(exploration: Exploration, identity: str) -> None:
    """Play a track, and list what lies nearest to it by its numbers; a click on a neighbour goes on from there."""
    left, right = st.columns([5, 4], gap="medium")
    with left:
        _player(exploration, identity)
    with right:
        _neighbours(exploration, identity)


def nearest_tracks(exploration: Exploration, identity: str) -> pd.DataFrame:
    """``id`` and ``distance`` of the nearest tracks, on the scale that the page uses."""
    from core.ui.explore.map_engine import nearest

    key = (*exploration.key, identity)
    return _nearest.get_or_make(key, lambda: nearest(exploration.X, identity, N_NEIGHBOURS))


def _player(exploration: Exploration, identity: str) -> None:
    place = exploration.X.index.get_loc(identity)
    genre, artist = exploration.points.genres[place], exploration.points.artists[place]
    words = f"{genre} by {artist}" if genre and artist else genre or artist
    show(tag("h3", identity, cls="gs-song"), *([tag("p", words, cls="gs-muted")] if words else []))
    track = exploration.track(identity)
    if track is None or track.sound is None:
        show(tag("p", no_sound_words(exploration), cls="gs-muted", role="status"))
        return
    is_heard = track_player(track, key=f"explore-{exploration.opened.id}", call=heard_call(exploration.opened.id))
    if is_heard:
        anatomy_button(track, key="explore-anatomy")


def no_sound_words(exploration: Exploration) -> str:
    """Why a track cannot be heard, and what would help."""
    title = exploration.opened.title
    if not exploration.contents.n_with_sound:
        return f"“{title}” comes as numbers, without sound. Its neighbours are those of its numbers."
    return f"The recording of this track is not in “{title}” on this machine; other tracks of it can be heard."


def _neighbours(exploration: Exploration, identity: str) -> None:
    from core.ui.explore.map_engine import about_distances

    found = nearest_tracks(exploration, identity)
    show(tag("h4", "Nearest tracks", cls="gs-song"))
    if found.empty:
        show(tag("p", "There is no other track in this table.", cls="gs-muted"))
        return
    frame = track_frame(exploration, exploration.X.index.get_indexer(found["id"]))
    frame.insert(1, DISTANCE, found["distance"].to_numpy())
    ids = tuple(found["id"])
    key = f"neighbours-{exploration.opened.id}-{digest([identity, *ids])}"
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        placeholder="",
        on_select=partial(_clicked, exploration.opened.id, key, ids),
        selection_mode="single-cell",
        column_config={
            ID: st.column_config.TextColumn(width=150),
            GENRE: st.column_config.TextColumn(width=80),
            ARTIST: st.column_config.TextColumn(width=120),
            SOUND: st.column_config.TextColumn(width=80),
            DISTANCE: st.column_config.NumberColumn(format="%.2f", width=75),
        },
        alt=f"Table of the {len(frame)} tracks nearest to {identity}; a click on a row hears it",
    )
    caption(about_distances(exploration.scaling, exploration.X.shape[1]))


def _clicked(opened_id: str, key: str, ids: tuple[str, ...]) -> None:
    cells = st.session_state[key].selection.cells
    if cells and cells[0][0] < len(ids):
        hear(opened_id, ids[cells[0][0]])
