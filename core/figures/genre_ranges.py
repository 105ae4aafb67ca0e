"""A song's number and what is usual in each genre in, a strip of bars with the song's line through them out."""

from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go

from core.figures.colours import genre_colours
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import NBSP, chart_text

ROW_PX = 24
AXIS_PX = 106
BAR_PX, UNUSUAL_BAR_PX = 12, 4
LINE_CHARACTERS = 38  # what is wider is cut off at the edge of a phone


def genre_ranges(
    rows: Sequence[tuple[str, float, float, float, str]], *, value: float, value_text: str, axis: str, look: Look
) -> go.Figure:
    """A bar for each genre from its low to its high with its middle marked, the first row at the bottom.

    Bars that the song lies in are thick, the others thin.

    Parameters
    ----------
    rows : (genre, low, middle, high, sentence for the hover)
    value, value_text : the song's number, and what is written at its line
    axis : what the numbers are, with their unit
    """
    genres = [genre for genre, *_ in rows]
    colours = genre_colours(genres)
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(rows) + AXIS_PX})
    for level, (genre, low, middle, high, _) in enumerate(rows):
        width = BAR_PX if low <= value <= high else UNUSUAL_BAR_PX
        _draw_line(figure, (low, high), (level, level), colours[genre], width)
        _draw_line(figure, (middle, middle), (level - 0.34, level + 0.34), look.text, 2)
    # What answers the pointer lies on the middles; the bars are shapes.
    figure.add_scatter(
        x=[middle for _, _, middle, *_ in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={"size": 18, "color": look.text, "opacity": 0},
        hovertext=[_wrapped(sentence) for *_, sentence in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    low, high = _reach(rows, value)
    _mark_value(figure, value, len(rows) - 0.3, value_text, "right" if value > (low + high) / 2 else "left", look)
    figure.update_xaxes(range=[low, high], nticks=5, title=_wrapped(axis))
    figure.update_yaxes(
        range=[-0.7, len(rows) + 0.6],
        tickvals=list(range(len(rows))),
        ticktext=[f"{chart_text(genre)}  " for genre in genres],
        tickfont={"color": look.text, "size": 14},
    )
    return figure


def _mark_value(figure: go.Figure, value: float, top: float, words: str, xanchor: str, look: Look) -> None:
    """A line down from ``top`` at the song's number, with words above it."""
    # Twice, a broad one in the ground's colour under a thin one: seen on a bar of any colour.
    for colour, width in ((look.ground, 6), (look.accent, 2)):
        _draw_line(figure, (value, value), (-0.6, top), colour, width)
    figure.add_annotation(
        x=value,
        y=top,
        text=chart_text(words),
        showarrow=False,
        font={"size": 14, "color": look.accent},
        yanchor="bottom",
        xanchor=xanchor,
    )


def _reach(rows: Sequence[tuple[str, float, float, float, str]], value: float) -> tuple[float, float]:
    """The ends of the axis: all bars and the song, with a little room."""
    low = min([value, *(low for _, low, *_ in rows)])
    high = max([value, *(high for *_, high, _ in rows)])
    room = 0.03 * (high - low) or 1.0
    return low - room, high + room


def _wrapped(words: str) -> str:
    return "<br>".join(map(chart_text, wrap(words.replace(" %", f"{NBSP}%"), LINE_CHARACTERS)))


def _draw_line(figure: go.Figure, x: tuple[float, float], y: tuple[float, float], colour: str, width: int) -> None:
    line = {"color": colour, "width": width}
    figure.add_shape(type="line", x0=x[0], x1=x[1], y0=y[0], y1=y[1], line=line)
