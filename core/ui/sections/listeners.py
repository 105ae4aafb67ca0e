"""A model whose listeners are not here in, the line that says what one would gain out, and the job that brings them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.jobs import board
from core.ui.jobs.card import show_card
from core.ui.jobs.panel import BUSY_S
from core.ui.markup import banner, icon, show, tag
from core.ui.sections.choice import licences_of, megabytes, of_100, option_title
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.jobs import Job
    from core.ui.engine import ModelOption
    from core.ui.sections.settings import InUse


def offer_listeners(found: InUse) -> None:
    """While a better model waits for its files: what it would know, and a button, or how far the download is."""
    option = found.waited_for
    if option is None:
        return
    words, button = st.columns([3, 1], vertical_alignment="center", gap="medium")
    with words:
        told = tag("span", gain_words(option, found.model.record.scores))
        show(tag("p", icon("hearing"), told, cls="gs-muted gs-gain", role="note"))
    job = _job(option)
    if job is None:
        with button:
            _ask(option)
    else:
        _show(option, job)


def gain_words(option: ModelOption, classic: Mapping[str, Any]) -> str:
    """What the files would bring, what they weigh, and under which licences; the numbers are those of the records.

    The classic model stands beside it on the very same tracks where the record knows that, else on its own.
    """
    from core.models.pretrained import gain_of  # slow to import; who has an option has it

    record = option.record
    right, n_tracks = of_100(record.scores["accuracy"]), record.scores["n_tracks"]
    beside = gain_of(record)
    if beside is None:
        own = f"{of_100(classic['accuracy'])} of 100 of its own {classic['n_tracks']:,}"
        instead = f" ({n_tracks:,} tracks; the classic model, which answers now, {own})"
    else:
        right, n_tracks = of_100(beside["accuracy"]), beside["n_tracks"]
        instead = f", instead of {of_100(beside['of_classic'])} ({n_tracks:,} tracks)"
    return (
        f"“{option_title(option)}” would name {right} of 100 songs by artists that it did not learn from{instead}: "
        f"{megabytes(option.n_missing_bytes)} to download, licences {licences_of(option)}; {option.badge}."
    )


def _job(option: ModelOption) -> Job | None:
    """The job that brings the files, or failed to. Nobody without a job in the workspace pays for the question."""
    if not board.any_job():
        return None
    from core.ui.engine import job_of

    return job_of(option.files)


def _ask(option: ModelOption) -> None:
    clicked = st.button("Download the listeners", icon=":material/download:", key="download-listeners")
    if not clicked:
        return
    from core.ui.engine import ask_for_files

    owner = visitor_id()
    try:
        with st.spinner("Starting the download"):
            ask_for_files(option.files, owner=owner or "")
    except CoreError as error:
        banner("error", "The download cannot start", as_sentence(str(error)))
    else:
        st.rerun()


def _show(option: ModelOption, job: Job) -> None:
    if job.is_over:
        show_card(job, place="listeners")
    else:
        _follow(option)


@st.fragment(run_every=BUSY_S)
def _follow(option: ModelOption) -> None:
    """The card of the job; the page runs again when it is over, and the files are here or the reason is."""
    job = _job(option)
    if job is None or job.is_over:
        st.rerun()
    show_card(job, place="listeners")
