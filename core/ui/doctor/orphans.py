"""A case in, the decisions that no finding speaks of any more out: each may be undone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.data.findings import KINDS
from core.figures.words import as_sentence
from core.ui.doctor import deciding
from core.ui.doctor.words import counted
from core.ui.markup import show, tag

if TYPE_CHECKING:
    from core.data.decisions import Decision
    from core.data.opened import OpenDataset
    from core.ui.doctor.case import Case

MAX_SHOWN = 50


def orphans(opened: OpenDataset, case: Case) -> None:
    """Show what was decided about findings that the last examination did not make: it still counts until undone."""
    if not case.orphans:
        return
    title = f"{counted(len(case.orphans), 'earlier decision')} that the last examination says nothing about"
    with st.expander(title, icon=":material/history:"):
        show(tag("p", "They still count: what was left out stays out until you undo it.", cls="gs-muted"))
        for number, decision in enumerate(case.orphans[:MAX_SHOWN]):
            words, act = st.columns([5, 1], vertical_alignment="center")
            with words:
                show(_line(decision))
            act.button(
                "Undo",
                icon=":material/undo:",
                on_click=partial(deciding.undo, opened, decision),
                key=f"doctor-orphan-{number}",
                width="stretch",
            )
        if len(case.orphans) > MAX_SHOWN:
            rest = f"And {len(case.orphans) - MAX_SHOWN:,} more, which come here as these are undone."
            show(tag("p", rest, cls="gs-muted"))


def _line(decision: Decision):
    verdict = "left out" if decision.verdict == "exclude" else "kept"
    return tag(
        "div",
        tag("p", tag("strong", decision.track), cls="gs-track"),
        tag("p", as_sentence(f"{KINDS[decision.kind].title}, {verdict}: {decision.reason}"), cls="gs-muted"),
        cls="gs-finding",
    )
