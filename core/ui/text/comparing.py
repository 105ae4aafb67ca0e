"""Two takes in, both players beside each other and what differs between them out."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.markup import Html, banner, caption, heading, show, tag
from core.ui.text import kept
from core.ui.text.showing import play
from core.ui.text.words import menu_words, settings_rows, unread_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ui.text.takes import Take

FEW = "Two takes can be compared once you have made two."
SEE = "One sound at a time: starting one stops the other. Words that differ are underlined."
KEYS = ("text-compare-a", "text-compare-b")


def compare(takes: Sequence[Take]) -> None:
    """Ask for two takes, show both."""
    if not takes:
        return
    heading("Compare two takes")
    if len(takes) < 2:
        caption(FEW)
        return
    pair = ask_for_two(takes)
    for place, (column, take) in enumerate(zip(st.columns(2, gap="medium"), pair, strict=True)):
        with column:
            show(tag("h3", take.name, cls="gs-song"), tag("p", *prompt_beside(take, pair[1 - place]), cls="gs-muted"))
            if not play(take, key=f"text-compare-{place}"):
                return
            if unread := unread_words(take):
                caption(unread)
    try:
        show(difference_table(pair))
    except CoreError as error:
        banner("error", "These two cannot be compared", as_sentence(str(error)))
        return
    caption(SEE)


def ask_for_two(takes: Sequence[Take]) -> tuple[Take, Take]:
    """Two of the takes: those that shall be compared, or the two newest."""
    by_id = {take.id: take for take in takes}
    visit = kept.visit()
    if visit.pair is not None and all(identity in by_id for identity in visit.pair):
        st.session_state.update(zip(KEYS, visit.pair, strict=True))
        visit.pair = None
    chosen = []
    for place, (key, column) in enumerate(zip(KEYS, st.columns(2, gap="medium"), strict=True)):
        if st.session_state.get(key) not in by_id:
            st.session_state[key] = list(by_id)[1 - place]
        chosen.append(
            column.selectbox(
                ("One", "The other")[place],
                list(by_id),
                format_func=lambda each: menu_words(by_id[each]),
                key=key,
                persist_state="session",
            )
        )
    return by_id[chosen[0]], by_id[chosen[1]]


def prompt_beside(take: Take, other: Take) -> list[Html | str]:
    """The prompt of a take, what the other one does not say underlined."""
    ours, theirs = take.prompt.split(), other.prompt.split()
    parts: list[Html | str] = []
    for kind, start, end, _, _ in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        words = " ".join(ours[start:end])
        if words:
            parts += [words if kind == "equal" else tag("u", words), " "]
    return parts


def difference_table(pair: Sequence[Take]) -> Html:
    """Every setting in which they differ."""
    one, other = map(settings_rows, pair)
    names = [*one, *(name for name in other if name not in one)]
    rows = [(name, one.get(name, "-"), other.get(name, "-")) for name in names if one.get(name) != other.get(name)]
    if not rows:
        return tag("p", "They were made in the same way.", cls="gs-muted")
    head = tag("tr", tag("th", ""), *(tag("th", take.name) for take in pair))
    body = [tag("tr", tag("th", name), tag("td", first), tag("td", second)) for name, first, second in rows]
    return tag("div", tag("table", head, *body, cls="gs-table gs-text-table"), cls="gs-scroll")
