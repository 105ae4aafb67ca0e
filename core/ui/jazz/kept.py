"""What one visit to the Jazz page remembers: the clip that is shown, what shall be played, what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from core.ui.jazz.clips import Clip

JAZZ = "jazz"  # the place where this page tells its problems
_SHOWN = "jazz_shown"
_CALLS = "jazz_calls"
_WANTED = "jazz_wanted"
_PHRASE = "jazz_phrase"
_BETWEEN = "jazz_between"


def shown() -> Clip | None:
    """The clip that the page shows; None before there is one."""
    return st.session_state.get(_SHOWN)


def show_clip(clip: Clip | None, *, play: bool = False) -> None:
    """Show this clip from now on, and play it once where the visitor asked to hear it."""
    st.session_state[_SHOWN] = clip
    if play:
        st.session_state[_CALLS] = calls() + 1


def calls() -> int:
    """How often the visitor asked to hear a clip; the player follows each call once."""
    return st.session_state.get(_CALLS, 0)


def want() -> None:
    """Noted by a button: this run of the page shall make a clip."""
    st.session_state[_WANTED] = True


def is_wanted() -> bool:
    return st.session_state.get(_WANTED, False)


def take_wanted() -> bool:
    return st.session_state.pop(_WANTED, False)


def phrase():
    """The notes that the visitor brought to be gone on from, with their name; None without."""
    return st.session_state.get(_PHRASE)


def bring_phrase(found) -> None:
    st.session_state[_PHRASE] = found


def between():
    """The steps between two clips that were made last; None before that."""
    return st.session_state.get(_BETWEEN)


def note_between(steps) -> None:
    st.session_state[_BETWEEN] = steps
