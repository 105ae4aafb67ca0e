"""A visitor's clips in, a list of them out: heard again by a click, starred, or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.history import show_history
from core.ui.jazz import kept
from core.ui.jazz.choosing import take_playing
from core.ui.jazz.clips import MAX_CLIPS, let_go
from core.ui.jazz.showing import star_button
from core.ui.jazz.words import origin_words
from core.ui.markup import show, tag
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ui.jazz.clips import Clip


def history(clips: Sequence[Clip]) -> None:
    """The clips, the newest first, a few at once; nothing while there is none."""
    show_history(clips, title="Your clips", most=MAX_CLIPS, place="jazz", row=_row)


def hear(clip: Clip) -> None:
    """Show a clip and play it, as the visitor asked for."""
    take_playing(clip)
    kept.hear(clip)


def _row(clip: Clip) -> None:
    is_shown = kept.visit().shows(clip)
    with st.container(horizontal=True, vertical_alignment="center", key=f"jazz-clip-{clip.id}", gap="small"):
        st.button(
            *("", f"jazz-hear-{clip.id}"),
            icon=":material/play_arrow:",
            help=f"Hear {clip.name}",
            on_click=hear,
            args=(clip,),
        )
        star_button(clip, key=f"jazz-star-{clip.id}", is_small=True)
        now = " (above)" if is_shown else ""
        show(
            tag("p", tag("strong", f"{clip.name}{now}"), f"  {len(clip.notes)} notes", cls="gs-clip"),
            tag("p", origin_words(clip), cls="gs-caption"),
        )
        st.button(
            *("", f"jazz-drop-{clip.id}"),
            icon=":material/delete:",
            type="tertiary",
            help=f"Delete {clip.name}",
            on_click=_drop,
            args=(clip,),
        )


def _drop(clip: Clip) -> None:
    visitor, visit = visitor_id(), kept.visit()
    if visitor:
        let_go(visitor, clip.id)
    if visit.shows(clip):
        visit.show(None)
