"""A visitor and a dataset in use in, all that the Runs page shows out: the lists, one run, or two side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.markup import banner, caption, heading, preview
from core.ui.pages import PAGES
from core.ui.runs.comparing import comparing
from core.ui.runs.confusions import confusions
from core.ui.runs.evidence import believing, genres, hard_tracks
from core.ui.runs.head import AGAINST, RUN, head
from core.ui.runs.keeping import keeping
from core.ui.runs.leaderboard import folded_list, score_list
from core.ui.runs.learning import learning
from core.ui.runs.making import making
from core.ui.runs.naming import names_of
from core.ui.runs.reading import OpenRun, open_run, visible_runs
from core.ui.runs.sounds import dataset_of
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.data.opened import OpenDataset
    from core.leaderboard import ScoreList
    from core.runs import RunRecord

TRAIN = "6_Train.py"
MAX_COMPARED = 12
PREVIEW = (
    ("leaderboard", "A fair list", "Your runs with their intervals, one list for each protocol and data."),
    ("grid_on", "What it mixes up", "Click a cell of the table and hear the tracks that are in it."),
    ("balance", "Two side by side", "Whether one is better than the other, or whether that may be chance."),
)


def runs(opened: OpenDataset) -> None:
    """Show the run that the address names; without one, all lists."""
    visitor = visitor_id() or ""
    try:
        records = visible_runs(visitor)
    except CoreError as error:
        banner("error", "The runs cannot be read", as_sentence(str(error)))
        return
    name = st.query_params.get(RUN)
    if name is None:
        _lists(records, opened)
    else:
        _run(name, records, visitor)


def _lists(records: Sequence[RunRecord], opened: OpenDataset) -> None:
    from core.ui.runs.engine import BUILT_IN_MODELS, score_lists

    if all(record.name in BUILT_IN_MODELS for record in records):
        preview(PREVIEW)
        _link_to_training("Train your first model")
    lists = score_lists(records)
    by_name = {record.name: record for record in records}
    own = [one for one in lists if any(is_of(by_name[name], opened) for name in one.run_names)]
    if not own:
        caption(f"No run was scored on “{opened.title}” yet. These were, on other data:")
        own = list(lists[:1])
    for one in own:
        score_list(one)
    others = [one for one in lists if one not in own]
    if others:
        heading("More lists", "Scores by other rules or on other data cannot be ranked with these.")
        for one in others:
            folded_list(one)
    _tell_broken()
    _link_to_training("Train a model")


def is_of(record: RunRecord, opened: OpenDataset) -> bool:
    """Whether a run was scored on the dataset in use."""
    found = dataset_of(record)
    return found is not None and found.id == opened.id


def _run(name: str, records: Sequence[RunRecord], visitor: str) -> None:
    against = st.query_params.get(AGAINST)
    _ways_back(name, against)
    try:
        run = open_run(name, visitor)
    except CoreError as error:
        banner("error", "This run cannot be shown", as_sentence(str(error)))
        return
    one = _list_of(run, records)
    names = dict(zip([row.name for row in one.rows if row.name], _names(one), strict=True))
    if against not in (None, name):
        comparing(run, _opened_others(run, names, against, visitor), against=against, names=names, visitor=visitor)
        return
    head(run, [(other, words) for other, words in names.items() if other != name])
    confusions(run, visitor)
    left, right = st.columns(2, gap="medium")
    with left:
        genres(run)
    with right:
        believing(run)
    hard_tracks(run, visitor)
    learning(run)
    making(run)
    keeping(run)


def _list_of(run: OpenRun, records: Sequence[RunRecord]) -> ScoreList:
    from core.ui.runs.engine import score_lists

    return next(one for one in score_lists(records) if run.name in one.run_names)


def _names(one: ScoreList) -> list[str]:
    rows = [row for row in one.rows if row.name]
    return names_of(rows)


def _opened_others(run: OpenRun, names: dict[str, str], against: str, visitor: str) -> list[OpenRun]:
    """The runs that are compared on the page, the one that is looked at first; those that are broken are left out."""
    wanted = [against, *(name for name in names if name not in (run.name, against))][:MAX_COMPARED]
    found = []
    for name in wanted:
        try:
            found.append(open_run(name, visitor))
        except CoreError as error:
            banner("unsure", "A run is left out", as_sentence(str(error)))
    return found


def _ways_back(name: str, against: str | None) -> None:
    with st.container(horizontal=True):
        st.button("All runs", icon=":material/arrow_back:", key="all-runs", on_click=_leave, args=(RUN, AGAINST))
        if against not in (None, name):
            st.button("This run alone", icon=":material/arrow_back:", key="one-run", on_click=_leave, args=(AGAINST,))


def _leave(*keys: str) -> None:
    for key in keys:
        st.query_params.pop(key, None)


def _tell_broken() -> None:
    from core.ui.runs.engine import hidden_runs

    if problems := hidden_runs():
        banner("unsure", "Not everything in the workspace is a run that can be read", *map(as_sentence, problems))


def _link_to_training(label: str) -> None:
    entry = next((entry for entry in PAGES if entry.file == TRAIN), None)
    if entry is not None:
        st.page_link(entry.path, label=label, icon=":material/model_training:")
