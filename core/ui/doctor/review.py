"""A case in, the list of findings out: grouped by kind, a page at a time, each to be heard and decided."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from core.data.findings import KINDS
from core.figures.words import as_sentence
from core.ui.doctor import card, desk
from core.ui.doctor.all_at_once import decide_all
from core.ui.doctor.case import KEPT, OPEN, OUT, Verdict
from core.ui.doctor.desk import ALL, desk_of
from core.ui.doctor.scrolling import scroll_to
from core.ui.doctor.words import counted, nature_of
from core.ui.markup import banner, heading, show, tag

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents
    from core.ui.doctor.case import Case
    from core.ui.doctor.desk import Desk

PAGE = 20
FEW = 4  # findings that need no filter by verdict
LIST = "doctor-list"
STATUSES = {ALL: "All", OPEN: "To decide", OUT: "Left out", KEPT: "Kept"}


def review(opened: OpenDataset, contents: Contents, case: Case) -> None:
    """List the findings that the visitor wants to see."""
    place = desk_of(opened.id)
    with st.container(key=LIST):
        heading("Listen and decide", "Nothing is left out unless you say so, and everything can be undone.")
        if problem := desk.problem():
            banner("error", "That was not stored", as_sentence(problem))
        _filters(place, case)
        chosen = wanted(case, place)
        page, n_pages = turned_page(place, len(chosen))
        tracks = {track.id: track for track in contents.tracks}
        shown = chosen[page * PAGE : (page + 1) * PAGE]
        for kind, verdicts in groupby(shown, key=lambda verdict: verdict.finding.kind):
            _head(opened, case, kind)
            for verdict in verdicts:
                card.show_card(opened, verdict, tracks, genres=contents.genres)
        if not chosen:
            show(tag("p", "No finding fits. Choose another kind, or all.", cls="gs-muted", role="status"))
        _pager(place, page, n_pages, len(chosen))
    scroll_to(LIST, page)


def wanted(case: Case, place: Desk) -> list[Verdict]:
    """The findings of the kind and with the verdict that the visitor filters by."""
    return [
        verdict
        for verdict in case.verdicts
        if place.kind in (ALL, verdict.finding.kind) and place.status in (ALL, verdict.status)
    ]


def turned_page(place: Desk, n_found: int) -> tuple[int, int]:
    """The page that is shown, from 0, and how many there are; what was filtered away may have taken the last one."""
    n_pages = max(-(-n_found // PAGE), 1)
    return min(place.page, n_pages - 1), n_pages


def _filters(place: Desk, case: Case) -> None:
    names = {ALL: f"All {len(case.verdicts):,}"} | {count.kind: f"{count.title} {count.n:,}" for count in case.counts}
    if place.kind not in names:
        place.show(kind=ALL)
    if len(case.counts) > 1:
        _choice("Kind of finding", names, place, "kind")
    if len(case.verdicts) > FEW:
        _choice("Decided or not", STATUSES, place, "status")


def _choice(label: str, names: dict[str, str], place: Desk, what: str) -> None:
    key = f"doctor-{what}-{place.dataset}"
    # The desk decides: a click on the picture changes it too.
    st.session_state[key] = getattr(place, what)
    st.pills(
        label,
        list(names),
        format_func=names.get,
        key=key,
        required=True,
        on_change=lambda: place.show(**{what: st.session_state[key]}),
        label_visibility="collapsed",
    )


def _head(opened: OpenDataset, case: Case, kind: str) -> None:
    found = KINDS[kind]
    count = next(count for count in case.counts if count.kind == kind)
    badge = tag("span", nature_of(found), cls="gs-badge")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"doctor-head-{kind}"):
        show(
            tag("h3", found.title, tag("span", count.words, cls="gs-muted gs-kind-count"), badge, cls="gs-kind"),
            tag("p", found.about, cls="gs-muted"),
        )
        decide_all(opened, case, count)


def _pager(place: Desk, page: int, n_pages: int, n_found: int) -> None:
    if n_pages == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="doctor-pager"):
        st.button(
            "Before",
            icon=":material/chevron_left:",
            disabled=page == 0,
            on_click=partial(place.turn_to, page - 1),
            key="doctor-before",
        )
        first = page * PAGE + 1
        told = f"{first:,} to {min(first + PAGE - 1, n_found):,} of {counted(n_found, 'finding')}"
        show(tag("p", told, cls="gs-muted", role="status"))
        st.button(
            "Next",
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=page == n_pages - 1,
            on_click=partial(place.turn_to, page + 1),
            key="doctor-next",
        )
