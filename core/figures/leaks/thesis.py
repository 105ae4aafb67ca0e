"""The thesis' table in, a picture of it out: a group of bars per model, and a hollow mark at what was published."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.runs.whiskers import add_whiskers
from core.figures.template import template
from core.figures.words import NBSP, chart_text, percent

LINE_PX, HEAD_PX, AXIS_PX = 26, 34, 46
THICK_PX = 14
TICKS = (0, 25, 50, 75, 100)
WORDS_PX, GAP_PX = 124, 8  # right of the bars, for their words
TARGET_PX = 26


@dataclass(frozen=True)
class HalfScore:
    """One way to score a model: shares of 0 to 1, ``words`` short enough to stand beside its bar.

    ``strong`` is the one to believe; the others are paler, a leaky one is hatched.
    """

    words: str
    accuracy: float
    interval: tuple[float, float] | None
    leaky: bool
    strong: bool
    sentence: str


@dataclass(frozen=True)
class ModelRow:
    """A model with what the thesis says of it and all that was measured here."""

    title: str
    published: float
    citation: str
    halves: tuple[HalfScore, ...]


def thesis_chart(rows: Sequence[ModelRow], *, look: Look) -> go.Figure:
    """Models from top to bottom in the order given; a bar with its whisker for each half, y in pixels from the top."""
    tops = _tops(rows)
    figure = go.Figure(layout={"template": template(look), "height": tops[-1] + AXIS_PX, "barmode": "overlay"})
    figure.update_layout(margin={"r": WORDS_PX})
    beside = {"xref": "paper", "x": 1, "xshift": GAP_PX}
    placed = [
        (top + HEAD_PX + LINE_PX * (place + 0.5), half)
        for top, row in zip(tops, rows, strict=False)
        for place, half in enumerate(row.halves)
    ]
    for name, kept in (("leaky", _is_leaky), ("pale", _is_pale), ("honest", _is_strong)):
        _add_bars(figure, [(y, half) for y, half in placed if kept(half)], name, look)
    spans = [(y, half) for y, half in placed if half.interval]
    add_whiskers(figure, [(100 * h.interval[0], 100 * h.accuracy, 100 * h.interval[1], y) for y, h in spans], look)
    for y, half in placed:
        _write(figure, y, f"{half.words} {percent(half.accuracy)}", look, size=13, **beside)
    for top, row in zip(tops, rows, strict=False):
        _write(figure, top + 0.6 * HEAD_PX, row.title, look, size=15, x=0)
    _add_published(figure, rows, tops, look)
    _add_targets(figure, placed)
    figure.update_xaxes(
        tickvals=TICKS,
        ticktext=[f"{tick}{NBSP}%" for tick in TICKS],
        range=[0, 104],
        showgrid=False,
    )
    figure.update_yaxes(visible=False, range=[tops[-1], 0])
    return figure


def _tops(rows: Sequence[ModelRow]) -> list[int]:
    """Where each model begins, and where the last one ends."""
    tops = [0]
    for row in rows:
        tops.append(tops[-1] + HEAD_PX + LINE_PX * len(row.halves))
    return tops


def _is_leaky(half: HalfScore) -> bool:
    return half.leaky


def _is_pale(half: HalfScore) -> bool:
    return not half.leaky and not half.strong


def _is_strong(half: HalfScore) -> bool:
    return not half.leaky and half.strong


def _add_bars(figure: go.Figure, placed: Sequence[tuple[float, HalfScore]], name: str, look: Look) -> None:
    nothing = "rgba(0,0,0,0)"
    marker = {
        "color": look.accent if name == "honest" else nothing,
        "line": {"color": look.muted if name == "leaky" else look.accent, "width": 1.5},
    }
    if name == "leaky":
        marker["pattern"] = {"shape": "/", "fgcolor": look.muted, "size": 6, "solidity": 0.3}
    figure.add_bar(
        x=[100 * half.accuracy for _, half in placed],
        y=[y for y, _ in placed],
        orientation="h",
        width=THICK_PX,
        marker=marker,
        hoverinfo="skip",
        name=name,
    )


def _add_published(figure: go.Figure, rows: Sequence[ModelRow], tops: Sequence[int], look: Look) -> None:
    """A hollow mark on the line of the first half, which is the way the thesis scored."""
    ys = [top + HEAD_PX + 0.5 * LINE_PX for top, _ in zip(tops, rows, strict=False)]
    figure.add_scatter(
        x=[100 * row.published for row in rows],
        y=ys,
        mode="markers",
        # Filled with the ground: a whisker that goes on below it would look like a sign of its own.
        marker={"size": 12, "color": look.ground, "opacity": 1, "line": {"width": 2.5, "color": look.text}},
        hovertext=[
            f"{chart_text(row.title)}: the thesis says {percent(row.published)}<br>{_broken(row.citation)}"
            for row in rows
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        name="published",
    )


def _add_targets(figure: go.Figure, placed: Sequence[tuple[float, HalfScore]]) -> None:
    figure.add_scatter(
        x=[100 * half.accuracy for _, half in placed],
        y=[y for y, _ in placed],
        mode="markers",
        marker={"size": TARGET_PX, "opacity": 0},
        hovertext=["<br>".join(map(chart_text, half.sentence.split("\n"))) for _, half in placed],
        hovertemplate="%{hovertext}<extra></extra>",
        name="targets",
    )


def _write(figure: go.Figure, y: float, text: str, look: Look, *, size: int, **where) -> None:
    font = {"size": size, "color": look.text}
    figure.add_annotation(y=y, text=chart_text(text), showarrow=False, xanchor="left", font=font, **where)


def _broken(text: str, at: int = 48) -> str:
    """A long text on several lines, so that a hover fits a phone."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > at:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(map(chart_text, lines))
