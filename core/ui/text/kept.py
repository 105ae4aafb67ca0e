"""What one visit to the page Text to music remembers: the take that is shown, what shall be made, what was brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.calls import next_call

if TYPE_CHECKING:
    from core.ui.text.order import Order
    from core.ui.text.uploads import Upload

TEXT = "text"  # the place where this page tells its problems
_SHOWN, _CALL, _FOLLOWS = "text_shown", "text_call", "text_follows"
_WANTED, _ORDER = "text_wanted", "text_order"
_PAIR, _AWAITED = "text_pair", "text_awaited"
_UPLOADS = "text_uploads"


def shown() -> str | None:
    """The id of the take that the page shows; None before there is one."""
    return st.session_state.get(_SHOWN)


def show_take(identity: str | None, *, play: bool = False) -> None:
    """Show this take from now on, and play it once where the visitor asked to hear it."""
    st.session_state[_SHOWN] = identity
    if play:
        st.session_state[_CALL] = next_call()


def call() -> int:
    """The number of the last click on a take to hear, which the player follows once; 0 before there was one."""
    return st.session_state.get(_CALL, 0)


def follow(follows: bool) -> None:
    """Whether the next take to be finished shall be shown: not while the visitor listens to another one."""
    st.session_state[_FOLLOWS] = follows


def follows() -> bool:
    return st.session_state.get(_FOLLOWS, True)


def want() -> None:
    """Noted by a button: this run of the page shall make a take of what its widgets say."""
    st.session_state[_WANTED] = True


def is_wanted() -> bool:
    return st.session_state.get(_WANTED, False)


def take_wanted() -> bool:
    return st.session_state.pop(_WANTED, False)


def want_order(order: Order) -> None:
    """Noted by a button: this run of the page shall make a take of another one, and compare the two."""
    st.session_state[_ORDER] = order


def take_order() -> Order | None:
    return st.session_state.pop(_ORDER, None)


def pair() -> tuple[str, str] | None:
    """The two takes that shall be compared next, by id."""
    return st.session_state.get(_PAIR)


def note_pair(one: str, other: str) -> None:
    st.session_state[_PAIR] = (one, other)


def take_pair() -> tuple[str, str] | None:
    return st.session_state.pop(_PAIR, None)


def uploads() -> dict[str, Upload]:
    """What was brought: "melody" and "given" -> the recording."""
    return st.session_state.setdefault(_UPLOADS, {})
