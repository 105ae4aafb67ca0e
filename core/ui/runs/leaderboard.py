"""Lists of scores in, the leaderboard out: each as a picture and a table, honest ones first; a click opens a run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.data.datasets import DATASETS
from core.figures.runs.scoreboard import Mark, ScoreRow, scoreboard
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence, listed, percent
from core.ui.explore.charting import clicked
from core.ui.markup import Html, caption, heading, show, tag
from core.ui.runs.head import RUN
from core.ui.runs.naming import names_of
from core.ui.runs.words import HASH_CHARACTERS, duration_words, size_words
from core.ui.theme import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.leaderboard import Row, ScoreList

HEIGHT_PX = 420
PRETRAINED = "Pretrained: others trained what such a model hears by; it may have heard these artists."
BEST_VALIDATION = "best validation value"


def score_list(one: ScoreList) -> None:
    """Show a list whole."""
    heading(list_title(one))
    list_body(one)


def folded_list(one: ScoreList) -> None:
    """The same, folded under its title."""
    # Two lists of one protocol may differ in their tracks alone.
    with st.expander(f"{list_title(one)}: {one.n_tracks:,} {one.unit}s", icon=":material/leaderboard:"):
        list_body(one)


def list_title(one: ScoreList) -> str:
    """The data and the protocol of a list, and the word it needs."""
    leaky = " (leaky)" if one.leaky else ""
    return f"{data_title(one)}, {one.protocol}{leaky}"


def data_title(one: ScoreList) -> str:
    """The dataset of a list as people know it."""
    return DATASETS[one.data_name].title if one.data_name in DATASETS else one.data_name


def list_body(one: ScoreList) -> None:
    """What the list's scores promise, their picture, and their table."""
    words = [one.sentence, *one.notes]
    if one.synthetic:
        words.append("A program made these clips: a lesson, and no claim about real music.")
    show(
        tag("p", tag("span", one.badge, cls="gs-badge"), *_leaky_badge(one)),
        tag("p", " ".join(words), cls="gs-muted"),
    )
    rows = [row for row in one.rows if row.kind != "baseline"]
    names = names_of(rows)
    key = f"scores-{one.protocol}-{one.data_hash[:HASH_CHARACTERS]}"
    st.plotly_chart(
        scoreboard(
            [score_row(row, name, one) for row, name in zip(rows, names, strict=True)],
            look=look(),
            marks=marks_of(one),
            leaky=one.leaky,
            what=one.unit,
        ),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_open_clicked, key),
        selection_mode="points",
        alt=f"{list_title(one)}: {best_words(one, names)}",
    )
    caption(" ".join(chart_words(one, names)))
    _table(one, rows, names)


def chart_words(one: ScoreList, names: Sequence[str]) -> list[str]:
    """What to see in the picture of a list."""
    words = [best_words(one, names)]
    if one.leaky:
        words.append("Hatched, because these scores are leaky: compare them with no other list.")
    over = next((row.interval_over for row in one.rows if row.interval), "")
    if over:
        words.append(f"Lines: 95 % intervals over {over}.")
    if any(row.pretrained for row in one.rows):
        words.append(PRETRAINED)
    if any(row.kind == "published" for row in one.rows):
        words.append("Hollow: published by others under the same protocol, with the citation on hover.")
        words += validation_words(one)
    for ceiling in one.ceilings:
        words.append(f"Dashed at {percent(ceiling.accuracy)}: {ceiling.words.rstrip('.')} ({ceiling.source}).")
    return [*words, "Click a point or a row to open its run."]


def validation_words(one: ScoreList) -> list[str]:
    """Whose published figures chose themselves: the best value on the part that they were validated on."""
    sources = sorted({row.source for row in one.rows if BEST_VALIDATION in row.words})
    return [f"Those of {listed(sources)} are {BEST_VALIDATION}s, without a test set of their own."] if sources else []


def best_words(one: ScoreList, names: Sequence[str]) -> str:
    """The best run of a list, and how much of its lead is certain."""
    runs = [(row, name) for row, name in zip(_shown(one), names, strict=True) if row.name]
    if not runs:
        return "No run of this list is here."
    row, name = max(runs, key=lambda pair: pair[0].accuracy)
    score = f"{percent(row.accuracy)} of {one.n_tracks:,} held-out {one.unit}s"
    if len(runs) == 1:
        return f"{name} names {score} right."
    alike = [other for found, other in runs if found is not row and row.interval and found.accuracy >= row.interval[0]]
    if not alike:
        return f"{name} leads with {score}."
    who = listed(alike) if len(alike) < 3 else f"{len(alike)} others"
    return f"{name} leads with {score}; {who} may be as good: open one to compare."


