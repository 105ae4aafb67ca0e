"""A visitor in, all that the Explain page shows out: a run and its settings, and the explanation in sections."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.data.opened import found_datasets
from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.explain.choosing import chosen_run, params_of, settings
from core.ui.explain.directions import directions
from core.ui.explain.ends import ends
from core.ui.explain.explained import Explained
from core.ui.explain.importance import answer, importance
from core.ui.explain.making import explanation_of
from core.ui.explain.songs import song_section
from core.ui.explain.track import one_track
from core.ui.explain.trust import trust
from core.ui.markup import banner
from core.ui.runs.reading import OpenRun
from core.ui.runs.sounds import sounds_of
from core.ui.visitor import visitor_id

SKELETON_PX = (60, 320)


def explain() -> None:
    """Explain a run: the one that the address names, or that the visitor chooses."""
    visitor = visitor_id()
    if visitor is None:  # for the moment in which the browser has not said who is there; the page runs again then
        for height_px in SKELETON_PX:
            st.skeleton(height=height_px)
        return
    run = chosen_run(visitor)
    if run is not None:
        settings(run)
        _run(run, visitor)


def _run(run: OpenRun, visitor: str) -> None:
    from core.ui.explain.engine import check_rows, why_not

    try:
        if words := why_not(run.stored):  # it was shipped so, and nothing is wrong
            banner("note", "This run can listen, but not be explained", as_sentence(words))
            return
        params = params_of(run)
        n_learnt, _ = check_rows(run.stored, params.fold)
    except CoreError as error:
        banner("error", "This run cannot be explained", as_sentence(str(error)))
        return
    made, tested = explanation_of(run, params, visitor=visitor)
    if made is not None:
        found_datasets()  # so that the sound of a dataset that was never looked at here is found, too
        explained = Explained(run, params, made, tested)
        answer(explained, n_learnt=n_learnt)
        importance(explained)
        _tracks(explained, visitor)
        trust(explained)
    song_section(run, params.by)


@st.fragment
def _tracks(explained: Explained, visitor: str) -> None:
    """What a click on a track changes, together; its sound may have been found since the last one."""
    explained = replace(explained, sounds=sounds_of(explained.run.record, visitor))
    directions(explained)
    one_track(explained)
    ends(explained)
