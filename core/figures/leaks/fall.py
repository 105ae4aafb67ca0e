"""The steps of the leakage meter in, bars from left to right out: the same tracks, one leak less at each step.

Leaky bars are hatched and say so; a step that is not possible leaves its place empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.template import template
from core.figures.words import NBSP, chart_text, percent

HEIGHT_PX = 400
WIDTH, BAND_WIDTH = 0.64, 0.76
TICKS = (0, 50, 100)
NEAR = 9  # percent: a tick as near to the line of guessing would stand on its words
TOP = 124  # percent: the words over a bar that reaches 100 %
WORDS_SHIFT = 5
MISSING = "not possible here"


@dataclass(frozen=True)
class Step:
    """One bar.

    Attributes
    ----------
    title : the one thing that it changes
    sentence : for the hover; several lines are kept apart by a line feed
    accuracy : a share of 0 to 1; None leaves the place empty
    interval : of the accuracy; None draws none
    band : the lowest and the highest of several draws
    """

    title: str
    sentence: str
    leaky: bool
    accuracy: float | None = None
    interval: tuple[float, float] | None = None
    band: tuple[float, float] | None = None


def fall_chart(steps: Sequence[Step], *, baseline: float, look: Look) -> go.Figure:
    """A bar for each step in the order given, with its interval, its draws and the line of guessing."""
    figure = go.Figure(layout={"template": template(look), "height": HEIGHT_PX, "barmode": "overlay"})
    there = [(x, step) for x, step in enumerate(steps) if step.accuracy is not None]
    for leaky in (True, False):
        _add_bars(figure, [(x, step) for x, step in there if step.leaky is leaky], look, leaky=leaky)
    _add_bands(figure, there, look)
    _add_whiskers(figure, there, look)
    for x, step in enumerate(steps):
        _write(figure, x, step, look)
    _add_baseline(figure, baseline, look)
    _add_targets(figure, steps)
    figure.update_xaxes(
        tickvals=list(range(len(steps))),
        ticktext=[_two_lines(step.title) for step in steps],
        tickfont={"color": look.text, "size": 13},
        tickangle=0,
        range=[-0.5, len(steps) - 0.5],
        showgrid=False,
    )
    ticks = [tick for tick in TICKS if abs(tick - 100 * baseline) > NEAR]
    figure.update_yaxes(
        range=[0, TOP],
        side="right",
        tickvals=[*ticks, 100 * baseline],
        ticktext=[*(f"{tick}{NBSP}%" for tick in ticks), f"guessing<br>{percent(baseline)}"],
    )
    return figure


def _add_bars(figure: go.Figure, there: Sequence[tuple[int, Step]], look: Look, *, leaky: bool) -> None:
    hatch = {
        "color": "rgba(0,0,0,0)",
        "line": {"color": look.muted, "width": 1.5},
        "pattern": {"shape": "/", "fgcolor": look.muted, "size": 8, "solidity": 0.25},
    }
    figure.add_bar(
        x=[x for x, _ in there],
        y=[100 * step.accuracy for _, step in there],
        width=WIDTH,
        marker=hatch if leaky else {"color": look.accent, "line": {"color": look.accent, "width": 1.5}},
        hoverinfo="skip",
        name="leaky" if leaky else "honest",
    )


def _add_bands(figure: go.Figure, there: Sequence[tuple[int, Step]], look: Look) -> None:
    for x, step in there:
        if step.band:
            low, high = (100 * edge for edge in step.band)
            place = {"x0": x - BAND_WIDTH / 2, "x1": x + BAND_WIDTH / 2, "y0": low, "y1": high}
            figure.add_shape(type="rect", **place, line={"width": 0}, fillcolor=look.muted, opacity=0.4, name="band")


def _add_whiskers(figure: go.Figure, there: Sequence[tuple[int, Step]], look: Look) -> None:
    """Each interval twice: a broad line in the ground's colour under a thin one in that of text."""
    spans = [(x, step.accuracy, *step.interval) for x, step in there if step.interval]
    for colour, thickness in ((look.ground, 6), (look.text, 2)):
        figure.add_scatter(
            x=[x for x, *_ in spans],
            y=[100 * share for _, share, _, _ in spans],
            mode="markers",
            marker={"size": 1, "opacity": 0, "color": colour},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [100 * (high - share) for _, share, _, high in spans],
                "arrayminus": [100 * (share - low) for _, share, low, _ in spans],
                "color": colour,
                "thickness": thickness,
                "width": 6,
            },
            hoverinfo="skip",
            name="intervals",
        )


def _write(figure: go.Figure, x: int, step: Step, look: Look) -> None:
    """The score over a bar, and whether it is leaky; over an empty place that it is one."""
    if step.accuracy is None:
        line = {"color": look.muted, "width": 1, "dash": "dot"}
        edges = {"x0": x - WIDTH / 2, "x1": x + WIDTH / 2, "y0": 0, "y1": 100}
        figure.add_shape(type="rect", **edges, line=line, layer="below", name="missing")
        font = {"size": 13, "color": look.muted}
        figure.add_annotation(x=x, y=50, text=MISSING, textangle=-90, showarrow=False, font=font)
        return
    top = max(step.accuracy, *(step.interval or (0.0,)), *(step.band or (0.0,)))
    word = f"<br><span style='font-size:12px;color:{look.muted}'>leaky</span>" if step.leaky else ""
    figure.add_annotation(
        x=x,
        y=100 * top,
        text=f"<b>{percent(step.accuracy)}</b>{word}",
        showarrow=False,
        yanchor="bottom",
        yshift=WORDS_SHIFT,
        font={"size": 16, "color": look.text},
    )


def _add_baseline(figure: go.Figure, baseline: float, look: Look) -> None:
    line = {"color": look.text, "width": 1.5, "dash": "dot"}
    y = 100 * baseline
    figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=y, y1=y, line=line, name="baseline")


def _add_targets(figure: go.Figure, steps: Sequence[Step]) -> None:
    """What answers the pointer: the whole place of a step, also where no bar is."""
    figure.add_bar(
        x=list(range(len(steps))),
        y=[100] * len(steps),
        width=0.9,
        marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        hovertext=["<br>".join(map(chart_text, step.sentence.split("\n"))) for step in steps],
        hovertemplate="%{hovertext}<extra></extra>",
        name="targets",
    )


def _two_lines(title: str) -> str:
    """A title on as many lines as it has words, so that five of them stand side by side on a phone."""
    return "<br>".join(map(chart_text, title.split()))
