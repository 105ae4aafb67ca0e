"""By how much more or less jazz is heard in sources than in real jazz in; dots with intervals around nothing out."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text, minus

ROW_PX, HEAD_PX, AXIS_PX = 58, 30, 56
MIN_REACH = 5.0  # points to either side of nothing
AIR, ROOM = 1.08, 0.16
NARROW = 4.0  # points
TITLE_Y = -0.34  # above the dot of its row
LESS, MORE = "← less jazz", "more jazz →"


@dataclass(frozen=True)
class HeardRow:
    """One source: a probability of jazz less that of real jazz, -1 to 1, with its interval.

    ``is_own`` marks the source that all is about; ``sentence`` is for the hover.
    """

    title: str
    sentence: str
    difference: float
    interval: tuple[float, float]
    is_own: bool = False


def heard_chart(rows: Sequence[HeardRow], *, look: Look) -> go.Figure:
    """A row for each source in the order given, its name and its numbers above its dot; real jazz is the line."""
    height = HEAD_PX + ROW_PX * len(rows) + AXIS_PX
    figure = go.Figure(layout={"template": template(look), "height": height})
    low, high = _reach(rows)
    line = {"color": look.text, "width": 1.5, "dash": "dash"}
    figure.add_shape(type="line", x0=0, x1=0, y0=-0.6, y1=len(rows) - 0.5, line=line, layer="below", name="real")
    for is_own, colour in ((False, look.muted), (True, look.accent)):
        _add_dots(figure, [(level, row) for level, row in enumerate(rows) if row.is_own is is_own], colour)
    for level, row in enumerate(rows):
        colour = look.accent if row.is_own else look.text
        _write(figure, low, level + TITLE_Y, row.title, colour, look, xanchor="left")
        _write(figure, high, level + TITLE_Y, points_words(row), look.muted, look, xanchor="right")
    _write(figure, low, -0.82, LESS, look.muted, look, xanchor="left")
    _write(figure, high, -0.82, MORE, look.muted, look, xanchor="right")
    ticks = _ticks(low, high)
    figure.update_xaxes(
        range=[low, high],
        tickvals=ticks,
        ticktext=[_signed(tick) if tick else "real jazz" for tick in ticks],
        ticklabeloverflow="allow",
        title="points of 100",
    )
    figure.update_yaxes(visible=False, range=[len(rows) - 0.5, -1.05])
    return figure


def points_words(row: HeardRow) -> str:
    """ "−3 (−8 to +2)": points of 100 with the interval; with a decimal where that is narrow."""
    digits = int(100 * (row.interval[1] - row.interval[0]) < NARROW)
    told, low, high = (_signed(100 * value, digits) for value in (row.difference, *row.interval))
    return f"{told} ({low} to {high})"


def heard_words(rows: Sequence[HeardRow]) -> str:
    """The picture in words, for those who cannot see it."""
    told = "; ".join(f"{row.title} {points_words(row)}" for row in rows)
    return f"How much more or less jazz is heard than in real jazz, in points of 100 with 95 % intervals: {told}"


def _add_dots(figure: go.Figure, placed: Sequence[tuple[int, HeardRow]], colour: str) -> None:
    some = [row for _, row in placed]
    figure.add_scatter(
        x=[100 * row.difference for row in some],
        y=[level for level, _ in placed],
        mode="markers",
        marker={"size": 13, "color": colour},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [100 * (row.interval[1] - row.difference) for row in some],
            "arrayminus": [100 * (row.difference - row.interval[0]) for row in some],
            "color": colour,
            "thickness": 2.5,
            "width": 6,
        },
        hovertext=[chart_text(row.sentence) for row in some],
        hovertemplate="%{hovertext}<extra></extra>",
        name="sources",
    )


def _reach(rows: Sequence[HeardRow]) -> tuple[float, float]:
    """The ends of the axis, nothing between them and so far from either that its words have room on a phone."""
    ends = [100 * end for row in rows for end in row.interval]
    low, high = AIR * min(-MIN_REACH, *ends), AIR * max(MIN_REACH, *ends)
    return min(low, -ROOM * high), max(high, -ROOM * low)


def _ticks(low: float, high: float) -> list[float]:
    """Round places with nothing among them, not more than a phone has room for."""
    step = next(step for step in (2, 5, 10, 20, 50) if (high - low) / step <= 6 or step == 50)
    return [float(place * step) for place in range(int(low // step) + 1, int(high // step) + 1)]


def _write(figure: go.Figure, x: float, y: float, text: str, colour: str, look: Look, **where) -> None:
    """On the ground's colour, so that no line runs through words."""
    font = {"size": 14, "color": colour}
    figure.add_annotation(
        x=x, y=y, text=chart_text(text), showarrow=False, font=font, bgcolor=look.ground, borderpad=0, **where
    )


def _signed(points: float, digits: int = 0) -> str:
    return minus(f"{points:+.{digits}f}") if round(points, digits) else "0"
