"""What the visitor wants to train in, the job that does it out: first what it takes, then one click, one job."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import NBSP, as_sentence
from core.ui.jobs import submit_for_visitor
from core.ui.jobs.words import duration_words
from core.ui.markup import banner, caption, show, tag
from core.ui.train.watching import is_under_way

if TYPE_CHECKING:
    from core.ui.train.choosing import Wish
    from core.ui.train.engine import Estimate
    from core.ui.train.material import Material

LONG_S, VERY_LONG_S = 60.0, 600.0
STAYS = "It is a job: you may leave the page, or close the tab."
WAIT = "One training of this dataset is going on. When it has ended, or was cancelled, the next may start."
SHORTER = "Fewer candidates, a smaller model or a protocol with fewer folds take less."
# Two clicks in one moment, or in two tabs, are one wish.
_one_at_a_time = Lock()


def start(material: Material, wish: Wish) -> None:
    """Show what the training takes, and the button that starts it."""
    try:
        taken, workers = _estimate(material, wish)
    except CoreError as error:
        banner("error", "This cannot be trained", as_sentence(str(error)))
        return
    is_busy = is_under_way(material.opened)
    wanted = st.button(
        "Train",
        icon=":material/model_training:",
        type="primary",
        key="train-start",
        width="stretch",
        disabled=is_busy or bool(wish.problem),
    )
    show(tag("p", WAIT if is_busy else estimate_words(taken, workers), cls="gs-muted", role="status"))
    if taken.seconds > VERY_LONG_S:
        caption(SHORTER)
    if wanted and _submit(material, wish):
        st.rerun()


def estimate_words(taken: Estimate, n_workers: int) -> str:
    """How long it takes, as far as anybody can say before it begins, and what is done in that time."""
    fits = f"{taken.n_fits:,} fits"
    if taken.n_search:
        fits += f", {taken.n_search:,} of them to search"
    cores = f"{n_workers} core{'s' * (n_workers != 1)}"
    about = f"About {duration_words(taken.seconds)} on this machine: {fits}, on {cores}."
    if taken.seconds > VERY_LONG_S:
        return f"This takes long. {about} {STAYS}"
    return f"{about} {STAYS}" if taken.seconds > LONG_S else about


def title_words(material: Material, wish: Wish) -> str:
    """What the job is called: "SVM on GTZAN, artist-folds"."""
    from core.ui.train.engine import title_of

    return f"{title_of(wish.config.model)} on {material.opened.title}, {wish.protocol}"


def _estimate(material: Material, wish: Wish) -> tuple[Estimate, int]:
    from core.ui.train.engine import estimate, n_workers

    suits, workers = material.suits[wish.protocol], n_workers()
    taken = estimate(
        wish.config,
        n_splits=suits.n_splits,
        n_selecting=suits.n_selecting,
        n_rows=round(suits.learnt * len(material.table.rows)),
        n_columns=len(material.views[wish.config.inputs].names),
        n_workers=workers,
    )
    return taken, workers


def _submit(material: Material, wish: Wish) -> bool:
    """Whether a training of this wish is going on now; else the page says why not, and nothing was lost."""
    from core.ui.train.engine import check_trainable
    from core.ui.train.work import KIND, TrainParams, train_run

    try:
        with st.spinner(f"Looking whether it can be trained{NBSP}…"):
            check_trainable(material.table, config=wish.config, protocol=wish.protocol)
    except CoreError as error:
        banner("error", "This cannot be trained", as_sentence(str(error)))
        return False
    params = TrainParams(
        source=material.source.source,
        segment_s=material.source.segment_s,
        config=wish.config.to_json(),
        protocol=wish.protocol,
    )
    with _one_at_a_time:
        if is_under_way(material.opened):
            return True
        return submit_for_visitor(train_run, params, kind=KIND, title=title_words(material, wish)) is not None
