"""Two runs on the same tracks in, pictures of the pair out: how far apart they are, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.colours import ink_on
from core.figures.look import Look
from core.figures.runs.whiskers import short_name
from core.figures.template import template
from core.figures.words import chart_text, minus

STRIP_PX, BAR_PX = 136, 66
MIN_REACH = 5.0  # points to either side of nothing
MIN_FONT_PX = 11


@dataclass(frozen=True)
class Part:
    """Tracks of one kind: both right, one of the two alone, neither. ``name`` is what a click gives."""

    name: str
    words: str
    n_tracks: int


def difference_strip(
    difference: float, interval: tuple[float, float] | None, *, first: str, second: str, look: Look
) -> go.Figure:
    """One point: how many points of accuracy ``first`` is ahead of ``second``, with the interval, around nothing.

    Parameters
    ----------
    difference, interval : of accuracies of 0 to 1
    """
    figure = go.Figure(layout={"template": template(look), "height": STRIP_PX})
    low, high = (100 * edge for edge in interval) if interval else (100 * difference, 100 * difference)
    reach = 1.2 * max(MIN_REACH, abs(low), abs(high))
    line = {"color": look.text, "width": 1.5, "dash": "dash"}
    figure.add_shape(type="line", x0=0, x1=0, y0=-0.6, y1=0.6, line=line)
    figure.add_scatter(
        x=[100 * difference],
        y=[0],
        mode="markers",
        marker={"size": 16, "color": look.accent, "line": {"color": look.ground, "width": 2}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - 100 * difference],
            "arrayminus": [100 * difference - low],
            "color": look.accent,
            "thickness": 2.5,
            "width": 8,
        },
        hovertext=[_told(100 * difference, low, high, has_interval=interval is not None)],
        hovertemplate="%{hovertext}<extra></extra>",
        name="difference",
    )
    _name_ends(figure, reach, first, second, look)
    figure.update_xaxes(range=[-reach, reach], title="points of accuracy", nticks=7)
    figure.update_yaxes(visible=False, range=[-0.7, 1.6])
    return figure


def _name_ends(figure: go.Figure, reach: float, first: str, second: str, look: Look) -> None:
    # One above the other: side by side two long names would not fit a phone.
    ends = (
        (-reach, 1.3, f"← {short_name(second)} better", "left"),
        (reach, 0.85, f"{short_name(first)} better →", "right"),
    )
    for x, y, name, anchor in ends:
        figure.add_annotation(
            x=x, y=y, text=chart_text(name), showarrow=False, xanchor=anchor, font={"size": 13, "color": look.muted}
        )


def agreement_bar(parts: Sequence[Part], *, look: Look) -> go.Figure:
    """One bar of all tracks, cut by which of two models named them right; a part's name is in its ``customdata``."""
    figure = go.Figure(layout={"template": template(look), "height": BAR_PX, "barmode": "stack", "bargap": 0.1})
    colours = {"both": look.muted, "first": look.accent, "second": look.accent, "neither": look.line}
    for part in parts:
        colour = colours.get(part.name, look.muted)
        figure.add_bar(
            x=[part.n_tracks],
            y=[""],
            orientation="h",
            name=part.name,
            customdata=[part.name],
            marker={
                "color": colour,
                "line": {"color": look.ground, "width": 2},
                "pattern": {
                    "shape": "/" if part.name == "second" else "",
                    "fillmode": "overlay",
                    "fgcolor": look.ground,
                    "size": 6,
                    "solidity": 0.3,
                },
            },
            text=f"{part.n_tracks:,}",
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": ink_on(colour), "size": 14},
            hovertext=[f"{chart_text(part.words)}: {part.n_tracks:,} track{'s' * (part.n_tracks != 1)}"],
            hovertemplate="%{hovertext}<extra></extra>",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    figure.update_layout(uniformtext={"mode": "hide", "minsize": MIN_FONT_PX})
    figure.update_xaxes(visible=False, range=[0, max(sum(part.n_tracks for part in parts), 1)])
    figure.update_yaxes(visible=False)
    return figure


def _told(difference: float, low: float, high: float, *, has_interval: bool) -> str:
    told = f"{minus(f'{difference:+.1f}')} points"
    return f"{told} ({minus(f'{low:+.1f}')} to {minus(f'{high:+.1f}')})" if has_interval else told
