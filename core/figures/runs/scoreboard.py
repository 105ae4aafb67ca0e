"""The scores of one list in, its picture out: a row per model, the best on top, and what nobody should expect beyond.

A list holds the scores of one protocol on the same data alone. Where that protocol is leaky, every row is hatched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.runs.whiskers import PERCENT_AXIS, add_whiskers, short_name
from core.figures.template import template
from core.figures.words import chart_text, percent

ROW_PX, AXIS_PX, HEAD_PX = 48, 52, 62
TOPS = (-0.8, -1.25)  # of the lines that go through all rows, in turn: their words lie beside each other
TARGET_PX = 34
LINE = 0.22  # where the line of a row lies below its middle; its words stand above
MIDDLE = 50.0  # percent: words of a line right of it stand at its left


@dataclass(frozen=True)
class ScoreRow:
    """One score of a list.

    Attributes
    ----------
    name : what a click opens; "" where nothing does
    accuracy, interval : shares of 0 to 1; no interval is drawn as none
    sentence : for the hover; several lines are kept apart by a line feed
    kind : a run of one's own, the built-in model, or what somebody published
    """

    name: str
    title: str
    accuracy: float
    interval: tuple[float, float] | None
    sentence: str
    kind: Literal["run", "built-in", "published"] = "run"


@dataclass(frozen=True)
class Mark:
    """A line through all rows: a share of 0 to 1, a few words at its top, and a sentence for the hover."""

    share: float
    words: str
    sentence: str
    is_ceiling: bool = True


def scoreboard(
    rows: Sequence[ScoreRow],
    *,
    look: Look,
    marks: Sequence[Mark] = (),
    leaky: bool = False,
    picked: str = "",
    what: str = "track",
) -> go.Figure:
    """A point with its interval for each row, in the order given; a click gives the row's ``name``.

    Parameters
    ----------
    marks : guessing (dotted) and ceilings (dashed)
    leaky : whether the protocol of the list lets the same artists stand on both sides
    picked : the row that is looked at
    what : was scored: "track", or "segment" where a protocol takes each for itself
    """
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(rows) + AXIS_PX + HEAD_PX})
    if leaky:
        _add_hatch(figure, rows, look)
    for level in range(len(rows)):
        line = {"color": look.line, "width": 1}
        figure.add_shape(
            type="line", x0=0, x1=100, y0=level + LINE, y1=level + LINE, line=line, layer="below", name="row"
        )
    _add_marks(figure, marks, len(rows), look)
    spans = [(row.interval, row.accuracy, level + LINE) for level, row in enumerate(rows) if row.interval]
    add_whiskers(figure, [(100 * low, 100 * share, 100 * high, y) for (low, high), share, y in spans], look)
    _add_points(figure, rows, look, picked)
    for level, row in enumerate(rows):
        strong = look.accent if row.name and row.name == picked else look.text
        # On a ground of their own: the lines through all rows shall not strike words out.
        _write(figure, 0, level, short_name(row.title), strong, xanchor="left", bgcolor=look.ground)
        _write(figure, 102, level, score_words(row, leaky=leaky), look.muted, xanchor="right", bgcolor=look.ground)
    _add_targets(figure, rows)
    figure.update_xaxes(**PERCENT_AXIS, title=f"held-out {what}s right")
    figure.update_yaxes(visible=False, range=[len(rows) - 0.35, -0.35 - HEAD_PX / ROW_PX])
    return figure


def score_words(row: ScoreRow, *, leaky: bool) -> str:
    """ "54 % (48 to 60)", with the word that a leaky or a published score needs."""
    told = percent(row.accuracy)
    if row.interval:
        low, high = (round(100 * edge) for edge in row.interval)
        told = f"{told} ({low} to {high})"
    word = "leaky " if leaky else "published " if row.kind == "published" else ""
    return f"{word}{told}"


def _add_hatch(figure: go.Figure, rows: Sequence[ScoreRow], look: Look) -> None:
    figure.add_bar(
        x=[100 * row.accuracy for row in rows],
        y=[level + LINE for level in range(len(rows))],
        orientation="h",
        width=0.3,
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"color": look.muted, "width": 1},
            "pattern": {"shape": "/", "fgcolor": look.muted, "size": 7, "solidity": 0.25},
        },
        hoverinfo="skip",
        name="leaky",
        unselected={"marker": {"opacity": 1}},
    )


def _add_marks(figure: go.Figure, marks: Sequence[Mark], n_rows: int, look: Look) -> None:
    for place, mark in enumerate(sorted(marks, key=lambda mark: mark.share)):
        x, top = 100 * mark.share, TOPS[place % 2]
        line = {"color": look.muted, "width": 1.5, "dash": "dash" if mark.is_ceiling else "dot"}
        figure.add_shape(type="line", x0=x, x1=x, y0=top, y1=n_rows - 0.4, line=line, layer="below", name="mark")
        side = {"xanchor": "right", "xshift": -5} if x > MIDDLE else {"xanchor": "left", "xshift": 5}
        _write(figure, x, top + 0.02, f"{mark.words} {percent(mark.share)}", look.muted, yanchor="middle", **side)
    figure.add_scatter(
        x=[100 * mark.share for mark in marks],
        y=[TOPS[0]] * len(marks),
        mode="markers",
        marker={"size": TARGET_PX, "opacity": 0},
        unselected={"marker": {"opacity": 0}},
        hovertext=[_lines(mark.sentence) for mark in marks],
        hovertemplate="%{hovertext}<extra></extra>",
        name="marks",
    )


def _add_points(figure: go.Figure, rows: Sequence[ScoreRow], look: Look, picked: str) -> None:
    symbols = {"run": "circle", "built-in": "diamond", "published": "circle-open"}
    figure.add_scatter(
        x=[100 * row.accuracy for row in rows],
        y=[level + LINE for level in range(len(rows))],
        mode="markers",
        marker={
            "symbol": [symbols[row.kind] for row in rows],
            "size": [17 if row.name and row.name == picked else 13 for row in rows],
            "color": [look.muted if row.kind == "published" else look.accent for row in rows],
            "opacity": 1,
            "line": {
                "color": [look.muted if row.kind == "published" else look.ground for row in rows],
                "width": 2,
            },
        },
        hoverinfo="skip",
        name="points",
        unselected={"marker": {"opacity": 1}},
    )


def _add_targets(figure: go.Figure, rows: Sequence[ScoreRow]) -> None:
    """What answers the pointer: larger than the points, and unseen."""
    unchanged = {"marker": {"opacity": 0}}
    figure.add_scatter(
        x=[100 * row.accuracy for row in rows],
        y=[level + LINE for level in range(len(rows))],
        mode="markers",
        marker={"size": TARGET_PX, "opacity": 0},
        selected=unchanged,
        unselected=unchanged,
        customdata=[row.name for row in rows],
        hovertext=[_lines(row.sentence) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name="targets",
    )


def _write(figure: go.Figure, x: float, y: float, text: str, colour: str, **where) -> None:
    where = {"yanchor": "bottom", "yshift": -2} | where
    figure.add_annotation(
        x=x, y=y, text=chart_text(text), showarrow=False, font={"size": 14, "color": colour}, borderpad=1, **where
    )


def _lines(sentence: str) -> str:
    return "<br>".join(map(chart_text, sentence.split("\n")))
