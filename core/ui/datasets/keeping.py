"""A dataset in use in, what became of its upload out, and the way to be rid of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.data.opened import forget_dataset
from core.data.uploads import Upload, forget_upload, uploads_of
from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.markup import banner, caption, show, tag

if TYPE_CHECKING:
    from core.data.opened import OpenDataset

PLACE = "removal"
UPLOAD_GOES = "Its recordings are deleted from this machine, with its tables and what you decided about them."
FOLDER_GOES = "Its tables and what was decided about it are forgotten. The recordings stay where they are."


def upload_report(opened: OpenDataset) -> None:
    """For an upload: what was taken and what was left out, and why."""
    upload = _upload_of(opened)
    if upload is None:
        return
    caption(report_words(upload))
    if upload.skipped:
        label = f"{len(upload.skipped):,} file{'s' * (len(upload.skipped) != 1)} left out, and why"
        with st.expander(label, icon=":material/report:"):
            rows = [{"File": skipped.name, "Why": as_sentence(skipped.reason)} for skipped in upload.skipped]
            st.dataframe(rows, hide_index=True, key="skipped", alt="Table of files that were left out, with reasons")


def report_words(upload: Upload) -> str:
    """What came in by an upload, in a sentence."""
    size = f"{upload.n_bytes / 1e6:,.1f} MB"
    n = upload.n_tracks
    told = f"Your upload of {upload.made[:10]}: {n:,} recording{'s' * (n != 1)} taken in, {size}."
    ignored = f" Hidden files were passed over: {upload.n_ignored:,}." if upload.n_ignored else ""
    return f"{told} Only you see it.{ignored}"


def removal(opened: OpenDataset) -> None:
    """A way to be rid of the dataset; none for one that lies in the data folder, for it would be found again."""
    if words := state.problem_in(PLACE):
        banner("error", "It could not be removed", as_sentence(words))
    if opened.id == opened.dataset.name:
        return
    label = "Delete this upload" if opened.owner else "Take it off the list"
    if st.button(label, icon=":material/delete:", key="remove-dataset"):
        _confirm(opened)


@st.dialog("Are you sure?", width="small")
def _confirm(opened: OpenDataset) -> None:
    show(tag("p", opened.title, cls="gs-song"), tag("p", UPLOAD_GOES if opened.owner else FOLDER_GOES))
    with st.container(horizontal=True):
        label = "Delete it" if opened.owner else "Take it off"
        wanted = st.button(label, type="primary", key="remove-confirmed", on_click=_remove, args=(opened,))
        kept = st.button("Keep it", key="remove-kept")
    if wanted or kept:
        st.rerun()  # which closes the question


def _remove(opened: OpenDataset) -> None:
    state.tell_problem(PLACE, "")
    try:
        upload = _upload_of(opened)
        if upload is None:
            forget_dataset(opened)
        else:
            forget_upload(upload.visitor, upload.id)
    except CoreError as error:
        state.tell_problem(PLACE, str(error))


def _upload_of(opened: OpenDataset) -> Upload | None:
    if not opened.owner:
        return None
    return next((upload for upload in uploads_of(opened.owner) if upload.folder == opened.path), None)
