"""The visitor in, the visitor's dataset in the making out: how far it is, or what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from core.ui.datasets import work
from core.ui.markup import heading
from core.ui.synthetic import kept

if TYPE_CHECKING:
    from core.jobs import Job

KIND = "synthesis"  # of `core.synthesis.making`, which is slow to import
GOES_ON = "It goes on when you close this page. What is ready can be heard under “What was made”."
ENDED_EARLY = "Nothing is lost: each finished clip is kept, and starting again makes only what is missing."


def look_after_making() -> bool:
    """Show a dataset that is being made, and say whether one is; when it is done the page shows it."""
    head = st.empty()
    job = work.look_after(kept.PURPOSE, kind=KIND)
    if job is None:
        return False
    if job.state == "done":
        _show(job)
        return False
    with head.container():
        if job.is_over:
            heading("Your dataset is not whole yet", ENDED_EARLY)
        else:
            heading("Making it now", GOES_ON)
    return not job.is_over


def _show(job: Job) -> None:
    result = job.result or {}
    if "folder" in result:
        name = Path(result["folder"]).name
        kept.note_failed(name, result.get("failures", ()))
        kept.show_set(name)
