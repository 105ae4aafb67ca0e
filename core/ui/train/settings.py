"""A model in, its settings as the visitor wants them out: a widget for each, within its bounds, with what it does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import ModelError
from core.figures.words import as_sentence
from core.ui.markup import show, tag

if TYPE_CHECKING:
    from core.ui.train.engine import ModelSpec, Setting

NOTHING: Mapping[str, Any] = MappingProxyType({})
N_SELECTED = 20
LARGEST_SEED = 2**32 - 1
# How the names of models begin that learn from what a listener hears, and the scaling that they were measured with.
HEAD, HEAD_SCALING = "head-", "standard"
FOLDS = (2, 20)
ABOUT_SELECTION = "Keep only the columns that tell genres apart best, chosen anew inside each training part."
ABOUT_FOLDS = (
    "How often a training part is cut once more, to calibrate percentages and to choose among candidates. Fewer will "
    "do where there are few artists."
)
ABOUT_SEED = "Whatever is random follows from it: the same seed gives the same score."


@dataclass(frozen=True)
class Asked:
    """``fields`` of a configuration, and why they will not do, in words."""

    fields: Mapping[str, Any]
    problem: str = ""


def ask_for_settings(
    model: str, *, n_columns: int, place: str = "train", usual: Mapping[str, Any] = NOTHING, inner: bool = True
) -> Asked:
    """The settings of a model and of the steps before it; what cannot be is said where it was written.

    Parameters
    ----------
    place : begins the keys of the widgets: two pages may propose other values
    usual : what is proposed instead of a default of the model
    inner : whether inner folds are asked for, which only a choice and a calibration need
    """
    from core.ui.train.engine import MODELS

    spec = MODELS.get(model)
    chosen, problem = {}, ""
    if spec is not None:
        proposed = {
            name: replace(setting, default=usual.get(name, setting.default))
            for name, setting in spec.about_settings.items()
        }
        wanted = {name: _ask(spec, name, setting, place) for name, setting in proposed.items()}
        chosen, problem = _checked(spec, wanted)
    if problem:
        show(tag("p", as_sentence(problem), cls="gs-leaky-words", role="alert"))
    return Asked(
        {"settings": chosen} | _ask_for_steps(n_columns, place, inner=inner, is_head=model.startswith(HEAD)), problem
    )


def value_of(text: str, setting: Setting) -> Any:
    """What a menu's words, or a number written into it, stand for; other words stay as they are, to be refused."""
    known = {str(choice): choice for choice in setting.choices}
    if text in known:
        return known[text]
    try:
        return int(text) if setting.whole else float(text)
    except ValueError:
        return text


def step_of(setting: Setting) -> float:
    """How far a click goes: a tenth or so of a usual value."""
    return 10.0 ** math.floor(math.log10(setting.default)) if setting.default else 0.01


def _checked(spec: ModelSpec, wanted: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """What differs from the defaults, and what is wrong with it."""
    chosen = {name: value for name, value in wanted.items() if value != spec.defaults[name]}
    try:
        spec.settings(**chosen)
    except ModelError as error:
        return {}, str(error)
    return chosen, ""


def _ask(spec: ModelSpec, name: str, setting: Setting, place: str) -> Any:
    words = as_sentence(setting.help)
    if setting.choices and setting.is_number:
        words += f" It may be {setting.rule}: write the number into the menu."
    given = {"key": f"{place}-{spec.name}-{name}", "help": words, "persist_state": "session"}
    if not setting.choices:
        return _ask_number(name, setting, given)
    options = [str(choice) for choice in setting.choices]
    if str(setting.default) not in options:
        options.insert(0, str(setting.default))
    text = st.selectbox(
        name,
        options,
        index=options.index(str(setting.default)),
        accept_new_options=setting.is_number,
        **given,
    )
    return value_of(text, setting)


def _ask_number(name: str, setting: Setting, given: dict[str, Any]) -> float:
    kind = int if setting.whole else float
    bounds = {
        edge: None if value is None else kind(value)
        for edge, value in (("min_value", setting.low), ("max_value", setting.high))
    }
    form = {"step": 1} if setting.whole else {"step": step_of(setting), "format": "%g"}
    return st.number_input(name, value=kind(setting.default), **bounds, **form, **given)


def _ask_for_steps(n_columns: int, place: str, *, inner: bool, is_head: bool) -> dict[str, Any]:
    from core.ui.train.engine import ABOUT_SCALINGS, SELECTIONS

    scalings = list(ABOUT_SCALINGS)
    scaling = st.selectbox(
        "Scaling",
        scalings,
        index=scalings.index(HEAD_SCALING) if is_head else 0,
        key=f"{place}-scaling{'-of-head' * is_head}",
        persist_state="session",
        help="\n\n".join(f"**{name}**: {about}" for name, about in ABOUT_SCALINGS.items()),
    )
    selection = st.selectbox(
        "Columns that are kept",
        list(SELECTIONS),
        format_func=lambda name: _selection_title(SELECTIONS[name]),
        key=f"{place}-selection",
        persist_state="session",
        help=ABOUT_SELECTION + "\n\n" + "\n\n".join(f"**{s.title}**: {s.about}" for s in SELECTIONS.values()),
    )
    fields = {"scaling": scaling, "selection": selection}
    if selection != "none":
        fields["n_selected"] = st.number_input(
            "How many columns are kept",
            min_value=1,
            max_value=n_columns,
            value=min(N_SELECTED, n_columns),
            key=f"{place}-n-selected-{n_columns}",
            persist_state="session",
        )
    low, high = FOLDS
    if inner:
        fields["n_inner_folds"] = st.number_input(
            "Inner folds", low, high, value=5, key=f"{place}-inner", persist_state="session", help=ABOUT_FOLDS
        )
    fields["seed"] = st.number_input(
        "Seed", 0, LARGEST_SEED, value=0, key=f"{place}-seed", persist_state="session", help=ABOUT_SEED
    )
    return fields


def _selection_title(selection) -> str:
    return f"{selection.title} ({selection.kind})" if selection.kind else selection.title
