"""The wish for a map in, the map out: at once, from the disk, or by a job whose card stands in its place meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.explore.background import Background
from core.ui.jobs.card import show_card
from core.ui.jobs.panel import BUSY_S
from core.ui.markup import banner
from core.ui.shelf import Shelf
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.ui.explore.map_engine import Map, MapParams
    from core.ui.explore.numbers import Exploration

MAP_PX = (400,)
_quick = Background("maps", max_entries=24)
_starting = Background("map-jobs", max_entries=64)
_complete = Shelf(max_entries=12)


def map_of(exploration: Exploration, params: MapParams) -> Map | None:
    """The map as far as it is measured; while there is none, its place says what is done about it and this is None."""
    spec = params.spec
    try:
        spec.check(params.chosen, n_tracks=len(exploration.points))
        return _at_once(exploration, params) if spec.is_quick else _by_job(exploration, params)
    except CoreError as error:
        banner("error", f"There is no {spec.title} map", as_sentence(str(error)))
        return None


def _at_once(exploration: Exploration, params: MapParams) -> Map | None:
    """A quick map; how far it can be trusted is measured behind the page, which runs again when it is known."""
    from core.ui.explore.map_engine import draw, with_stability, with_trust

    points = exploration.points
    drawn = _quick.get(params.key, lambda: draw(points, params), f"Laying out {params.spec.title}.", heights_px=MAP_PX)
    if drawn is None:
        return None
    trusted = (params.key, "trusted")
    return _quick.get(trusted, lambda: with_stability(with_trust(drawn, points), points), "", heights_px=()) or drawn


def _by_job(exploration: Exploration, params: MapParams) -> Map | None:
    from core.ui.explore.map_engine import job_of

    # In this order: a job that is done is forgotten, and its map is there.
    job, made = job_of(params), _stored(params)
    if job is None and not _is_complete(made):
        if not _is_asked_for(exploration, params):
            return made
        job, made = job_of(params), _stored(params)
    if job is not None and not job.is_over:
        _follow(params, _stage(made))
    elif job is not None:
        show_card(job, place=f"page-{params.method}-{params.key[:8]}")
    elif not _is_complete(made):
        _offer(params)
    return made


def _is_asked_for(exploration: Exploration, params: MapParams) -> bool:
    """Ask for a map that is looked at for the first time in a visit; while the job starts, its place says so."""
    from core.ui.explore.map_engine import ask_for_map

    owner = visitor_id() or ""
    title = f"{params.spec.title} map of {exploration.opened.title}"
    if exploration.source.columns:
        title += f": {exploration.source.title}"
    key = (params.key, owner, state.n_asked(params.key))
    # In a tuple: there is no job where the map was made meanwhile.
    started = _starting.get(
        key,
        lambda: (ask_for_map(params, owner=owner, title=title),),
        f"Starting the work on {params.spec.title}.",
        heights_px=MAP_PX,
    )
    return started is not None


def _offer(params: MapParams) -> None:
    """The job was dismissed: it starts again when somebody wants it to."""
    st.button(
        f"Draw {params.spec.title}",
        icon=":material/draw:",
        key=f"draw-{params.method}-{params.key[:8]}",
        on_click=state.note_asked,
        args=(params.key,),
    )


@st.fragment(run_every=BUSY_S)
def _follow(params: MapParams, stage: int) -> None:
    """The card of the job; the page runs again when more of the map is there, or the job is over."""
    from core.ui.explore.map_engine import job_of

    job = job_of(params)
    if job is None or job.is_over or _stage(_stored(params)) != stage:
        st.rerun()
    show_card(job, place=f"page-{params.method}-{params.key[:8]}")


def _stored(params: MapParams) -> Map | None:
    from core.ui.explore.map_engine import find_map

    if params.key in _complete:
        return _complete.get_or_make(params.key, lambda: find_map(params))
    made = find_map(params)
    return _complete.get_or_make(params.key, lambda: made) if _is_complete(made) else made


def _is_complete(made: Map | None) -> bool:
    return made is not None and made.is_complete


def _stage(made: Map | None) -> int:
    """How much of a map there is."""
    return 0 if made is None else 1 + (made.trust is not None) + (made.stability is not None)
