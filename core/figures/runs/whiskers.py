"""What several pictures of runs share: whiskers that are seen on any ground, an axis of percent, names that fit."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.words import NBSP

_TICKS = (0, 25, 50, 75, 100)
MIN_TITLE = 6  # characters of a title that still tell what it is
# With room at both ends, so that a point there is whole.
PERCENT_AXIS = {"tickvals": _TICKS, "ticktext": [f"{tick}{NBSP}%" for tick in _TICKS], "range": [-4, 107]}


def add_whiskers(figure: go.Figure, spans: Sequence[tuple[float, float, float, float]], look: Look) -> None:
    """Draw each (low, middle, high, y) twice: a broad line in the ground's colour under a thin one in that of text."""
    for colour, thickness in ((look.ground, 6), (look.text, 2)):
        figure.add_scatter(
            x=[middle for _, middle, _, _ in spans],
            y=[y for *_, y in spans],
            mode="markers",
            marker={"size": 1, "opacity": 0, "color": colour},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [high - middle for _, middle, high, _ in spans],
                "arrayminus": [middle - low for low, middle, _, _ in spans],
                "color": colour,
                "thickness": thickness,
                "width": 5,
            },
            hoverinfo="skip",
            name="intervals",
        )


def short_name(name: str, characters: int = 34) -> str:
    """A name that fits a phone; what follows its comma tells it from its namesakes, and is cut last."""
    if len(name) <= characters:
        return name
    title, comma, rest = name.partition(", ")
    room = characters - len(comma) - len(rest) - 1
    if comma and room >= MIN_TITLE:
        return f"{title[:room]}…{comma}{rest}"
    return f"{name[: characters - 1]}…"
