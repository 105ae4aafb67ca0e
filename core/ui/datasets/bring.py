"""Nothing in, one more dataset out: dropped in the browser, opened on this machine, or fetched from Kaggle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from core.data.datasets import DATASETS
from core.data.kaggle import KaggleParams, about_download, download_gtzan
from core.data.opened import forget_dataset, open_dataset, opened_datasets
from core.errors import CoreError, DataError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.address import is_local
from core.ui.datasets import work
from core.ui.datasets.dropping import drop_files
from core.ui.datasets.overview import headline, named_genres
from core.ui.datasets.reading import PATIENCE_S, contents_now
from core.ui.markup import Html, banner, caption, heading, show, tag
from core.ui.visitor import visitor_id
from core.workspace import workspace

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents

KAGGLE_KIND = "download"
FOLDER, FEW = "folder", "few genres"
MIN_GENRES = 2
WAYS = ("Drop recordings", "A folder on this machine", "GTZAN from Kaggle")


class FewGenres(DataError):
    """A folder that can be opened, and that no model can learn from."""


def bring(*, is_first: bool) -> None:
    """Ways to bring a dataset; while the built-in one is looked at they are what to do next."""
    heading(
        "Bring your own music" if is_first else "Bring another dataset",
        "Genrescope reads your recordings where they are, or keeps a copy for you.",
    )
    with st.container(key="bring-first" if is_first else "bring-another"):
        drop, folder, kaggle = st.tabs(WAYS, key="bring", on_change="rerun")
        with drop:
            drop_files()
        with folder:
            _open_folder()
        with kaggle:
            _fetch_gtzan()


def open_folder(text: str, *, anyway: bool = False) -> OpenDataset:
    """Open what a visitor typed: the path of a folder, or NAME:PATH with the name of a known dataset.

    Raises
    ------
    FewGenres
        It has fewer than two genres, and ``anyway`` was not said; nothing has changed then.
    CoreError
        There is no such folder, it is Genrescope's own, or it holds no recordings; nothing has changed then.
    """
    name, _, rest = text.partition(":")
    known = name if name in DATASETS else ""
    folder = _existing(rest if known else text)
    if folder.is_relative_to(workspace()) or workspace().is_relative_to(folder):
        raise DataError(f"{folder} is where Genrescope keeps its own files; give a folder of recordings elsewhere")
    before = {opened.id for opened in opened_datasets()}
    # By its path alone, never by an id: ids lead to the uploads of other visitors too.
    opened = open_dataset(f"{known}:{folder}" if known else str(folder))
    try:
        found = contents_now(opened, wait_s=PATIENCE_S)
        if found is not None and not anyway and opened.id not in before:
            _check_genres(folder, found)
    except CoreError:
        if opened.id not in before:
            forget_dataset(opened)
        raise
    return opened


def _check_genres(folder: Path, found: Contents) -> None:
    if len(named_genres(found)) < MIN_GENRES:
        what = headline(found).rstrip(".")
        raise FewGenres(f"{folder} holds {what}: a model needs at least two genres; give another folder, or open this")


def _existing(text: str) -> Path:
    try:
        folder = Path(text).expanduser()
        if text.strip() and folder.is_dir():
            return folder.resolve()
    except RuntimeError:  # somebody's home folder whom nobody knows
        pass
    except OSError as error:
        raise DataError(f"“{text}” cannot be read: {error.strerror}; give a folder that can be") from error
    raise DataError(f"there is no folder “{text}” on the machine where Genrescope runs; give the path of one")


def _open_folder() -> None:
    if not is_local():
        banner(
            "note",
            "Folders can be opened only where Genrescope runs",
            "This server is reached from other machines, so it opens no paths. Drop your recordings instead.",
        )
        return
    with st.form("open-folder", border=False):
        text = st.text_input(
            "Folder of genre folders", placeholder="~/Music/genres", max_chars=1_000, key="folder-path"
        )
        asked = st.form_submit_button("Open this folder", icon=":material/folder_open:", key="open-folder-button")
    caption(
        "A folder with one folder per genre: genres/rock/song.mp3. The files stay where they are. GTZAN, FMA and the "
        "others of the list are recognised by their names."
    )
    if asked:
        _try_folder(text.strip().strip("\"'"))
    if words := state.problem_in(FEW):
        banner("unsure", "No model can learn from it", as_sentence(words))
        if st.button("Open it anyway", key="open-anyway"):
            _try_folder(text.strip().strip("\"'"), anyway=True)
    if words := state.problem_in(FOLDER):
        banner("error", "The folder cannot be opened", as_sentence(words))


def _try_folder(text: str, *, anyway: bool = False) -> None:
    state.tell_problem(FOLDER, "")
    state.tell_problem(FEW, "")
    try:
        with st.spinner("Looking into the folder"):
            opened = open_folder(text, anyway=anyway)
    except FewGenres as few:
        state.tell_problem(FEW, str(few))
    except CoreError as error:
        state.tell_problem(FOLDER, str(error))
    else:
        state.want_dataset(opened.id)
        st.rerun()


def _fetch_gtzan() -> None:
    purpose, about = "kaggle", about_download()
    job = work.look_after(purpose, kind=KAGGLE_KIND)
    if job is not None and job.result:
        state.want_dataset(job.result["dataset"])
        st.rerun()
    if job is not None:
        return
    facts = (
        ("What", "1,000 clips of 30 s in ten genres, and the tables of features that most papers use"),
        (
            "Size",
            f"about {about.n_bytes / 1e9:.1f} GB; {about.n_bytes_on_disk / 1e9:.1f} GB of disk while unpacking",
        ),
        ("Licence", as_sentence(about.licence)),
        ("From", about.page),
    )
    show(tag("dl", Html("".join(tag("dt", name) + tag("dd", words) for name, words in facts)), cls="gs-facts"))
    if about.is_there:
        _offer_fetched(about.folder)
        return
    is_wanted = st.button("Download GTZAN", icon=":material/download:", key="fetch-gtzan")
    if is_wanted and work.start(download_gtzan, KaggleParams(), kind=KAGGLE_KIND, title=about.title, purpose=purpose):
        st.rerun()
    caption("It runs as a job, which you may leave and cancel. It needs the network; nothing else here does.")


def _offer_fetched(folder: Path) -> None:
    known = next((opened for opened in opened_datasets(visitor_id() or "") if opened.path == folder), None)
    if st.button("It is here: use it", icon=":material/check:", key="use-fetched"):
        state.want_dataset((known or open_dataset(f"gtzan:{folder}")).id)
        st.rerun()
