"""A made dataset in, what it shall be compared with out, and the job that does it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import streamlit as st

from core.data.genre_names import stand_ins
from core.errors import CoreError
from core.figures.words import as_sentence, listed
from core.ui import cache, job_state
from core.ui.datasets import work
from core.ui.datasets.choose import known_datasets, names_of
from core.ui.datasets.contents import NO_GENRE
from core.ui.datasets.reading import contents_now
from core.ui.jobs import board
from core.ui.jobs.words import duration_words
from core.ui.markup import banner, caption, heading
from core.ui.pages import PAGES
from core.ui.sections.choice import option_title
from core.ui.standing import first, put
from core.ui.synthetic.fidelity import show_fidelity
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents
    from core.ui.engine import ModelOption
    from core.ui.synthetic.fidelity_engine import Fidelity, FidelityWish

PURPOSE = "fidelity"
REAL, MODEL, N, SECONDS, LISTENERS, SEED, MAPPED = (
    *("synth-real", "synth-heard-by", "synth-compared"),
    *("synth-compared-s", "synth-listeners", "synth-compare-seed"),
    "synth-maps",
)
NOBODY = ""
PATIENCE_S = 0.5  # for each of the datasets that are looked through the first time
STAYS = "It is a job: every track is listened to once. You may leave the page, or close the tab."
MADE = ("arranged", "synthetic", "synthetic-musicgen")
NO_REAL = (
    "There is no real music here to compare with",
    "Bring some on the Datasets page: recordings in folders that are named like these genres.",
)
ABOUT = (
    "One half of the real tracks is compared with the clips, with the other half, and with noise. All are first cut, "
    "dulled, levelled and encoded alike, so that the numbers are about the music."
)
UNKNOWN = (
    "Nobody has measured this yet",
    "A picture will be here: where the clips lie between real music and noise, which genres are heard in them, a map "
    "of both, and the best and the worst of them to hear.",
)


def comparing(opened: OpenDataset, contents: Contents) -> None:
    """How near a made dataset is to a real one, as it was measured, and the way to measure it."""
    heading("How near is it to real music?", ABOUT)
    with st.spinner("Looking for what was measured"):
        from core.ui.synthetic import fidelity_engine as engine
    if too_short := _too_short(contents):
        banner("note", "These clips are too short to be compared", too_short)
        return
    reals, before = _real_ones(), engine.known_wishes(opened.id)
    if not reals:
        banner("note", *NO_REAL)
        entry = next(entry for entry in PAGES if entry.file == "2_Datasets.py")
        st.page_link(entry.path, label="Bring real music", icon=entry.icon)
        return
    real = _ask_for_real(reals, contents, before)
    answer = st.container()
    wish, is_asked = _ask(opened, contents, real)
    if is_asked and _submit(wish, opened, real):
        st.rerun()
    with answer:
        found = _found(wish, [other for other in before if other.real == real.id])
        if found is None and job_state.page_job(PURPOSE) is None:
            banner("note", *UNKNOWN)
        elif found is not None:
            show_fidelity(found, opened, contents, real)


def _too_short(contents: Contents) -> str:
    from core.ui.synthetic.fidelity_engine import MIN_DURATION_S

    if contents.length_s is None or contents.length_s >= MIN_DURATION_S:
        return ""
    return f"They last {contents.length_s:g} s, and {MIN_DURATION_S:g} s are needed at least. Make longer ones."


def _real_ones() -> dict[str, OpenDataset]:
    known = known_datasets(visitor_id() or "")
    return {each.id: each for each in known if each.dataset.name not in MADE and each.dataset.has_audio}


def _ask_for_real(reals: Mapping[str, OpenDataset], contents: Contents, before: Sequence[FidelityWish]) -> OpenDataset:
    """At first what was compared last, or the music with most of these genres."""
    common = {name: _common(contents, real) for name, real in reals.items()}
    if st.session_state.get(REAL) not in reals:
        last = next((wish.real for wish in before if wish.real in reals), None)
        put(REAL, last or max(reals, key=lambda name: len(common[name] or ())))
    names = names_of(list(reals.values()))
    chosen = st.selectbox("Compared with", list(reals), format_func=names.get, key=REAL, persist_state="session")
    if common[chosen] is not None:
        caption(common_words(common[chosen]))
    return reals[chosen]


def _common(contents: Contents, real: OpenDataset) -> list[str] | None:
    """The genres that both have, as they are named; None while nobody knows yet."""
    with suppress(CoreError):  # who chooses it is told
        found = contents_now(real, wait_s=PATIENCE_S)
        return None if found is None else common_genres(list(contents.genres), list(found.genres))
    return []


def common_genres(made: Sequence[str], real: Sequence[str]) -> list[str]:
    """What is compared, as the made set names it; beside it the other name where the real one has another."""
    names = stand_ins(made, real)
    told = {name: f"{name} (with {other})" for name, other in names.items()}
    return [told.get(genre, genre) for genre in made if genre != NO_GENRE and (genre in real or genre in names)]


def common_words(common: Sequence[str]) -> str:
    """Which genres are compared."""
    if not common:
        return "They have no genre in common, so that nothing can be compared."
    return f"In common: {listed(common)}. Those of two real artists or more are compared, as many of each set."


def _ask(made: OpenDataset, contents: Contents, real: OpenDataset) -> tuple[FidelityWish, bool]:
    """What is to be measured, and whether it was asked for just now."""
    from core.ui.synthetic.fidelity_engine import FidelityWish, seconds_of

    job = work.look_after(PURPOSE, kind="fidelity")
    is_busy = job is not None and not job.is_over
    with st.container(border=False, key="synth-compare"):
        act = st.container()
        with st.expander("Settings: who listens, how many tracks", icon=":material/tune:"):
            model, hears_by = _ask_for_model()
            n, seconds = _ask_for_sizes()
            listeners, maps = _ask_for_listeners(hears_by), _ask_for_maps()
            seed = st.number_input("Seed", 0, 2**31 - 1, key=SEED, persist_state="session", **first(SEED, 0))
    wish = FidelityWish(
        made.id,
        real.id,
        model=model,
        n=n,
        longest_s=seconds,
        listeners=tuple(listeners),
        maps=tuple(maps),
        seed=int(seed),
    )
    with act:
        is_asked = st.button("Measure it", icon=":material/straighten:", key="synth-measure", disabled=is_busy)
        caption(f"About {duration_words(seconds_of(wish, n_made=contents.n_tracks, hears_by=hears_by))}. {STAYS}")
    return wish, is_asked


def _ask_for_sizes() -> tuple[int, float]:
    """How many tracks of each set, and how many seconds of each, at most."""
    from core.ui.synthetic.fidelity_engine import FEWEST, MOST_TRACKS, N_TRACKS

    left, right = st.columns(2)
    n = left.number_input(
        "Tracks of each set at most",
        *(FEWEST, MOST_TRACKS),
        key=N,
        persist_state="session",
        **first(N, N_TRACKS),
    )
    seconds = right.number_input(
        "Seconds of each at most",
        *(3.0, 60.0),
        step=1.0,
        format="%g",
        key=SECONDS,
        persist_state="session",
        **first(SECONDS, 10.0),
    )
    return int(n), float(seconds)


def _ask_for_model() -> tuple[str, list[str]]:
    """The genre model, and by which listeners it hears."""
    try:
        options = _that_listen(cache.model_options(visitor_id() or ""))
    except CoreError as error:
        banner("error", "The genre models cannot be read", as_sentence(str(error)))
        return NOBODY, []
    names = [*options, NOBODY]
    if st.session_state.get(MODEL) not in names:
        st.session_state.pop(MODEL, None)
    chosen = st.selectbox(
        "Genres are heard by",
        names,
        format_func=lambda name: option_title(options[name]) if name else "nobody",
        key=MODEL,
        persist_state="session",
        help="Whoever selected clips as the best of several cannot report on them.",
    )
    return chosen, [listener.name for listener in options[chosen].listeners] if chosen else []


def _that_listen(options: Mapping[str, ModelOption]) -> dict[str, ModelOption]:
    return {name: option for name, option in options.items() if not option.missing}


def _ask_for_listeners(hears_by: Sequence[str]) -> list[str]:
    """Pretrained networks whose files are here, at first the genre model's own; without one only features compare."""
    from core.ui.synthetic.fidelity_engine import BACKBONES, installed_listeners

    here = list(installed_listeners())
    if not here:
        caption("Pretrained listeners compare too once their files are here; the Genre mix page fetches them.")
        return []
    given = first(LISTENERS, [name for name in here if name in hears_by])
    found = st.pills(
        "Compare also by what these hear",
        here,
        format_func=lambda name: BACKBONES[name].title,
        selection_mode="multi",
        key=LISTENERS,
        persist_state="session",
        **({"default": given["value"]} if given else {}),
    )
    return [name for name in here if name in (found or ())]


