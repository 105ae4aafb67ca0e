"""A report on a made dataset beside a real one in, the page's answer and its evidence out: pictures, then numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.figures.runs.confusion import confusion_table
from core.figures.synthetic.anchors import anchored_chart, anchored_words
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence
from core.ui.explore.charting import clicked
from core.ui.markup import Html, banner, caption, heading, show, tag
from core.ui.synthetic import fidelity_words as words
from core.ui.synthetic import kept
from core.ui.synthetic.examples import MADE, Pair, examples, play_first
from core.ui.synthetic.together import together
from core.ui.theme import look

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents
    from core.ui.synthetic.fidelity_engine import Fidelity, FidelityReport, Space

SEE_FAR = (
    "Full: the clips. Hollow circle: other real tracks, by other artists. Hollow square: noise. Whiskers are 95 % "
    "intervals over prompts and artists."
)
TOO_FEW = "There are too few prompts or artists for whiskers here; 15 of each are needed."
SEE_APART = (
    "A support vector machine that learnt from other prompts and artists is shown a clip and a real track: how often "
    "it names the clip. 50 of 100 is guessing, and less is chance, too."
)
SEE_HEARD = "A row is what was asked for, a column what is heard. Click a cell to hear a clip of it."
HEARD_TABLE = "synth-heard-table"
N_LEFT_OUT = 5


def show_fidelity(found: Fidelity, made: OpenDataset, contents: Contents, real: OpenDataset) -> None:
    """The answer in one sentence, the two anchors, what is heard, the map, and clips to hear, good and bad."""
    report = found.report
    pair = Pair(found, made, contents, real)
    show(tag("p", words.answer_words(report), cls="gs-answer"))
    _anchors(report.spaces)
    _heard(pair)
    together(pair)
    examples(pair)
    _numbers(report)


def _anchors(spaces: tuple[Space, ...]) -> None:
    rows = [words.distance_row(space) for space in spaces]
    heading("How far from real music?")
    _chart(
        anchored_chart(rows, look=look(), ends=("real music", "noise")),
        key="synth-far",
        alt=anchored_words(rows, "How far the clips are from real music, between other real music and noise"),
    )
    caption(SEE_FAR if any(row.made.interval for row in rows) else f"{SEE_FAR} {TOO_FEW}")
    rows = [words.apart_row(space) for space in spaces]
    heading("How easily are they told apart?")
    _chart(
        anchored_chart(rows, look=look(), ends=("guessing: 50 of 100", "always: 100"), scale=(0.5, 1.0)),
        key="synth-apart",
        alt=anchored_words(rows, "In how many of 100 pairs a classifier names the made clip"),
    )
    caption(SEE_APART)


def _heard(pair: Pair) -> None:
    report = pair.found.report
    heading("Is the genre heard that was asked for?")
    confusion = report.confusion
    if confusion is None:
        caption("No genre model listened, or it knows none of these genres. Choose another one in the settings below.")
        return
    show(tag("p", words.right_words(report), cls="gs-strong"))
    genres, counts = words.in_use(confusion)
    _, call = kept.heard(pair.place)
    key = f"{HEARD_TABLE}-{call}"
    st.plotly_chart(
        confusion_table(genres, counts, look=look(), what="clip"),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_cell_clicked, key, pair),
        selection_mode="points",
        alt=f"Table of the genres that were asked for and those that are heard; {words.right_words(report)}",
    )
    caption(f"{words.compared_words(report)}{SEE_HEARD}")


def _cell_clicked(key: str, pair: Pair) -> None:
    cell = clicked(key)
    if isinstance(cell, list | tuple) and len(cell) == 2:
        play_first(pair, asked=str(cell[0]), heard=str(cell[1]))


def _numbers(report: FidelityReport) -> None:
    heading("How varied does it sound, and what is wrong with it?")
    space = report.spaces[0]
    varied = {one.set: one for one in space.variety}
    lines = [words.variety_words(varied[MADE], varied["other real half"], report.n), words.prompt_words(varied[MADE])]
    lines.append(words.faults_words(report.checks_of(MADE), report.checks_of("other real half")))
    for line in filter(None, lines):
        show(tag("p", line, cls="gs-clip"))
    with st.expander("How it was measured", icon=":material/info:"):
        told = [words.how_words(report), *report.caveats]
        show(Html("".join(tag("p", as_sentence(line)) for line in told)))
        if report.left_out:
            named = [as_sentence(f"{track}: {why}") for track, why in report.left_out[:N_LEFT_OUT]]
            more = [f"And {len(report.left_out) - N_LEFT_OUT:,} more."][: len(report.left_out) > N_LEFT_OUT]
            banner("note", f"{len(report.left_out):,} tracks were left out", *named, *more)


def _chart(figure, *, key: str, alt: str) -> None:
    st.plotly_chart(figure, theme=None, config=CHART_CONFIG, key=key, alt=alt)
