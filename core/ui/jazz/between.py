"""Two clips, or two seeds, in; the music between them, step by step, with what changes on the way, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence, percent
from core.jazz.attributes import ATTRIBUTES
from core.ui import state
from core.ui.jazz import kept
from core.ui.jazz.comparing import ask_for_two
from core.ui.jazz.making import engine, stored
from core.ui.jazz.wish import MAX_SEED
from core.ui.jazz.words import attribute_words
from core.ui.markup import Html, banner, caption, show, tag

if TYPE_CHECKING:
    import pandas as pd

    from core.ui.jazz.clips import Clip
    from core.ui.jazz.models import Offered
    from core.ui.jazz.wish import Wish

PLACE = "jazz-between"
SEEDS, CLIPS = "Two seeds", "Two of your clips"
ABOUT = (
    "A model has a place for every piece. Walk from one place to another in a few steps: all steps are played with the "
    "same dice, so that what changes comes from the place alone."
)
SEE = (
    "“Kept” is the share of a step's notes that the step before has too; “like the first” and “like the last” compare "
    "which pitch classes are played, 1 being the same mixture."
)


@dataclass(frozen=True, eq=False)
class Walk:
    """The steps between two ends, not yet among the visitor's clips, and what changes on the way."""

    clips: Sequence[Clip]
    table: pd.DataFrame


def between(model: Offered, wish: Wish, playing: dict[str, Any], clips: Sequence[Clip]) -> None:
    """Ask for two ends, play the way between them, and let each step be heard."""
    caption(ABOUT)
    kinds = [SEEDS, CLIPS] if len(clips) > 1 else [SEEDS]
    kind = st.segmented_control("From where to where", kinds, default=SEEDS, required=True, key="jazz-between-kind")
    ends = _ask_for_seeds() if kind == SEEDS else ask_for_two(clips, key="between")
    n_steps = st.slider("Steps, both ends counted", 3, 9, 5, key="jazz-between-n", persist_state="session")
    if st.button("Make the steps", icon=":material/route:", type="primary", key="jazz-walk"):
        _walk(model, wish, playing, ends, n_steps)
    if problem := state.problem_in(PLACE):
        banner("error", "There is no way between these", problem)
    walk = kept.visit().between
    if walk is not None:
        _show(walk)


def _ask_for_seeds() -> tuple[int, int]:
    first, second = st.columns(2)
    found = []
    for place, column in enumerate((first, second)):
        label, key = ("From seed", "To seed")[place], f"jazz-between-seed-{place}"
        found.append(int(column.number_input(label, 0, MAX_SEED, place + 1, key=key, persist_state="session")))
    return found[0], found[1]


def _walk(model: Offered, wish: Wish, playing: dict[str, Any], ends: tuple, n_steps: int) -> None:
    state.tell_problem(PLACE, "")
    try:
        with st.spinner("Making the steps"):
            clips, table = engine().make_between(wish, *ends, n_steps=n_steps, title=model.title)
    except CoreError as error:
        state.tell_problem(PLACE, as_sentence(str(error)))
        return
    kept.visit().between = Walk([replace(clip, playing=playing) for clip in clips], table)


def _show(walk: Walk) -> None:
    show(walk_table(walk.table))
    caption(SEE)
    with st.container(horizontal=True, key="jazz-steps"):
        for place, clip in enumerate(walk.clips):
            st.button(
                f"Step {place + 1}",
                icon=":material/play_arrow:",
                key=f"jazz-step-{clip.id}",
                help=as_sentence(clip.way),
                on_click=_hear,
                args=(clip,),
            )


def walk_table(table: pd.DataFrame) -> Html:
    """A row for each step: its attributes, and how near it is to both ends."""
    names = ["Step", *(f"{name.capitalize()}, {each.unit}" for name, each in ATTRIBUTES.items())]
    head = tag("tr", *(tag("th", name) for name in [*names, "Like the first", "Like the last", "Kept"]))
    rows = []
    for place, row in enumerate(table.to_dict("records"), start=1):
        likeness = [f"{row[name]:.2f}" for name in ("like_first", "like_last")]
        keeps = "-" if row["kept"] != row["kept"] else percent(row["kept"])
        cells = [*(attribute_words(name, row[name]) for name in ATTRIBUTES), *likeness, keeps]
        rows.append(tag("tr", tag("th", str(place)), *(tag("td", cell) for cell in cells)))
    return tag("div", tag("table", head, *rows, cls="gs-table gs-jazz-table"), cls="gs-scroll")


def _hear(clip: Clip) -> None:
    state.tell_problem(PLACE, "")
    try:
        kept.hear(stored(clip))
    except CoreError as error:
        state.tell_problem(PLACE, as_sentence(str(error)))
