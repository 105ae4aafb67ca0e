"""Where made clips lie between two anchors in, the picture of it out: real music at the left, noise at the right.

One row for each way to compare. Distances of several spaces have no common unit, so each row is told in shares of its
own way from real music to noise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.template import template
from core.figures.words import NBSP, chart_text, shortened

ROW_PX, HEAD_PX = 92, 64
TITLE_Y, TOLD_Y = -0.48, -0.24  # of a row, above its marks: one below the other, as a phone has no room for both
MADE_PX, ANCHOR_PX = 15, 11
MAX_TITLE = 46  # on a phone, too
FREE = 0.2  # of the width, for half of what stands under the left end
REAL, MADE, NOISE = "real", "made", "noise"


@dataclass(frozen=True)
class Mark:
    """A value with its interval, and the sentence that is read when a pointer is on it."""

    value: float
    interval: tuple[float, float] | None
    sentence: str


@dataclass(frozen=True)
class AnchoredRow:
    """``made`` between the anchors, all in the same unit; ``told`` is the value of made in words."""

    title: str
    real: Mark
    made: Mark
    noise: Mark
    told: str


def share_of_way(row: AnchoredRow) -> float:
    """How much of the way from real music to noise the clips lie away: 0 is as real as real, 1 as far as noise."""
    return _placed(row, row.made.value)


def anchored_chart(
    rows: Sequence[AnchoredRow], *, look: Look, ends: tuple[str, str], scale: tuple[float, float] | None = None
) -> go.Figure:
    """A row per way to compare: two hollow anchors and, between or beside them, the clips, with 95 % intervals.

    Parameters
    ----------
    ends : what stands under the left and under the right end
    scale : the values that these have where all rows share a unit, the first of them with a line upwards; None tells
        each row in shares of its own way
    """
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(rows) + HEAD_PX})
    low, high = _reach(rows, scale)
    for level, row in enumerate(rows):
        figure.add_shape(
            type="line", x0=low, x1=high, y0=level, y1=level, line={"color": look.line, "width": 1}, layer="below"
        )
        _write(figure, low, level + TITLE_Y, shortened(row.title, MAX_TITLE), look.text, look, xanchor="left")
        _write(figure, low, level + TOLD_Y, row.told, look.accent, look, xanchor="left")
    for which, colour, symbol, size in (
        (REAL, look.text, "circle-open", ANCHOR_PX),
        (NOISE, look.muted, "square-open", ANCHOR_PX),
        (MADE, look.accent, "circle", MADE_PX),
    ):
        _add_marks(figure, rows, which, scale, colour=colour, symbol=symbol, size=size)
    begin = low if scale is None else scale[0]
    if scale is not None:  # chance may put a mark to the left of it
        figure.add_vline(x=begin, line={"color": look.line, "width": 1, "dash": "dot"}, layer="below")
    anchor = "center" if begin - low > FREE * (high - low) else "left"
    _write(figure, begin, len(rows) - 0.45, ends[0], look.muted, look, xanchor=anchor)
    _write(figure, high, len(rows) - 0.45, ends[1], look.muted, look, xanchor="right")
    figure.update_xaxes(visible=False, range=[low, high])
    figure.update_yaxes(visible=False, range=[len(rows) - 0.2, -0.7])
    figure.update_layout(hovermode="closest")
    return figure


def anchored_words(rows: Sequence[AnchoredRow], what: str) -> str:
    """The picture in words."""
    return f"{what}: " + "; ".join(f"{row.title}: {row.told}" for row in rows)


def way_words(share: float) -> str:
    """ "23 % of the way to noise"; less than nothing is no distance, and beyond noise is said."""
    if share <= 0:
        return "as near as real music"
    return "as far as noise" if share >= 1 else f"{max(round(100 * share), 1)}{NBSP}% of the way to noise"


def _add_marks(figure, rows: Sequence[AnchoredRow], which: str, scale, *, colour: str, symbol: str, size: int) -> None:
    marks = [getattr(row, which) for row in rows]
    places = [_at(row, mark.value, scale) for row, mark in zip(rows, marks, strict=True)]
    ends = [
        tuple(_at(row, end, scale) for end in (mark.interval or (mark.value, mark.value)))
        for row, mark in zip(rows, marks, strict=True)
    ]
    figure.add_scatter(
        x=places,
        y=list(range(len(rows))),
        mode="markers",
        marker={"size": size, "color": colour, "symbol": symbol, "line": {"width": 2 if which != MADE else 0}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [max(high - place, 0) for place, (_, high) in zip(places, ends, strict=True)],
            "arrayminus": [max(place - low, 0) for place, (low, _) in zip(places, ends, strict=True)],
            "color": colour,
            "thickness": 2,
            "width": 5,
        },
        hovertext=[chart_text(mark.sentence) for mark in marks],
        hovertemplate="%{hovertext}<extra></extra>",
        name=which,
    )


def _placed(row: AnchoredRow, value: float) -> float:
    way = row.noise.value - row.real.value
    return (value - row.real.value) / way if way else 0.0


def _at(row: AnchoredRow, value: float, scale: tuple[float, float] | None) -> float:
    return _placed(row, value) if scale is None else value


def _reach(rows: Sequence[AnchoredRow], scale: tuple[float, float] | None) -> tuple[float, float]:
    """The ends of the axis: all marks and their intervals, with air."""
    low, high = scale or (0.0, 1.0)
    for row in rows:
        for mark in (row.real, row.made, row.noise):
            for value in (mark.value, *(mark.interval or ())):
                low, high = min(low, _at(row, value, scale)), max(high, _at(row, value, scale))
    air = 0.04 * (high - low)
    return low - air, high + air


def _write(figure: go.Figure, x: float, y: float, text: str, colour: str, look: Look, **where) -> None:
    font = {"size": 14, "color": colour}
    figure.add_annotation(
        x=x, y=y, text=chart_text(text), showarrow=False, font=font, bgcolor=look.ground, borderpad=0, **where
    )
