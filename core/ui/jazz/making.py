"""A wish in, a clip on the page out: made in a moment, kept among the visitor's clips, and played once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.calls import next_call
from core.ui.jazz import kept
from core.ui.jazz.clips import Clip, clips_of, keep
from core.ui.visit import PLAYING
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.jazz.notes import Notes
    from core.ui.jazz.models import Offered
    from core.ui.jazz.wish import Wish
    from core.ui.visit import Click


def make_clip(
    model: Offered,
    wish: Wish,
    playing: dict[str, Any],
    *,
    way: str = "a new seed",
    z: Sequence[float] | None = None,
    conditions: Sequence[int] | None = None,
    phrase: Notes | None = None,
    click: Click | None = None,
) -> Clip | None:
    """Make what is wished, keep it, and show and play it; None where it cannot be made, which the page then says.

    ``click`` asked for it, where it was noted by the visit.
    """
    state.tell_problem(kept.JAZZ, "")
    visit, call = kept.visit(), click.number if click else next_call()
    try:
        with st.spinner(PLAYING):
            made = engine().make(wish, title=model.title, way=way, z=z, conditions=conditions, phrase=phrase)
            clip = stored(replace(made, playing=playing))
            engine().sounded(clip)
            visit.show(clip, call=call)
            visit.met(click)
    except CoreError as error:
        state.tell_problem(kept.JAZZ, as_sentence(str(error)))
        return None
    return clip


def stored(clip: Clip) -> Clip:
    """The clip among those of this visitor; while the browser has not said who is here, only on the page."""
    visitor = visitor_id()
    return keep(visitor, clip) if visitor else replace(clip, number=clip.number or 1)


def own_clips() -> list[Clip]:
    """This visitor's clips, the newest first."""
    visitor = visitor_id()
    shown = kept.visit().shown
    return clips_of(visitor) if visitor else [shown] if shown else []


def engine():
    """`core.ui.jazz.engine`, imported when it is first needed: it brings torch."""
    from core.ui.jazz import engine as found

    return found


@cache
def start_warm_up(name: str) -> Thread:
    """Load in the background what the first press would wait for; once per server and model."""
    thread = Thread(target=_warm_up, args=(name,), name="jazz-warm-up", daemon=True)
    thread.start()
    return thread


def _warm_up(name: str) -> None:
    with suppress(CoreError):  # whoever presses play is told
        engine().warm_up(name)
