"""A dataset in, its last examination out; the page explains, starts and shows the job that makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.data.findings import KINDS, FindingKind
from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.doctor.words import counted
from core.ui.jobs import board, submit_for_visitor, watch
from core.ui.jobs.words import duration_words
from core.ui.markup import Html, banner, heading, show, tag
from core.ui.visitor import visitor_id

GOES_ON = "It goes on when you close this page; what it finds will be here."
FAULTS = "They lie in the recording. A track that you leave out for one leaves every part of a split, the test set too."
DOUBTS = "Only you can tell. A track that you leave out for one leaves training parts, never a test set."

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.jobs import Job
    from core.ui.datasets.contents import Contents
    from core.ui.doctor.engine import Examination


def examination(opened: OpenDataset, contents: Contents) -> Examination | None:
    """What the doctor found last; the page shows an examination that goes on, and asks for one where there is none."""
    job = _job_of(opened)
    if job is not None:
        watch(job.id)
    try:
        report = _engine().read_findings(opened)
    except CoreError as error:
        banner("error", "The findings cannot be read", as_sentence(str(error)))
        if job is None or job.is_over:
            _ask(opened, "Examine it again")
        return None
    if report is None and (job is None or job.is_over):
        _introduce(opened, contents)
    elif report is None:
        show(tag("p", GOES_ON, cls="gs-muted"))
        what_it_looks_for()
    return report


def again(opened: OpenDataset, contents: Contents, report: Examination) -> None:
    """The last thing on the page, folded: what was looked for, and another examination."""
    with st.expander("What the doctor looks for, and how to examine it again", icon=":material/stethoscope:"):
        show(tag("p", f"{examined_words(report)} {estimate_words(opened, contents)}", cls="gs-muted"))
        if not _is_under_way(opened):
            _ask(opened, "Examine it again", primary=False)
        _kinds()


def examined_words(report: Examination) -> str:
    """When the last examination was, and what it has heard."""
    day, _, clock = report.made.partition("T")
    return f"Last examined on {day} at {clock[:5]} UTC: {counted(report.n_heard, 'track')} heard."


def estimate_words(opened: OpenDataset, contents: Contents) -> str:
    """How long an examination takes here."""
    if not contents.n_with_sound:
        return "There is no sound here to listen to, only numbers: it looks at artists and labels."
    about = duration_words(_engine().estimate_s(opened, contents))
    return f"It listens to {counted(contents.n_with_sound, 'track')}: about {about} on this machine."


def what_it_looks_for() -> None:
    heading("What it looks for")
    _kinds()


def _introduce(opened: OpenDataset, contents: Contents) -> None:
    show(
        tag("p", opened.title, cls="gs-label gs-dataset-title"),
        tag("p", f"{counted(contents.n_tracks, 'track')}, not examined yet.", cls="gs-answer"),
        tag(
            "p",
            f"{estimate_words(opened, contents)} {GOES_ON} Nothing is left out unless you decide so.",
            cls="gs-muted",
        ),
    )
    _ask(opened, "Examine this dataset")
    what_it_looks_for()


def _ask(opened: OpenDataset, label: str, *, primary: bool = True) -> None:
    asked = st.button(
        label,
        type="primary" if primary else "secondary",
        icon=":material/stethoscope:",
        key="doctor-examine",
    )
    if asked and _submit(opened):
        st.rerun()


def _submit(opened: OpenDataset) -> Job | None:
    engine = _engine()
    params = engine.DoctorParams(dataset=opened.id)
    return submit_for_visitor(engine.examine, params, kind=engine.KIND, title=f"Examine {opened.title}")


def _kinds() -> None:
    _list("Faults", FAULTS, [kind for kind in KINDS.values() if kind.objective])
    _list("Worth a listen", DOUBTS, [kind for kind in KINDS.values() if not kind.objective])


def _list(title: str, about: str, kinds: list[FindingKind]) -> None:
    items = (tag("li", tag("strong", kind.title), tag("p", kind.about)) for kind in kinds)
    show(
        tag("h3", title, cls="gs-kind"),
        tag("p", about, cls="gs-muted"),
        tag("ul", Html("".join(items)), cls="gs-kinds"),
    )


def _is_under_way(opened: OpenDataset) -> bool:
    job = _job_of(opened)
    return job is not None and not job.is_over


def _job_of(opened: OpenDataset) -> Job | None:
    """The visitor's last examination of this dataset."""
    owner = visitor_id()
    if owner is None or not board.any_job():
        return None
    return _engine().last_examination(opened, owner=owner)


def _engine():
    from core.ui.doctor import engine

    return engine
