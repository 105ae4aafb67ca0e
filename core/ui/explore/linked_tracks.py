"""The selected tracks out as a table under every view: a click hears one, with its neighbours; all can be kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.ui import state
from core.ui.explore.exports import selection_download
from core.ui.explore.heard import hear, heard_track
from core.ui.explore.now_heard import now_heard
from core.ui.explore.selection import select, selection
from core.ui.explore.track_table import ARTIST, GENRE, ID, MAX_ROWS, SOUND, digest, has_sound, matching, track_frame
from core.ui.markup import caption, heading, show, tag

if TYPE_CHECKING:
    import pandas as pd

    from core.ui.explore.numbers import Exploration

HEIGHT_PX = 320
ROWS = "rows"


def linked_tracks(exploration: Exploration) -> None:
    """Show the track that is heard, and list those that are selected in any view."""
    chosen = selection(exploration.opened.id)
    heading("Hear them" if exploration.contents.n_with_sound else "The tracks", _about(exploration))
    identity = heard_track(exploration)
    if identity is not None:
        now_heard(exploration, identity)
    text = st.text_input(
        "Find", key=f"find-{exploration.opened.id}", placeholder="Track, genre or artist", max_chars=100
    )
    places = matching(exploration, ids=None if chosen is None else chosen.ids, text=text)
    if not len(places):
        show(tag("p", "No track fits. Clear the selection, or type fewer letters.", cls="gs-muted", role="status"))
        return
    _table(exploration, track_frame(exploration, places[:MAX_ROWS]))
    caption(count_words(len(places), len(exploration.points.ids), is_selected=chosen is not None))
    selection_download(exploration, places, is_all=len(places) == len(exploration.points.ids))


def count_words(n_found: int, n_all: int, *, is_selected: bool) -> str:
    """How many tracks are listed, of how many."""
    if n_found > MAX_ROWS:
        return f"The first {MAX_ROWS:,} of {n_found:,} tracks; select fewer, or type a name, to see others."
    if n_found == n_all:
        return f"All {n_all:,} tracks. Click the head of a column to sort."
    return f"{n_found:,} of {n_all:,} tracks{', the selected ones' if is_selected else ''}."


def _about(exploration: Exploration) -> str:
    if not exploration.contents.n_with_sound:
        return "Click a row, or a point, to see its neighbours. The sound of these tracks is not on this machine."
    if not any(has_sound(exploration, identity) for identity in exploration.points.ids):
        return "Click a row, or a point, to see its neighbours. No recording of these tracks is in this dataset."
    return "Click a row, or a point of a chart, to hear it with its nearest neighbours. By keyboard: the arrow keys."


def _table(exploration: Exploration, frame: pd.DataFrame) -> None:
    opened_id, ids = exploration.opened.id, tuple(frame[ID])
    key = f"explore-tracks-{opened_id}-{digest(ids)}"
    picked = st.dataframe(
        frame,
        key=key,
        hide_index=True,
        placeholder="",
        height=min(HEIGHT_PX, 36 + 35 * len(frame)),
        on_select=partial(_clicked, opened_id, key, ids),
        # A click anywhere on a row hears it, arrow keys do too; the boxes at the left gather rows to select.
        selection_mode=["multi-row", "single-cell"],
        column_config={
            ID: st.column_config.TextColumn(width=200),
            GENRE: st.column_config.TextColumn(width=110),
            ARTIST: st.column_config.TextColumn(width=200),
            SOUND: st.column_config.TextColumn(width=90),
        },
        alt=f"Table of {len(frame)} tracks; a click on a row hears it",
    )
    rows = [row for row in picked.selection.rows if row < len(ids)]
    if rows:
        _offer_rows(opened_id, [ids[row] for row in rows])


def _offer_rows(opened_id: str, ids: list[str]) -> None:
    what = "this track" if len(ids) == 1 else f"these {len(ids):,} tracks"
    st.button(
        f"Select {what}",
        icon=":material/check_box:",
        key="select-rows",
        on_click=select,
        args=(opened_id, ids, "ticked in the table"),
        kwargs={"by": ROWS},
    )


def _clicked(opened_id: str, key: str, ids: tuple[str, ...]) -> None:
    cells = st.session_state[key].selection.cells
    if not cells or cells[0][0] >= len(ids):
        return
    # Ticking a box tells of the cell that was clicked before, too.
    if state.is_new_cell(key, tuple(cells[0])):
        hear(opened_id, ids[cells[0][0]])
