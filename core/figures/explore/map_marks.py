"""What stands out on a map of tracks: rings, songs that were put on it, and names, each above what was drawn before."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from core.figures.explore.labels import spread
from core.figures.look import Look
from core.figures.words import chart_text, shortened

MAX_NAME = 22
MAX_SMALL = 14  # letters of a song's name on a small map
CHARACTER = 0.42  # the width of a letter to the height of a label
LINE = 1.9  # the height of a label to that of its letters


@dataclass(frozen=True)
class PlacedSong:
    """A song that is not in the table; ``is_exact`` decides its shape and its word."""

    name: str
    x: float
    y: float
    is_exact: bool


@dataclass(frozen=True, eq=False)
class Marks:
    """What stands out on a map.

    Attributes
    ----------
    selected : np.ndarray of bool, shape (n_points,); None is all
    heard : the track in the player
    neighbours : the tracks nearest to it, by their numbers
    songs : songs of the visitor
    """

    selected: np.ndarray | None = None
    heard: str | None = None
    neighbours: Sequence[str] = ()
    songs: Sequence[PlacedSong] = ()


def add_rings(figure: go.Figure, ids: Sequence[str], xy: np.ndarray, marks: Marks, look: Look) -> None:
    """A thick ring around the track that is heard, thin ones around the tracks nearest to it."""
    where = {identity: place for place, identity in enumerate(ids)}
    near = [where[identity] for identity in marks.neighbours if identity in where]
    rings = [(near, 13, 1.5, "neighbours")]
    if marks.heard in where:
        rings.append(([where[marks.heard]], 20, 3, "heard"))
    for places, size, width, name in rings:
        if places:
            figure.add_scattergl(
                x=xy[places, 0],
                y=xy[places, 1],
                mode="markers",
                name=name,
                marker={"symbol": "circle-open", "size": size, "color": look.text, "line": {"width": width}},
                selected={"marker": {"opacity": 1}},
                unselected={"marker": {"opacity": 1}},
                hoverinfo="skip",
            )


def add_songs(figure: go.Figure, songs: Sequence[PlacedSong], look: Look, *, size: int, is_large: bool) -> None:
    """A diamond where the place is exact, a star where it is approximate; the word stands beside it."""
    for song in songs:
        figure.add_scattergl(
            x=[song.x],
            y=[song.y],
            mode="markers",
            name="song",
            marker={
                "symbol": "diamond" if song.is_exact else "star",
                "size": 17,
                "color": look.text,
                "line": {"color": look.ground, "width": 2},
            },
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            hovertext=[song_words(song)],
            hovertemplate="%{hovertext}<extra></extra>",
        )
        written = song_words(song, most=MAX_NAME if is_large else MAX_SMALL)
        _write(figure, song.x, song.y, written, look, border=look.text, size=size, yshift=20)


def song_words(song: PlacedSong, *, most: int = MAX_NAME) -> str:
    """The name of a song, and a word where its place is an estimate."""
    name = _short(song.name, most)
    return name if song.is_exact else f"{name} (approximate)"


def name_groups(
    figure: go.Figure, groups: Sequence[tuple[str, str, np.ndarray]], look: Look, *, size: int, px: float
) -> None:
    """Write the name of each group at the middle of its points, where no name covers another.

    Parameters
    ----------
    groups : (name, colour, np.ndarray of shape (n_points, 2)); one without points has no name
    size : of the letters, in pixels
    px : how long a pixel is, in the unit of the points
    """
    groups = [group for group in groups if len(group[2])]
    if not groups:
        return
    height = LINE * size * px
    middles = np.array([np.median(xy, axis=0) for _, _, xy in groups])
    widths = np.array([(len(_short(name)) + 1) * CHARACTER * height for name, _, _ in groups])
    for (name, colour, _), (x, y) in zip(groups, spread(middles, widths=widths, height=height), strict=True):
        _write(figure, x, y, _short(name), look, border=colour, size=size)


def _write(figure: go.Figure, x: float, y: float, text: str, look: Look, *, border: str, size: int, **where):
    figure.add_annotation(
        x=float(x),
        y=float(y),
        text=text,
        showarrow=False,
        font={"size": size, "color": look.text},
        bgcolor=look.panel,
        bordercolor=border,
        borderwidth=1.5,
        borderpad=2,
        opacity=0.9,
        captureevents=False,
        **where,
    )


def _short(name: str, most: int = MAX_NAME) -> str:
    return chart_text(shortened(name, most))
