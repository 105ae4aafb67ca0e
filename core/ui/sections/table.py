"""Several songs and their mixes in, a table out whose rows open, and the song that is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.figures.words import DOUBTS_IN_SHORT
from core.ui import state
from core.ui.files import spreadsheet_text
from core.ui.markup import caption, heading
from core.ui.sections.downloads import as_csv, licence_behind
from core.ui.state import Song

if TYPE_CHECKING:
    from core.ui.engine import Heard

KEY = "songs-table"


def choose(heard: list[tuple[Song, Heard]], card: Mapping) -> tuple[Song, Heard]:
    """The one song, or the one whose row of the table was clicked last."""
    if len(heard) > 1:
        _table(heard, may_download=licence_behind(card).may_download)
    return heard[state.opened()]


def _table(heard: list[tuple[Song, Heard]], *, may_download: bool) -> None:
    heading(f"{len(heard)} songs", "Click a row to open it below; with the keyboard, the arrows do.")
    st.dataframe(
        table_of(heard),
        key=f"{KEY}-{state.ask_round()}",
        hide_index=True,
        on_select=_open_selected,
        # Cells, not rows: a click anywhere opens, arrow keys do too, and nothing can be unticked.
        selection_mode="single-cell",
        selection_default={"selection": {"cells": [(0, "Song")]}},
        column_config=_columns(heard),
        alt="Table of songs with the share of each genre",
    )
    left, right = st.columns([3, 1], vertical_alignment="center")
    with left:
        caption("One row per song; the numbers are shares in percent and make 100 in each row.")
    if not may_download:
        return
    right.download_button(
        "Table (CSV)",
        songs_csv(heard).encode(),
        file_name="genrescope_mixes.csv",
        mime="text/csv",
        icon=":material/table:",
        on_click="ignore",
        width="stretch",
        key="download-table",
    )


def table_of(heard: list[tuple[Song, Heard]]) -> pd.DataFrame:
    """A row per song: name, the top genre and its share, or that the model does not know it, and every share."""
    rows = []
    for song, found in heard:
        mix = found.mix
        genre, share = mix.top
        shares = {name: 100 * float(value) for name, value in zip(mix.genres, mix.share, strict=True)}
        # No bar for what is not known: its length would speak louder than the words beside it.
        first = (genre, 100 * share) if mix.known else (DOUBTS_IN_SHORT[mix.verdict], None)
        rows.append({"Song": song.name, "Most like": first[0], "Share": first[1], **shares})
    return pd.DataFrame(rows)


def songs_csv(heard: list[tuple[Song, Heard]]) -> str:
    """The same table for a spreadsheet, with shares of 0 to 1."""
    genres = heard[0][1].mix.genres
    rows = (
        (
            spreadsheet_text(song.name),
            f"{found.mix.duration_s:.3f}",
            found.mix.model,
            str(found.mix.known).lower(),
            found.mix.top[0],
            *(f"{share:.6f}" for share in found.mix.share),
        )
        for song, found in heard
    )
    return as_csv(("song", "duration_s", "model", "known", "most_like", *map(spreadsheet_text, genres)), rows)


def _columns(heard: list[tuple[Song, Heard]]) -> dict:
    columns: dict = {genre: st.column_config.NumberColumn(format="%.0f", width=62) for genre in heard[0][1].mix.genres}
    columns["Song"] = st.column_config.TextColumn(width=190)
    columns["Share"] = st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100, width=100)
    return columns


def _open_selected() -> None:
    cells = st.session_state[f"{KEY}-{state.ask_round()}"].selection.cells
    if cells:
        row, _ = cells[0]
        state.open_song(row)
