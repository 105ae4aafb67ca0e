"""Real tracks and made clips as points of one plane in, the map of both out: hollow is real, full is made."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from core.figures.colours import genre_colours
from core.figures.explore.map_marks import name_groups
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text

HEIGHT_PX, WIDTH_PX = 520, 900  # the width is about; the page decides
MARGIN = 0.06
SIZE_PX, RING_PX = 10, 20
LABEL_SIZE = 12


@dataclass(frozen=True, eq=False)
class Places:
    """Tracks on a map: ``is_made`` tells the clips; ``keys`` stand in the points' customdata; ``xy`` is (n, 2)."""

    keys: Sequence[str]
    genres: Sequence[str]
    is_made: np.ndarray
    told: Sequence[str]
    xy: np.ndarray


def places_chart(places: Places, *, look: Look, heard: str | None = None) -> go.Figure:
    """The map; ``heard`` is the key of the track in the player, which gets a ring."""
    figure = go.Figure(layout={"template": template(look), "height": HEIGHT_PX})
    colours = genre_colours(places.genres)
    of_point = np.array([colours[genre] for genre in places.genres])
    for made, symbol in ((False, "circle-open"), (True, "circle")):
        _add(figure, places, np.flatnonzero(np.asarray(places.is_made) == made), of_point, symbol)
    if heard in places.keys:
        at = places.xy[list(places.keys).index(heard)]
        figure.add_scattergl(
            x=[at[0]],
            y=[at[1]],
            mode="markers",
            marker={"symbol": "circle-open", "size": RING_PX, "color": look.text, "line": {"width": 3}},
            hoverinfo="skip",
            name="heard",
        )
    names = np.asarray(places.genres)
    groups = [(genre, colour, places.xy[names == genre]) for genre, colour in colours.items()]
    px = float((np.ptp(places.xy, axis=0) / (WIDTH_PX, HEIGHT_PX)).max()) or 1.0
    name_groups(figure, groups, look, size=LABEL_SIZE, px=px)
    for axis, values in ((figure.update_xaxes, places.xy[:, 0]), (figure.update_yaxes, places.xy[:, 1])):
        air = MARGIN * (float(np.ptp(values)) or 1.0)
        axis(visible=False, range=[float(values.min()) - air, float(values.max()) + air])
    figure.update_layout(hovermode="closest", clickmode="event+select")
    return figure


def _add(figure: go.Figure, places: Places, which: np.ndarray, colours: np.ndarray, symbol: str) -> None:
    if not len(which):
        return
    unchanged = {"marker": {"opacity": 0.9}}
    figure.add_scattergl(
        x=places.xy[which, 0],
        y=places.xy[which, 1],
        mode="markers",
        marker={
            "size": SIZE_PX,
            "color": list(colours[which]),
            "symbol": symbol,
            "opacity": 0.9,
            "line": {"width": 2 if symbol == "circle-open" else 0},
        },
        selected=unchanged,
        unselected=unchanged,
        customdata=[places.keys[i] for i in which],
        hovertext=[chart_text(places.told[i]) for i in which],
        hovertemplate="%{hovertext}<extra></extra>",
        name="made" if symbol == "circle" else "real",
    )
