"""A visitor's takes in, a list of them out: heard again by a click, starred, or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.figures.words import shortened
from core.ui.markup import caption, heading, show, tag
from core.ui.text import kept
from core.ui.text.showing import star_button
from core.ui.text.takes import MAX_TAKES, let_go
from core.ui.text.words import made_words
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ui.text.takes import Take

N_SHOWN = 5
ALL, STARRED = "All", "Favourites"
FOLD = "text_history_all"
PROMPT_CHARS = 120


def history(takes: Sequence[Take]) -> None:
    """The takes, the newest first, a few at once; nothing while there is none."""
    if not takes:
        return
    heading("Your takes", f"Kept for you in this browser, up to {MAX_TAKES}; those with a star stay longest.")
    which = st.segmented_control("Show", [ALL, STARRED], default=ALL, required=True, key="text-history")
    listed = [take for take in takes if take.favourite or which == ALL]
    if not listed:
        caption("None has a star yet.")
    for take in listed if st.session_state.get(FOLD) else listed[:N_SHOWN]:
        _row(take)
    if len(listed) > N_SHOWN:
        label = "Show fewer" if st.session_state.get(FOLD) else f"Show all {len(listed)}"
        st.button(label, key="text-history-fold", type="tertiary", on_click=_fold)


def hear(take: Take) -> None:
    """Show a take and play it, as the visitor asked for; what is finished meanwhile waits in the list."""
    kept.follow(False)
    kept.show_take(take.id, play=True)


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
        now = " (above)" if kept.shown() == take.id else ""
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
    if kept.shown() == take.id:
        kept.show_take(None)


def _fold() -> None:
    st.session_state[FOLD] = not st.session_state.get(FOLD, False)
