"""What several pictures of runs share: whiskers that are seen on any ground, and an axis of percent."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.words import NBSP

_TICKS = (0, 25, 50, 75, 100)
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
