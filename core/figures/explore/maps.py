"""Tracks as points of a plane in, the map of them out: what is selected stands out, every point tells what it is.

Layers from below: halos of points whose neighbours were torn apart, pale points, selected points, the rings of the
track that is heard and of its neighbours, names, songs that were put on the map.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
import plotly.graph_objects as go

from core.figures.explore.colouring import Colouring
from core.figures.explore.map_marks import Marks, PlacedSong, add_rings, add_songs, name_groups, song_words
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text

LARGE_PX, SMALL_PX = 560, 400
WIDTH_PX = {True: 760, False: 260}  # about; the page decides
HEAD_PX = 34  # the title and the small bar of buttons
MARGIN = 0.06  # of the width of the picture around the outermost points
PALE = 0.13
# From so many points to fewer than so many: the size of a mark in pixels and its opacity.
CROWDS = ((0, 9, 0.9), (400, 7, 0.85), (2_000, 5, 0.75), (8_000, 3.5, 0.6))
LABEL_SIZE = {True: 13, False: 11}  # on a large map, on a small one
BAR_PX, AXIS_PX = 54, 44  # below the points, where there is a scale of colours, and the names of axes
CHARACTER_PX = 6.5  # about, of the name of an axis
LEAST_NAMED = 0.04  # of the selected points: a name for fewer would cover more than it tells
POINTS, PALE_POINTS = "points", "pale points"
BUTTONS = ("lasso2d", "select2d", "zoom2d", "pan2d", "resetScale2d", "toImage")


@dataclass(frozen=True, eq=False)
class MapPoints:
    """The points of one map.

    Attributes
    ----------
    ids : the tracks
    xy : np.ndarray, shape (n_points, 2)
    told : what is known of each track, the first line of its hover sentence
    torn : np.ndarray, shape (n_points,), 0..1: the share of its neighbours that the map tore away; None is not shown
    """

    ids: Sequence[str]
    xy: np.ndarray
    told: Sequence[str]
    torn: np.ndarray | None = None


def map_chart(
    points: MapPoints,
    colouring: Colouring,
    *,
    look: Look,
    title: str,
    marks: Marks | None = None,
    axes: tuple[str, str] | None = None,
    is_large: bool = True,
    has_labels: bool = True,
) -> go.Figure:
    """A map of tracks; the id of each is in its point's ``customdata``.

    Parameters
    ----------
    title : what the map shows; it stands in a picture that is taken along
    axes : what the two axes mean; None where they mean nothing and only nearness counts
    has_labels : whether the names of the colours stand at the middle of their points

    Returns
    -------
    A figure on which one unit is as long to the right as it is upwards
    """
    marks = marks or Marks()
    height = LARGE_PX if is_large else SMALL_PX
    figure = go.Figure(layout={"template": template(look), "height": height, "paper_bgcolor": look.ground})
    chosen = np.ones(len(points.ids), dtype=bool) if marks.selected is None else np.asarray(marks.selected, dtype=bool)
    if points.torn is not None:
        _add_halos(figure, points, chosen, look)
    _add_points(figure, points, colouring, ~chosen, look, opacity=PALE)
    _add_points(figure, points, colouring, chosen, look, opacity=_size_and_opacity(len(points.ids))[1])
    add_rings(figure, points.ids, points.xy, marks, look)
    if has_labels:
        px = float((np.ptp(points.xy, axis=0) / (WIDTH_PX[is_large], height - HEAD_PX)).max()) or 1.0
        name_groups(figure, _groups(points, colouring, chosen), look, size=LABEL_SIZE[is_large], px=px)
    add_songs(figure, marks.songs, look, size=LABEL_SIZE[is_large], is_large=is_large)
    _lay_out(figure, points, marks, look, title=title, axes=axes, has_bar=colouring.values is not None)
    figure.update_xaxes(showticklabels=is_large and axes is not None)
    figure.update_yaxes(showticklabels=is_large and axes is not None)
    return figure


def map_config(file_name: str) -> dict:
    """For st.plotly_chart: a small bar to lasso, box, zoom and take the picture along under an honest name."""
    return {
        "displayModeBar": True,
        "displaylogo": False,
        "scrollZoom": False,
        "responsive": True,
        "modeBarButtons": [list(BUTTONS)],
        "toImageButtonOptions": {"format": "png", "filename": file_name, "scale": 2},
    }


def _size_and_opacity(n_points: int) -> tuple[float, float]:
    return next((size, opacity) for least, size, opacity in reversed(CROWDS) if n_points >= least)


def _add_halos(figure: go.Figure, points: MapPoints, chosen: np.ndarray, look: Look) -> None:
    torn = np.clip(points.torn[chosen], 0, 1)
    size, _ = _size_and_opacity(len(points.ids))
    figure.add_scattergl(
        x=points.xy[chosen, 0],
        y=points.xy[chosen, 1],
        mode="markers",
        name="torn",
        marker={"size": 1.9 * size, "color": look.text, "opacity": 0.4 * torn**2, "line": {"width": 0}},
        hoverinfo="skip",
    )


def _add_points(
    figure: go.Figure, points: MapPoints, colouring: Colouring, which: np.ndarray, look: Look, *, opacity: float
) -> None:
    places = _others_first(np.flatnonzero(which), colouring)
    if not len(places):
        return
    unchanged = {"marker": {"opacity": opacity}}
    figure.add_scattergl(
        x=points.xy[places, 0],
        y=points.xy[places, 1],
        mode="markers",
        name=PALE_POINTS if opacity == PALE else POINTS,
        customdata=[points.ids[place] for place in places],
        hovertext=[_sentence(points, colouring, place) for place in places],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "size": _size_and_opacity(len(points.ids))[0],
            "opacity": opacity,
            "line": {"width": 0},
            **_colours(colouring, places, look, with_bar=opacity != PALE),
        },
        # The page draws the selection itself; until it has, nothing flickers.
        selected=unchanged,
        unselected=unchanged,
    )


def _others_first(places: np.ndarray, colouring: Colouring) -> np.ndarray:
    """The grey points below those that have a colour of their own."""
    if not colouring.colours:
        return places
    named = {colour for _, colour, _ in colouring.keys}
    is_named = np.array([colouring.colours[place] in named for place in places], dtype=bool)
    return np.concatenate([places[~is_named], places[is_named]])


def _colours(colouring: Colouring, places: np.ndarray, look: Look, *, with_bar: bool) -> dict:
    if colouring.values is None:
        return {"color": [colouring.colours[place] for place in places]}
    return {
        "color": colouring.values[places],
        "colorscale": list(colouring.scale),
        "cmin": colouring.low,
        "cmax": colouring.high,
        "showscale": with_bar,
        "colorbar": {
            "orientation": "h",
            "thickness": 8,
            "len": 0.6,
            "y": 0,
            "yanchor": "top",
            "x": 0.5,
            "outlinewidth": 0,
            "tickfont": {"color": look.muted, "size": 12},
            "title": {"text": chart_text(colouring.title), "side": "top", "font": {"color": look.muted, "size": 12}},
            "nticks": 4,
        },
    }


def _sentence(points: MapPoints, colouring: Colouring, place: int) -> str:
    told, name = points.told[place], colouring.names[place]
    lines = [chart_text(told)] + ([] if name in told else [chart_text(name)])
    if points.torn is not None:
        lines.append(f"{100 * points.torn[place]:.0f} % of its neighbours are elsewhere on this map")
    return "<br>".join(lines)


def _groups(points: MapPoints, colouring: Colouring, chosen: np.ndarray) -> list[tuple[str, str, np.ndarray]]:
    """Name, colour and selected points of each name that has a colour, and more than a few of those points."""
    colours = np.array(colouring.colours, dtype=object)
    groups = [(name, colour, points.xy[(colours == colour) & chosen]) for name, colour, _ in colouring.keys]
    return [group for group in groups if len(group[2]) >= LEAST_NAMED * chosen.sum()]


def _lay_out(
    figure: go.Figure,
    points: MapPoints,
    marks: Marks,
    look: Look,
    *,
    title: str,
    axes: tuple[str, str] | None,
    has_bar: bool,
) -> None:
    across, up = axes or ("", "")
    everything = np.vstack([points.xy, *([song.x, song.y] for song in marks.songs)])
    pad = MARGIN * _extent(everything)
    low, high = everything.min(axis=0) - pad, everything.max(axis=0) + pad
    bare = {"showgrid": False, "fixedrange": False}
    figure.update_xaxes(**bare, title_text=chart_text(across), range=[low[0], high[0]])
    below = has_bar * (BAR_PX + AXIS_PX * (axes is not None)) or 4
    beside = figure.layout.height - HEAD_PX - below - (0 if has_bar else AXIS_PX)
    up = "<br>".join(map(chart_text, wrap(up, int(beside / CHARACTER_PX))))
    figure.update_yaxes(**bare, title_text=up, range=[low[1], high[1]], scaleanchor="x", scaleratio=1)
    if has_bar and axes is not None:
        figure.update_traces(
            marker_colorbar_y=-AXIS_PX / (figure.layout.height - HEAD_PX - below), selector={"name": POINTS}
        )
    figure.update_layout(
        margin={"l": 4, "r": 4, "t": HEAD_PX, "b": below},
        title=_at_the_top(title, look),
        newselection={"line": {"color": look.text, "width": 1.5, "dash": "dot"}},
        hovermode="closest",
        dragmode="pan",
    )


def _at_the_top(title: str, look: Look) -> dict:
    return {
        "text": chart_text(title),
        "font": {"size": 13, "color": look.muted},
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": 9, "l": 4},
    }


def _extent(xy: np.ndarray) -> float:
    """The longer side of the points; 1 where all lie in one place."""
    return float(np.ptp(xy, axis=0).max()) or 1.0 if len(xy) else 1.0


__all__ = ["MapPoints", "Marks", "PlacedSong", "map_chart", "map_config", "song_words"]
