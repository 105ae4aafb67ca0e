"""Two clips in, both rolls beside each other and what differs between them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence, clock
from core.jazz.attributes import ATTRIBUTES
from core.ui.jazz.making import engine
from core.ui.jazz.roll import roll_player
from core.ui.jazz.words import attribute_words, settings_rows
from core.ui.markup import Html, banner, caption, show, tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.ui.jazz.clips import Clip
    from core.ui.jazz.engine import Sounded

FEW = "Two clips can be compared once you have made two."
TITLES = {"density": "Density", "register": "Register", "pace": "Pace", "polyphony": "Polyphony"}


def compare(clips: Sequence[Clip]) -> None:
    """Ask for two clips, show both."""
    if len(clips) < 2:
        caption(FEW)
        return
    pair = ask_for_two(clips, key="compare")
    found: list[Sounded] = []
    for place, (column, clip) in enumerate(zip(st.columns(2, gap="medium"), pair, strict=True)):
        with column:
            try:
                found.append(engine().sounded(clip))
            except CoreError as error:
                banner("error", f"{clip.name} cannot be played", as_sentence(str(error)))
                return
            show(tag("h3", clip.name, cls="gs-song"))
            roll_player(clip, found[-1], key=f"jazz-compare-{place}")
    show(difference_table(pair, found))
    caption(same_words(pair))


def ask_for_two(clips: Sequence[Clip], *, key: str) -> tuple[Clip, Clip]:
    """Two of the clips, by default the two newest."""
    by_id = {clip.id: clip for clip in clips}
    chosen = []
    for place, column in enumerate(st.columns(2, gap="medium")):
        name = f"jazz-{key}-{'ab'[place]}"
        if st.session_state.get(name) not in by_id:
            st.session_state[name] = list(by_id)[1 - place]
        chosen.append(
            column.selectbox(
                ("One", "The other")[place],
                list(by_id),
                format_func=lambda each: f"{by_id[each].name}, seed {by_id[each].seed}",
                key=name,
                persist_state="session",
            )
        )
    return by_id[chosen[0]], by_id[chosen[1]]


def difference_table(pair: Sequence[Clip], found: Sequence[Sounded]) -> Html:
    """What was measured of both, then every setting in which they differ."""
    rows = [measured_row(name, [each.attributes for each in found]) for name in ATTRIBUTES]
    rows.insert(0, ("Notes", *(f"{len(clip.notes):,}" for clip in pair)))
    rows.insert(1, ("Length", *(clock(each.duration_s) for each in found)))
    one, other = map(settings_rows, pair)
    names = [*one, *(name for name in other if name not in one)]
    rows += [(name, one.get(name, "-"), other.get(name, "-")) for name in names if one.get(name) != other.get(name)]
    head = tag("tr", tag("th", ""), *(tag("th", clip.name) for clip in pair))
    body = [tag("tr", tag("th", name), tag("td", first), tag("td", second)) for name, first, second in rows]
    return tag("div", tag("table", head, *body, cls="gs-table gs-jazz-table"), cls="gs-scroll")


def measured_row(name: str, values: Sequence[Mapping[str, float]]) -> tuple[str, ...]:
    return (f"{TITLES[name]}, {ATTRIBUTES[name].unit}", *(attribute_words(name, each[name]) for each in values))


def same_words(pair: Sequence[Clip]) -> str:
    """How far the two begin alike."""
    n = n_alike(*pair)
    if n == min(len(clip.notes) for clip in pair):
        return "Note for note the same, as far as the shorter one goes."
    return f"The first {n} notes are the same." if n else "They differ from the first note on."


def n_alike(one: Clip, other: Clip) -> int:
    """So many notes at the beginning have the same pitches."""
    n = 0
    for a, b in zip(one.notes.pitch, other.notes.pitch, strict=False):
        if a != b:
            break
        n += 1
    return n