def _ask_for_maps() -> list[str]:
    """On which maps both are laid out."""
    from core.ui.synthetic.fidelity_engine import MAPS, FidelityWish

    given = first(MAPPED, list(FidelityWish.maps))
    found = st.pills(
        "Maps",
        list(MAPS),
        format_func=lambda name: MAPS[name].title,
        selection_mode="multi",
        key=MAPPED,
        persist_state="session",
        **({"default": given["value"]} if given else {}),
    )
    return [name for name in MAPS if name in (found or ())]


def _submit(wish: FidelityWish, made: OpenDataset, real: OpenDataset) -> bool:
    from core.ui.synthetic.fidelity_engine import ask_for_fidelity

    owner = visitor_id()
    if owner is None:
        banner("note", "Your browser has not said yet whose job this is", "Try again in a moment.")
        return False
    try:
        with st.spinner("Starting the job"):
            board.loading().join()
            job = ask_for_fidelity(wish, owner=owner, title=f"{made.title} beside {real.title}")
    except CoreError as error:
        banner("error", "They cannot be compared", as_sentence(str(error)))
        return False
    job_state.note_page_job(PURPOSE, job.id if job else None)
    return True


def _found(wish: FidelityWish, before: Sequence[FidelityWish]) -> Fidelity | None:
    """What was measured as it is asked for now, or else the last time with the same music."""
    from core.ui.synthetic.fidelity_engine import find_fidelity

    try:
        tried = (find_fidelity(each) for each in (wish, *before[:1]))
        return next((found for found in tried if found is not None), None)
    except CoreError as error:
        banner("error", "What was measured cannot be read", as_sentence(str(error)))
        return None
