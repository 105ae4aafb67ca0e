"""Nothing in, the model in use out; at the end of the page, folded, what can be chosen and what the model is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import ModelError
from core.figures.words import as_sentence
from core.ui import cache, state
from core.ui.markup import banner, show
from core.ui.sections.card import card_table, in_use
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.models.loaded import LoadedModel


def model_in_use() -> LoadedModel:
    """The model that the visitor chose, or the built-in one; when it cannot listen the page ends with what to do."""
    try:
        # On a fresh server this takes seconds: who has just brought a song sees that something happens.
        with st.spinner("Getting ready to listen"):
            model = cache.model(state.model_name())
    except ModelError as error:
        banner("error", "The model cannot listen", as_sentence(str(error)))
        _choose_model()
        st.stop()
    with state.place_in_sidebar():
        show(in_use(model.card))
    return model


def settings(model: LoadedModel) -> None:
    """The last thing on the page, folded: which model listens, and its card."""
    with st.expander("Settings and the model's card", icon=":material/tune:"):
        _choose_model()
        show(card_table(model.card))


def _choose_model() -> None:
    names = cache.model_names(visitor_id() or "")
    if len(names) > 1:
        st.selectbox("Listen with", names, key=state.MODEL, persist_state="session")
