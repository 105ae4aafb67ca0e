"""A run in, what it mixes up out: a table of truth and answer, and the tracks of the cell that was clicked, to hear."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.figures.runs.confusion import confusion_table
from core.figures.template import CHART_CONFIG
from core.ui import state
from core.ui.explore.charting import clicked
from core.ui.markup import caption, heading, show, tag
from core.ui.runs.rivals import run_tracks
from core.ui.runs.sounds import sounds_of
from core.ui.theme import look

if TYPE_CHECKING:
    from core.ui.runs.reading import OpenRun


@st.fragment
def confusions(run: OpenRun, visitor: str) -> None:
    """Show the confusion matrix, and list what is in one cell of it: the fullest wrong one before any click."""
    from core.ui.runs.engine import in_cell

    heading("What does it mix up?", "Each row is a genre, each column what the model calls it.")
    labels, counts = matrix_of(run)
    place = f"{run.name}-cell"
    cell = state.picked(place) or most_confused(labels, counts)
    if cell is not None and not set(cell) <= set(labels):
        cell = None
    left, right = st.columns([5, 4], gap="medium")
    with left:
        _matrix(run, labels, counts, place, cell)
    if cell is None:
        return
    tracks = in_cell(run.stored.held_out, *cell)
    with right:
        show(tag("div", tag("h3", cell_title(cell, len(tracks), run.what), cls="gs-song"), role="status"))
    if len(tracks):
        run_tracks(
            run,
            tracks,
            place="cell",
            sounds=sounds_of(run.record, visitor),
            is_cell=True,
            list_in=right.container(),
            audible_first=True,
        )


def _matrix(run: OpenRun, labels: list[str], counts: np.ndarray, place: str, cell: tuple[str, str] | None) -> None:
    key = f"confusion-{run.name}-{'-'.join(cell or ())}"
    st.plotly_chart(
        confusion_table(labels, counts, look=look(), picked=cell, what=run.what),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_pick, place, key),
        selection_mode="points",
        alt=f"Table of {len(labels)} genres by what they are called. {confusion_words(labels, counts, run.what)}",
    )
    words = [confusion_words(labels, counts, run.what), counting_words(run), "Click a cell to hear what is in it."]
    caption(" ".join(filter(None, words)))


def matrix_of(run: OpenRun) -> tuple[list[str], np.ndarray]:
    """The genres of a run and its counts as [true][called]."""
    scores = run.record.scores
    return list(scores["labels"]), np.asarray(scores["confusion"], dtype=int)


def most_confused(labels: list[str], counts: np.ndarray) -> tuple[str, str] | None:
    """The wrong cell with the most tracks, as (true, called); None where nothing is wrong."""
    wrong = counts - np.diag(np.diag(counts))
    if not wrong.size or not wrong.max():
        return None
    row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
    return labels[row], labels[column]


def confusion_words(labels: list[str], counts: np.ndarray, what: str = "track") -> str:
    """The most frequent mistake, in a sentence."""
    cell = most_confused(labels, counts)
    if cell is None:
        return "Every one of them is called by its genre."
    row, column = labels.index(cell[0]), labels.index(cell[1])
    n_wrong, n_all = int(counts[row, column]), int(counts[row].sum())
    are = "is" if n_wrong == 1 else "are"
    return f"Most often mixed up: {n_wrong:,} of {n_all:,} {cell[0]} {what}s {are} called {cell[1]}."


def counting_words(run: OpenRun) -> str:
    """How the table counts where a track is held out more than once."""
    draws = run.record.scores.get("draws")
    return f"Each {run.what} counts once in each of the {len(draws)} draws." if draws and len(draws) > 1 else ""


def cell_title(cell: tuple[str, str], n_tracks: int, what: str) -> str:
    """What is in a cell: "24 blues tracks that it calls rock"."""
    truth, guess = cell
    counted = f"{n_tracks:,} {truth} {what}{'s' * (n_tracks != 1)}" if n_tracks else f"No {truth} {what}"
    which = "that" if n_tracks else "is one that"
    return f"{counted} {which} it calls {guess if guess != truth else 'so'}"


def _pick(place: str, key: str) -> None:
    cell = clicked(key)
    if isinstance(cell, (list, tuple)) and len(cell) == 2:
        state.pick(place, (str(cell[0]), str(cell[1])))
