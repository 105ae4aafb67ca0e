"""What one visit to the Synthetic dataset page remembers: what is looked at, the CSV that was brought, what failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.ui.calls import next_call
from core.ui.standing import put

if TYPE_CHECKING:
    from collections.abc import Sequence

PURPOSE = "synthesis"  # of the job that the page looks after
CSV, REST = "synthetic-csv", "synthetic-rest"  # places where this page tells its problems
VIEW, SET = "synth-view", "synth-set"  # widgets
NEW, MADE = "A new recipe", "What was made"
_BROUGHT = "synth_brought"
_FAILED = "synth_failed"
_BEGUN = "synth_begun"
_HEARD = "synth_heard"
_FIRST_VIEW = "synth_first_view"


@dataclass(frozen=True)
class Brought:
    """Descriptions in the workspace: ``path`` of the CSV, what the visitor calls it, its genres, who wrote them."""

    path: str
    title: str
    genres: tuple[str, ...]
    n: int
    n_twice: int
    by: str = "csv"


def show_set(folder: str) -> None:
    """Look at what was made in this folder, by its name, from the next widgets on."""
    put(VIEW, MADE)
    put(SET, folder)


def note_begun(folder: str) -> None:
    """A job was begun for this folder, which the menu of what was made shows as soon as it is there."""
    st.session_state[_BEGUN] = folder


def begun_last() -> str | None:
    return st.session_state.get(_BEGUN)


def forget_begun() -> None:
    """It is shown, or the visitor chose another."""
    st.session_state.pop(_BEGUN, None)


def show_recipe() -> None:
    put(VIEW, NEW)


def first_view(view: str) -> str:
    """What was shown when this visit began; ``view`` where it begins now."""
    return st.session_state.setdefault(_FIRST_VIEW, view)


def brought() -> Brought | None:
    """The CSV of descriptions that the visitor brought last."""
    return st.session_state.get(_BROUGHT)


def bring(found: Brought) -> None:
    st.session_state[_BROUGHT] = found


def failed(folder: str) -> Sequence[Sequence[str]]:
    """(clip, reason) of those that the last job of this folder could not make."""
    return st.session_state.get(_FAILED, {}).get(folder, ())


def note_failed(folder: str, failures: Sequence[Sequence[str]]) -> None:
    st.session_state.setdefault(_FAILED, {})[folder] = failures


def heard(place: str) -> tuple[str | None, int]:
    """What is in the player of a place of the page, and the number of the click that put it there."""
    return st.session_state.get(_HEARD, {}).get(place, (None, 0))


def hear(place: str, what: str) -> None:
    """Put something in the player of a place, which plays it at once."""
    st.session_state.setdefault(_HEARD, {})[place] = (what, next_call())
