"""An explanation in, how far to trust it out: four tests, each as a question, a small picture and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.figures.explain.trust import agreement_points, deletion_curve, rank_spans, sums_against_said
from core.figures.template import CHART_CONFIG
from core.ui.explain.words import additivity_words, agreement_words, deletion_words, stability_words
from core.ui.markup import caption, heading, show, tag
from core.ui.theme import look

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from core.ui.explain.explained import Explained

N_RANKS = 12


def trust(explained: Explained) -> None:
    """Show the four tests; while they are measured, the page says so, and shows the one that needs nothing."""
    heading("How far can that be trusted?", "Four tests of the explanation itself.")
    left, right = st.columns(2, gap="medium")
    with left:
        _sums(explained)
    if explained.trust is None:
        with right:
            caption("The other three tests take the other folds, and are not measured yet.")
        return
    with right:
        _deletion(explained)
    left, right = st.columns(2, gap="medium")
    with left:
        _ranks(explained)
    with right:
        _agreement(explained)


def _sums(explained: Explained) -> None:
    from core.ui.explain.engine import additivity_gap

    made = explained.made
    rows, said = np.arange(len(made)), made.predicted
    told = (made.base + made.values.sum(axis=1))[rows, said]
    figure = sums_against_said(told, made.said[rows, said], quantity=explained.quantity, look=look())
    words = additivity_words(additivity_gap(made), explained)
    _show(explained, "Do the parts add up to what it said?", figure, words, "sums")


def _deletion(explained: Explained) -> None:
    found = explained.trust.deletion
    figure = deletion_curve(found.replaced, found.curve, found.random, look=look())
    _show(
        explained,
        "Is what it calls important what the model uses?",
        figure,
        deletion_words(explained.trust),
        "deletion",
    )


def _ranks(explained: Explained) -> None:
    found = explained.trust.stability
    question = "Would the ranks be the same again?"
    if found is None:
        show(tag("h3", question, cls="gs-song"))
        caption("There is one fit only, and nothing to compare its ranks with.")
        return
    middle = np.median(found.ranks, axis=0)
    order = np.argsort(middle, kind="stable")[:N_RANKS]
    titles = [explained.titles[explained.made.players.names[i]] for i in order]
    figure = rank_spans(titles, found.lowest[order], middle[order], found.highest[order], look=look())
    _show(explained, question, figure, stability_words(explained), "ranks")


def _agreement(explained: Explained) -> None:
    from core.ui.explain.engine import mean_sizes

    made = explained.made
    figure = agreement_points(
        [explained.titles[name] for name in made.players.names],
        mean_sizes(made).sum(axis=1),
        explained.trust.agreement.cost,
        quantity=explained.quantity,
        look=look(),
    )
    _show(explained, "Does another method say the same?", figure, agreement_words(explained.trust), "agreement")


def _show(explained: Explained, question: str, figure: go.Figure, words: str, name: str) -> None:
    show(tag("h3", question, cls="gs-song"))
    st.plotly_chart(figure, theme=None, config=CHART_CONFIG, key=f"{explained.place}-{name}", alt=f"{question} {words}")
    caption(words)
