"""How a model learnt, step by step, in; its learning curves out: on what it learnt from, and on what it did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.template import template
from core.figures.words import NBSP, percent

HEIGHT_PX = 320
FOLD_OPACITY = 0.3
FINAL = -1  # instead of a fold: the model that learnt from all tracks
ROOM = 1.32  # behind the last step, for the names of the curves


@dataclass(frozen=True)
class LearningCurve:
    """One measure over the steps of a training; a step where nothing was measured has None.

    Attributes
    ----------
    x : the steps, ascending: epochs, or numbers of training tracks
    train, valid : fold -> value at each step; accuracies are shares of 0 to 1
    """

    x: Sequence[float]
    train: Mapping[int, Sequence[float | None]]
    valid: Mapping[int, Sequence[float | None]]


def learning_curves(
    curve: LearningCurve, *, axis: str, measure: str, look: Look, best: float | None = None
) -> go.Figure:
    """The final model as a broad line, without one the mean over the folds; each fold as a pale one.

    Parameters
    ----------
    axis : what the steps are: "epoch", "training tracks"
    measure : "accuracy" or "loss"
    best : the step that validation chose, to be marked
    """
    figure = go.Figure(layout={"template": template(look), "height": HEIGHT_PX})
    kinds = (("training", curve.train, look.muted, "dot"), ("validation", curve.valid, look.accent, "solid"))
    times = 100 if measure == "accuracy" else 1
    for name, folds, colour, dash in kinds:
        values = {fold: [None if v is None else times * v for v in own] for fold, own in folds.items()}
        if len(values) > 1:
            for own in (values[fold] for fold in values if fold != FINAL):
                _add_line(figure, curve.x, own, colour, dash, width=1, opacity=FOLD_OPACITY)
        mean = values.get(FINAL) or _mean(list(values.values()))
        _add_line(
            figure, curve.x, mean, colour, dash, width=3, name=name, words=_words(name, axis, measure, curve.x, mean)
        )
        _name_end(figure, curve.x, mean, name, colour)
    first, last = min(curve.x, default=0), max(curve.x, default=1)
    if best is not None:
        _mark_best(figure, best, best < 0.5 * last, look)
    figure.update_xaxes(title=axis, range=[first - 0.02 * (last - first), first + ROOM * ((last - first) or 1)])
    title, suffix = ("accuracy", f"{NBSP}%") if measure == "accuracy" else (f"{measure}, nats", "")
    figure.update_yaxes(title=title, title_standoff=20, showgrid=True, ticksuffix=suffix, nticks=6)
    figure.update_layout(margin={"t": 26})
    return figure


def _mark_best(figure: go.Figure, best: float, is_early: bool, look: Look) -> None:
    """A line at the step that validation chose, its words on the side that has room."""
    figure.add_vline(x=best, line={"color": look.text, "width": 1.5, "dash": "dash"})
    figure.add_annotation(
        x=best,
        y=1,
        yref="paper",
        text=f"best by validation: {best:g}",
        showarrow=False,
        xanchor="left" if is_early else "right",
        xshift=5 if is_early else -5,
        yanchor="bottom",
        font={"size": 13, "color": look.text},
    )


def _mean(folds: Sequence[Sequence[float | None]]) -> list[float | None]:
    """The mean over the folds that have a value at a step."""
    steps = zip(*folds, strict=True) if folds else ()
    present = [[value for value in step if value is not None] for step in steps]
    return [sum(values) / len(values) if values else None for values in present]


def _words(name: str, axis: str, measure: str, x: Sequence[float], values: Sequence[float | None]) -> list[str]:
    told = []
    for step, value in zip(x, values, strict=True):
        if value is None:
            told.append("")
            continue
        number = percent(value / 100) if measure == "accuracy" else f"{value:.2f}"
        where = f"Epoch {step:,g}" if axis == "epoch" else f"{step:,g}{NBSP}{axis}"
        told.append(f"{where}: {name} {measure} {number}")
    return told


def _add_line(figure, x, values, colour, dash, *, width, opacity=1.0, name="fold", words=()) -> None:
    figure.add_scatter(
        x=list(x),
        y=values,
        mode="lines+markers" if words and len(values) <= 12 else "lines",
        line={"color": colour, "width": width, "dash": dash},
        marker={"size": 8, "color": colour},
        opacity=opacity,
        name=name,
        hovertext=list(words) or None,
        hovertemplate="%{hovertext}<extra></extra>" if words else None,
        hoverinfo=None if words else "skip",
    )


def _name_end(figure: go.Figure, x: Sequence[float], values: Sequence[float | None], name: str, colour: str) -> None:
    places = [place for place, value in enumerate(values) if value is not None]
    if places:
        figure.add_annotation(
            x=x[places[-1]],
            y=values[places[-1]],
            text=name,
            showarrow=False,
            xanchor="left",
            xshift=8,
            font={"size": 13, "color": colour},
        )
