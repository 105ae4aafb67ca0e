"""Selected tracks in, a file of their numbers to keep out: CSV with the licence in every row, and no sound."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core.licences import Licence, strictest
from core.ui.datasets.feature_tables import licence_words
from core.ui.files import download_name, spreadsheet_text
from core.ui.markup import banner, caption

if TYPE_CHECKING:
    from core.ui.explore.numbers import Exploration

MAX_CSV_ROWS = 50_000  # of text in memory


def selection_download(exploration: Exploration, places: np.ndarray, *, is_all: bool) -> None:
    """Offer the tracks at these places of the table as CSV, where the licence of the data allows it."""
    licence = licence_behind(exploration)
    if not licence.may_download:
        banner("note", "There is no download of it", f"Of these tracks: {licence.words}.")
        return
    if len(places) > MAX_CSV_ROWS:
        caption(f"A file takes up to {MAX_CSV_ROWS:,} tracks; select fewer to keep their numbers.")
        return
    st.download_button(
        f"{'All' if is_all else 'These'} {len(places):,} tracks (CSV)" if len(places) > 1 else "This track (CSV)",
        partial(selection_csv, exploration, places),
        file_name=download_name("tracks" if is_all else "selection", exploration.opened.title, "csv"),
        mime="text/csv",
        icon=":material/table_rows:",
        on_click="ignore",
        key="download-selection",
    )
    caption(f"The numbers as they were measured, without sound. {licence_words(licence)}")


def licence_behind(exploration: Exploration) -> Licence:
    """The strictest of the licences of the table and of the dataset."""
    return strictest([exploration.points.licence, exploration.contents.licence])


def selection_csv(exploration: Exploration, places: np.ndarray) -> bytes:
    """A row per track: what is known of it, what one may do with it, then its numbers as they were measured."""
    points, licence = exploration.points, licence_behind(exploration)
    ids = points.ids[places]
    told = pd.DataFrame(
        {
            "track_id": [spreadsheet_text(text) for text in ids],
            "genre": [spreadsheet_text(text) for text in points.genres[places]],
            "artist": [spreadsheet_text(text) for text in points.artists[places]],
            "dataset": spreadsheet_text(exploration.opened.title),
            "licence": [_licence_words(exploration, identity, licence) for identity in ids],
            "n_segments": points.n_segments[places],
        }
    )
    numbers = points.X.iloc[places].reset_index(drop=True).rename(columns=spreadsheet_text)
    buffer = io.StringIO(newline="")
    pd.concat([told, numbers], axis="columns").to_csv(buffer, index=False, lineterminator="\r\n")
    return buffer.getvalue().encode()


def _licence_words(exploration: Exploration, identity: str, licence: Licence) -> str:
    """Of a track that has a licence of its own the stricter one."""
    track = exploration.track(identity)
    stricter = licence if track is None else strictest([exploration.points.licence, track.licence])
    return f"{stricter.title}: {stricter.words}"
