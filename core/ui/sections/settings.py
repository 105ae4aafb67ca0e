"""Nothing in, the model in use out; at the end of the page, folded, what can be chosen and what the model is."""

from collections.abc import Mapping

import streamlit as st

from core.errors import ModelError
from core.figures.words import as_sentence
from core.models.loaded import LoadedModel, available_models
from core.ui import cache, state
from core.ui.markup import Html, banner, show, tag
from core.ui.sections.trust import score_sentence


def model_in_use() -> LoadedModel:
    """The model that the visitor chose, or the built-in one; without any the page ends with what to do."""
    try:
        model = cache.model(state.model_name())
    except ModelError as error:
        banner("error", "There is no model to listen with", as_sentence(str(error)))
        st.stop()
    with st.sidebar:
        show(_in_use(model.card))
    return model


def settings(model: LoadedModel) -> None:
    """The last thing on the page, folded: which model listens, and its card."""
    with st.expander("Settings and the model's card", icon=":material/tune:"):
        names = list(available_models())
        if len(names) > 1:
            st.selectbox("Listen with", names, key=state.MODEL, persist_state="session")
        show(card_table(model.card))


def _in_use(card: Mapping) -> Html:
    """The model and the dataset behind every answer, for the sidebar."""
    return tag(
        "div",
        tag("p", "Listening with", cls="gs-label"),
        tag("p", card.get("title", card["name"]), cls="gs-strong"),
        tag("p", "Trained on", cls="gs-label"),
        tag("p", f"{card['data']['name']}, {card['data']['n_tracks']} tracks", cls="gs-strong"),
        tag("p", f"{score_sentence(card)}.", cls="gs-muted"),
        tag("p", tag("span", card["protocol"]["badge"], cls="gs-badge")),
        cls="gs-in-use",
    )


def card_table(card: Mapping) -> Html:
    """What a model says about itself, as a list of terms."""
    data, protocol = card["data"], card["protocol"]
    facts = {
        "Model": f"{card['title']} ({card['name']})" if "title" in card else card["name"],
        "What it is": as_sentence(card.get("about", "")),
        "Trained on": f"{data['name']}, {data['n_tracks']} tracks",
        "Protocol": f"{protocol['name']}. {protocol['sentence']}",
        "Score": as_sentence(score_sentence(card)),
        "Listens to": f"{card['context_s']:.0f} s of sound for each answer",
        "Licence": as_sentence(card.get("licence") or data.get("licence", "")),
        "Made": card["date"][:10],
        "Rebuild it with": card.get("command", ""),
    }
    pairs = [tag("dt", name) + tag("dd", value) for name, value in facts.items() if value]
    return tag("dl", Html("".join(pairs)), cls="gs-facts")