def marks_of(one: ScoreList) -> list[Mark]:
    """Guessing, and the ceilings that are known for these data."""
    guessing = [
        Mark(row.accuracy, "guessing", f"{row.title}:\n{percent(row.accuracy)}", is_ceiling=False)
        for row in one.rows
        if row.kind == "baseline"
    ]
    ceilings = [
        Mark(found.accuracy, found.title, f"{found.title}: {percent(found.accuracy)}\n{found.source}")
        for found in one.ceilings
    ]
    return [*guessing, *ceilings]


def score_row(row: Row, name: str, one: ScoreList) -> ScoreRow:
    """A row of the list as its picture shows it."""
    return ScoreRow(row.name, name, row.accuracy, row.interval, hover_words(row, name, one), kind=row.kind)


def hover_words(row: Row, name: str, one: ScoreList) -> str:
    """What the pointer reads at a point."""
    told = [f"{name}: {percent(row.accuracy)}" + (f" of {row.n_tracks:,} {one.unit}s" if row.n_tracks else "")]
    if row.interval:
        low, high = row.interval
        told.append(f"with other {row.interval_over} {percent(low)} to {percent(high)}")
    if row.kind == "published":
        told += _wrapped(f"{row.citation}. {as_sentence(row.words)}")
    elif row.settings:
        told += _wrapped(row.settings)
    return "\n".join(told)


def table_of(rows: Sequence[Row], names: Sequence[str]) -> pd.DataFrame:
    """A row per score, numbers as numbers so that they sort."""
    return pd.DataFrame(
        {
            "Model": list(names),
            "Accuracy": [100 * row.accuracy for row in rows],
            "Interval": [_interval(row) for row in rows],
            "Macro F1": [row.macro_f1 for row in rows],
            "Log loss": [row.log_loss for row in rows],
            "Calibration error": [None if row.ece is None else 100 * row.ece for row in rows],
            "Training": [duration_words(row.train_s) for row in rows],
            "Size": [size_words(row.size_bytes) for row in rows],
            "Best epoch": [_epoch(row) for row in rows],
            "Made": [row.made[:10] or row.source for row in rows],
            "How": [row.settings or as_sentence(row.words) for row in rows],
        }
    )


def _table(one: ScoreList, rows: Sequence[Row], names: Sequence[str]) -> None:
    baseline = [(row, row.title) for row in one.rows if row.kind == "baseline"]
    pairs = [*zip(rows, names, strict=True), *baseline]
    frame = table_of([row for row, _ in pairs], [name for _, name in pairs])
    frame = frame.drop(columns=[name for name in ("Training", "Size", "Best epoch") if not frame[name].any()])
    opens = tuple(row.name for row, _ in pairs)
    key = f"table-{one.protocol}-{one.data_hash[:HASH_CHARACTERS]}"
    number = st.column_config.NumberColumn
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        placeholder="",
        height=min(HEIGHT_PX, 36 + 35 * len(frame)),
        on_select=partial(_open_row, key, opens),
        selection_mode="single-cell",
        column_config={
            "Model": st.column_config.TextColumn(width=270),
            "Accuracy": number(format="%.1f %%", width=80),
            "Interval": st.column_config.TextColumn(width=110),
            "Macro F1": number(format="%.2f", width=80),
            "Log loss": number(format="%.2f", width=75),
            "Calibration error": number(format="%.1f %%", width=115),
            "How": st.column_config.TextColumn(width=320),
        },
        alt=f"Table of {len(frame)} scores of {list_title(one)}; a click on a row opens its run",
    )


def _shown(one: ScoreList) -> list[Row]:
    return [row for row in one.rows if row.kind != "baseline"]


def _leaky_badge(one: ScoreList) -> list[Html]:
    return [Html(" "), tag("span", "leaky", cls="gs-badge gs-leaky")] if one.leaky else []


def _interval(row: Row) -> str:
    if row.interval:
        return f"{100 * row.interval[0]:.0f} to {100 * row.interval[1]:.0f}"
    return f"sd {100 * row.sd:.1f}" if row.sd is not None and row.kind == "published" else ""


def _epoch(row: Row) -> str:
    return f"{row.best_epoch[0]} of {row.best_epoch[1]}" if row.best_epoch else ""


def _wrapped(words: str, characters: int = 46) -> list[str]:
    from textwrap import wrap

    return wrap(words, characters)


def _open_clicked(key: str) -> None:
    name = clicked(key)
    if isinstance(name, str) and name:
        st.query_params[RUN] = name


def _open_row(key: str, names: tuple[str, ...]) -> None:
    cells = st.session_state[key].selection.cells
    if cells and cells[0][0] < len(names) and names[cells[0][0]]:
        st.query_params[RUN] = names[cells[0][0]]
