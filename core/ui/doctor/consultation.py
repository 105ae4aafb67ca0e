"""A dataset in, all that the Doctor page shows of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.datasets.reading import read_contents
from core.ui.doctor import changes, examining, orphans, overview, review, table
from core.ui.doctor.case import Case, case_of
from core.ui.markup import Html, banner, heading, icon, show, tag
from core.ui.pages import PAGES

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.doctor.engine import Examination

DATASETS_PAGE = "2_Datasets.py"
WILL_BE_HERE = (
    ("healing", "What is faulty", "Silent, clipped, cut off, far too short or unreadable recordings, with the reason."),
    ("content_copy", "What is there twice", "The same recording, also shifted, trimmed or encoded again: hear both."),
    ("hearing", "What is worth a listen", "Labels that a model doubts, and artists who stand in several genres."),
)


def consult(opened: OpenDataset | None) -> None:
    """Examine a dataset, show what was found, and take the visitor's decisions; each part is a section of its own."""
    if opened is None:
        return nothing_to_examine()
    contents = read_contents(opened)
    if contents is None:
        return None
    report = examining.examination(opened, contents)
    case = None if report is None else _case(opened, report)
    if case is None:
        return None
    overview.overview(opened, case, report, contents)
    if case.verdicts or case.orphans:
        changes.changes(opened)
    if case.verdicts:
        review.review(opened, contents, case)
    orphans.orphans(opened, case)
    table.table(opened, case)
    return examining.again(opened, contents, report)


def nothing_to_examine() -> None:
    """Say what will be here, and where datasets come from."""
    show(tag("p", "There is no dataset to examine yet.", cls="gs-answer"))
    entry = next((entry for entry in PAGES if entry.file == DATASETS_PAGE), None)
    if entry is not None:
        with st.container(key="doctor-bring"):
            st.page_link(entry.path, label="Bring a dataset", icon=entry.icon)
    heading("What you will see")
    items = (
        tag("li", icon(symbol), tag("strong", title), tag("span", words, cls="gs-muted"))
        for symbol, title, words in WILL_BE_HERE
    )
    show(tag("ul", Html("".join(items)), cls="gs-preview"))


def _case(opened: OpenDataset, report: Examination) -> Case | None:
    from core.ui.doctor import engine

    try:
        decided = engine.decisions(opened)
    except CoreError as error:
        banner("error", "Your decisions cannot be read", as_sentence(str(error)))
        return None
    return case_of(report.findings, decided, n_tracks=report.n_tracks)
