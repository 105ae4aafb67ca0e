"""What one visit to the page Text to music remembers: the take that is shown, what shall be made, what was brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from core.ui.calls import next_call
from core.ui.visit import Visit

if TYPE_CHECKING:
    from core.ui.text.order import Order
    from core.ui.text.uploads import Upload

TEXT = "text"  # the place where this page tells its problems
_VISIT = "text_visit"


@dataclass
class TextVisit(Visit):
    """It shows a take, by its id; a click wants an order of its own, or what the widgets of the page say."""

    follows: bool = True  # the next take to be finished is shown: not while the visitor listens to another one
    pair: tuple[str, str] | None = None  # the two takes that shall be compared next, by id
    uploads: dict[str, Upload] = field(default_factory=dict)  # "melody" and "given" -> the recording


def visit() -> TextVisit:
    return st.session_state.setdefault(_VISIT, TextVisit())


def hear(identity: str) -> None:
    """Noted by a click: show this take from now on, and play it once."""
    visit().show(identity, call=next_call())


def want(order: Order | None = None) -> None:
    """Noted by a button: this run of the page shall make a take, of this order or as its widgets say."""
    visit().want(order)
