"""A dataset in use in, its tables of features out: made by a job, then told, listed with their gaps, and kept."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.data.stored import tables_of
from core.errors import JobError
from core.figures.words import as_sentence, listed
from core.licences import Licence, licence_of
from core.ui.datasets import work
from core.ui.datasets.listeners import ask_for_listeners
from core.ui.files import download_name, spreadsheet_text
from core.ui.jobs.words import duration_words
from core.ui.markup import Html, banner, caption, heading, show, tag, term

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.data.stored import StoredTable
    from core.ui.datasets.contents import Contents

# Rough: both tables of a clip of 30 s on one core.
SECONDS_OF_WORK = 0.7
SECONDS_TO_LISTEN = 1.5  # of one pretrained listener
SECONDS_TO_START = 15.0  # workers start and compile
CLIP_S = 30.0
HASH_CHARACTERS = 12
MAX_CSV_ROWS = 50_000  # of text in memory; Parquet has no such end
ABOUT = (
    "A model learns from numbers: {n} of them for each track, and for each 3 seconds of it, such as how bright it is "
    "and how steady its beat."
)
HASH = "A fingerprint of the rows: the same numbers have the same one, and every run names it."


def feature_tables(opened: OpenDataset, contents: Contents) -> None:
    """Show the tables that were made of the dataset, and make them where they are wanted."""
    from core.ui.datasets.engine import COLUMNS, KIND, TableParams, build_tables

    heading("Its feature table", ABOUT.format(n=len(COLUMNS)))
    if not contents.n_with_sound:
        _tell_no_sound(opened)
        return
    title = f"Feature table of {opened.title}"
    purpose = f"table-{opened.id}"
    job = work.look_after(purpose, kind=KIND, title=title)
    stored = tables_of(opened)
    if stored:
        show(tag("div", *map(_card, stored), cls="gs-cards"))
        _gaps(stored[0])
        _downloads(opened, stored)
    if job is not None and job.state != "done":
        return
    label = "Make it again" if stored else "Make its feature table"
    kind = "secondary" if stored else "primary"
    listeners = ask_for_listeners(opened, stored)
    is_wanted = st.button(label, icon=":material/table_chart:", type=kind, key="make-table")
    params = TableParams(opened.id, listeners=listeners)
    if is_wanted and work.start(build_tables, params, kind=KIND, title=title, purpose=purpose):
        st.rerun()
    caption(estimate_words(contents, n_listeners=len(listeners)))


def estimate_words(contents: Contents, *, n_listeners: int = 0) -> str:
    """How long the work will take, as far as anybody can say before it begins."""
    from core.ui.datasets.engine import n_workers

    n_tracks = contents.n_with_sound
    try:
        workers = n_workers()
    except JobError:
        workers = 1  # who starts the job reads what is wrong
    per_clip = SECONDS_OF_WORK + n_listeners * SECONDS_TO_LISTEN
    seconds = SECONDS_TO_START + n_tracks * per_clip * (contents.length_s or CLIP_S) / CLIP_S / workers
    where = f"{n_tracks:,} track{'s' * (n_tracks != 1)} on {workers} core{'s' * (workers != 1)}"
    if contents.length_s:
        return f"About {duration_words(seconds)} for {where}, as a job: you may leave the page, or close the tab."
    return (
        f"About {duration_words(seconds)} for {where} if they last half a minute, longer if they are whole songs. It "
        "is a job: you may leave the page, or close the tab."
    )


def rows_words(table: StoredTable) -> str:
    """What a row of a table is about; where each track has one row, many may be shorter than a segment."""
    if table.n_rows == table.n_tracks:
        return f"Up to {table.segment_s:g} s of each track"
    return f"Segments of {table.segment_s:g} s"


def gap_words(table: StoredTable) -> str:
    """How many tracks are in a table, and how many could not be used."""
    n = len(table.failures)
    if not n:
        return "The only track is in it." if table.n_tracks == 1 else f"All {table.n_tracks:,} tracks are in it."
    held = f"{table.n_tracks:,} track{' is' if table.n_tracks == 1 else 's are'} in it"
    return f"{held}; {n:,} could not be used and {'is' if n == 1 else 'are'} left out."


def table_csv(table: StoredTable) -> bytes:
    """The table for a spreadsheet."""
    rows = pd.read_parquet(table.path)
    for name in rows.select_dtypes(exclude="number").columns:
        rows[name] = rows[name].map(spreadsheet_text, na_action="ignore")
    buffer = io.StringIO(newline="")
    rows.to_csv(buffer, index=False)
    return buffer.getvalue().encode()


def _tell_no_sound(opened: OpenDataset) -> None:
    published = listed(list(opened.dataset.tables)) if opened.dataset.tables else ""
    banner(
        "note",
        "There is no sound to measure here",
        f"It comes as numbers: {published}. A model can be trained on them as they are."
        if published
        else "Open a folder that holds its recordings to make a table of them.",
    )


def _card(table: StoredTable) -> Html:
    facts = (
        ("Tracks", f"{table.n_tracks:,}"),
        ("Columns", f"{len(table.columns):,}"),
        ("Data hash", tag("code", table.data_hash[:HASH_CHARACTERS])),
        ("Made", table.made[:16].replace("T", " ") + " UTC"),
    )
    if table.listeners:
        facts = (*facts[:2], ("Listeners", f"{len(table.listeners):,}"), *facts[2:])
    names = [tag("dt", term(name, HASH) if name == "Data hash" else name) + tag("dd", value) for name, value in facts]
    return tag(
        "div",
        tag("p", rows_words(table), cls="gs-label"),
        tag("p", f"{table.n_rows:,}", tag("span", " rows", cls="gs-unit"), cls="gs-number"),
        tag("dl", Html("".join(names)), cls="gs-facts gs-table-facts"),
        cls="gs-card",
    )


def _gaps(table: StoredTable) -> None:
    caption(gap_words(table))
    for title, pairs in (("Left out, and why", table.failures), ("Remarks on tracks that were used", table.notes)):
        if pairs:
            with st.expander(f"{title} ({len(pairs):,})", icon=":material/report:"):
                rows = [{"Track": track, "Reason": as_sentence(words)} for track, words in pairs]
                st.dataframe(rows, hide_index=True, key=f"gaps-{title}", alt=f"Table of tracks: {title.lower()}")


def _downloads(opened: OpenDataset, stored: list[StoredTable]) -> None:
    licence = licence_of(stored[0].licence)
    if not licence.may_download:
        banner("note", "There is no download of it", as_sentence(licence.words))
        return
    with st.container(horizontal=True):
        for table in stored:
            name = f"features_{table.segment_s:g}s"
            st.download_button(
                f"{table.segment_s:g} s (Parquet)",
                table.path.read_bytes,
                file_name=download_name(name, opened.title, "parquet"),
                mime="application/vnd.apache.parquet",
                icon=":material/table:",
                on_click="ignore",
                key=f"download-parquet-{table.segment_s:g}",
            )
            if table.n_rows > MAX_CSV_ROWS:
                continue
            st.download_button(
                f"{table.segment_s:g} s (CSV)",
                partial(table_csv, table),
                file_name=download_name(name, opened.title, "csv"),
                mime="text/csv",
                icon=":material/table_rows:",
                on_click="ignore",
                key=f"download-csv-{table.segment_s:g}",
            )
    caption(licence_words(licence))


def licence_words(licence: Licence) -> str:
    """What one may do with a table that one takes along."""
    if licence.key == "own":
        return as_sentence(f"Its licence is {licence.words}")
    is_said = licence.title.lower() in licence.words.lower()
    return as_sentence(f"Its licence: {licence.words}" if is_said else f"Its licence, {licence.title}: {licence.words}")
