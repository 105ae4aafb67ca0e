"""A dataset in, the visitor's last training on it out: going on, failed with its words, or done with its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError, ModelError
from core.runs import read_record, runs_folder
from core.ui.explore.sources import number_sources
from core.ui.jobs import acting, board, watch
from core.ui.jobs.words import state_words
from core.ui.markup import Html, banner, heading, show, tag
from core.ui.pages import PAGES
from core.ui.runs.head import headline
from core.ui.runs.words import score_words
from core.ui.train.live import live_pictures
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.jobs import Job
    from core.runs import RunRecord

RUNS = "7_Runs.py"
RUN = "run"  # of the address of that page
# What to do next looks like a button, and is a link.
LINK = (
    ".st-key-train-done [data-testid=stPageLink] a { border: 1px solid var(--gs-accent); border-radius: 8px; "
    "padding: 0.35rem 0.9rem; }"
)
LEAKY = ("This score is leaky", "It promises nothing for music by artists that the model has not heard.")
GOES_ON = "It goes on when you close this page; its score will be here."
ENDED_EARLY = "Nothing is lost: what was ready is kept, and starting again does only what is missing."


def last_training(opened: OpenDataset) -> Job | None:
    """Show the visitor's newest training on this dataset, in whatever state it is; None where there is none to show."""
    job = _job_of(opened)
    if job is None:
        return None
    if job.state == "done":
        return job if _tell_score(job) else None
    heading("Your training" if job.is_over else "Training now", ENDED_EARLY if job.is_over else GOES_ON)
    watch(job.id)
    if not job.is_over:
        live_pictures(job.id)
    return job


def is_under_way(opened: OpenDataset) -> bool:
    """Whether this visitor has a training on this dataset that is not over."""
    job = _job_of(opened)
    return job is not None and not job.is_over


def _job_of(opened: OpenDataset) -> Job | None:
    owner = visitor_id()
    if owner is None or not board.any_job():
        return None
    from core.ui.train.work import last_training as last

    try:
        return last({source.source for source in number_sources(opened)} | {opened.id}, owner=owner)
    except CoreError:
        return None  # the panel meets the same error and tells the visitor


def _tell_score(job: Job) -> bool:
    """Show what a finished training scored; False where its run was deleted since."""
    name = str((job.result or {}).get("run", ""))
    try:
        record = read_record(runs_folder() / name)
    except ModelError:
        return False
    heading(job.title, state_words(job))
    show(headline(record), tag("p", score_words(record)), _badge(record))
    if record.protocol["leaky"]:
        banner("unsure", *LEAKY)
    _what_next(job, name)
    return True


def _what_next(job: Job, run: str) -> None:
    show(Html(f"<style>{LINK}</style>"))
    with st.container(horizontal=True, vertical_alignment="center", key="train-done"):
        entry = next((entry for entry in PAGES if entry.file == RUNS), None)
        if entry is not None:
            st.page_link(entry.path, label="Open the run", icon=entry.icon, query_params={RUN: run})
        st.button("Dismiss", key=f"train-dismiss-{job.id}", type="tertiary", on_click=acting.dismiss, args=(job.id,))


def _badge(record: RunRecord) -> Html:
    protocol = record.protocol
    leaky = ", leaky" if protocol["leaky"] else ""
    return tag("p", tag("span", f"{protocol['name']}{leaky}: {protocol['badge']}", cls="gs-badge"))
