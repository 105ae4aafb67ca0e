"""Where the sentence of a prompt may come from: the brief, the grammar, a table of the visitor's, a language model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.generation.prompts import Grammar, n_descriptions
from core.names import plain_name
from core.ui import state
from core.ui.markup import banner, caption
from core.ui.text.language import ask_language_model

if TYPE_CHECKING:
    from core.generation.prompts import Source

OWN, GRAMMAR, TABLE, LANGUAGE = "own", "grammar", "table", "language"
SOURCES = {
    OWN: "what you pick here",
    GRAMMAR: "this project's grammar",
    TABLE: "a CSV of yours",
    LANGUAGE: "a language model",
}
PLACE = "text-table"  # where the CSV's problems are told
_TABLE = "text_table"
MAX_MB = 10


def ask_for_source(source: str, genre: str) -> Source | None:
    """The source of sentences; None while there is none."""
    if source == GRAMMAR:
        caption(
            f"One of {n_descriptions(genre):,} sentences, each with a tempo, a mood and players of its own: press "
            "again for another one."
        )
        return Grammar()
    return ask_language_model(genre) if source == LANGUAGE else _ask_for_table()


def _ask_for_table() -> Source | None:
    file = st.file_uploader(
        "Drop a CSV here", type=["csv", "tsv", "txt"], max_upload_size=MAX_MB, key=f"text-table-{state.drop_round()}"
    )
    caption("With the columns genre and description; one of its sentences on the genre is drawn.")
    if file is not None:
        state.begin_drop()
        _read(file.name, file.getvalue())
        st.rerun()
    if problem := state.problem_in(PLACE):
        banner("error", "This table cannot be used", problem)
    table = st.session_state.get(_TABLE)
    if table is not None:
        caption(f"{table.name}: {len(table.rows):,} of its sentences can be drawn, on {', '.join(table.genres[:20])}.")
    return table


def _read(name: str, content: bytes) -> None:
    from core.generation.prompts.csv_table import read_table

    try:
        st.session_state[_TABLE] = read_table(content, name=f"“{plain_name(name)}”")
    except CoreError as error:
        state.tell_problem(PLACE, as_sentence(str(error)))
        return
    state.tell_problem(PLACE, "")
