"""A dataset in use in, all that the Leaks page shows out: what was measured, what to ask next, the thesis' table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.datasets.feature_tables import feature_tables
from core.ui.datasets.reading import read_contents
from core.ui.leaks.choosing import ask_for_table, ask_for_wish, tell_segments, tell_steps
from core.ui.leaks.measuring import follow, found_by, last_job, start
from core.ui.leaks.result import result
from core.ui.leaks.thesis import thesis
from core.ui.markup import banner, heading, preview
from core.ui.train.material import introduce, material_of, warn

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents

PREVIEW = (
    ("signal_cellular_alt", "How a score falls", "Shuffled segments, whole tracks, artists apart: a bar for each."),
    ("rule", "Three slips", "What tuning on the test fold is worth, and two more, beside their honest twins."),
    ("history_edu", "A thesis' table, twice", "Published scores beside the same models with no artist on both sides."),
)


def leaks(opened: OpenDataset) -> None:
    """Show how much of a score is a leak on this dataset, and the thesis' table."""
    contents = read_contents(opened)
    if contents is None:
        return
    _meter(opened, contents)
    thesis(opened)


def _meter(opened: OpenDataset, contents: Contents) -> None:
    """The answer first: its place is kept, and filled when it is known what is asked."""
    place, job = st.container(), last_job(opened)
    before = found_by(job)
    asked_place = st.container()
    with asked_place:
        if before is not None:
            heading("Measure another")
        found = _ask(opened, contents, job) or before
    with place:
        if job is not None and job.state != "done":
            follow(job)
        if found is not None:
            result(found, opened)
        elif job is None:
            preview(PREVIEW)


def _ask(opened: OpenDataset, contents: Contents, job):
    """Ask what to measure, with the button that starts it; what is known of it already is returned."""
    from core.ui.leaks.engine import find_leakage

    left, right = st.columns([3, 2], gap="large")
    with left:
        source = ask_for_table(opened)
        if source is None:
            _without_numbers(opened, contents)
            return None
        material = material_of(opened, source)
        if material is None:
            return None
        introduce(material)
        warn(material)
        tell_segments(material, contents)
        tell_steps()
    with right:
        wish = ask_for_wish(material)
        found = None if wish.problem else find_leakage(material.table, wish.config)
        start(material, wish, found=found, job=job)
    return found


def _without_numbers(opened: OpenDataset, contents: Contents) -> None:
    banner(
        "note",
        "There are no numbers of it yet",
        "Leaks are measured on a table of numbers, and one with short segments shows most. Both are made at once.",
    )
    feature_tables(opened, contents)
