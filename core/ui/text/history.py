"""A visitor's takes in, a list of them out: heard again by a click, starred, or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.figures.words import shortened
from core.ui.history import show_history
from core.ui.markup import show, tag
from core.ui.text import kept
from core.ui.text.showing import star_button
from core.ui.text.takes import MAX_TAKES, let_go
from core.ui.text.words import made_words
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ui.text.takes import Take

PROMPT_CHARS = 120


def history(takes: Sequence[Take]) -> None:
    """The takes, the newest first, a few at once; nothing while there is none."""
    show_history(takes, title="Your takes", most=MAX_TAKES, place="text", row=_row)


def hear(take: Take) -> None:
    """Show a take and play it, as the visitor asked for; what is finished meanwhile waits in the list."""
    kept.visit().follows = False
    kept.hear(take.id)


def _row(take: Take) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"text-take-{take.id}", gap="small"):
        st.button(
            *(f"Hear {take.name}", f"text-hear-{take.id}"),
            icon=":material/play_arrow:",
            help=f"Hear {take.name}",
            on_click=hear,
            args=(take,),
        )
        star_button(take, key=f"text-star-{take.id}", is_small=True)
        now = " (above)" if kept.visit().shown == take.id else ""
        words = shortened(" ".join(take.prompt.split()), PROMPT_CHARS)
        show(
            tag("p", tag("strong", f"{take.name}{now}"), f"  {words}", cls="gs-clip"),
            tag("p", made_words(take), cls="gs-caption"),
        )
        st.button(
            *(f"Delete {take.name}", f"text-drop-{take.id}"),
            icon=":material/delete:",
            type="tertiary",
            help=f"Delete {take.name}",
            on_click=_drop,
            args=(take,),
        )


def _drop(take: Take) -> None:
    if visitor := visitor_id():
        let_go(visitor, take.id)
    visit = kept.visit()
    if visit.shown == take.id:
        visit.show(None)
