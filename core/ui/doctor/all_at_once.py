"""All findings of one kind in, one verdict on those that wait for one out: after a question that says what it means."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.data.findings import KINDS
from core.ui.doctor import changes, deciding, words
from core.ui.doctor.case import KEPT, OPEN, OUT
from core.ui.markup import show, tag

if TYPE_CHECKING:
    from core.data.findings import Finding
    from core.data.opened import OpenDataset
    from core.figures import KindCount
    from core.ui.doctor.case import Case


def decide_all(opened: OpenDataset, case: Case, count: KindCount) -> None:
    """Buttons for all findings of a kind that wait for a verdict, and to undo those that have one."""
    waiting, decided = case.of_kind(count.kind, OPEN), case.of_kind(count.kind, OUT, KEPT)
    with st.container(horizontal=True, width="content", gap="small", key=f"doctor-all-{count.kind}"):
        if len(waiting) > 1 and st.button(f"Leave out all {len(waiting):,}\u2026", key=f"doctor-all-out-{count.kind}"):
            _ask_to_leave_out(opened, case, count, waiting)
        if len(waiting) > 1 and st.button(f"Keep all {len(waiting):,}\u2026", key=f"doctor-all-keep-{count.kind}"):
            _ask_to_keep(opened, count, waiting)
        if len(decided) > 1 and st.button(f"Undo all {len(decided):,}\u2026", key=f"doctor-all-undo-{count.kind}"):
            _ask_to_undo(opened, count, decided)


@st.dialog("Leave all of these out?")
def _ask_to_leave_out(opened: OpenDataset, case: Case, count: KindCount, waiting: list[Finding]) -> None:
    aimed = _engine().sparing_one(waiting, gone=case.left_out)
    n_gone = len({finding.track for finding in aimed})
    then = _engine().if_left_out(opened, aimed)
    show(
        tag("p", words.all_of_a_kind(count, len(waiting)), cls="gs-strong"),
        *(tag("p", told) for told in words.meaning(KINDS[count.kind], n_gone, then=then)),
    )
    show(tag("div", changes.protocol_list(then), tag("p", words.UNDONE, cls="gs-muted"), cls="gs-changes"))
    act = partial(deciding.leave_out_all, opened, waiting, gone=case.left_out)
    _answer(f"Leave out {words.counted(n_gone, 'track')}", act)


@st.dialog("Keep all of these?")
def _ask_to_keep(opened: OpenDataset, count: KindCount, waiting: list[Finding]) -> None:
    show(
        tag("p", words.all_of_a_kind(count, len(waiting)), cls="gs-strong"),
        tag("p", "They stay in every part of a split, and are no longer among those to decide."),
    )
    _answer(f"Keep {words.counted(len(waiting), count.what)}", partial(deciding.keep_all, opened, waiting))


@st.dialog("Undo all of these?")
def _ask_to_undo(opened: OpenDataset, count: KindCount, decided: list[Finding]) -> None:
    show(
        tag("p", words.all_of_a_kind(count, len(decided)), cls="gs-strong"),
        tag("p", "What you decided about them is forgotten; what was left out for it comes back."),
    )
    _answer(f"Undo {words.counted(len(decided), 'decision')}", partial(deciding.undo_all, opened, decided))


def _answer(yes: str, act: Callable[[], None]) -> None:
    """Two buttons: a yes acts, and either closes the question."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        no = st.button("Cancel", key="doctor-all-no")
        if st.button(yes, type="primary", key="doctor-all-yes", on_click=act) or no:
            st.rerun()


def _engine():
    from core.ui.doctor import engine

    return engine
