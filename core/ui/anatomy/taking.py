"""A piece in, what it is made of out: taken apart once per content, with progress in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import AudioError, DataError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.anatomy import kept
from core.ui.progress import ProgressLine
from core.ui.shelf import Shelf

if TYPE_CHECKING:
    from core.ui.anatomy.engine import TakenApart
    from core.ui.anatomy.piece import Piece

# Most of an entry is its sound: 3 MB a minute.
_taken = Shelf(max_entries=6)
SKELETON_PX = (160, 240)


def taken_apart(piece: Piece, *, place: int) -> TakenApart | None:
    """Take a piece apart; one that cannot be leaves its place, and the page begins again with its error's words."""
    try:
        key = piece.key
        if key in _taken:
            return _take(piece, key, progress=lambda share, words: None)
        return _take_in_sight(piece, key, place=place)
    except (AudioError, DataError) as error:
        kept.take_out(place)
        named = "" if piece.song is None else f"“{piece.name}”: "  # of a track, the error itself says which
        state.tell_problem(kept.ANATOMY, f"{named}{as_sentence(str(error))}")
        st.rerun()


def _take_in_sight(piece: Piece, key, *, place: int) -> TakenApart:
    shown = st.empty()
    with shown.container():
        bar, cancel = st.columns([4, 1], vertical_alignment="center")
        cancel.button(
            "Cancel",
            icon=":material/close:",
            on_click=kept.take_out,
            args=(place,),
            width="stretch",
            key=f"stop-{place}",
        )
        line = ProgressLine(bar.empty())
        line(0.0, "Reading the sound")
        for height_px in SKELETON_PX:
            st.skeleton(height=height_px)
        found = _take(piece, key, progress=line)
    shown.empty()
    return found


def _take(piece: Piece, key, *, progress: Callable[[float, str], None]) -> TakenApart:
    from core.ui.anatomy import engine

    return _taken.get_or_make(key, lambda: engine.take(piece.decode, progress=progress))
