"""A MIDI file, or a clip, in; a clip that goes on from it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence, clock
from core.ui import state
from core.ui.jazz import kept
from core.ui.jazz.making import make_clip
from core.ui.jazz.wish import chance_seed
from core.ui.markup import banner, caption, show, tag
from core.ui.picking import pick_one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.jazz.notes import Notes
    from core.ui.jazz.clips import Clip
    from core.ui.jazz.models import Offered
    from core.ui.jazz.wish import Wish

PLACE = "jazz-phrase"  # where this part of the page tells its problems
MAX_MB = 2
MOST_S = 20.0
ABOUT = (
    "It hears the end of your phrase, plays it, and goes on from there. In the roll your notes are grey, its own have "
    "colour. The sliders above hold for what comes after."
)


@dataclass(frozen=True, eq=False)
class Phrase:
    """What the visitor brought; ``name`` is untrusted text."""

    name: str
    notes: Notes


def phrase(model: Offered, wish: Wish, playing: dict[str, Any], clips: Sequence[Clip]) -> None:
    """Ask for a phrase, and go on from it."""
    caption(ABOUT)
    _ask_for_file()
    _offer_clips(clips)
    if problem := state.problem_in(PLACE):
        banner("error", "This phrase cannot be used", problem)
    found = kept.visit().phrase
    if found is None:
        return
    show(tag("p", tag("strong", f"{found.name}:"), f" {_size(found.notes)}", cls="gs-clip", role="status"))
    longest = min(found.notes.end_s, 120.0)
    seconds = longest
    if longest > 2.0:
        seconds = st.slider(
            "Take the first seconds of it", 1.0, longest, min(MOST_S, longest), step=0.5, key="jazz-phrase-s"
        )
    if st.button("Go on from it", icon=":material/play_arrow:", type="primary", key="jazz-go-on"):
        first = found.notes.from_zero().within(0.0, seconds + 1e-9)
        way = f"going on from “{found.name}”"
        make_clip(model, wish.with_seed(chance_seed()), playing, way=way, phrase=first)
        st.rerun()


def _size(notes: Notes) -> str:
    return f"{len(notes):,} notes, {clock(notes.end_s)}"


def _ask_for_file() -> None:
    file = st.file_uploader(
        "Drop a MIDI file here",
        type=["mid", "midi"],
        max_upload_size=MAX_MB,
        key=f"jazz-upload-{state.drop_round()}",
    )
    caption(f"Up to {MAX_MB} MB and 20,000 notes; all tracks but drums are read. It is kept for this visit only.")
    if file is not None:
        state.begin_drop()
        _read(file.name, file.getvalue())
        st.rerun()


def _read(name: str, content: bytes) -> None:
    from core.jazz.midi import read_midi

    try:
        notes = read_midi(content)
    except CoreError as error:
        state.tell_problem(PLACE, f"“{name}”: {as_sentence(str(error))}")
        return
    state.tell_problem(PLACE, "")
    kept.visit().phrase = Phrase(name, notes.from_zero())


def _offer_clips(clips: Sequence[Clip]) -> None:
    if not clips:
        return
    place = pick_one("Or take one of your clips", [clip.name for clip in clips], key="jazz-phrase-clip")
    visit = kept.visit()
    if place is not None and (visit.phrase is None or visit.phrase.name != clips[place].name):
        state.tell_problem(PLACE, "")
        visit.phrase = Phrase(clips[place].name, clips[place].notes.from_zero())
