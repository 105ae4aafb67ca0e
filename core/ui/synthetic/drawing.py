"""Genres in, a table of descriptions that a language model wrote out: drawn by a job first, as it repeats nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.datasets import work
from core.ui.markup import banner, caption
from core.ui.synthetic import kept

if TYPE_CHECKING:
    from core.jobs import Job

PURPOSE = BY = "descriptions"
N = "synth-drawn"
FIRST_N = 10
NO_ENDPOINT = (
    "No language model is named",
    "Before Genrescope is started, set GENRESCOPE_LLM_URL and GENRESCOPE_LLM_MODEL to the address and the model of an "
    "OpenAI-compatible server, and GENRESCOPE_LLM_KEY where it wants a key.",
)
ABOUT = (
    "It is asked for instrumental descriptions, ten at a time; those that come twice or mention a voice are left out. "
    "What it writes is kept as a table, because it never says the same again."
)


def draw(genres: Sequence[str]) -> None:
    """Ask the language model of the environment, or say how to name one."""
    from core.ui.synthetic.engine import DRAWING, LLM_KEY, endpoint_from_environment

    try:
        endpoint = endpoint_from_environment()
    except CoreError:
        banner("note", *NO_ENDPOINT)
        return
    job = work.look_after(PURPOSE, kind=DRAWING)
    if job is not None and job.state == "done":
        _take(job, endpoint.model)
    caption(ABOUT)
    left, right = st.columns(2, vertical_alignment="bottom")
    n = left.number_input("Descriptions of each genre", 1, 1_000, FIRST_N, key=N, persist_state="session")
    wanted = right.button(
        f"Ask {endpoint.model}",
        icon=":material/edit_note:",
        key="synth-draw",
        width="stretch",
        disabled=not genres or (job is not None and not job.is_over),
    )
    if wanted and _start(tuple(genres), int(n), endpoint, needs_key=bool(os.environ.get(LLM_KEY))):
        st.rerun()


def _start(genres: tuple[str, ...], n: int, endpoint: Any, *, needs_key: bool) -> bool:
    from core.ui.synthetic.engine import DRAWING, DrawWish, draw_descriptions

    wish = DrawWish(genres, n, url=endpoint.url, model=endpoint.model, needs_key=needs_key)
    try:
        wish.check()
    except CoreError as error:
        banner("error", "It cannot be asked so", as_sentence(str(error)))
        return False
    title = f"{n:,} descriptions of {len(genres)} genres by {endpoint.model}"
    return work.start(draw_descriptions, wish, kind=DRAWING, title=title, purpose=PURPOSE)


def _take(job: Job, model: str) -> None:
    """Use what was drawn from now on."""
    result = job.result or {}
    n = result.get("n", {})
    if n:
        path = Path(result["path"])
        kept.bring(kept.Brought(str(path), f"The table by {model}", tuple(n), sum(n.values()), 0, by=BY))
