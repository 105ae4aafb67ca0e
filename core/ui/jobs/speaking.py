"""The visitor's jobs in, their changes of state out, said aloud by screen readers when they have a pause."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from core.ui import job_state
from core.ui.jobs.words import spoken_words

if TYPE_CHECKING:
    from core.jobs import Job

_speaker = st.components.v2.component(
    "genrescope_job_speaker",
    js=(Path(__file__).parent / "speaking.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def speak(jobs: list[Job]) -> None:
    """Say which jobs have changed their state since the visitor's last look."""
    before = job_state.seen_jobs()
    changed = [job for job in jobs if before.get(job.id, job.state) != job.state]
    job_state.see_jobs({job.id: job.state for job in jobs}, said=" ".join(spoken_words(job) for job in changed))
    words, number = job_state.said_of_jobs()
    _speaker(data={"words": words, "number": number}, key="job-speaker")
