"""A click, a lasso or a choice of genres in, the tracks that every view of a dataset shows out.

A chart that is used to select draws a lasso or a box of its own, which would stay behind once something else is
selected; `chart_key` gives it a fresh place then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.ui import state


@dataclass(frozen=True)
class Selection:
    """Some tracks of a dataset.

    Attributes
    ----------
    ids : the tracks; none where nothing fits, which is a selection too
    words : what they are and by what they were selected: "inside the lasso on the PCA map", "jazz and blues"
    by : the key of the widget they were selected with
    """

    ids: frozenset[str]
    words: str
    by: str = ""


def selection(opened_id: str) -> Selection | None:
    """What is selected in a dataset; None is everything."""
    return state.selection_of(opened_id)


def select(opened_id: str, ids: Iterable[str], words: str, *, by: str = "") -> None:
    """Select tracks of a dataset in place of what was selected before.

    Parameters
    ----------
    words : what they are and by what they were selected, as it continues "12 of 1,000 tracks: ..."
    by : the key of the widget, as its maker knows it; its drawing goes when something else selects
    """
    _replace(opened_id, Selection(frozenset(ids), words, by))


def clear(opened_id: str) -> None:
    """Select nothing: every view shows all tracks."""
    _replace(opened_id, None)


def chart_key(opened_id: str, by: str) -> str:
    """The key to give a chart or table that selects under the name ``by``: a new one whenever its drawing must go."""
    return f"{by}-{opened_id}-{state.selection_round(opened_id, by)}"


def is_selected(opened_id: str, ids: Sequence[str]) -> list[bool] | None:
    """Which of ``ids`` are selected, in their order; None where everything is."""
    chosen = selection(opened_id)
    return None if chosen is None else [identity in chosen.ids for identity in ids]


def _replace(opened_id: str, new: Selection | None) -> None:
    old = selection(opened_id)
    state.note_selection(opened_id, new)
    if old is not None and old.by and (new is None or new.by != old.by):
        state.begin_selection_round(opened_id, old.by)
