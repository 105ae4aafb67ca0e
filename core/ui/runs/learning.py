"""A run in, how it learnt out: curves over epochs or over the number of training tracks, where it kept some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.figures.runs.curves import LearningCurve, learning_curves
from core.figures.template import CHART_CONFIG
from core.ui.markup import caption, heading
from core.ui.theme import look

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from core.figures.look import Look
    from core.ui.runs.reading import OpenRun

AXES = {"epochs": "epoch", "tracks": "training tracks"}


@dataclass(frozen=True, eq=False)
class Picture:
    """One chart of learning curves: what runs along its axis, what is measured, and the step that was chosen."""

    kind: str
    measure: str
    curve: LearningCurve
    best: float | None

    @property
    def axis(self) -> str:
        return AXES[self.kind]

    def draw(self, look: Look) -> go.Figure:
        return learning_curves(self.curve, axis=self.axis, measure=self.measure, look=look, best=self.best)


def learning(run: OpenRun) -> None:
    """Its learning curves, where it kept some."""
    pictures = pictures_of(run)
    if not pictures:
        return
    heading(
        "How did it learn?", "On what it learnt from, and on tracks that were held out of that inside the training."
    )
    for kind in AXES:
        shown = [picture for picture in pictures if picture.kind == kind]
        for picture, place in zip(shown, st.columns(max(len(shown), 1), gap="medium"), strict=False):
            with place:
                st.plotly_chart(
                    picture.draw(look()),
                    theme=None,
                    config=CHART_CONFIG,
                    key=f"learning-{run.name}-{kind}-{picture.measure}",
                    alt=f"Learning curves of {picture.measure} by {picture.axis}, training and validation",
                )
        if shown:
            caption(learning_words(kind, epochs_of(run)))


def pictures_of(run: OpenRun) -> list[Picture]:
    """The charts that a run's history makes: accuracy, and loss where it was measured, for each kind of curve."""
    history = run.stored.history
    if history is None or history.empty:
        return []
    pictures = []
    for kind in AXES:
        rows = history[history["curve"] == kind]
        best = epochs_of(run).get("best") if kind == "epochs" else None
        for measure in ("accuracy", "loss"):
            if rows[f"valid_{measure}"].notna().any():
                pictures.append(Picture(kind, measure, curve_of(rows, measure), best))
    return pictures


def epochs_of(run: OpenRun) -> Mapping[str, int]:
    """The best epoch by validation and how many there were; empty for a model without epochs."""
    return run.record.extra.get("epochs") or {}


def learning_words(kind: str, best: Mapping[str, int]) -> str:
    """What to see in the curves."""
    if kind == "tracks":
        return "If the validation line still rises at its end, more tracks would help. A wide gap: it learns by heart."
    if not best:
        return "Where the two lines part, it begins to learn by heart."
    return (
        f"The model kept is that of epoch {best['best']} of {best['n']}: best on its own validation part, which is no "
        "test part. Where the two lines part, it learns by heart."
    )


def curve_of(rows: pd.DataFrame, measure: str) -> LearningCurve:
    """One measure of the rows of a history as curves, a value or None at every step of any fold."""
    steps = sorted(rows["x"].unique())
    folds = {}
    for part in ("train", "valid"):
        table = rows.pivot_table(index="fold", columns="x", values=f"{part}_{measure}", dropna=False).reindex(
            columns=steps
        )
        folds[part] = {
            int(fold): [None if pd.isna(value) else float(value) for value in values]
            for fold, values in zip(table.index, table.to_numpy(), strict=True)
        }
    return LearningCurve(x=[float(step) for step in steps], **folds)
