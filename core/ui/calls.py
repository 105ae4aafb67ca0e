"""A click on something to hear in, the number by which its player tells it from every click before it out."""

import time

import streamlit as st

_LAST = "last_call"


def next_call() -> int:
    """The number of a click, above those of all clicks before it in this tab; a player plays by itself once for each.

    It is the time in milliseconds: a count would begin at 1 again in a visit that begins anew in an open tab, as after
    a lost connection, and the players there would take the first clicks for clicks that they have followed.
    """
    call = max(time.time_ns() // 1_000_000, st.session_state.get(_LAST, 0) + 1)
    st.session_state[_LAST] = call
    return call
