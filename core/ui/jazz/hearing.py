"""A model in; what a genre model hears in its clips, beside what it hears in real jazz, out; measured anew by a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.jazz.heard import heard_chart, heard_words
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence
from core.ui import cache
from core.ui.jobs import board, submit_for_visitor, watch
from core.ui.jobs.words import duration_words
from core.ui.markup import banner, caption, heading, show, tag
from core.ui.sections.choice import option_title
from core.ui.theme import look
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.jobs import Job
    from core.ui.engine import ModelOption
    from core.ui.jazz.hearing_work import Hearing
    from core.ui.jazz.models import Offered

LISTENER, CLIPS, SEED = "jazz-heard-by", "jazz-heard-clips", "jazz-heard-seed"
FEWEST, MOST, STEP = 10, 100, 10
N_SOURCES = 5
# Seconds that a clip takes on a core, by whether pretrained listeners hear it; and what comes before the first one.
CLIP_S, START_S = {False: 0.3, True: 0.8}, 10.0
ABOUT = (
    "Does it sound like jazz to a model that learnt genres from recordings? The clips of this model, and of sources "
    "that should sound less like it, are played by one piano, and compared with real jazz that it never learnt from."
)
SEE = (
    "A dot on the line: as much jazz as in real jazz. Where the whisker of a dot crosses the line, the difference may "
    "be chance."
)
UNKNOWN = (
    "Nobody has measured this yet",
    "A picture will be here: by how much more or less jazz is heard in new clips than in real jazz, with intervals.",
)
NO_LISTENER = ("No genre model here knows jazz", "Train one on a dataset with jazz, on the Train page.")
MISSING = "It cannot be measured on this machine"


def hearing(model: Offered) -> None:
    """What was heard, by the genre model that is chosen, and the way to measure it here."""
    caption(ABOUT)
    option = _ask_for_listener()
    if option is None:
        return
    job = _last(model)
    if job is not None and job.state != "done":
        heading("Your measurement" if job.is_over else "Listening now")
        watch(job.id)
    with st.spinner("Looking for what was heard"):
        from core.ui.jazz.hearing_work import hearing_by

        found = hearing_by(model, option)
    if found is None:
        banner("note", *UNKNOWN)
    else:
        _tell(found)
    _offer(model, option, is_busy=job is not None and not job.is_over, is_known=found is not None)


def _ask_for_listener() -> ModelOption | None:
    try:
        with st.spinner("Getting ready to listen"):
            options = _that_know_jazz(cache.model_options(visitor_id() or ""))
    except CoreError as error:
        banner("error", "The genre models cannot be read", as_sentence(str(error)))
        return None
    if not options:
        banner("note", *NO_LISTENER)
        return None
    if st.session_state.get(LISTENER) not in options:
        st.session_state.pop(LISTENER, None)
    name = st.selectbox(
        "Heard by",
        list(options),
        format_func=lambda each: option_title(options[each]),
        key=LISTENER,
        persist_state="session",
        help="The genre models of the Genre mix page.",
    )
    return options[name]


def _that_know_jazz(options: Mapping[str, ModelOption]) -> dict[str, ModelOption]:
    from core.ui.jazz.hearing_work import GENRE

    return {name: option for name, option in options.items() if GENRE in option.record.genres}


def _tell(found: Hearing) -> None:
    """The answer, the picture, and what must be known to read it."""
    from core.ui.jazz.hearing_words import answer_words, facts_words, rows_of, worth_words

    report = found.report
    rows = rows_of(report)
    show(tag("p", tag("strong", answer_words(report)), " ", worth_words(report), cls="gs-clip"))
    st.plotly_chart(
        heard_chart(rows, look=look()), theme=None, config=CHART_CONFIG, key="jazz-heard", alt=heard_words(rows)
    )
    caption(f"{SEE} {report.caveat}")
    caption(facts_words(found))


def _offer(model: Offered, option: ModelOption, *, is_busy: bool, is_known: bool) -> None:
    """A button that measures it here, or what is missing for that."""
    from core.ui.jazz.hearing_work import HearWish, what_lacks

    if lacks := what_lacks(model, option):
        banner("note", MISSING, as_sentence(lacks))
        return
    with st.expander("Measure it here", icon=":material/hearing:", expanded=not is_known):
        left, right = st.columns(2, gap="large")
        n_clips = left.slider("Clips of each source", FEWEST, MOST, 30, step=STEP, key=CLIPS)
        seed = right.number_input("Seed of the first clip", 0, 2**31 - 1, 0, key=SEED)
        caption(estimate_words(n_clips, hears_by_others=bool(option.listeners)))
        wanted = st.button(
            "Let it listen", icon=":material/hearing:", type="primary", key="jazz-hear", disabled=is_busy
        )
    if wanted and _submit(model, option, HearWish(model.name, option.record.name, int(n_clips), int(seed))):
        st.rerun()


def estimate_words(n_clips: int, *, hears_by_others: bool) -> str:
    """How long it may take on this machine."""
    seconds = START_S + N_SOURCES * n_clips * CLIP_S[hears_by_others]
    return f"About {duration_words(seconds)}. It is a job: you may leave the page, or close the tab."


def _submit(model: Offered, option: ModelOption, wish) -> Job | None:
    from core.ui.jazz.hearing_work import KIND, hear_jazz

    title = f"{option_title(option)} hears {model.title}"
    return submit_for_visitor(hear_jazz, wish, kind=KIND, title=title)


def _last(model: Offered) -> Job | None:
    owner = visitor_id()
    if owner is None or not board.any_job():
        return None
    from core.ui.jazz.hearing_work import last_hearing

    try:
        return last_hearing(model, owner=owner)
    except CoreError:
        return None  # the panel meets the same error and tells the visitor
