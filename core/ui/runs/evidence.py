"""A run in, how far to believe it out: genre by genre, by its percentages, and by its worst tracks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.figures.runs.genre_scores import GenreRow, genre_scores, rows_of
from core.figures.runs.reliability import reliability_chart
from core.figures.template import CHART_CONFIG
from core.figures.words import percent
from core.ui.markup import caption, heading
from core.ui.runs.rivals import run_tracks
from core.ui.runs.sounds import sounds_of
from core.ui.runs.words import calibration_words
from core.ui.theme import look

if TYPE_CHECKING:
    from core.ui.runs.reading import OpenRun

N_HARD = 25


def genres(run: OpenRun) -> None:
    """Recall with its interval and precision of each genre: the picture, and folded the same as a table."""
    heading("Which genres does it hear?", "What it finds of each genre, and how often it is right when it names one.")
    rows = rows_of(run.record.scores)
    st.plotly_chart(
        genre_scores(rows, look=look()),
        theme=None,
        config=CHART_CONFIG,
        key=f"genres-{run.name}",
        alt=f"Recall with its interval and precision of {len(rows)} genres. {genre_words(rows)}",
    )
    caption(
        f"{genre_words(rows)} Disc: how many of its {run.what}s are found (recall), with a 95 % interval where "
        "artists are enough. Diamond: how often its name is right (precision)."
    )
    with st.expander("The same as a table", icon=":material/table_rows:"):
        st.dataframe(
            genre_frame(rows),
            hide_index=True,
            key=f"genre-table-{run.name}",
            column_config={
                name: st.column_config.NumberColumn(format="%.2f", width=80) for name in ("Recall", "Precision", "F1")
            },
            alt="Table of recall, precision and F1 of each genre, with tracks and artists",
        )


def genre_words(rows: Sequence[GenreRow]) -> str:
    """The genres that are found best and worst."""
    tested = [row for row in rows if row.recall is not None]
    if len(tested) < 2:
        return ""
    best, worst = (pick(tested, key=lambda row: row.recall) for pick in (max, min))
    return (
        f"Best heard is {best.genre} ({percent(best.recall)} of {best.n_tracks:,}), least {worst.genre} "
        f"({percent(worst.recall)} of {worst.n_tracks:,})."
    )


def genre_frame(rows: Sequence[GenreRow]) -> pd.DataFrame:
    """A row per genre."""
    intervals = [
        f"{row.interval[0]:.2f} to {row.interval[1]:.2f}" if row.interval else row.note or "none" for row in rows
    ]
    return pd.DataFrame(
        {
            "Genre": [row.genre for row in rows],
            "Recall": [row.recall for row in rows],
            "Interval of recall": intervals,
            "Precision": [row.precision for row in rows],
            "F1": [row.f1 for row in rows],
            "Tracks": [row.n_tracks for row in rows],
            "Artists": [row.n_artists for row in rows],
        }
    )


def believing(run: OpenRun) -> None:
    """How sure it says it is against how often it is right."""
    from core.ui.runs.engine import reliability_bins

    heading("Can its percentages be believed?", "How sure it says it is, against how often it is right.")
    bins = reliability_bins(run.stored.held_out)
    st.plotly_chart(
        reliability_chart(bins, look=look(), what=run.what),
        theme=None,
        config=CHART_CONFIG,
        key=f"reliability-{run.name}",
        alt=f"Reliability diagram of {len(bins)} bins. {calibration_words(run.record)}",
    )
    caption(f"{calibration_words(run.record)} Within the grey band a perfectly calibrated model would mostly lie.")


@st.fragment
def hard_tracks(run: OpenRun, visitor: str) -> None:
    """The worst mistakes and the most undecided answers, to hear."""
    from core.ui.runs.engine import most_ambiguous, worst

    heading("Where is it most wrong, and least decided?", "Hear them: some are mistakes of the labels.")
    kinds = {
        "Worst": (worst, "Wrong, with the least belief in the true genre; the most absurd first."),
        "Most ambiguous": (most_ambiguous, "The two likeliest genres are closest; what it answers is nearly chance."),
    }
    kind = st.segmented_control(
        "Which tracks",
        list(kinds),
        default="Worst",
        required=True,
        key=f"hard-{run.name}",
        label_visibility="collapsed",
    )
    choose, words = kinds[kind]
    found = choose(run.tracks, N_HARD)
    if found.empty:
        caption("There is none.")
        return
    run_tracks(run, found, place=f"hard-{kind}", sounds=sounds_of(run.record, visitor))
    caption(words)
