"""Nothing in, where descriptions come from out: the grammar, a CSV of the visitor's, or a language model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.names import plain_name
from core.ui import state
from core.ui.markup import banner, caption
from core.ui.synthetic import kept
from core.ui.synthetic.drawing import BY, draw

SOURCE = "synth-source"
GRAMMAR, CSV, LLM = "The grammar of Genrescope", "A CSV of yours", "A language model"
ABOUT_GRAMMAR = "It writes instrumental descriptions with instruments and tempi that fit the genre, none twice."
UNTIL_THEN = "Until there are some, the grammar of Genrescope writes them."
ABOUT_CSV = (
    "A table in UTF-8 with the columns genre and description, one sentence in each line. Whoever uses this Genrescope "
    "sees the dataset, and your sentences in it."
)


@dataclass(frozen=True)
class Descriptions:
    """``path`` as a recipe names it, and the genres that are described; None where those are the band's own."""

    path: str
    genres: tuple[str, ...] | None = None


def ask_for_descriptions(genres: Sequence[str]) -> Descriptions:
    """Where descriptions come from; until there is a table they come from the grammar.

    ``genres`` are those that a language model is asked for.
    """
    from core.ui.synthetic.engine import GRAMMAR as BY_GRAMMAR

    chosen = st.radio("Descriptions from", [GRAMMAR, CSV, LLM], key=SOURCE, persist_state="session", horizontal=True)
    if chosen == GRAMMAR:
        caption(ABOUT_GRAMMAR)
        return Descriptions(BY_GRAMMAR)
    if chosen == CSV:
        _ask_for_csv()
    else:
        draw(genres)
    found = kept.brought()
    if found is None or (found.by == BY) != (chosen == LLM):
        caption(UNTIL_THEN)
        return Descriptions(BY_GRAMMAR)
    caption(brought_words(found))
    return Descriptions(found.path, found.genres)


def brought_words(found: kept.Brought) -> str:
    """What a table holds, in a line."""
    twice = f"; {found.n_twice:,} that came twice are left out" if found.n_twice else ""
    n_genres = len(found.genres)
    return f"{found.title}: {found.n:,} descriptions of {n_genres} genre{'s' * (n_genres != 1)}{twice}."


def _ask_for_csv() -> None:
    from core.ui.synthetic.engine import MAX_BYTES

    file = st.file_uploader(
        "Drop a CSV here",
        type=["csv", "tsv", "txt"],
        max_upload_size=MAX_BYTES // 10**6,
        key=f"synth-csv-{state.drop_round()}",
    )
    caption(ABOUT_CSV)
    if file is not None:
        state.begin_drop()
        _take(file.name, file.getvalue())
        st.rerun()
    if words := state.problem_in(kept.CSV):
        banner("error", "This CSV cannot be used", as_sentence(words))


def _take(name: str, content: bytes) -> None:
    from core.ui.synthetic.engine import keep_descriptions, read_table

    state.tell_problem(kept.CSV, "")
    try:
        table = read_table(content, name=f"“{plain_name(name)}”")
        path = keep_descriptions(content, name=name)
    except CoreError as error:
        state.tell_problem(kept.CSV, str(error))
        return
    kept.bring(kept.Brought(str(path), table.name, table.genres, len(table.rows), table.n_twice))
