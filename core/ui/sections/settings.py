"""Nothing in, the model in use out; at the end of the page, folded, what can be chosen and what the model is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import ModelError
from core.figures.words import as_sentence
from core.ui import cache, state
from core.ui.markup import banner, caption, show
from core.ui.sections.card import card_table, in_use
from core.ui.sections.choice import option_title, option_words
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.models.loaded import LoadedModel
    from core.ui.engine import ModelOption

# More are a menu: a list of so many captions is a wall.
MAX_LISTED = 6


@dataclass(frozen=True, eq=False)
class InUse:
    """The model that answers, and ``waited_for``, the one that would if its files were here; None where it does."""

    model: LoadedModel
    options: Mapping[str, ModelOption]
    waited_for: ModelOption | None


def model_in_use() -> InUse:
    """The model that the visitor chose, or the best one; the classic one until the files of either are here.

    When it cannot listen the page ends with what to do.
    """
    options: Mapping[str, ModelOption] = {}
    try:
        # On a fresh server this takes seconds: who has just brought a song sees that something happens.
        with st.spinner("Getting ready to listen"):
            options = cache.model_options(visitor_id() or "")
            waited_for = cache.waited_for(options, state.model_name())
            model = cache.classic_model() if waited_for is not None else cache.model(state.model_name())
    except ModelError as error:
        banner("error", "The model cannot listen", as_sentence(str(error)))
        _choose_model(options, "")
        st.stop()
    with state.place_in_sidebar():
        show(in_use(model.card))
    return InUse(model, options, waited_for)


def settings(found: InUse) -> None:
    """The last thing on the page, folded: which model listens, and its card."""
    with st.expander("Settings and the model's card", icon=":material/tune:"):
        wanted = found.waited_for.record.name if found.waited_for is not None else found.model.name
        _choose_model(found.options, wanted)
        show(card_table(found.model.card))


def _choose_model(options: Mapping[str, ModelOption], name: str) -> None:
    if len(options) < 2:
        return
    names = list(options)
    # Another model in use is another menu: the default may change behind it, when files arrive.
    key = f"listen-with-{name}"
    more = {
        "index": names.index(name) if name in names else None,
        "format_func": lambda name: option_title(options[name]),
        "key": key,
        "on_change": _chosen,
        "args": (key,),
    }
    if len(names) <= MAX_LISTED:
        st.radio("Listen with", names, captions=[option_words(options[name]) for name in names], **more)
    else:
        st.selectbox("Listen with", names, **more)
        if name in options:
            caption(option_words(options[name]))
    caption("Scores of different protocols, or on other tracks, are no contest: compare runs on the Runs page.")


def _chosen(key: str) -> None:
    state.choose_model(st.session_state[key])
