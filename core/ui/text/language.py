"""A genre in, sentences that a language model writes on it out: asked once by a job, and kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.generation.prompts.csv_table import read_table_file
from core.generation.prompts.endpoint import KEY_VARIABLE, endpoint_from_environment
from core.ui import job_state
from core.ui.jobs import submit_for_visitor, watch
from core.ui.markup import banner, caption
from core.ui.text.following import followed_job

if TYPE_CHECKING:
    from core.generation.prompts import Source
    from core.generation.prompts.endpoint import Endpoint

N_SENTENCES = 10  # as many as one answer brings
PURPOSE = "text-language-{}"


def ask_language_model(genre: str) -> Source | None:
    """Its sentences on a genre; None while there are none, and then the page says how to get some."""
    try:
        endpoint = endpoint_from_environment()
    except CoreError as error:
        caption(f"{as_sentence(str(error))} A key, where it wants one, is read from {KEY_VARIABLE}.")
        return None
    caption(f"Sentences by {endpoint.model}, {N_SENTENCES} at a time; those that speak of voices are left out.")
    job_id = followed_job(PURPOSE.format(genre))
    job = watch(job_id) if job_id else None
    if job is not None and job.state == "done":
        return _drawn(job.result or {})
    if job is None or job.is_over:
        _offer(genre, endpoint)
    return None


def _drawn(result: dict) -> Source | None:
    try:
        table = read_table_file(Path(str(result["path"])))
    except CoreError as error:
        banner("error", "Its sentences cannot be read", as_sentence(str(error)))
        return None
    caption(as_sentence(str(result["words"])))
    return table


def _offer(genre: str, endpoint: Endpoint) -> None:
    if not st.button(f"Ask {endpoint.model}", icon=":material/chat:", key="text-ask-language"):
        return
    from core.synthesis.drawing import KIND, DrawWish, draw_descriptions

    needs_key = bool(os.environ.get(KEY_VARIABLE, "").strip())
    wish = DrawWish((genre,), N_SENTENCES, url=endpoint.url, model=endpoint.model, needs_key=needs_key)
    title = f"{N_SENTENCES} sentences on {genre} by {endpoint.model}"
    job = submit_for_visitor(draw_descriptions, wish, kind=KIND, title=title)
    if job is not None:
        job_state.note_page_job(PURPOSE.format(genre), job.id)
        st.rerun()
