"""A run in, files to keep out: the model, its card, its answers on held-out tracks, a report; and its deletion."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.errors import CoreError
from core.figures import PAPER
from core.figures.words import as_sentence
from core.licences import Licence, licence_of
from core.runs import CARD
from core.ui import state
from core.ui.files import download_name, spreadsheet_text
from core.ui.markup import banner, caption, heading, show, tag
from core.ui.runs.card import card_markdown
from core.ui.runs.head import AGAINST, RUN
from core.ui.runs.report import report_of

if TYPE_CHECKING:
    from core.ui.runs.reading import OpenRun

PLACE = "run-deletion"


def keeping(run: OpenRun) -> None:
    """Offer what may be taken along, where the licence of the data allows it, and the deletion of the run."""
    heading("Keep it")
    licence = licence_of(run.record.data.get("licence_key", ""))
    if licence.may_download:
        _files(run)
        caption(f"No sound is in them. Of the data behind it: {licence.words}.")
    else:
        caption(f"There are no files to keep. Of the data that it learnt from: {licence.words}.")
    _removal(run)


def _files(run: OpenRun) -> None:
    files = (
        ("Report", "HTML", "text/html", "article", partial(report_of, run, PAPER), "html"),
        ("Model", "ZIP", "application/zip", "deployed_code", partial(run_zip, run), "zip"),
        ("Card", "Markdown", "text/markdown", "description", partial(card_of, run), "md"),
        ("Held-out answers", "CSV", "text/csv", "table_rows", partial(answers_csv, run), "csv"),
    )
    with st.container(horizontal=True):
        for what, kind, mime, symbol, make, ending in files:
            st.download_button(
                f"{what} ({kind})",
                make,
                file_name=download_name(what.lower().replace(" ", "_").replace("-", "_"), run.name, ending),
                mime=mime,
                icon=f":material/{symbol}:",
                on_click="ignore",
                key=f"download-{what}",
            )


def run_zip(run: OpenRun) -> bytes:
    """The folder of a run as it lies on the disk: unpacked among the runs of another machine, it opens there."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(run.folder.iterdir()):
            if file.is_file() and not file.name.startswith("."):
                archive.write(file, f"{run.name}/{file.name}")
    return buffer.getvalue()


def card_of(run: OpenRun) -> str:
    """The card that lies beside the model, else one written from its record."""
    file = run.folder / CARD
    return file.read_text(encoding="utf-8") if file.is_file() else card_markdown(run.record, run.title)


def answers_csv(run: OpenRun) -> bytes:
    """A row per held-out track and fold: truth, answer, probabilities, protocol, and what one may do with it."""
    held_out = run.stored.held_out
    licence: Licence = licence_of(run.record.data.get("licence_key", ""))
    told = {name: held_out[name] for name in ("track_id", "recording", "start_s", "genre") if name in held_out}
    frame = pd.DataFrame(told).assign(artist=held_out["group"])
    proba = held_out[[name for name in held_out if name.startswith("p:")]]
    frame["called"] = proba.fillna(0.0).idxmax(axis="columns").str.removeprefix("p:")
    frame = frame.map(lambda value: spreadsheet_text(value) if isinstance(value, str) else value)
    for name in ("fold", "draw"):
        if name in held_out:
            frame[name] = held_out[name]
    frame = frame.assign(
        protocol=run.record.protocol["name"],
        leaky=bool(run.record.protocol["leaky"]),
        dataset=spreadsheet_text(run.record.data["name"]),
        licence=f"{licence.title}: {licence.words}",
    )
    buffer = io.StringIO(newline="")
    pd.concat([frame, proba], axis="columns").to_csv(buffer, index=False, lineterminator="\r\n")
    return buffer.getvalue().encode()


def _removal(run: OpenRun) -> None:
    if words := state.problem_in(PLACE):
        banner("error", "It could not be deleted", as_sentence(words))
    if run.is_built_in:
        return
    if st.button("Delete this run", icon=":material/delete:", key="delete-run"):
        _confirm(run.name, run.title)


@st.dialog("Are you sure?", width="small")
def _confirm(name: str, title: str) -> None:
    show(
        tag("p", title, cls="gs-song"),
        tag("p", "Its model, its scores and its answers are deleted from this machine. The data stays where it is."),
    )
    with st.container(horizontal=True):
        wanted = st.button("Delete it", type="primary", key="delete-confirmed", on_click=_delete, args=(name,))
        kept = st.button("Keep it", key="delete-kept")
    if wanted or kept:
        st.rerun()  # which closes the question


def _delete(name: str) -> None:
    from core.explain.stored import forget_run

    state.tell_problem(PLACE, "")
    try:
        forget_run(name)
    except CoreError as error:
        state.tell_problem(PLACE, str(error))
        return
    if st.session_state.get(state.MODEL) == name:
        st.session_state.pop(state.MODEL)
    for key in (RUN, AGAINST):
        st.query_params.pop(key, None)
