"""A visitor's clips in, a list of them out: heard again by a click, starred, or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.jazz import kept
from core.ui.jazz.choosing import take_playing
from core.ui.jazz.clips import MAX_CLIPS, let_go
from core.ui.jazz.showing import star_button
from core.ui.jazz.words import origin_words
from core.ui.markup import caption, heading, show, tag
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ui.jazz.clips import Clip

N_SHOWN = 5
ALL, STARRED = "All", "Favourites"
FEWER = "jazz-history-all"


def history(clips: Sequence[Clip]) -> None:
    """The clips, the newest first, a few at once; nothing while there is none."""
    if not clips:
        return
    heading("Your clips", f"Kept for you in this browser, up to {MAX_CLIPS}; those with a star stay longest.")
    which = st.segmented_control("Show", [ALL, STARRED], default=ALL, required=True, key="jazz-history")
    listed = [clip for clip in clips if clip.favourite or which == ALL]
    if not listed:
        caption("None has a star yet.")
    for clip in listed if st.session_state.get(FEWER) else listed[:N_SHOWN]:
        _row(clip)
    if len(listed) > N_SHOWN:
        label = "Show fewer" if st.session_state.get(FEWER) else f"Show all {len(listed)}"
        st.button(label, key="jazz-history-fold", type="tertiary", on_click=_fold)


def hear(clip: Clip) -> None:
    """Show a clip and play it, as the visitor asked for."""
    take_playing(clip)
    kept.show_clip(clip, play=True)


def _row(clip: Clip) -> None:
    shown = kept.shown()
    is_shown = shown is not None and shown.id == clip.id
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
    visitor, shown = visitor_id(), kept.shown()
    if visitor:
        let_go(visitor, clip.id)
    if shown is not None and shown.id == clip.id:
        kept.show_clip(None)


def _fold() -> None:
    st.session_state[FEWER] = not st.session_state.get(FEWER, False)
