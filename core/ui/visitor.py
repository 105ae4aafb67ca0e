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
    answer = _keeper(data={"id": state.visitor() or ""}, key=_KEEPER, on_id_change=_no_callback)
    _take(answer.id)
    if state.visitor() is not None and state.take_visitor_missed():
        st.rerun()
    return state.visitor()


def _take(told: object) -> None:
    # What the browser sends is a visitor's input.
    if not isinstance(told, str) or not _ID.fullmatch(told):
        return
    if state.visitor() not in (None, told):
        state.mark_visitor_missed()  # what the page shows is another visitor's
    state.know_visitor(told)


def _no_callback() -> None:
    # Streamlit names the field in its answer only when a callback is given.
    return None
