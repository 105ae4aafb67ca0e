"""The visitor's choice in, all that the Anatomy page shows of one song, or of two beside each other, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.figures.words import NBSP, clock
from core.ui import cache
from core.ui.anatomy import kept
from core.ui.anatomy.choosing import choose, tell_problem
from core.ui.anatomy.groups import GROUPS
from core.ui.anatomy.reference import ask_for_reference
from core.ui.anatomy.showing import anatomy_player, shared_limits
from core.ui.anatomy.taking import taken_apart
from core.ui.anatomy.telling import tell_formulas, tell_numbers
from core.ui.datasets import dataset_in_use
from core.ui.datasets.hear import notes_on
from core.ui.markup import caption, heading, preview, show, tag
from core.ui.sections.origin import origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.data.opened import OpenDataset
    from core.ui.anatomy.engine import TakenApart
    from core.ui.anatomy.piece import Piece
    from core.ui.anatomy.reference import Reference

Pair = tuple["Piece", "TakenApart"]
GROUP = "anatomy-group"
COMPARING = "anatomy-comparing"
WILL_BE_HERE = (
    ("stacked_line_chart", "What is measured", "Spectrogram, notes, brightness, beats and more, moment by moment."),
    ("graphic_eq", "The sound under it", "One playhead runs through every picture: see what you hear."),
    ("tune", "Its two parts", "Hear its tones or its hits alone, or any mix of both, with a click on the beats."),
)


def anatomy() -> None:
    """Show what the chosen songs are made of; while there are none, ask for one and say what will be here."""
    tell_problem()
    pieces = kept.pieces()
    if not pieces:
        choose(0)
        preview(WILL_BE_HERE)
        caption("The song is measured on this machine and forgotten after your visit.")
        cache.start_warm_up()
        return
    opened = ask_for_others(len(pieces))
    found = [(piece, taken_apart(piece, place=place)) for place, piece in enumerate(pieces)]
    songs(found, ask_for_reference(opened))


@st.fragment
def songs(found: Sequence[Pair], reference: Reference | None) -> None:
    """One group of descriptors of each song; a fragment, so that the sound plays on while the group changes."""
    from core.ui.anatomy.engine import DESCRIPTORS

    name = st.segmented_control(
        "Look at", list(GROUPS), default=next(iter(GROUPS)), required=True, key=GROUP, persist_state="session"
    )
    group = GROUPS[name]
    descriptors = [DESCRIPTORS[each] for each in group.descriptors]
    heading(group.question)
    limits = shared_limits([taken for _, taken in found], descriptors)
    for place, (column, (piece, taken)) in enumerate(zip(st.columns(len(found), gap="medium"), found, strict=True)):
        with column:
            made = origin(piece.song.data) if piece.song else []
            show(tag("h3", piece.name, cls="gs-song"), tag("p", facts_words(piece, taken), cls="gs-muted"), *made)
            anatomy_player(taken, group, descriptors, limits=limits, name=piece.name, key=f"anatomy-{place}")
            tell_numbers(piece, taken, descriptors, reference, key=f"{place}", wide=len(found) == 1)
    tell_formulas(descriptors)


def facts_words(piece: Piece, taken: TakenApart) -> str:
    """Length, tempo and genre in a line, and what to know of how it was read."""
    tempo = f"{taken.tempo_bpm:.0f}{NBSP}beats per minute" if len(taken.beats_s) else "no pulse"
    words = [clock(taken.duration_s), tempo, *([piece.genre] if piece.genre else [])]
    return ", ".join(words) + "".join(f"; {note}" for note in notes_on(piece.track, taken.notes))


def ask_for_others(n_songs: int) -> OpenDataset | None:
    """Other songs, instead of those on the page or beside the only one, and the dataset in use."""
    labels = ["Another song"] if n_songs == 1 else ["Without the first", "Without the second"]
    with st.container(horizontal=True, vertical_alignment="center"):
        for place, label in enumerate(labels):
            st.button(label, icon=":material/close:", on_click=_let_go, args=(place,), key=f"let-go-{place}")
        if n_songs == 1:
            st.toggle("Compare with a second song", key=COMPARING, persist_state="session")
    if n_songs != 1 or not st.session_state[COMPARING]:
        return dataset_in_use()
    with st.container(border=True, key="anatomy-second"):
        heading("Which song beside it?")
        return choose(1)


def _let_go(place: int) -> None:
    kept.take_out(place)
    st.session_state[COMPARING] = False
