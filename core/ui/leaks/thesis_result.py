"""The thesis' table as it was found in, what to see in it out: one sentence, a picture, a table, a download."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.figures.leaks.thesis import HalfScore, ModelRow, thesis_chart
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence, percent
from core.ui.leaks.words import span_words
from core.ui.markup import Html, caption, icon, show, tag
from core.ui.theme import look

READ = (
    "Ring: what the thesis says. Hatched: the same way of testing, on the pieces that are here. Outlined: the same "
    "clips with artists apart. Filled: whole clips, the published artist folds. Whiskers: 95 %, over artists. Ring and "
    "hatched count pieces, each by itself; the others count tracks."
)
SHORT = {"leaky": "leaky", "same clips": "artists apart", "honest": "honest"}
HONEST = "honest"


def thesis_result(found: Mapping[str, Any]) -> None:
    """Show the table."""
    rows = model_rows(found)
    before, number, after = headline(rows)
    show(tag("p", before, tag("span", number, cls="gs-leaky"), after, cls="gs-answer"))
    st.plotly_chart(
        thesis_chart(rows, look=look()),
        theme=None,
        config=CHART_CONFIG,
        key="leaks-thesis-chart",
        alt="Bars for each model of the thesis: as it was tested, and with artists apart. "
        + ". ".join(_read_out(row) for row in rows),
    )
    caption(READ)
    covers = (
        tag(
            "li",
            icon("straighten"),
            tag(
                "span",
                tag("strong", as_sentence(SHORT.get(name, name))[:-1]),
                tag("span", f": {words}.", cls="gs-muted"),
            ),
        )
        for name, words in found["covers"].items()
    )
    show(tag("ul", Html("".join(covers)), cls="gs-protocols"))
    caption(as_sentence(found["citation"]))
    _table(found)


def model_rows(found: Mapping[str, Any]) -> list[ModelRow]:
    """A row per model, the highest claim first, with every half that was measured."""
    from core.ui.leaks.engine import CLAIMS, HALVES

    rows = []
    for claim in CLAIMS:
        told = {row["half"]: row for row in found["rows"] if row["model"] == claim.words}
        halves = tuple(_half(told[half.name], half.words) for half in HALVES if half.name in told)
        if halves:
            rows.append(ModelRow(claim.words, claim.accuracy, found["citation"], halves))
    return sorted(rows, key=lambda row: -row.published)


def headline(rows: list[ModelRow]) -> tuple[str, str, str]:
    """The best of the thesis against the best with artists apart."""
    best = max(row.published for row in rows)
    honest = max((half.accuracy for row in rows for half in row.halves if half.strong), default=None)
    if honest is None:
        return "The thesis' best is ", percent(best), " right."
    return "From ", percent(best), f" in the thesis to {percent(honest)} with no artist on both sides."


def thesis_frame(found: Mapping[str, Any]) -> pd.DataFrame:
    """A row per model, the thesis' number first."""
    rows = []
    for row in model_rows(found):
        told = {SHORT.get(half.words, half.words): _score(half) for half in row.halves}
        rows.append({"Model": row.title, "Thesis": percent(row.published), **told})
    return pd.DataFrame(rows).rename(columns=str.capitalize)


def _half(row: Mapping[str, Any], words: str) -> HalfScore:
    interval = None if row["low"] is None else (row["low"], row["high"])
    between = f"\n95 % over artists {percent(row['low'])} to {percent(row['high'])}" if interval else ""
    by = f" by {row['n_artists']:,} artists" if row["n_artists"] else ""
    return HalfScore(
        words=SHORT.get(row["half"], row["half"]),
        accuracy=row["accuracy"],
        interval=interval,
        leaky=row["leaky"],
        strong=row["half"] == HONEST,
        sentence=f"{row['model']}: {percent(row['accuracy'])} of {row['n_scored']:,} {row['unit']}s{by} right\n"
        f"{words.replace(', ', chr(10), 1)}{between}\n{row['settings']}\nguessing {percent(row['baseline'])}",
    )


def _score(half: HalfScore) -> str:
    return f"{percent(half.accuracy)}{span_words(half.interval)}"


def _read_out(row: ModelRow) -> str:
    halves = ", ".join(f"{half.words} {percent(half.accuracy)}" for half in row.halves)
    return f"{row.title}: thesis {percent(row.published)}, {halves}"


def _table(found: Mapping[str, Any]) -> None:
    from core.ui.leaks.engine import csv_of

    with st.expander("The same as a table", icon=":material/table_rows:", key="leaks-thesis-table"):
        st.dataframe(
            thesis_frame(found),
            hide_index=True,
            key="leaks-thesis-frame",
            alt="Table of the models of the thesis with its numbers and those that were measured here",
        )
        st.download_button(
            "Download (CSV)",
            csv_of(found),
            file_name="genrescope_thesis_table_gtzan.csv",
            mime="text/csv",
            icon=":material/download:",
            key="leaks-thesis-csv",
            on_click="ignore",
        )
