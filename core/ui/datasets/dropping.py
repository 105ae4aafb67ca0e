"""Files that a visitor drops in, a dataset of that visitor out: a zip by a job, recordings at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from core.data.uploads import ZipParams, stage, take_files, take_zip
from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.datasets import work
from core.ui.markup import banner, caption
from core.ui.progress import ProgressLine
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

KIND = "upload"
PURPOSE = "upload"
MAX_MB = 1_000
MAX_TITLE = 60


def drop_files() -> None:
    """Ask for a zip of genre folders, or for recordings of one genre, and make a dataset of them."""
    is_busy, job = work.look_after(PURPOSE, kind=KIND)
    if job is not None and job.result:
        state.want_dataset(job.result["dataset"])
        st.rerun()
    if is_busy:
        return
    files = st.file_uploader(
        "Drop a zip of genre folders here, or recordings of one genre",
        accept_multiple_files=True,
        max_upload_size=MAX_MB,
        key=f"drop-{state.drop_round()}",
    )
    caption(f"Up to {MAX_MB:,} MB each. Only you see what you upload, and you can delete it; it stays on this machine.")
    if files:
        _name_and_take(files)


def _name_and_take(files: Sequence[UploadedFile]) -> None:
    zips = [file for file in files if is_zip(file.name)]
    if zips and len(files) > 1:
        banner("error", "One zip at a time", "Take the other files out of the list, or put everything into one zip.")
        return
    left, right = st.columns(2)
    title = left.text_input(
        "Call it", value=title_of(files[0].name), max_chars=MAX_TITLE, key=f"title-{files[0].file_id}"
    )
    genre = ""
    if not zips:
        genre = right.text_input(
            "Their genre", placeholder="jazz", max_chars=MAX_TITLE, key=f"genre-{files[0].file_id}"
        )
    if not st.button("Make a dataset of it", type="primary", icon=":material/library_add:", key="take-files"):
        return
    visitor = visitor_id()
    if visitor is None:
        banner("note", "Your browser has not said yet whose upload this is", "Try again in a moment.")
    elif zips:
        _take_zip(zips[0], visitor=visitor, title=title)
    elif not genre.strip():
        banner("error", "The genre is missing", "Say which genre these recordings are, or drop a zip of genre folders.")
    else:
        _take_files(files, visitor=visitor, title=title, genre=genre)


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def title_of(name: str) -> str:
    """What an upload is called unless its visitor says otherwise."""
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)[:MAX_TITLE] or "My recordings"


def _take_zip(file: UploadedFile, *, visitor: str, title: str) -> None:
    try:
        with st.spinner("Handing the zip over"):
            staged = stage(file, visitor=visitor)
    except CoreError as error:
        banner("error", "The zip cannot be taken in", as_sentence(str(error)))
        return
    state.begin_drop()
    work.start(take_zip, ZipParams(str(staged), visitor, title), kind=KIND, title=f"Upload {title}", purpose=PURPOSE)


def _take_files(files: Sequence[UploadedFile], *, visitor: str, title: str, genre: str) -> None:
    line = ProgressLine(st.empty())
    try:
        pairs = [(file.name, file.getvalue()) for file in files]
        upload = take_files(pairs, visitor=visitor, title=title, genre=genre, progress=line)
    except CoreError as error:
        banner("error", "These files cannot be taken in", as_sentence(str(error)))
        return
    state.begin_drop()
    state.want_dataset(upload.open().id)
    st.rerun()
