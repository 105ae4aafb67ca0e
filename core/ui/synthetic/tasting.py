"""A recipe in, a few of its prompts out, each to be heard as the band plays it: before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.figures.colours import genre_colours
from core.ui.datasets.hear import track_player
from core.ui.markup import Html, caption, heading, plain_label, show, tag
from core.ui.synthetic import kept
from core.ui.synthetic.words import ROWS

if TYPE_CHECKING:
    from core.ui.synthetic.engine import Order, Recipe

N_SHOWN = 3
PLACE = "taste"
BY_BAND = "The first prompts of the recipe. Press play to hear what the band makes of one; nothing is kept yet."
BY_NETWORK = "The first prompts of the recipe. What MusicGen makes of one can be heard on the Text to music page."


def tasting(recipe: Recipe) -> None:
    """Show the first prompts, and play the one that was asked for."""
    from core.ui.synthetic.engine import BAND, MAKERS, first_orders

    is_band = recipe.engine == BAND
    heading("What it will ask for", BY_BAND if is_band else BY_NETWORK)
    caption(f"How each is written: {MAKERS[recipe.maker].about[0].lower()}{MAKERS[recipe.maker].about[1:]}")
    show(ROWS)
    orders = list(first_orders(recipe, n=1))
    places = st.session_state.get("synth-more-prompts")
    for order in orders if places else orders[:N_SHOWN]:
        _prompt(order, with_button=is_band)
    if len(orders) > N_SHOWN:
        label = "Show fewer" if places else f"Show one of each genre ({len(orders)})"
        st.button(label, key="synth-fold-prompts", type="tertiary", on_click=_fold)
    if is_band:
        _player(recipe, orders)


def _prompt(order: Order, *, with_button: bool) -> None:
    colour = genre_colours([order.genre])[order.genre]
    with st.container(horizontal=True, vertical_alignment="center", key=f"synth-prompt-{order.genre}", gap="small"):
        if with_button:
            st.button(
                *(f"Hear the band play this {plain_label(order.genre)} prompt", f"synth-hear-{order.genre}"),
                icon=":material/play_arrow:",
                on_click=kept.hear,
                args=(PLACE, order.genre),
            )
        show(
            Html(f'<p class="gs-clip" style="border-left: 3px solid {colour}; padding-left: 0.7rem;">')
            + tag("span", order.prompt.text)
            + Html("</p>")
        )


def _player(recipe: Recipe, orders: list[Order]) -> None:
    from core.ui.synthetic.engine import taste_of

    wanted, call = kept.heard(PLACE)
    order = next((order for order in orders if order.genre == wanted), None)
    if order is None:
        return
    track = taste_of(recipe, order)
    track_player(track, key="synth-taste", call=call, mel=False)
    caption(f"{order.genre}: the first clip of the dataset to come, {recipe.duration_s:g} s.")


def _fold() -> None:
    st.session_state["synth-more-prompts"] = not st.session_state.get("synth-more-prompts", False)
