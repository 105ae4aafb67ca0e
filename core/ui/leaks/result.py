"""What the leakage meter found in, the answer and its evidence out: one large sentence, bars, slips, a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.figures.leaks.fall import Step, fall_chart
from core.figures.leaks.slips import SlipPair, slips_chart
from core.figures.template import CHART_CONFIG
from core.figures.words import percent
from core.ui.files import download_name
from core.ui.leaks.exports import leakage_csv, leakage_frame
from core.ui.leaks.words import (
    facts,
    headline,
    pair_sentence,
    reason_words,
    same_for_all,
    step_sentence,
    story,
    verdict,
)
from core.ui.markup import Html, caption, heading, icon, show, tag
from core.ui.theme import look

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.leaks.engine import Leakage

READ_BARS = (
    "From left to right each bar changes one thing; all learn from as many rows and are scored on the same tracks. "
    "Hatched: leaky. Whisker: 95 % over {over}. Grey band: the lowest and the highest of several draws."
)
READ_SLIPS = (
    "Under {under}; only what decides something changes. Whisker: the leaky score, as far as the difference may vary."
)


def result(found: Leakage, opened: OpenDataset) -> None:
    """Show a measurement."""
    heading(f"{found.title} on {opened.title}", f"The same tracks, cut in segments of {found.segment_s:g} s.")
    before, number, after = headline(found)
    marked = tag("span", number, cls="gs-leaky") if number else ""
    show(tag("p", before, marked, after, cls="gs-answer"), tag("p", story(found)))
    caption(same_for_all(found))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _bars(found)
    with right:
        _slips(found)
    _details(found, opened)


def _bars(found: Leakage) -> None:
    steps = [
        Step(bar.title, step_sentence(bar, found), bar.leaky, bar.accuracy, bar.interval, bar.band)
        for bar in found.bars
    ]
    show(tag("p", "How it falls, tracks right", cls="gs-strong"))
    st.plotly_chart(
        fall_chart(steps, baseline=found.baseline, look=look()),
        theme=None,
        config=CHART_CONFIG,
        key=f"leaks-bars-{found.data_hash[:12]}",
        alt="Bars of accuracy, one leak less at each step. "
        + ", ".join(f"{bar.title} {percent(bar.accuracy)}" for bar in found.bars if bar.accuracy is not None),
    )
    caption(READ_BARS.format(over=found.interval_over))
    missing = [(bar.title, reason_words(bar)) for bar in found.bars if bar.reason]
    if missing:
        show(_listed("block", missing))


def _slips(found: Leakage) -> None:
    pairs = [SlipPair(pair.title, pair_sentence(pair), pair.honest, pair.leaky, pair.interval) for pair in found.pairs]
    show(tag("p", "Three slips in the strictest folds", cls="gs-strong"))
    st.plotly_chart(
        slips_chart(pairs, look=look()),
        theme=None,
        config=CHART_CONFIG,
        key=f"leaks-slips-{found.data_hash[:12]}",
        alt="Pairs of bars, honest and leaky. "
        + " ".join(f"{pair.title}: {verdict(pair)}" for pair in found.pairs if not pair.reason),
    )
    caption(READ_SLIPS.format(under=found.pairs_under))
    told = [(pair.title, f"{pair.words}. {verdict(pair)}") for pair in found.pairs]
    show(_listed("rule", told))


def _details(found: Leakage, opened: OpenDataset) -> None:
    with st.expander("The same as a table, and what all bars share", icon=":material/table_rows:", key="leaks-table"):
        names = (tag("dt", name) + tag("dd", words) for name, words in facts(found))
        show(tag("dl", Html("".join(names)), cls="gs-facts"))
        st.dataframe(
            leakage_frame(found),
            hide_index=True,
            key=f"leaks-frame-{found.data_hash[:12]}",
            alt="Table of the bars and the slips with their scores and intervals",
        )
        st.download_button(
            "Download (CSV)",
            leakage_csv(found),
            file_name=download_name(f"leaks_{found.model}", opened.title, "csv"),
            mime="text/csv",
            icon=":material/download:",
            key="leaks-csv",
            on_click="ignore",
        )


def _listed(symbol: str, rows: list[tuple[str, str]]) -> Html:
    items = (
        tag("li", icon(symbol), tag("span", tag("strong", title), tag("span", f": {words}", cls="gs-muted")))
        for title, words in rows
    )
    return tag("ul", Html("".join(items)), cls="gs-protocols")
