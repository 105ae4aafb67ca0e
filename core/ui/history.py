"""What a visitor made on a page in, the newest first; a list of it out, a few at once: all, or the favourites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from core.ui.markup import caption, heading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

N_SHOWN = 5
ALL, STARRED = "All", "Favourites"


def show_history(made: Sequence[Any], *, title: str, most: int, place: str, row: Callable[[Any], None]) -> None:
    """The list, each by ``row``; nothing while nothing is made.

    Parameters
    ----------
    made : each with ``favourite``
    most : so many are kept of a visitor
    place : how the keys of its widgets begin
    """
    if not made:
        return
    heading(title, f"Kept for you in this browser, up to {most}; those with a star stay longest.")
    which = st.segmented_control("Show", [ALL, STARRED], default=ALL, required=True, key=f"{place}-history")
    listed = [one for one in made if one.favourite or which == ALL]
    if not listed:
        caption("None has a star yet.")
    unfolded = f"{place}-history-all"
    shows_all = st.session_state.get(unfolded, False)
    for one in listed if shows_all else listed[:N_SHOWN]:
        row(one)
    if len(listed) > N_SHOWN:
        label = "Show fewer" if shows_all else f"Show all {len(listed)}"
        st.button(label, key=f"{place}-history-fold", type="tertiary", on_click=_turn, args=(unfolded,))


def _turn(unfolded: str) -> None:
    st.session_state[unfolded] = not st.session_state.get(unfolded, False)
