"""Models in, all that the Jazz page shows out: one button, what it plays, and the ways to steer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.jazz import kept
from core.ui.jazz.choosing import ask_for_model, ask_for_playing, ask_for_wish, draw_seed, take_playing
from core.ui.jazz.history import history
from core.ui.jazz.making import make_clip, own_clips, start_warm_up, stored
from core.ui.jazz.models import left_out, offered
from core.ui.jazz.showing import nothing_yet, show_clip, tell_problem
from core.ui.jazz.ways import ways
from core.ui.markup import banner, caption
from core.ui.standing import settled
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.ui.jazz.clips import Clip
    from core.ui.jazz.models import Offered
    from core.ui.jazz.wish import Wish

FIRST = "One press, one clip: about 20 seconds that nobody has played before. It is made on this machine."
NO_MODEL = (
    "There is no model here that plays yet",
    "The models that ship with Genrescope are missing in assets/models. Train one on MIDI files of your own below.",
)


def jazz() -> None:
    """Show the page; where no model is here it says so, and how to get one."""
    models = offered(visitor_id())
    if problems := left_out(visitor_id()):
        banner("note", "Not every model can play", *map(as_sentence, problems))
    if not models:
        banner("note", *NO_MODEL)
        nothing_yet()
        ways(models, None, [])
        return
    _take_up()
    head, stage = st.container(), st.container()
    with head:
        model = _press_or_choose(models)
    wish, playing = _ask(model)
    settled()
    visit = kept.visit()
    if visit.click:
        with stage, visit.granting() as click:
            if click:
                make_clip(model, wish, playing, click=click)
    with stage:
        _stage(playing)
    clips = own_clips()
    history(clips)
    ways(models, wish, clips, playing=playing)
    start_warm_up(model.name)


def _take_up() -> None:
    """Show the newest clip to a visitor who comes back; it stays silent until it is asked for."""
    visit = kept.visit()
    if visit.shown is None and not visit.click and (clips := own_clips()):
        take_playing(clips[0])
        visit.show(clips[0])


def _press_or_choose(models: Mapping[str, Offered]) -> Offered:
    press, choice = st.columns([1, 1], gap="large")
    with press:
        st.button(
            "Play something new",
            icon=":material/play_arrow:",
            type="primary",
            key="jazz-play",
            width="stretch",
            on_click=draw_seed,
        )
        caption(FIRST)
    with choice:
        return ask_for_model(models)


def _ask(model: Offered) -> tuple[Wish, dict[str, Any]]:
    """What is asked of the model; how it is played is that of the clip to come, or of the one that is shown."""
    visit = kept.visit()
    wish = ask_for_wish(model)
    is_timed = model.is_timed if visit.shown is None or visit.click else visit.shown.is_timed
    return wish, ask_for_playing(is_timed)


def _stage(playing: dict[str, Any]) -> None:
    tell_problem()
    clip = kept.visit().shown
    if clip is None:
        nothing_yet()
        return
    if playing != dict(clip.playing):
        clip = _played_so(clip, playing)
    show_clip(clip)


def _played_so(clip: Clip, playing: dict[str, Any]) -> Clip:
    """The clip, played as the widgets say from now on."""
    try:
        changed = stored(replace(clip, playing=playing))
    except CoreError as error:
        state.tell_problem(kept.JAZZ, as_sentence(str(error)))
        return clip
    kept.visit().show(changed)
    return changed
