"""Nothing in; which models the workers keep in memory, and a button that lets them go, out."""

from __future__ import annotations

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.markup import caption, show, tag

PLACE = "text-memory"  # where this part of the page tells its problems
_FREED = "text_freed"


@st.fragment
def memory() -> None:
    """What is kept between two takes; a fragment, as asking the workers is no business of the rest of the page."""
    from core.generation.musicgen.keeping import models_in_memory

    try:
        models = models_in_memory()
    except CoreError as error:
        caption(as_sentence(str(error)))
        return
    if problem := state.problem_in(PLACE):
        caption(problem)
    if (freed := st.session_state.get(_FREED)) is not None and not models:
        show(tag("p", f"{size_words(freed)} freed.", cls="gs-muted", role="status"))
    if not models:
        caption("The model of your last take stays in memory for the next one; none is there now.")
        return
    told = ", ".join(f"{kept.name} on {kept.device}: {size_words(kept.n_bytes)}" for kept in models)
    with st.container(horizontal=True, vertical_alignment="center", key="text-memory"):
        show(tag("p", tag("strong", "In memory: "), told, cls="gs-clip"))
        st.button("Unload it", icon=":material/memory:", key="text-unload", on_click=_unload)


def size_words(n_bytes: float) -> str:
    return f"{n_bytes / 1e9:.1f} GB" if n_bytes >= 1e9 else f"{n_bytes / 1e6:.1f} MB"


def _unload() -> None:
    from core.generation.musicgen.keeping import unload_models

    state.tell_problem(PLACE, "")
    try:
        st.session_state[_FREED] = unload_models()
    except CoreError as error:
        state.tell_problem(PLACE, as_sentence(str(error)))
