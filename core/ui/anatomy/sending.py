"""A track in, a button out that takes it apart on the Anatomy page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui import state
from core.ui.anatomy import kept
from core.ui.anatomy.piece import of_song, of_track
from core.ui.pages import PAGES

if TYPE_CHECKING:
    from core.data.datasets import Track
    from core.ui.state import Song

PAGE = "5_Anatomy.py"


def anatomy_button(sound: Track | Song, *, key: str) -> None:
    """A button that opens the Anatomy page with this track or song."""
    if not st.button("Take it apart", icon=":material/stacked_line_chart:", key=key):
        return
    piece = of_song(sound) if isinstance(sound, state.Song) else of_track(sound)
    while kept.pieces():
        kept.take_out(0)
    kept.put_piece(piece, 0)
    st.switch_page(next(entry.path for entry in PAGES if entry.file == PAGE))
