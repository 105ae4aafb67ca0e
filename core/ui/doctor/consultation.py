"""A dataset in, all that the Doctor page shows of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.datasets.reading import read_contents
from core.ui.doctor import changes, examining, orphans, overview, review, table
from core.ui.doctor.case import Case, case_of
from core.ui.markup import banner

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.doctor.engine import Examination


def consult(opened: OpenDataset) -> None:
    """Examine a dataset, show what was found, and take the visitor's decisions; each part is a section of its own."""
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


def _case(opened: OpenDataset, report: Examination) -> Case | None:
    from core.ui.doctor import engine

    try:
        decided = engine.decisions(opened)
    except CoreError as error:
        banner("error", "Your decisions cannot be read", as_sentence(str(error)))
        return None
    return case_of(report.findings, decided, n_tracks=report.n_tracks)
