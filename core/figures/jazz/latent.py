"""Where pieces live in a latent space in, a map of them to click on out."""

import numpy as np
import plotly.graph_objects as go

from core.figures.jazz.roll import pitch_name
from core.figures.look import Look
from core.figures.scales import SEQUENTIAL
from core.figures.template import template
from core.figures.words import NBSP, percent

HEIGHT_PX = 480
MARK_PX = 7
PITCH = "MIDI pitch"  # a unit that is told by the names of keys
USUAL = (2, 98)  # percentiles between which the colours run


def latent_chart(
    points: np.ndarray,
    values: np.ndarray,
    *,
    title: str,
    unit: str,
    explained: tuple[float, float],
    look: Look,
    here: np.ndarray | None = None,
) -> go.Figure:
    """A point for each piece, coloured by one of its numbers; a click on it is told by its place in ``points``.

    Parameters
    ----------
    points : np.ndarray, shape (n, 2)
    values : np.ndarray, shape (n,)
    title, unit : of the values
    explained : of both axes, the share of the variance that they hold
    here : (2,), the place that was heard last
    """
    figure = go.Figure(layout={"template": template(look), "height": HEIGHT_PX})
    low, high = np.nanpercentile(values, USUAL)
    told = [_value_words(value, unit) for value in values]
    bar = _colour_bar(title, unit, low=low, high=high, look=look)
    figure.add_scattergl(
        x=points[:, 0],
        y=points[:, 1],
        mode="markers",
        marker={
            **{"size": MARK_PX, "opacity": 0.85, "color": values, "colorscale": list(SEQUENTIAL[look])},
            **{"cmin": low, "cmax": high, "colorbar": bar, "line": {"width": 0.6, "color": look.muted}},
        },
        text=[f"A held-out piece: {title} {words}. Click to hear what lives here." for words in told],
        hovertemplate="%{text}<extra></extra>",
    )
    if here is not None:
        _ring(figure, here, look=look)
    _name_axes(figure, explained)
    return figure


def _name_axes(figure: go.Figure, explained: tuple[float, float]) -> None:
    bare = {"showticklabels": False, "showgrid": False}
    figure.update_xaxes(title=f"first direction, {percent(explained[0])} of the variance", **bare)
    figure.update_yaxes(title=f"second, {percent(explained[1])}", **bare)


def _colour_bar(title: str, unit: str, *, low: float, high: float, look: Look) -> dict:
    """What the colours say, above the map; pitches by their names."""
    bar = {"orientation": "h", "thickness": 10, "outlinewidth": 0, "y": 1, "yanchor": "bottom", "nticks": 6}
    bar |= {"title": {"text": f"{title}, {unit}", "side": "top", "font": {"size": 13, "color": look.muted}}}
    if unit != PITCH:
        return bar
    ticks = np.linspace(low, high, 5)
    return bar | {"tickvals": ticks, "ticktext": [pitch_name(round(tick)) for tick in ticks]}


def _value_words(value: float, unit: str) -> str:
    return pitch_name(round(value)) if unit == PITCH else f"{value:.1f}{NBSP}{unit}"


def _ring(figure: go.Figure, here: np.ndarray, *, look: Look) -> None:
    """A ring around the place that was heard last."""
    figure.add_scatter(
        x=[here[0]],
        y=[here[1]],
        mode="markers",
        marker={"size": 20, "symbol": "circle-open", "color": look.text, "line": {"width": 2.5}},
        hoverinfo="skip",
    )
