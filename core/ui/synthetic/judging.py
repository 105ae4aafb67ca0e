"""Nothing in, of how many takes the best is kept and who judges out."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import cache
from core.ui.markup import banner, caption
from core.ui.sections.choice import option_title
from core.ui.standing import first
from core.ui.visitor import visitor_id

BEST_OF, JUDGE = "synth-best-of", "synth-judge"
ABOUT = (
    "Of so many takes of each clip the one is kept in which the judge hears the genre most. It takes as many times as "
    "long, and the judge cannot report on the dataset: it would praise its own choice."
)


def ask_for_judge() -> dict[str, Any]:
    """``best_of`` and ``judge`` of a recipe; without a judge every clip is kept as it comes."""
    from core.ui.synthetic.engine import MAX_BEST_OF

    left, right = st.columns(2, vertical_alignment="bottom")
    n = left.number_input(
        "Keep the best of", 1, MAX_BEST_OF, key=BEST_OF, persist_state="session", help=ABOUT, **first(BEST_OF, 1)
    )
    if n == 1:
        return {}
    try:
        with st.spinner("Looking who can judge"):
            known = cache.model_options(visitor_id() or "")
    except CoreError as error:
        banner("error", "The genre models cannot be read", as_sentence(str(error)))
        return {}
    options = {name: one for name, one in known.items() if not one.missing}
    if st.session_state.get(JUDGE) not in options:
        st.session_state.pop(JUDGE, None)
    judge = right.selectbox(
        "Judged by",
        list(options),
        format_func=lambda name: option_title(options[name]),
        key=JUDGE,
        persist_state="session",
    )
    caption(ABOUT)
    return {"best_of": int(n), "judge": judge or ""}
