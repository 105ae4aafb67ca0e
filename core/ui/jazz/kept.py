"""What one visit to the Jazz page remembers: the clip that is shown, what shall be played, what was brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.ui.calls import next_call
from core.ui.visit import Visit

if TYPE_CHECKING:
    from core.ui.jazz.between import Walk
    from core.ui.jazz.clips import Clip
    from core.ui.jazz.phrase import Phrase

JAZZ = "jazz"  # the place where this page tells its problems
_VISIT = "jazz_visit"


@dataclass
class JazzVisit(Visit):
    """It shows a clip."""

    phrase: Phrase | None = None  # the notes that the visitor brought to be gone on from, with their name
    between: Walk | None = None  # the steps between two clips that were made last

    def shows(self, clip: Clip) -> bool:
        return self.shown is not None and self.shown.id == clip.id


def visit() -> JazzVisit:
    return st.session_state.setdefault(_VISIT, JazzVisit())


def hear(clip: Clip) -> None:
    """Noted by a click: show this clip from now on, and play it once."""
    visit().show(clip, call=next_call())


def want() -> None:
    """Noted by a button: this run of the page shall make a clip."""
    visit().want()
