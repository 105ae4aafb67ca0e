"""What one visit to the Jazz page remembers: the clip that is shown, what shall be played, what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.calls import next_call

if TYPE_CHECKING:
    from core.ui.jazz.clips import Clip

JAZZ = "jazz"  # the place where this page tells its problems
_SHOWN = "jazz_shown"
_CALL = "jazz_call"
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
        st.session_state[_CALL] = next_call()


def call() -> int:
    """The number of the last click on a clip to hear, which the player follows once; 0 before there was one."""
    return st.session_state.get(_CALL, 0)


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
