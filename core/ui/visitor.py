"""The browser's answer in, the visitor's random id out: the same in all tabs of a browser, and tomorrow.

The id is all that tells one visitor from another, and whoever knows it is that visitor: it is never shown, nor put
into an address or a log.
"""

import re
from pathlib import Path

import streamlit as st

from core.ui import state

_KEEPER = "visitor-keeper"
_ID = re.compile(r"[0-9a-f]{32}")
_keeper = st.components.v2.component(
    "genrescope_visitor", js=(Path(__file__).parent / "visitor.js").read_text(encoding="utf-8"), isolate_styles=False
)


def visitor_id() -> str | None:
    """Who is here: 32 hexadecimal digits, or None until the browser has answered, moments after the first run.

    A page that asked too early is run again once, when the answer is there.
    """
    known = state.visitor()
    if known is None:
        state.mark_visitor_missed()
    return known


def meet_visitor() -> str | None:
    """Ask the browser who is here; part of the fragment that is to run again when the answer comes."""
    _keeper(data={"id": state.visitor() or ""}, key=_KEEPER, on_id_change=_take_answer)
    if state.visitor() is not None and state.take_visitor_missed():
        st.rerun()
    return state.visitor()


def _take_answer() -> None:
    answer = st.session_state[_KEEPER].id
    # What the browser sends is a visitor's input.
    if isinstance(answer, str) and _ID.fullmatch(answer):
        if state.visitor() not in (None, answer):
            state.mark_visitor_missed()  # what the page shows is another visitor's
        state.know_visitor(answer)
