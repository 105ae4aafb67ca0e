"""A recording of the visitor in, a file that a job may read out: its melody to follow, or its end to go on from."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from core.errors import CoreError, DataError
from core.figures.words import as_sentence, clock
from core.generation.musicgen.params import MIN_GIVEN_S
from core.names import plain_name
from core.ui import state
from core.ui.markup import banner, caption, show, tag
from core.ui.songs import FORMATS
from core.ui.text import kept
from core.workspace import make_room, not_written, workspace, write_atomic

MAX_MB, MAX_S = 20, 300.0
MOST_KEPT = 60  # of all visitors; a job that waits still has its file
CHECK_SR = 8_000  # Hz: enough to know that it can be read


@dataclass(frozen=True)
class Upload:
    """A recording that was brought; ``name`` is untrusted text, ``path`` where it lies."""

    name: str
    path: Path
    duration_s: float


def ask_for_upload(what: str, *, label: str, about: str) -> Upload | None:
    """The recording that was brought as ``what``, "melody" or "given"; None without one."""
    place = f"{kept.TEXT}-{what}"
    if problem := state.problem_in(place):
        banner("error", "This recording cannot be used", problem)
    brought = kept.visit().uploads.get(what)
    if brought is not None:
        told = f"{plain_name(brought.name)}, {clock(brought.duration_s)}"
        show(tag("p", tag("strong", f"{label}: "), told, cls="gs-clip"))
        st.button("Without it", icon=":material/close:", key=f"text-without-{what}", on_click=_let_go, args=(what,))
        return brought
    file = st.file_uploader(label, max_upload_size=MAX_MB, key=f"text-upload-{what}-{state.drop_round()}")
    caption(f"{about} Up to {MAX_MB} MB and {MAX_S / 60:.0f} minutes: {FORMATS}.")
    if file is not None:
        state.begin_drop()
        _bring(what, file.name, file.getvalue())
        st.rerun()
    return None


def store(name: str, data: bytes) -> Upload:
    """Check a recording and keep it; raises CoreError where it cannot be read or kept."""
    from core.sound.decode import Limits, decode

    signal = decode(data, sr=CHECK_SR, name=name, limits=Limits(max_duration_s=MAX_S))
    if signal.duration_s < MIN_GIVEN_S:
        raise DataError(f"it lasts {signal.duration_s:.2f} s, but at least {MIN_GIVEN_S:g} s are needed")
    shelf = workspace() / "text" / "uploads"
    path = shelf / hashlib.sha256(data).hexdigest()[:32] / _safe(name)
    try:
        if not path.is_file():
            shelf.mkdir(parents=True, exist_ok=True)
            make_room(shelf, most=MOST_KEPT)
            write_atomic(path, data)
    except OSError as error:
        raise not_written(path, error) from error
    return Upload(name, path, signal.duration_s)


def _bring(what: str, name: str, data: bytes) -> None:
    place = f"{kept.TEXT}-{what}"
    try:
        with st.spinner("Reading the sound"):
            kept.visit().uploads[what] = store(name, data)
    except CoreError as error:
        told, shown = str(error), f"“{plain_name(name)}”"
        state.tell_problem(place, as_sentence(told if shown in told else f"{shown}: {told}"))
        return
    state.tell_problem(place, "")


def _let_go(what: str) -> None:
    kept.visit().uploads.pop(what, None)


def _safe(name: str) -> str:
    """A file's name that is one on every system; its content, not its ending, says what it is."""
    return re.sub(r"[^\w.-]+", "_", name, flags=re.ASCII).strip("._-")[-60:].lstrip("._-") or "recording"
