"""One job in, its card out: what it is, how far it is, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.figures.words import as_sentence
from core.ui import job_state
from core.ui.jobs import acting, words
from core.ui.markup import Html, icon, show, tag

if TYPE_CHECKING:
    from core.jobs import Job


def show_card(job: Job, *, place: str) -> None:
    """Show a job with its buttons; ``place`` keeps the same job apart where it stands twice on a page."""
    stopping = acting.is_stopping(job)
    with st.container(key=f"job-{place}-{job.id}", gap="xsmall"):
        show(summary(job, stopping=stopping))
        if problem := job_state.job_problem(job.id):
            show(tag("p", as_sentence(problem), cls="gs-job-error", role="alert"))
        with st.container(horizontal=True, gap="xsmall", key=f"job-acts-{place}-{job.id}"):
            _buttons(job, key=f"{place}-{job.id}", stopping=stopping)
            _log(job, key=f"{place}-{job.id}")


def summary(job: Job, *, stopping: bool = False) -> Html:
    """Title, state and progress of a job, or what went wrong."""
    kind = "stopping" if stopping and not job.is_over else job.state
    head = tag(
        "p", icon(words.icon_of(job, stopping=stopping)), tag("strong", job.title, title=job.title), cls="gs-job-title"
    )
    return tag("div", head, *_lines(job, stopping=stopping), cls=f"gs-job gs-job-{kind}")


def _lines(job: Job, *, stopping: bool) -> list[Html]:
    if job.is_over:
        told = [tag("p", words.state_words(job), cls="gs-job-words")]
        return [*told, tag("p", as_sentence(job.error), cls="gs-job-error")] if job.error else told
    told = words.STOPPING if stopping else words.progress_words(job)
    return [_bar(job, told), tag("p", told, cls="gs-job-words")]


def _bar(job: Job, told: str) -> Html:
    percent = f"{100 * min(max(job.share, 0.0), 1.0):.0f}"
    return tag(
        "div",
        tag("span", style=f"width: {percent}%"),
        cls="gs-job-bar",
        role="progressbar",
        aria_label=job.title,
        aria_valuemin="0",
        aria_valuemax="100",
        aria_valuenow=percent,
        aria_valuetext=told,
    )


def _buttons(job: Job, *, key: str, stopping: bool) -> None:
    if not job.is_over:
        st.button("Cancel", key=f"job-cancel-{key}", disabled=stopping, on_click=acting.cancel, args=(job.id,))
        return
    if acting.may_start_again(job) and st.button("Start again", key=f"job-again-{key}"):
        with st.spinner("Starting again"):
            acting.start_again(job.id)
        st.rerun()  # the page may show the same job, and follows it again
    if st.button("Dismiss", key=f"job-dismiss-{key}", type="tertiary"):
        acting.dismiss(job.id)
        st.rerun()


def _log(job: Job, *, key: str) -> None:
    # Read from the disk only while somebody looks at it.
    folded = st.popover("Log", type="tertiary", key=f"job-log-{key}", on_change="rerun")
    if folded.open:
        with folded:
            st.code(job.log() or "Nothing was noted yet.", language=None, wrap_lines=True, height=320)
