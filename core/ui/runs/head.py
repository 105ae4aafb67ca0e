"""A run in, its answer out: the score with its protocol in a sentence, three numbers, and what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.figures.words import NBSP, percent
from core.ui import state
from core.ui.markup import Html, banner, show, tag
from core.ui.pages import PAGES
from core.ui.runs.words import draws_words, headline_parts, protocol_words, score_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.runs import RunRecord
    from core.ui.runs.reading import OpenRun

LISTEN, EXPLAIN = "1_Genre_mix.py", "9_Explain.py"
RUN, AGAINST = "run", "against"  # of the address


def head(run: OpenRun, others: Sequence[tuple[str, str]]) -> None:
    """Show what the run scored and by what rules.

    Parameters
    ----------
    others : (name, words) of the runs that it can be compared with
    """
    record = run.record
    protocol = record.protocol
    show(
        tag("h2", run.title, cls="gs-head"),
        headline(record),
        tag("p", score_words(record)),
        badges(record),
        *(tag("p", words, cls="gs-muted") for words in (*protocol_words(protocol), draws_words(record)) if words),
    )
    if protocol["leaky"]:
        banner(
            "unsure", "This score is leaky", "It promises nothing for music by artists that the model has not heard."
        )
    if record.data.get("synthetic"):
        banner("note", "Made clips, no real music", "A program made what it learnt from: a lesson, and no claim.")
    show(tag("div", Html("".join(_cards(run))), cls="gs-cards gs-cards-small"))
    _actions(run, others)


def badges(record: RunRecord) -> Html:
    """The protocol, and whether others trained what the run listens by."""
    from core.ui.runs.engine import PRETRAINED, is_pretrained

    words = [f"{record.protocol['name']}: {record.protocol['badge']}", *([PRETRAINED] * is_pretrained(record))]
    return tag("p", Html(" ".join(tag("span", word, cls="gs-badge") for word in words)), cls="gs-badges")


def headline(record: RunRecord) -> Html:
    """The score as a sentence, its number marked where the protocol leaks."""
    before, score, after = headline_parts(record)
    number = tag("span", score, cls="gs-leaky") if record.protocol["leaky"] else score
    return tag("p", before, number, after, cls="gs-answer")


def _cards(run: OpenRun) -> list[Html]:
    """The numbers that the run has; one from elsewhere may lack some."""
    scores, is_leaky = run.record.scores, run.record.protocol["leaky"]
    low, high = scores["ece_band"]
    numbers = (
        ("Macro F1", "macro_f1", lambda f1: f"{f1:.2f}", "the mean over genres; 1 is perfect"),
        ("Log loss", "log_loss", lambda loss: f"{loss:.2f}{NBSP}nats", "of the true genre; less is better"),
        ("Calibration error", "ece", percent, f"an honest model: {percent(low)} to {percent(high)}"),
    )
    return [
        tag(
            "div",
            tag("p", f"{title}, leaky" if is_leaky else title, cls="gs-label"),
            tag("p", told(scores[name]), cls="gs-number gs-leaky" if is_leaky else "gs-number"),
            tag("p", words, cls="gs-muted"),
            cls="gs-card",
        )
        for title, name, told, words in numbers
        if scores.get(name) is not None
    ]


def _actions(run: OpenRun, others: Sequence[tuple[str, str]]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="run-actions"):
        if st.button("Listen with it", icon=":material/graphic_eq:", key="listen-with"):
            st.session_state[state.MODEL] = run.name
            st.switch_page(_page(LISTEN))
        if (explain := _page(EXPLAIN)) is not None and st.button("Ask it why", icon=":material/help:", key="ask-why"):
            st.switch_page(explain, query_params={RUN: run.name})
        if others:
            names = dict(others)
            st.selectbox(
                "Compare it with",
                [name for name, _ in others],
                index=None,
                format_func=names.get,
                placeholder="Compare it with another run",
                key=f"against-{run.name}",
                on_change=_compare,
                args=(run.name,),
                label_visibility="collapsed",
                width=330,
            )


def _compare(name: str) -> None:
    other = st.session_state[f"against-{name}"]
    if other:
        st.query_params[AGAINST] = other


def _page(file: str):
    return next((entry.path for entry in PAGES if entry.file == file), None)
