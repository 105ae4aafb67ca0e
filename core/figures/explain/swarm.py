"""Contributions of a few players for one genre in, a swarm of tracks per player out: which way each moves whom."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from core.figures.colours import genre_colours
from core.figures.explain.amounts import axis_of, hover, short, side_words, times_of
from core.figures.explore.colouring import FIRST_SEEN
from core.figures.look import Look
from core.figures.scales import SEQUENTIAL, colour_at
from core.figures.template import template
from core.figures.words import chart_text

ROW_PX, AXIS_PX, KEY_PX = 62, 52, 34
NAME_CHARACTERS = 56
N_BINS = 60
HEIGHT = 0.34  # of a row, to either side of its middle
MAX_STEP = 0.075  # so far apart two points of one place are at most
DOT_PX, HEARD_PX = 7, 14
OTHERS = 0.5  # how far tracks of other genres stand out from the ground


@dataclass(frozen=True, eq=False)
class SwarmRow:
    """One player for one genre.

    Attributes
    ----------
    values : np.ndarray, shape (n_tracks,), its contributions
    places : np.ndarray, shape (n_tracks,), of its feature among the tracks, 0 the lowest, 1 the highest; None where it
        holds several features
    measured : what was measured of each track, as words; empty where ``places`` is None
    """

    name: str
    title: str
    values: np.ndarray
    places: np.ndarray | None = None
    measured: Sequence[str] = ()


def beeswarm(
    rows: Sequence[SwarmRow],
    *,
    ids: Sequence[str],
    truth: Sequence[str],
    genre: str,
    quantity: str,
    look: Look,
    heard: str | None = None,
) -> go.Figure:
    """A row per player, the one that matters most on top; a point per track has (track, player) in its ``customdata``.

    A point's colour is the place of its feature, dark to light; of players that hold several features, whether the
    track is of the genre.

    Parameters
    ----------
    ids, truth : the tracks and their genres, in the order of the values
    heard : the track that is played; it gets a ring
    """
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(rows) + AXIS_PX + KEY_PX})
    by_value = is_by_value(rows)
    for level, row in enumerate(rows):
        _add_row(figure, level, row, by_value, ids, truth, genre, quantity, look, heard)
        figure.add_annotation(
            x=0,
            xref="paper",
            y=level - 0.5,
            text=chart_text(short(row.title, NAME_CHARACTERS)),
            showarrow=False,
            xanchor="left",
            font={"size": 13, "color": look.text},
            borderpad=0,
        )
    if by_value:
        _add_key(figure, look)
    reach = 1.08 * times_of(quantity) * max((float(np.abs(row.values).max(initial=0)) for row in rows), default=0)
    reach = reach or 1.0
    figure.add_vline(x=0, line={"color": look.muted, "width": 1, "dash": "dash"}, layer="below")
    _name_sides(figure, genre, look)
    figure.update_xaxes(range=[-reach, reach], title=axis_of(quantity), nticks=5)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.55, -0.75])
    figure.update_layout(margin={"t": KEY_PX})
    return figure


def is_by_value(rows: Sequence[SwarmRow]) -> bool:
    """Whether every player is one feature, whose value the colours can tell."""
    return bool(rows) and all(row.places is not None for row in rows)


def lifts(values: np.ndarray) -> np.ndarray:
    """How far each point lies off the middle of its row: points of nearly the same value stand above each other."""
    lift = np.zeros(len(values))
    span = float(np.ptp(values)) if len(values) else 0.0
    bins = np.zeros(len(values), dtype=int) if not span else np.round((values - values.min()) / span * N_BINS)
    fullest = max(np.unique(bins, return_counts=True)[1], default=1)
    step = min(MAX_STEP, 2 * HEIGHT / fullest)
    for number in np.unique(bins):
        own = np.flatnonzero(bins == number)
        turn = np.arange(own.size)
        lift[own] = step * ((turn + 1) // 2) * np.where(turn % 2, 1, -1)
    return lift


def _add_row(figure, level, row: SwarmRow, by_value, ids, truth, genre, quantity, look: Look, heard) -> None:
    # Tracks of the genre lie on top, and on top of them the one that is heard.
    order = np.argsort([2 * (identity == heard) + (name == genre) for identity, name in zip(ids, truth, strict=True)])
    rings = np.array([ids[i] == heard for i in order], dtype=bool)
    colours = _value_colours(row, look) if by_value else _truth_colours(truth, genre, look)
    told = _told(row, ids, truth, genre, quantity)
    figure.add_scatter(
        x=times_of(quantity) * row.values[order],
        y=(level + lifts(row.values))[order],
        mode="markers",
        name=row.name,
        customdata=[[ids[i], row.name] for i in order],
        hovertext=[told[i] for i in order],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "size": np.where(rings, HEARD_PX, DOT_PX),
            "color": [colours[i] for i in order],
            "opacity": 0.9,
            "line": {"color": look.text, "width": np.where(rings, 2, 0)},
        },
        # A click plays a track; the others shall not pale as if they were gone.
        selected={"marker": {"opacity": 0.9}},
        unselected={"marker": {"opacity": 0.9}},
    )


def _told(row: SwarmRow, ids, truth, genre: str, quantity: str) -> list[str]:
    told = []
    for i, identity in enumerate(ids):
        own = f", {truth[i]}" if truth[i] else ""
        at = f" ({row.measured[i]})" if len(row.measured) else ""
        told.append(hover(f"{identity}{own}: {row.title}{at} {side_words(float(row.values[i]), genre, quantity)}"))
    return told


def _value_colours(row: SwarmRow, look: Look) -> list[str]:
    scale = SEQUENTIAL[look][FIRST_SEEN:]
    return [colour_at(scale, float(place)) for place in row.places]


def _truth_colours(truth: Sequence[str], genre: str, look: Look) -> list[str]:
    own = genre_colours({*truth, genre} - {""})[genre]
    other = colour_at((look.ground, look.muted), OTHERS)
    return [own if name == genre else other for name in truth]


def _add_key(figure: go.Figure, look: Look) -> None:
    """The scale of the colours, above the picture."""
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name="key",
        hoverinfo="skip",
        marker={
            "color": [0, 1],
            "cmin": 0,
            "cmax": 1,
            "colorscale": [
                [i / (len(SEQUENTIAL[look]) - FIRST_SEEN - 1), colour]
                for i, colour in enumerate(SEQUENTIAL[look][FIRST_SEEN:])
            ],
            "colorbar": {
                "orientation": "h",
                "len": 0.34,
                "thickness": 8,
                "x": 0.93,
                "xanchor": "right",
                "y": 1,
                "yanchor": "bottom",
                "tickvals": [0, 1],
                "ticktext": ["lowest", "highest"],
                "tickfont": {"size": 12, "color": look.muted},
                "ticklabelposition": "outside top",
                "outlinewidth": 0,
                "ypad": 0,
                "xpad": 0,
            },
        },
    )


def _name_sides(figure: go.Figure, genre: str, look: Look) -> None:
    for x, words, anchor in ((0, f"← against {genre}", "left"), (1, f"for {genre} →", "right")):
        figure.add_annotation(
            x=x,
            xref="paper",
            y=0,
            yref="paper",
            yshift=-34,
            text=chart_text(words),
            showarrow=False,
            xanchor=anchor,
            font={"size": 13, "color": look.muted},
        )
