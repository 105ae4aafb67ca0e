"""An explanation in, what the model goes by out: the answer in a sentence, the facts, and bars stacked by genre."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.figures.colours import genre_colours
from core.figures.explain.importance import ImportanceRow, importance_bars
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence, listed
from core.ui import state
from core.ui.explain.words import LOG_ODDS_ABOUT, answer_words, facts_of, importance_words
from core.ui.explore.charting import clicked
from core.ui.markup import Html, caption, heading, show, tag, term
from core.ui.theme import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ui.explain.explained import Explained

N_BARS = 15
N_NAMED = 3


def answer(explained: Explained, *, n_learnt: int) -> None:
    """What it goes by, in a sentence; and what exactly was explained, of which tracks, against what."""
    from core.ui.explain.engine import N_BACKGROUND, n_folds

    rows = [(row.title, row.total, row.block) for row in rows_of(explained)]
    show(tag("p", answer_words(rows), cls="gs-answer gs-explain-answer"))
    facts = facts_of(explained, n_folds=n_folds(explained.run.record), n_learnt=n_learnt, n_background=N_BACKGROUND)
    pairs = [tag("dt", name) + tag("dd", _with_term(words)) for name, words in facts.items()]
    show(tag("div", tag("dl", Html("".join(pairs)), cls="gs-facts"), cls="gs-card"))


def importance(explained: Explained) -> None:
    """Bars of the most important players; a click on one looks at it below."""
    heading("What does it go by?", "How much each moves the answers for each genre. Click a bar to look at it below.")
    rows = rows_of(explained)
    shown, key = rows[:N_BARS], f"{explained.place}-importance"
    genre_key(explained.made.genres)
    st.plotly_chart(
        importance_bars(
            shown,
            explained.made.genres,
            quantity=explained.quantity,
            look=look(),
            picked=state.picked(f"{explained.place}-player") or "",
        ),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_pick, key, explained.place),
        selection_mode="points",
        alt=f"Bars of {len(shown)} importances by genre; the largest are "
        f"{listed([row.title for row in shown[:N_NAMED]])}",
    )
    caption(importance_words(explained, len(shown), len(set(explained.blocks.values()))))


def rows_of(explained: Explained) -> list[ImportanceRow]:
    """All players, those of one block beside each other, the most important first."""
    from core.ui.explain.engine import importance as importance_of

    found, blocks = importance_of(explained.made), explained.blocks
    rows = [
        ImportanceRow(name, explained.titles[name], tuple(map(float, sizes)), blocks.get(name, -1))
        for name, sizes in zip(found.names, found.values, strict=True)
    ]
    return sorted(rows, key=lambda row: row.block)


def genre_key(genres: Sequence[str]) -> None:
    """Which colour is which genre."""
    colours = genre_colours(genres)
    marks = (tag("span", tag("span", "", cls="gs-mark", style=f"--genre: {colours[genre]}"), genre) for genre in genres)
    show(tag("p", Html("".join(marks)), cls="gs-keys gs-muted"))


def _with_term(words: str) -> Html | str:
    """The word "log-odds" at the start of a sentence explains itself."""
    word = "Log-odds"
    if not words.startswith(word):
        return as_sentence(words)
    return Html(term(word, LOG_ODDS_ABOUT) + tag("span", words[len(word) :]))


def _pick(key: str, place: str) -> None:
    name = clicked(key)
    if isinstance(name, str):
        state.pick(f"{place}-player", name)
        st.session_state.pop(f"{place}-column", None)
