"""Two parts of one table in, a map of each beside the other out: the same tracks, by features and by what is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.explore.maps.one_map import one_map
from core.ui.explore.maps.settings import same_wish
from core.ui.explore.numbers import explore_numbers
from core.ui.explore.sources import siblings
from core.ui.markup import caption, show, tag

if TYPE_CHECKING:
    from core.ui.explore.map_engine import Map, MapParams
    from core.ui.explore.maps.one_map import Shown
    from core.ui.explore.numbers import Exploration

ALONE = ""
# Differences of trustworthiness smaller than this are not worth a word.
ALIKE = 0.01


def ask_for_other(exploration: Exploration) -> Exploration | None:
    """The same tracks by other numbers of their table, for a map beside; None where none is wanted, or read yet."""
    others = {source.name: source for source in siblings(exploration.source, exploration.opened)}
    if not others:
        return None
    titles = {ALONE: "Nothing"} | {name: source.title for name, source in others.items()}
    key = f"beside-{exploration.opened.id}-{exploration.source.name}"
    if st.session_state.get(key) not in titles:
        st.session_state.pop(key, None)
    chosen = st.selectbox(
        "Beside it, the map of",
        list(titles),
        format_func=titles.get,
        key=key,
        persist_state="session",
        help="The same tracks laid out by other numbers. What is selected on one map is selected on the other.",
    )
    if chosen == ALONE:
        return None
    return explore_numbers(exploration.opened, exploration.contents, others[chosen], exploration.scaling)


def beside(first: Exploration, second: Exploration, params: MapParams, shown: Shown) -> None:
    """Show one kind of map of both, and which of them may be trusted more."""
    made = []
    for column, one in zip(st.columns(2, gap="medium"), (first, second), strict=True):
        with column:
            show(tag("h3", one.source.title, cls="gs-song"))
            made.append(one_map(one, same_wish(params, one), shown))
    if words := trust_of_both(*zip((first.source.title, second.source.title), made, strict=True)):
        caption(words)


def trust_of_both(first: tuple[str, Map | None], second: tuple[str, Map | None]) -> str:
    """Which of two maps keeps more of its own neighbourhoods; "" until both are measured.

    Each is measured against its own numbers: it says how true a map is to them, not which numbers are better.
    """
    if any(made is None or made.trust is None for _, made in (first, second)):
        return ""
    (one, a), (other, b) = ((title, made.trust.trustworthiness) for title, made in (first, second))
    if abs(a - b) < ALIKE:
        told = f"Both maps are about as true to their own numbers (trustworthiness {a:.2f} and {b:.2f} of 1)."
    else:
        told = (
            f"The map of “{one if a > b else other}” is truer to its own numbers: trustworthiness {max(a, b):.2f} "
            f"of 1 against {min(a, b):.2f}."
        )
    return f"{told} That says how much flattening costs each, not which numbers know more of genre."
