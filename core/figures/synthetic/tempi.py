"""The tempi that prompts ask for in, a row of dots for each genre out, over the band of what the genre has."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.colours import faded, genre_colours
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text, shortened

ROW_PX, AXIS_PX = 34, 54
BAND_PX = 14
STACK = 0.13  # of a row, between prompts of the same tempo
MOST_STACKED = 3  # to each side of the row's middle
MOST_DOTS = 200  # of a genre; more would be a smear
MAX_NAME = 12
HOVER_CHARS = 60  # of a line of a prompt


@dataclass(frozen=True)
class GenreTempi:
    """``tempi`` in beats a minute with the ``texts`` that ask for them; ``known`` is the slowest and the fastest."""

    genre: str
    tempi: tuple[float, ...]
    texts: tuple[str, ...]
    known: tuple[float, float] | None = None


def tempi_chart(rows: Sequence[GenreTempi], *, look: Look) -> go.Figure:
    """A row per genre: what is known of it as a pale band, each prompt as a dot at its tempo."""
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(rows) + AXIS_PX})
    colours = genre_colours(row.genre for row in rows)
    for level, row in enumerate(rows):
        if row.known is not None:
            _add_band(figure, level, row.known, colours[row.genre])
        _add_dots(figure, level, row, colours[row.genre])
    figure.update_xaxes(title="beats a minute", rangemode="normal")
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[f"{chart_text(shortened(row.genre, MAX_NAME))}  " for row in rows],
        tickfont={"color": look.text},
        range=[len(rows) - 0.4, -0.6],
    )
    return figure


def tempi_words(rows: Sequence[GenreTempi]) -> str:
    """The picture in words."""
    told = "; ".join(f"{row.genre} {min(row.tempi):g} to {max(row.tempi):g}" for row in rows)
    return f"Tempi that the prompts ask for, in beats a minute: {told}"


def _add_band(figure: go.Figure, level: int, known: tuple[float, float], colour: str) -> None:
    figure.add_scatter(
        x=list(known),
        y=[level, level],
        mode="lines",
        line={"width": BAND_PX, "color": faded(colour, 0.22)},
        hoverinfo="skip",
        name="known",
    )


def _add_dots(figure: go.Figure, level: int, row: GenreTempi, colour: str) -> None:
    tempi, texts = row.tempi[:MOST_DOTS], row.texts[:MOST_DOTS]
    seen: Counter[float] = Counter()
    heights = []
    for tempo in tempi:
        heights.append(level + STACK * _aside(seen[tempo]))
        seen[tempo] += 1
    figure.add_scatter(
        x=list(tempi),
        y=heights,
        mode="markers",
        marker={"size": 9, "color": colour, "opacity": 0.9, "line": {"width": 0}},
        hovertext=[_broken(text) for text in texts],
        hovertemplate="%{hovertext}<extra></extra>",
        name=chart_text(row.genre),
    )


def _aside(n_before: int) -> int:
    """0, 1, -1, 2, -2 ...: dots of one tempo stand above and below each other, as far as the row has room."""
    step = min((n_before + 1) // 2, MOST_STACKED)
    return step if n_before % 2 else -step


def _broken(text: str) -> str:
    """A prompt in lines that a hover label has room for."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= HOVER_CHARS:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "<br>".join(chart_text(each) for each in [*lines, line])
