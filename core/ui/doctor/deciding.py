"""A click in, a decision stored with the dataset out; what refuses is told on the page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from core.errors import CoreError
from core.ui.doctor import desk

if TYPE_CHECKING:
    from core.data.decisions import Decision
    from core.data.findings import Finding
    from core.data.opened import OpenDataset


def leave_out(opened: OpenDataset, finding: Finding, *, side: int = 0) -> None:
    """Leave out the track of a finding, or of a pair the one on this side."""
    aimed = _engine().turned(finding) if side else finding
    _try(lambda: _engine().decide(opened, [aimed], "exclude"))


def keep(opened: OpenDataset, finding: Finding) -> None:
    _try(lambda: _engine().decide(opened, [finding], "keep"))


def undo(opened: OpenDataset, finding: Finding | Decision) -> None:
    """Decide nothing about a finding any more, whichever of its tracks was named."""
    undo_all(opened, [finding])


def leave_out_all(opened: OpenDataset, findings: Sequence[Finding], *, gone: Collection[str]) -> None:
    """Leave out the track of each finding; of recordings that are there more than once, one stays."""
    _try(lambda: _engine().decide(opened, _engine().sparing_one(findings, gone=gone), "exclude"))


def keep_all(opened: OpenDataset, findings: Sequence[Finding]) -> None:
    _try(lambda: _engine().decide(opened, findings, "keep"))


def undo_all(opened: OpenDataset, findings: Sequence[Finding | Decision]) -> None:
    both_ways = [*findings, *(_engine().turned(finding) for finding in findings)]
    _try(lambda: _engine().undo(opened, both_ways))


def _try(act: Callable[[], None]) -> None:
    desk.tell_problem("")
    try:
        act()
    except CoreError as error:
        desk.tell_problem(str(error))


def _engine():
    from core.ui.doctor import engine

    return engine
