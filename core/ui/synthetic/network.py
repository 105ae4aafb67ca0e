"""A recipe of the papers in, which MusicGen plays it and how out, and whether its weights are on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from core.ui.address import is_local
from core.ui.standing import first, put

if TYPE_CHECKING:
    from core.ui.synthetic.engine import Recipe

MODEL, FOLDER, BY, GUIDANCE, TAKES, DEVICE = (
    *("synth-model", "synth-folder", "synth-by", "synth-guidance"),
    *("synth-takes", "synth-device"),
)
A_FOLDER = "a folder"
GUIDANCE_HELP = "How strictly the words are followed. The paper of GTZAN-synth used 10; the network's own is 3."
TAKES_HELP = "So many clips are made of each prompt, with other seeds."


def ask_for_network(recipe: Recipe) -> tuple[dict[str, Any], bool]:
    """The fields of a recipe that only a network heeds, and whether it can play now."""
    from core.ui.synthetic.engine import DEFAULT_ENGINE, SIZES
    from core.ui.text.network import (
        ask_for_folder,
        ask_for_library,
        existing_folder,
        fitting_library,
        runnable_libraries,
    )
    from core.ui.text.weights import weights_are_here

    if MODEL not in st.session_state:
        put(MODEL, recipe.model)
    runnable = runnable_libraries()
    if not runnable:
        return {"model": st.session_state[MODEL]} | _ask_how(recipe), False
    left, right = st.columns(2)
    size = left.selectbox("Model", _models(list(SIZES)), format_func=_title, key=MODEL, persist_state="session")
    with right:
        by = ask_for_library(runnable, key=BY)
    if size == A_FOLDER:
        text, lacks = ask_for_folder(by, key=FOLDER)
        model, ready = str(existing_folder(text) or text or A_FOLDER), not lacks
    else:
        library, model = by or fitting_library(runnable), size
        # A recipe that names no library is of the first one: only another has to be named.
        by = by if library == DEFAULT_ENGINE else library
        ready = weights_are_here(size, library, key="synth-weights")
    return {"model": model, "by": by} | _ask_how(recipe), ready


def _ask_how(recipe: Recipe) -> dict[str, Any]:
    from core.ui.text.network import ask_for_device

    left, middle, right = st.columns(3)
    guidance = left.number_input(
        "Guidance",
        *(1.0, 20.0),
        step=0.5,
        format="%g",
        key=GUIDANCE,
        persist_state="session",
        help=GUIDANCE_HELP,
        **first(GUIDANCE, recipe.guidance),
    )
    takes = middle.number_input(
        "Clips of a prompt", 1, 100, key=TAKES, persist_state="session", help=TAKES_HELP, **first(TAKES, 1)
    )
    with right:
        device = ask_for_device(key=DEVICE)
    return {"guidance": float(guidance), "takes": int(takes), "device": device}


def _models(sizes: list[str]) -> list[str]:
    """The published sizes; a folder only where the visitor sits at this machine."""
    return [*sizes, A_FOLDER] if is_local() else sizes


def _title(model: str) -> str:
    from core.ui.synthetic.engine import SIZES
    from core.ui.text.network import FOLDER_TITLE

    return FOLDER_TITLE if model == A_FOLDER else f"{model} ({SIZES[model].n_parameters})"
