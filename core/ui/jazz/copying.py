"""A clip in, a warning out where it repeats more of what was learnt from than real jazz does; both can be heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.jazz.making import engine
from core.ui.jazz.roll import roll_player
from core.ui.markup import banner, caption, show, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ui.jazz.clips import Clip

NOTHING = "no part of it was learnt as it is"
UNKNOWN = "How much of it stands in the music that its model learnt from is not known for this model."
NOT_HERE = "The music that it learnt this from is not on this machine, so only the clip's own passage can be played."
LOOKING = "Looking for it in all the music that the model learnt from: up to half a minute, the first time"


def tell_copying(clip: Clip) -> bool:
    """Say how much of a clip was learnt as it is; whether that is a warning."""
    from core.ui.jazz.copies import copy_of

    try:
        copy = copy_of(clip)
    except CoreError as error:
        caption(as_sentence(str(error)))
        return False
    if copy is None:
        caption(UNKNOWN)
        return False
    if not copy.warns:
        caption(f"Checked for copies: {copy.told if copy.n_notes else NOTHING}.")
        return False
    banner("unsure", "It repeats a passage that it learnt", as_sentence(copy.told))
    return True


def hear_both(clip: Clip) -> None:
    """The passage of the clip and that of the music learnt from, side by side; looked for when it is asked for."""
    if not st.toggle("Hear both passages", key=f"jazz-both-{clip.id}"):
        return
    from core.ui.jazz.copies import copy_of, own_passage, source_passage

    copy = copy_of(clip)
    if copy is None:
        return
    try:
        with st.spinner(LOOKING):
            source = source_passage(clip, copy)
        pair = [("In this clip", own_passage(clip, copy)), ("In the music that it learnt from", source)]
        _show_both(pair)
    except CoreError as error:
        banner("error", "The passages cannot be played", as_sentence(str(error)))


def _show_both(pair: Sequence[tuple[str, Clip | None]]) -> None:
    for place, (column, (title, passage)) in enumerate(zip(st.columns(2, gap="medium"), pair, strict=True)):
        with column:
            show(tag("h3", title, cls="gs-song"))
            if passage is None:
                caption(NOT_HERE)
            else:
                roll_player(passage, engine().sounded(passage), key=f"jazz-copy-{place}")
