"""Files that a visitor drops in, a dataset of that visitor out: a zip by a job, recordings at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from core.data.uploads import ZipParams, stage, take_files, take_zip
from core.errors import CoreError, DataError
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
    job = work.look_after(PURPOSE, kind=KIND)
    if job is not None and job.result:
        state.want_dataset(job.result["dataset"])
        st.rerun()
    if job is not None and not job.is_over:
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
    left, right = st.columns(2)
    first = files[0]
    title = left.text_input("Call it", title_of(first.name), max_chars=MAX_TITLE, key=f"title-{first.file_id}")
    genre = ""
    if not zips:
        genre = right.text_input("Their genre", max_chars=MAX_TITLE, key=f"genre-{first.file_id}", placeholder="jazz")
    if st.button("Make a dataset of it", type="primary", icon=":material/library_add:", key="take-files"):
        state.tell_problem(PURPOSE, "")
        try:
            _take(files, title=title, genre=genre)
        except CoreError as error:
            state.tell_problem(PURPOSE, str(error))
    if words := state.problem_in(PURPOSE):
        banner("error", "That cannot be taken in", as_sentence(words))


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def title_of(name: str) -> str:
    """What an upload is called unless its visitor says otherwise."""
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)[:MAX_TITLE] or "My recordings"


def _take(files: Sequence[UploadedFile], *, title: str, genre: str) -> None:
    visitor = visitor_id()
    if visitor is None:
        raise DataError("your browser has not said yet whose upload this is; try again in a moment")
    if is_zip(files[0].name) and len(files) == 1:
        _take_zip(files[0], visitor=visitor, title=title)
    elif any(is_zip(file.name) for file in files):
        raise DataError("there is a zip among other files; drop one zip alone, or put everything into it")
    elif not genre.strip():
        raise DataError("the genre is missing; say which it is, or drop a zip of genre folders")
    else:
        _take_files(files, visitor=visitor, title=title, genre=genre)


def _take_zip(file: UploadedFile, *, visitor: str, title: str) -> None:
    with st.spinner("Handing the zip over"):
        staged = stage(file, visitor=visitor)
    params = ZipParams(str(staged), visitor, title)
    if work.start(take_zip, params, kind=KIND, title=f"Upload {title}", purpose=PURPOSE):
        state.begin_drop()
        st.rerun()


def _take_files(files: Sequence[UploadedFile], *, visitor: str, title: str, genre: str) -> None:
    place = st.empty()
    pairs = [(file.name, file.getvalue()) for file in files]
    try:
        upload = take_files(pairs, visitor=visitor, title=title, genre=genre, progress=ProgressLine(place))
    finally:
        place.empty()  # a bar beside a refusal would look as if the work went on
    state.begin_drop()
    state.want_dataset(upload.open().id)
    st.rerun()
