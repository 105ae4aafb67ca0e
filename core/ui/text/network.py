"""What MusicGen is asked for, and what it needs for that: a size or a folder, a library, a device, parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.generation.musicgen.engines import ENGINES
from core.generation.musicgen.hub import is_here
from core.generation.musicgen.loading import DEFAULT_ENGINE, find_model
from core.generation.musicgen.params import MAX_GIVEN_S, MIN_GIVEN_S
from core.generation.musicgen.sizes import LICENCE_WORDS, SIZES
from core.ui.address import is_local
from core.ui.markup import banner, caption
from core.ui.standing import first
from core.ui.text.uploads import ask_for_upload
from core.ui.text.weights import missing_banner, weights_are_here

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

SIZE, FOLDER, BY, DEVICE = "text-size", "text-folder", "text-by", "text-device"
NUMBERS = "text-{}"  # guidance, temperature, top_k, top_p, given_s
A_FOLDER, FITTING, FASTEST = "folder", "", ""
FOLDER_TITLE = "A folder of yours"
MELODY = "melody"
GPU = "Without a GPU it takes its time; the job says how long."


@dataclass(frozen=True)
class Network:
    """What is asked of MusicGen; ``lacks`` says what is missing, "" where it can start."""

    lacks: str
    params: dict[str, Any] = field(default_factory=dict)


def musicgen_is_ready() -> bool:
    """Whether the weights of any size are here and can be run: then MusicGen is what the page begins with."""
    return any(not ENGINES[by].missing() and is_here(size, by) for by in ENGINES for size in SIZES)


def ask_for_network(more: DeltaGenerator) -> Network:
    """The model; the weights are offered where they are not here. What runs it, and where, is asked in ``more``."""
    runnable = runnable_libraries()
    if not runnable:
        return Network("MusicGen cannot run here.")
    if st.session_state.get(SIZE) not in _models():
        st.session_state.pop(SIZE, None)
    size = st.selectbox("Model", _models(), format_func=_size_words, key=SIZE, persist_state="session")
    with more:
        left, right = st.columns(2, gap="large")
        with left:
            by = ask_for_library(runnable)
        with right:
            device = ask_for_device()
    if size == A_FOLDER:
        model, lacks = ask_for_folder(by)
    else:
        library = by or fitting_library(runnable)
        by, model = library, size
        lacks = "" if weights_are_here(size, library) else "The weights of this model are not here."
    takes_melody = size in (MELODY, A_FOLDER)
    return Network(lacks, {"model": model, "engine": by, "device": device, "takes_melody": takes_melody})


def runnable_libraries() -> list[str]:
    """The libraries of MusicGen that are installed; where none is, that is told."""
    runnable = [name for name, library in ENGINES.items() if not library.missing()]
    if not runnable:
        missing_banner(as_sentence(ENGINES[DEFAULT_ENGINE].missing()))  # the others need it too
    return runnable


def fitting_library(runnable: list[str]) -> str:
    """The one that loads a published size where the visitor chose none."""
    return DEFAULT_ENGINE if DEFAULT_ENGINE in runnable else runnable[0]


def ask_for_library(runnable: list[str], *, key: str = BY) -> str:
    """The library that runs it, "" for whichever fits; those that are not installed are named."""
    options = [FITTING, *runnable]
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    by = st.selectbox(
        "Library",
        options,
        format_func=lambda name: f"{name}: {ENGINES[name].about}" if name else "whichever fits",
        key=key,
        persist_state="session",
    )
    for library in ENGINES.values():
        if missing := library.missing():
            caption(f"{as_sentence(missing)} Until then MusicGen runs by {' and '.join(runnable)} alone.")
    return by


def ask_for_device(*, key: str = DEVICE) -> str:
    with st.spinner("Looking at this machine"):
        from core.ui.text import machine

        here = machine.devices_here()
    if st.session_state.get(key) not in (FASTEST, *here):
        st.session_state.pop(key, None)
    device = st.selectbox(
        "Device",
        [FASTEST, *here],
        format_func=lambda name: name or f"the fastest here: {here[0]}",
        key=key,
        persist_state="session",
    )
    chosen = device or here[0]
    caption(f"It runs on {chosen}, in {machine.precision_on(chosen)}. {GPU if chosen == 'cpu' else ''}")
    return device


def ask_for_parameters(*, takes_melody: bool) -> dict[str, Any]:
    """How the tokens are drawn, and recordings to begin from."""
    left, right = st.columns(2, gap="large")
    with left:
        guidance = _number(
            "Guidance", "guidance", 1.0, 20.0, 3.0, 0.5, "How strictly the words are followed; 1 is not at all."
        )
        temperature = _number(
            "Temperature", "temperature", 0.01, 5.0, 1.0, 0.05, "How daring each token is drawn; 1 as learned."
        )
    with right:
        top_k = _number("Top-k", "top_k", 0, 2048, 250, 10, "Draw among so many of the likeliest tokens; 0 among all.")
        top_p = _number(
            "Top-p", "top_p", 0.0, 1.0, 0.0, 0.05, "Or among those that have this probability together; 0 leaves it."
        )
    params = {"guidance": guidance, "temperature": temperature, "top_k": int(top_k), "top_p": top_p}
    left, right = st.columns(2, gap="large")
    with left:
        params |= _ask_to_go_on()
    with right:
        params |= _ask_for_melody(takes_melody)
    return params


def _models() -> list[str]:
    """The published sizes; a folder only where the visitor sits at this machine."""
    return [*SIZES, A_FOLDER] if is_local() else list(SIZES)


def _size_words(size: str) -> str:
    if size == A_FOLDER:
        return FOLDER_TITLE
    here = any(is_here(size, by) for by in ENGINES)
    return f"{size}: {SIZES[size].n_parameters} parameters, {SIZES[size].about}{', here' if here else ''}"


def ask_for_folder(by: str, *, key: str = FOLDER) -> tuple[str, str]:
    """The folder of a model, and what is wrong with it; ``by``: the library that shall run it, or ""."""
    folder = st.text_input(
        "Folder on this machine",
        key=key,
        persist_state="session",
        max_chars=500,
        placeholder="such as /home/me/musicgen-small",
        help="As transformers stores a MusicGen (config.json), or as audiocraft does (state_dict.bin).",
    ).strip()
    caption(f"Where it holds one of the published models, {LICENCE_WORDS}.")
    if not folder:
        return "", "Name the folder of the model."
    return folder, "" if can_be_loaded(folder, by) else "Name another folder, or choose a size."


def can_be_loaded(folder: str, by: str) -> bool:
    """Whether a folder that somebody wrote holds a MusicGen that can be played here; what is wrong is told."""
    found = existing_folder(folder)
    if found is None:
        banner("error", "There is no such folder", "Give the path of a folder on this machine that holds a MusicGen.")
        return False
    try:
        find_model(found, engine=by)
    except CoreError as error:
        banner("error", "The model in this folder cannot be played", as_sentence(str(error)))
        return False
    return True


def existing_folder(text: str) -> Path | None:
    """The folder of this machine that was written; None where there is none."""
    try:
        folder = Path(text.strip()).expanduser().resolve()
        return folder if text.strip() and folder.is_dir() else None
    except (OSError, RuntimeError, ValueError):  # no such home, a name that no disk takes
        return None


def _number(label: str, name: str, low, high, value, step, about: str):
    key = NUMBERS.format(name)
    return st.number_input(
        label, low, high, step=step, key=key, persist_state="session", help=about, **first(key, value)
    )


def _ask_to_go_on() -> dict[str, Any]:
    given = ask_for_upload("given", label="A recording to go on from", about="The take begins with the end of it.")
    if given is None:
        return {}
    longest = float(min(MAX_GIVEN_S, max(given.duration_s, MIN_GIVEN_S)))
    key = NUMBERS.format("given_s")
    given_s = longest
    if longest > MIN_GIVEN_S:
        given_s = st.slider(
            "Seconds of its end",
            *(MIN_GIVEN_S, longest),
            step=0.5,
            key=f"{key}-{given.path.parent.name[:8]}",
            value=min(5.0, longest),
        )
    return {"given": str(given.path), "given_s": given_s}


def _ask_for_melody(takes_melody: bool) -> dict[str, Any]:
    if not takes_melody:
        caption("To follow the melody of a recording, choose the size “melody”: the others read words only.")
        return {}
    melody = ask_for_upload("melody", label="A melody to follow", about="Its tune is followed, in other sounds.")
    return {} if melody is None else {"melody": str(melody.path)}
