"""All that the Synthetic dataset page shows: a recipe to make, or what was made and how near it is to real music."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import NBSP, as_sentence
from core.ui.markup import banner
from core.ui.standing import first, settled
from core.ui.synthetic import kept
from core.ui.synthetic.choosing import ask_for_recipe
from core.ui.synthetic.making import look_after_making
from core.ui.synthetic.sets import sets
from core.ui.synthetic.starting import start
from core.ui.synthetic.tasting import tasting
from core.ui.synthetic.variety import recipe_variety

if TYPE_CHECKING:
    from core.ui.synthetic.engine import Begun, Recipe

NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
JUDGED_S = 3.0


def synthetic() -> None:
    """Show the dataset that is being made, and below it the recipe or what was made."""
    is_busy = look_after_making()
    with st.spinner(f"Looking for what was made{NBSP}…"):
        from core.ui.synthetic.engine import begun

        found = begun()
    if _view(found, is_busy=is_busy) == kept.NEW:
        _new(is_busy)
    else:
        sets(found, is_busy=is_busy)
    settled()


def _view(found: list[Begun], *, is_busy: bool) -> str:
    """What the visitor looks at: at first what was made, where something was."""
    at_first = kept.first_view(kept.MADE if found and not is_busy else kept.NEW)
    if not found and not is_busy:
        return kept.NEW
    given = first(kept.VIEW, at_first)
    return st.segmented_control(
        "Show",
        [kept.NEW, kept.MADE],
        format_func=lambda view: view if view == kept.NEW else f"{view} ({len(found)})",
        key=kept.VIEW,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
        **({"default": given["value"]} if given else {}),
    )


def _new(is_busy: bool) -> None:
    left, right = st.columns([5, 6], gap="large")
    with left:
        basics, players, act = st.container(), st.container(), st.container()
    below = st.container()
    settings = st.expander("Settings: descriptions, prompt maker, seed, best of several", icon=":material/tune:")
    wish, is_ready = ask_for_recipe(basics, players, settings)
    recipe = _checked(wish, act)
    if recipe is None:
        return
    with right:
        tasting(recipe)
    with below:
        recipe_variety(recipe)
    with act:
        start(recipe, is_ready=is_ready, is_busy=is_busy)


def _lacks(wish: Recipe) -> tuple[str, str] | None:
    """What keeps a wish from being a recipe at all, in words of the page."""
    if len(wish.genres) < 2:
        return "Choose two genres or more", "A dataset needs something to tell apart."
    if not NAME.fullmatch(wish.name):
        return "The dataset needs another name", f"Up to 40 of a-z, 0-9 and -, such as {wish.maker}; see the settings."
    if wish.best_of > 1 and wish.duration_s < JUDGED_S:
        return "A judge needs longer clips", f"Ask for {JUDGED_S:g} s at least, or keep every clip as it comes."
    return None


def _checked(wish: Recipe, place) -> Recipe | None:
    from core.ui.synthetic.engine import checked

    if lacks := _lacks(wish):
        with place:
            banner("note", *lacks)
        return None
    try:
        return checked(wish)
    except CoreError as error:
        with place:
            banner("unsure", "This recipe cannot be made yet", as_sentence(_told(error)))
        return None


def _told(error: CoreError) -> str:
    """What is wrong, with the table called as the visitor calls it, and not as its file in the workspace."""
    found = kept.brought()
    return str(error) if found is None else str(error).replace(Path(found.path).name, found.title)
