"""How sure a model said it was and how often it was right in, both against each other out: on the line it is honest."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.colours import faded
from core.figures.look import Look
from core.figures.runs.whiskers import PERCENT_AXIS
from core.figures.template import template
from core.figures.words import percent

HEIGHT_PX = 440
BAND_OPACITY = 0.18


@dataclass(frozen=True)
class ReliabilityBin:
    """Tracks of about the same confidence: all numbers are shares of 0 to 1.

    ``low`` and ``high``: between which the accuracy of a perfectly calibrated model would mostly lie here.
    """

    confidence: float
    accuracy: float
    n_tracks: int
    low: float
    high: float


def reliability_chart(bins: Sequence[ReliabilityBin], *, look: Look, what: str = "track") -> go.Figure:
    """A point per bin, from the least to the most confident, over the band of a perfectly calibrated model."""
    figure = go.Figure(layout={"template": template(look), "height": HEIGHT_PX})
    across = [100 * b.confidence for b in bins]
    figure.add_scatter(
        x=[*across, *across[::-1]],
        y=[*(100 * b.high for b in bins), *(100 * b.low for b in bins[::-1])],
        mode="lines",
        fill="toself",
        fillcolor=faded(look.muted, BAND_OPACITY),
        line={"width": 0},
        hoverinfo="skip",
        name="band",
    )
    line = {"color": look.muted, "width": 1.5, "dash": "dash"}
    figure.add_shape(type="line", x0=0, x1=100, y0=0, y1=100, line=line, layer="below")
    figure.add_scatter(
        x=across,
        y=[100 * b.accuracy for b in bins],
        mode="lines+markers",
        line={"color": look.accent, "width": 2},
        marker={"size": 12, "color": look.accent, "line": {"color": look.ground, "width": 2}},
        hovertext=[bin_words(b, what) for b in bins],
        hovertemplate="%{hovertext}<extra></extra>",
        name="bins",
    )
    for x, y, text, anchor in ((6, 92, "too modest", "left"), (98, 8, "too sure", "right")):
        figure.add_annotation(
            x=x, y=y, text=text, showarrow=False, xanchor=anchor, font={"size": 13, "color": look.muted}
        )
    figure.update_xaxes(**PERCENT_AXIS, title="how sure it says it is")
    figure.update_yaxes(**PERCENT_AXIS, title="how often it is right", showgrid=True)
    return figure


def bin_words(b: ReliabilityBin, what: str = "track") -> str:
    """The hover of one bin."""
    return (
        f"{b.n_tracks:,} {what}{'s' * (b.n_tracks != 1)}: {percent(b.confidence)} sure,<br>"
        f"right {percent(b.accuracy)} of the time<br>expected if honest: {percent(b.low)} to {percent(b.high)}"
    )
