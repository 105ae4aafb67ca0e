"""The recordings that the visitor takes apart on the Anatomy page, two at most; they live in the session."""

import streamlit as st

from core.ui import state
from core.ui.anatomy.piece import Piece

ANATOMY = "anatomy"  # the place where this page tells its problems
_PIECES = "pieces"


def pieces() -> tuple[Piece, ...]:
    return st.session_state.get(_PIECES, ())


def put_piece(piece: Piece, place: int) -> None:
    """Take this recording apart, instead of the one in that place."""
    st.session_state[_PIECES] = (*pieces()[:place], piece, *pieces()[place + 1 :])
    state.tell_problem(ANATOMY, "")


def take_out(place: int) -> None:
    """Let a recording go; the one after it moves up."""
    st.session_state[_PIECES] = (*pieces()[:place], *pieces()[place + 1 :])
