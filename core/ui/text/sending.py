"""A take in, the places that it can be sent to out: the Genre mix page, and a dataset of takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.generation.prompts import MAX_GENRE_CHARS
from core.ui import state
from core.ui.markup import banner, caption, show, tag
from core.ui.pages import PAGES
from core.ui.state import Song
from core.ui.text.takes import BAND
from core.ui.text.words import sound_name
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.ui.text.takes import Take

GENRE_MIX, DATASETS = "1_Genre_mix.py", "2_Datasets.py"
PLACE = "text-dataset"  # where this part of the page tells its problems
_SENT = "text_sent"
ABOUT = (
    "A dataset of the takes that you pick, a genre each: it can be explored, doctored and trained on like any other, "
    "and says of each track that a machine made it."
)
EDITED = "A take that goes on from a recording is not a machine's alone, and stays out of datasets."


def genre_mix_button(take: Take, *, key: str) -> None:
    """A button that opens the Genre mix page with this take."""
    if not st.button("Hear its genre mix", icon=":material/graphic_eq:", key=key, help="Opens it in Genre mix."):
        return
    state.bring((Song(f"{sound_name(take)}.flac", take.path.read_bytes()),))
    st.switch_page(_path_of(GENRE_MIX))


def dataset_button(take: Take) -> None:
    """What puts this take into the visitor's dataset of picked takes."""
    with st.popover("Into a dataset", icon=":material/library_add:", key="text-dataset-fold"):
        caption(ABOUT)
        if take.params.get("given"):
            caption(EDITED)
            return
        genre = ""
        if take.engine != BAND:
            genre = st.text_input(
                "As which genre", key=f"text-as-{take.id}", max_chars=MAX_GENRE_CHARS, placeholder="such as jazz"
            ).strip()
        if st.button("Put it there", icon=":material/library_add:", key="text-to-dataset", width="stretch"):
            _send(take, genre)
        if problem := state.problem_in(PLACE):
            banner("error", "It cannot go there", problem)
        _tell_sent(take)


def _send(take: Take, genre: str) -> None:
    from core.synthesis.picked import keep_clip

    state.tell_problem(PLACE, "")
    try:
        picked = keep_clip(take.path, genre=genre, owner=visitor_id() or "")
    except CoreError as error:
        state.tell_problem(PLACE, as_sentence(str(error)))
        return
    st.session_state[_SENT] = (take.id, picked.dataset, picked.track, picked.is_new)


def _tell_sent(take: Take) -> None:
    """Where it is now, and the way there."""
    sent, dataset, track, is_new = st.session_state.get(_SENT, ("", "", "", False))
    if sent != take.id:
        return
    words = "It is there now" if is_new else "It was there before"
    show(tag("p", tag("strong", f"{words}: "), track, cls="gs-clip", role="status"))
    if st.button("Open the dataset", icon=":material/library_music:", key="text-open-dataset", width="stretch"):
        state.want_dataset(dataset)
        st.switch_page(_path_of(DATASETS))


def _path_of(file: str):
    return next(entry.path for entry in PAGES if entry.file == file)
