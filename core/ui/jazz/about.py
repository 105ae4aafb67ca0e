"""Models in, what they learnt from, how well, and what that means out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.ui.jazz.models import score_line
from core.ui.markup import Html, caption, show, tag

if TYPE_CHECKING:
    from core.ui.jazz.models import Offered

READING = (
    "A nat is what it costs to tell the next step, given all that came before: 0 would be to know it, and fewer are "
    "better. Scores of models of notes and of models of tokens are not comparable: a token tells less."
)
HONEST = (
    "Each model learnt from transcriptions of commercial recordings by algorithms, which hear wrong now and then. What "
    "it plays is its own mixture of them; it may still repeat a phrase that it learnt."
)


def about(models: Mapping[str, Offered]) -> None:
    """A table of all models, and the card of one."""
    show(_table(list(models.values())))
    caption(READING)
    caption(HONEST)
    name = st.selectbox("More about", list(models), format_func=lambda each: models[each].title, key="jazz-about")
    model = models[name]
    if model.card:
        with st.container(border=True, key="jazz-card"):
            st.markdown(_as_part(model.card))
        return
    show(tag("div", tag("dl", *_facts(model), cls="gs-facts"), cls="gs-card"))


def _as_part(card: str) -> str:
    """A card, which is a document, as a part of a page: without its title, and with small headings."""
    lines = card.splitlines()
    lines = lines[1:] if lines[0].startswith("# ") else lines
    return "\n".join(f"##{line}" if line.startswith("## ") else line for line in lines)


def _table(models: Sequence[Offered]) -> Html:
    names = ("Model", "Learnt from", "Nats per step, held out", "KL per sequence", "Active units")
    head = tag("tr", *(tag("th", name) for name in names))
    rows = [tag("tr", tag("th", model.title), *(tag("td", cell) for cell in _cells(model))) for model in models]
    return tag("div", tag("table", head, *rows, cls="gs-table gs-jazz-table"), cls="gs-scroll")


def _cells(model: Offered) -> list[str]:
    scores, data = model.about.get("scores") or {}, model.about.get("data") or {}
    bound = f"{scores['bound']:.2f} per {model.step}" if "bound" in scores else "-"
    return [str(data.get("title", "-")), bound, _number(scores, "kl_per_sequence", 1), _number(scores, "n_active", 0)]


def _number(scores: Mapping[str, Any], name: str, digits: int) -> str:
    return f"{scores[name]:.{digits}f}" if isinstance(scores.get(name), int | float) else "-"


def _facts(model: Offered) -> list[Html]:
    told, data = model.about, model.about.get("data") or {}
    train = data.get("n_train") or {}
    facts = {
        "What it is": str(told.get("about", "")),
        "Learnt from": str(data.get("title", "")),
        "Source": str(data.get("source", "")),
        "So much": f"{train.get('pieces', 0):,} pieces, {train.get('steps', 0):,} {model.step}s" if train else "",
        "Score": score_line(model),
        "Trained": f"{told['seconds'] / 60:.0f} min on {told.get('device', '?')}" if "seconds" in told else "",
    }
    return [tag(name, words) for title, text in facts.items() if text for name, words in (("dt", title), ("dd", text))]
