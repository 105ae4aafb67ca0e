"""A case in, the answer and its picture out: how many tracks are fine, what was found, what could not be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core import figures
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence, listed
from core.ui.doctor.desk import ALL, desk_of
from core.ui.doctor.words import bars_words, counted, headline, strip_caption, strip_words
from core.ui.markup import banner, caption, show, tag
from core.ui.theme import look

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents
    from core.ui.doctor.case import Case
    from core.ui.doctor.engine import Examination

LEGEND = tag(
    "p",
    tag("span", "to decide", cls="gs-key gs-key-open"),
    tag("span", "left out", cls="gs-key gs-key-out"),
    tag("span", "kept", cls="gs-key gs-key-kept"),
    cls="gs-caption gs-keys",
)
N_SKIPPED = 3
CHANGED = "Some tracks, genres or artists are others than those that were examined"


def overview(opened: OpenDataset, case: Case, report: Examination, contents: Contents) -> None:
    """Answer the question of the page, and show the tracks and the kinds of findings; a click on a kind filters."""
    show(
        tag("p", opened.title, cls="gs-label gs-dataset-title"),
        tag("p", headline(case, n_heard=report.n_heard), cls="gs-answer"),
    )
    figure = figures.tracks_strip(
        n_faulty=len(case.faulty), n_doubtful=len(case.doubtful), n_fine=case.n_fine, look=look()
    )
    st.plotly_chart(figure, theme=None, config=CHART_CONFIG, key="doctor-strip", alt=f"One bar. {strip_words(case)}")
    caption(strip_caption(case))
    if len(case.counts) > 1:
        _bars(opened, case)
    _not_looked_at(report)
    if _engine().has_changed(contents, report.data):
        banner("unsure", "The dataset has changed since", changed_words(contents, report))


def _not_looked_at(report: Examination) -> None:
    """What an examination could not look at: nobody may take silence about it for health."""
    if not report.skipped:
        return
    told = list(map(as_sentence, report.skipped))
    banner("unsure", "What could not be looked at", *told[:N_SKIPPED])
    if len(told) > N_SKIPPED:
        with st.expander(f"{len(told) - N_SKIPPED:,} more that could not be looked at"):
            show(*(tag("p", words, cls="gs-muted") for words in told[N_SKIPPED:]))


def changed_words(contents: Contents, report: Examination) -> str:
    """How it changed, as far as numbers tell, and what to do."""
    before, now = counted(report.n_tracks, "track"), f"{contents.n_tracks:,}"
    how = f"{before} were examined, and now there are {now}" if contents.n_tracks != report.n_tracks else CHANGED
    return f"{how}. Examine it again, at the end of this page."


def _bars(opened: OpenDataset, case: Case) -> None:
    desk = desk_of(opened.id)
    chosen = None if desk.kind == ALL else desk.kind
    # Another key for each choice: what is chosen is drawn by us, and a second click on the same bar counts too.
    key = f"doctor-bars-{opened.id}-{desk.kind}"
    st.plotly_chart(
        figures.kind_bars(case.counts, look=look(), chosen=chosen),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=lambda: _filter_by_click(opened, key),
        selection_mode="points",
        alt=f"Bars of findings by kind: {listed([f'{count.title} {count.n:,}' for count in case.counts])}",
    )
    caption(bars_words(case))
    if any(count.n_open < count.n for count in case.counts):
        show(LEGEND)


def _filter_by_click(opened: OpenDataset, key: str) -> None:
    """Show the findings of the kind whose bar was clicked; a second click shows all again."""
    clicked = [point.get("customdata") for point in st.session_state[key].selection.points]
    kind = next((kind for kind in clicked if isinstance(kind, str)), None)
    if kind is not None:
        desk = desk_of(opened.id)
        desk.show(kind=ALL if kind == desk.kind else kind)


def _engine():
    from core.ui.doctor import engine

    return engine
