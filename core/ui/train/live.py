"""A training that goes on in, pictures of how far it is out: candidates by accuracy, losses epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.runs.curves import LearningCurve, learning_curves
from core.figures.template import CHART_CONFIG
from core.figures.train.search import Tried, search_chart
from core.ui.jobs import board
from core.ui.markup import caption
from core.ui.theme import look

if TYPE_CHECKING:
    from core.ui.train.work import Watched

LOOK_S = 2.0
SEARCHING = (
    "Mean accuracy over the inner folds that are done; the order may still change. No test track has a say in it."
)
LEARNING = "Where the two lines part, it begins to learn by heart. Each pale line is a fold in its newest fit."


@st.fragment(run_every=LOOK_S)
def live_pictures(job_id: str) -> None:
    """What the training says of itself so far; nothing before it has said something, or where it is over."""
    from core.ui.train.engine import title_of
    from core.ui.train.work import has_epochs, model_of, watched

    try:
        job = board.engine().get_job(job_id)
    except CoreError:
        return  # dismissed in another tab
    if job.is_over:
        return  # whoever watches the job runs the page again
    said, own_words = watched(job.folder), partial(without_title, title=title_of(model_of(job)))
    if said.candidates:
        tried = [Tried(own_words(words), accuracy, n) for words, accuracy, n in said.candidates]
        st.plotly_chart(
            search_chart(tried, look=look()),
            theme=None,
            config=CHART_CONFIG,
            key=f"train-search-{job_id}",
            alt="Candidates of the search by their accuracy so far",
        )
        caption(SEARCHING)
    curve = loss_curve(said) if has_epochs(model_of(job)) else None
    if curve is not None:
        st.plotly_chart(
            learning_curves(curve, axis="epoch", measure="loss", look=look()),
            theme=None,
            config=CHART_CONFIG,
            key=f"train-epochs-{job_id}",
            alt="Loss in training and validation by epoch, so far",
        )
        caption(LEARNING)


def without_title(words: str, *, title: str) -> str:
    """A candidate of one model by what it does not share with the others; its defaults have nothing of their own."""
    own = words.removeprefix(title)
    return words if own == words else own.strip() or "the defaults"


def loss_curve(said: Watched) -> LearningCurve | None:
    """The losses of the newest fit of every fold; None before there is one."""
    fits = {fold: newest_fit(epochs) for fold, epochs in said.epochs.items()}
    n = max(map(len, fits.values()), default=0)
    if not n:
        return None

    def losses(part: str) -> dict[int, list[float | None]]:
        told = {fold: [epoch.get(f"{part}_loss") for epoch in epochs] for fold, epochs in fits.items()}
        return {fold: values + [None] * (n - len(values)) for fold, values in told.items()}

    return LearningCurve(x=list(range(1, n + 1)), train=losses("train"), valid=losses("valid"))


def newest_fit(epochs: Sequence[Mapping[str, float]]) -> list[Mapping[str, float]]:
    """The epochs of the last of several fits that told one after another, each from its first epoch on."""
    first = max((place for place, epoch in enumerate(epochs) if epoch.get("epoch", place + 1) == 1), default=0)
    return list(epochs[first:])
