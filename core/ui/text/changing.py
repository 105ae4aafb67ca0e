"""A take in; the same with one thing changed, another seed or another word, made and laid beside it, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.markup import caption, heading
from core.ui.text import kept
from core.ui.text.order import with_other_seed, with_other_word, words_in

if TYPE_CHECKING:
    from core.ui.text.takes import Take

WORD, INSTEAD = "text-word", "text-instead"
ABOUT = "What is chance, and what did the words do? Change one thing and hear both beside each other below."


def change(take: Take) -> None:
    """The two ways to change one thing of the take that is shown."""
    heading(f"Change one thing in {take.name.lower()}", ABOUT)
    left, right = st.columns([1, 2], gap="large", vertical_alignment="bottom")
    with left:
        st.button(
            "Same prompt, other seed",
            icon=":material/casino:",
            key="text-other-seed",
            width="stretch",
            on_click=_other_seed,
            args=(take,),
        )
    with right:
        _one_word(take)


def _one_word(take: Take) -> None:
    words = words_in(take.prompt)
    if st.session_state.get(WORD) not in words:
        st.session_state[WORD] = max(words, key=len, default=None)
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    word = left.selectbox("Change the word", words, key=WORD)
    middle.text_input("into", key=INSTEAD, max_chars=60, placeholder="another one")
    with right:
        st.button(
            "One word changed",
            icon=":material/swap_horiz:",
            key="text-other-word",
            width="stretch",
            on_click=_other_word,
            args=(take,),
        )
    if word is None:
        caption("There is no word in its prompt.")


def _other_seed(take: Take) -> None:
    kept.want(with_other_seed(take))


def _other_word(take: Take) -> None:
    word = st.session_state.get(WORD)
    instead = " ".join(st.session_state.get(INSTEAD, "").split())
    if not word or not instead:
        state.tell_problem(kept.TEXT, "Write the word that shall stand there instead.")
        return
    try:
        kept.want(with_other_word(take, word, instead))
    except CoreError as error:
        state.tell_problem(kept.TEXT, as_sentence(str(error)))
