"""A size and an engine in, whether its weights are on this machine out; where not: what they weigh, consent, a job.

Nothing is fetched that nobody agreed to, and no page waits for the hub.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.generation.musicgen.hub import is_here
from core.generation.musicgen.sizes import LICENCE_WORDS, SIZES
from core.ui import job_state
from core.ui.jobs import submit_for_visitor, watch
from core.ui.markup import banner, caption, show, tag
from core.ui.text.following import followed, followed_job

if TYPE_CHECKING:
    from core.jobs import Job

ABOUT = (
    "They are fetched once, from the hub of those who made them, and stay on this machine. First look up what they "
    "weigh: nothing is fetched before you agree."
)


def weights_are_here(size: str, engine: str, *, key: str = "weights") -> bool:
    """Whether a size can be loaded; where not, the page offers to look up, agree and fetch.

    Parameters
    ----------
    size, engine : one of SIZES and of ENGINES
    key : unique on the page
    """
    if is_here(size, engine):
        return True
    ask, fetch = f"{key}-ask-{size}-{engine}", f"{key}-fetch-{size}-{engine}"
    with st.container(border=True, key=f"{key}-{size}-{engine}"):
        show(
            tag(
                "p",
                tag("strong", f"The weights of MusicGen {size} for {engine} are not on this machine"),
                cls="gs-clip",
            ),
            tag("p", f"{SIZES[size].n_parameters} parameters; {LICENCE_WORDS}. {ABOUT}", cls="gs-muted"),
        )
        fetching = followed_job(fetch)
        if fetching is not None and watch(fetching) is not None:
            return False
        _look_up(size, engine, ask=ask, fetch=fetch)
    return False


def _look_up(size: str, engine: str, *, ask: str, fetch: str) -> None:
    """The button that asks the hub; what it answered, to agree to."""
    job = followed(ask)
    if job is not None and (not job.is_over or job.state == "done"):
        job = watch(job.id)
        if job is not None and job.state == "done":
            _agree(job, size, engine, fetch=fetch)
        if job is not None:
            return
    # One that failed needs no card of its own: the button below is the way to try again.
    if job is not None and job.state == "failed":
        caption("The hub cannot be asked now: there may be no network. The band needs no weights, and plays at once.")
    if st.button("Look up what they weigh", icon=":material/cloud_download:", key=f"{ask}-press"):
        _start(ask, "look", size, engine)


def _agree(job: Job, size: str, engine: str, *, fetch: str) -> None:
    words, n_bytes = str((job.result or {})["words"]), int((job.result or {})["n_bytes"])
    show(tag("p", words, cls="gs-muted"))
    agreed = st.checkbox("I agree to this licence, and to fetching these files", key=f"{fetch}-agree")
    label = f"Fetch {n_bytes / 1e9:.1f} GB" if n_bytes >= 1e8 else f"Fetch {n_bytes / 1e6:.1f} MB"
    if st.button(label, icon=":material/download:", key=f"{fetch}-press", disabled=not agreed):
        _start(fetch, "fetch", size, engine, agreed_to=words)


def _start(purpose: str, what: str, size: str, engine: str, *, agreed_to: str = "") -> None:
    from core.generation.musicgen.fetching import ASK_KIND, FETCH_KIND, FetchWish, fetch, look_up

    function, kind = (look_up, ASK_KIND) if what == "look" else (fetch, FETCH_KIND)
    title = f"{'Looking up' if what == 'look' else 'Fetching'} MusicGen {size} for {engine}"
    job = submit_for_visitor(function, FetchWish(size, engine, agreed_to), kind=kind, title=title)
    if job is not None:
        job_state.note_page_job(purpose, job.id)
        st.rerun()


def missing_banner(words: str) -> None:
    """Nothing can run MusicGen here."""
    banner("note", "MusicGen cannot run here", words, "The band plays without it.")
