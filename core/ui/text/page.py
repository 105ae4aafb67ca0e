"""All that the page Text to music shows: a sentence, what plays it, what was made, and ways to compare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.jobs import watch
from core.ui.markup import banner, caption, heading
from core.ui.standing import put, settled
from core.ui.text import band, kept
from core.ui.text.asking import (
    ENGINE,
    NOTHING_SAID,
    Asked,
    ask_for_engine,
    ask_for_prompt,
    ask_for_seconds,
    ask_for_seed,
    make_button,
)
from core.ui.text.brief import build
from core.ui.text.changing import change
from core.ui.text.comparing import compare
from core.ui.text.history import history
from core.ui.text.making import estimate_words, make, own_jobs, own_takes, start_warm_up
from core.ui.text.memory import memory
from core.ui.text.network import ask_for_network, ask_for_parameters, musicgen_is_ready
from core.ui.text.order import Order
from core.ui.text.showing import nothing_yet, show_take, tell_problem
from core.ui.text.takes import BAND, MUSICGEN
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.jobs import Job

N_WATCHED = 4
NO_VISITOR = (
    "Your browser has not said yet whose take this is. It is made as soon as it does; if this stays, allow this site "
    "to run scripts."
)
SETTINGS = {
    BAND: "Settings: seed, how many at once",
    MUSICGEN: "Settings: a melody or a recording to begin from, seed, how the words are followed",
}


def text() -> None:
    """Show the page."""
    order, lacks = _ask()
    stage = st.container()
    settled()
    with stage:
        _make_what_is_wanted(order, lacks)
        tell_problem()
        _watch(own_jobs())  # those that are done become takes here
        _stage()
    takes = own_takes()
    history(takes)
    compare(takes)
    start_warm_up()


def _ask() -> tuple[Order | None, str]:
    """What the widgets ask for, and what is lacking for it; the box is made after what may write into it."""
    box = st.container()
    builder = st.expander("Build it from a brief", icon=":material/tune:")
    left, middle, right = st.columns(3, gap="large", vertical_alignment="top")
    found = st.container()
    label = SETTINGS[st.session_state.get(ENGINE) or BAND]
    settings = st.expander(label, icon=":material/settings:", key="text-settings")
    with settings:
        seed, n_clips = ask_for_seed()
    with builder:
        build(seed)
    with box:
        prompt = ask_for_prompt()
    with left:
        engine = ask_for_engine(MUSICGEN if musicgen_is_ready() else BAND)
    with middle:
        duration_s = ask_for_seconds(engine)
    asked = Asked(prompt, engine, duration_s, seed, n_clips)
    with found:
        order, lacks = _ask_the_band(asked) if engine == BAND else _ask_musicgen(asked, settings)
    with right:
        make_button(lacks or estimate_words(order, own_takes()))
    return order, lacks


def _ask_the_band(asked: Asked) -> tuple[Order | None, str]:
    reading, lacks = band.read(asked.prompt)
    try:
        return band.order_of(asked, reading), lacks
    except CoreError as error:
        banner("error", "The band cannot play this", as_sentence(str(error)))
        return None, band.CHANGE_IT


def _ask_musicgen(asked: Asked, more) -> tuple[Order | None, str]:
    network = ask_for_network(more)
    if network.lacks:
        st.button("Let the band play it", icon=":material/music_note:", key="text-use-band", on_click=_use_band)
    params = dict(network.params)
    takes_melody = bool(params.pop("takes_melody", False))
    with more:
        params |= ask_for_parameters(takes_melody=takes_melody)
        memory()
    params |= {"prompt": asked.prompt, "duration_s": asked.duration_s, "seed": asked.seed, "batch": asked.n_clips}
    return Order(MUSICGEN, params), network.lacks or ("" if asked.prompt.strip() else NOTHING_SAID)


def _use_band() -> None:
    put(ENGINE, BAND)


def _make_what_is_wanted(order: Order | None, lacks: str) -> None:
    visit = kept.visit()
    if visit.click is None:
        return
    if (visitor := visitor_id()) is None:  # the page runs again as soon as the browser says it; so it stays wanted
        state.tell_problem(kept.TEXT, NO_VISITOR)
        return
    with visit.granting() as click:
        if click is None:
            return
        if click.wanted is not None:
            order, lacks = click.wanted, ""
        if order is None or lacks:
            state.tell_problem(kept.TEXT, lacks)
        else:
            make(order, visitor, click)


def _watch(jobs: list[Job]) -> None:
    """What is being made, or was not; each in a card that looks for itself."""
    if not jobs:
        return
    heading("Being made" if any(not job.is_over for job in jobs) else "Not made")
    for job in jobs[:N_WATCHED]:
        watch(job.id)
    if len(jobs) > N_WATCHED:
        caption(f"{len(jobs) - N_WATCHED} more stand in the list of jobs.")


def _stage() -> None:
    takes = own_takes()
    if not takes:
        nothing_yet()
        return
    visit = kept.visit()
    take = next((take for take in takes if take.id == visit.shown), takes[0])
    if take.id != visit.shown:
        visit.show(take.id)  # the newest, to who comes back: silent until it is asked for
    show_take(take)
    change(take)
