"""The values of one feature in, how they are spread in each genre out: a cloud, its middle half, and its tracks."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
import plotly.graph_objects as go

from core.figures.colours import faded, genre_colours
from core.figures.explore.thinning import thinned
from core.figures.lanes import value_words
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text, shortened

ROW_PX, AXIS_PX = 46, 56
MAX_GENRES = 16  # rows; the largest genres of a dataset with more
MAX_DOTS = 2_000
MIN_FOR_CLOUD = 5  # of fewer tracks a smooth cloud would tell what nobody knows
N_STEPS = 96
# What lies beyond is drawn at the edge: a single extreme track would press all others together.
EDGES = (0.4, 99.6)
CLOUD, BAR, DOTS = 0.46, -0.06, (-0.14, -0.4)  # heights of the parts of a row, from its middle upwards
PALE = 0.15
MAX_NAME = 14
AXIS_CHARACTERS, LINE_PX = 46, 18  # longer titles would not fit a phone


@dataclass(frozen=True, eq=False)
class FeatureValues:
    """One feature of tracks; everything stands in the same order.

    Attributes
    ----------
    values : np.ndarray, shape (n_tracks,), as they are drawn
    measured : np.ndarray, shape (n_tracks,), as they were measured, in ``unit``: what a dot says of its track
    axis : what the drawn values are
    is_scaled : whether they have no unit any more
    """

    ids: Sequence[str]
    genres: Sequence[str]
    values: np.ndarray
    measured: np.ndarray
    axis: str
    unit: str = ""
    is_scaled: bool = False


def genre_clouds(
    feature: FeatureValues, *, look: Look, selected: np.ndarray | None = None, heard: str | None = None
) -> go.Figure:
    """A row per genre, the one with the largest median on top; a dot per track has its id in ``customdata``.

    Parameters
    ----------
    selected : np.ndarray of bool, shape (n_tracks,); the others are pale. None is all
    heard : the track that is played; it gets a ring
    """
    names = rows_by_median(feature)
    low, high = edges(feature.values)
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(names) + AXIS_PX})
    colours, genres = genre_colours(names), np.asarray(feature.genres, dtype=str)
    step = (high - low) / N_STEPS
    for row, name in enumerate(names):
        own = feature.values[genres == name]
        _add_cloud(figure, np.clip(own, low, high), row, colours[name], low, high, is_pale=selected is not None)
        _add_middle(figure, own, row, name, "" if feature.is_scaled else feature.unit, (low, high), look)
    _add_dots(figure, feature, names, colours, (low, high), selected, heard, look)
    title = [chart_text(line) for line in wrap(feature.axis, AXIS_CHARACTERS)]
    figure.update_layout(height=figure.layout.height + LINE_PX * (len(title) - 1))
    figure.update_xaxes(title="<br>".join(title), range=[low - 2 * step, high + 2 * step], nticks=6)
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[f"{chart_text(shortened(name, MAX_NAME))}  " for name in names],
        range=[-0.65, len(names) - 0.35],
        tickfont={"color": look.text, "size": 15},
    )
    return figure


def rows_by_median(feature: FeatureValues) -> list[str]:
    """The genres that get a row, from the lowest median to the highest; tracks without a genre get none."""
    genres = np.asarray(feature.genres, dtype=str)
    names, counts = np.unique(genres[genres != ""], return_counts=True)
    largest = names[np.argsort(-counts, kind="stable")[:MAX_GENRES]]
    medians = {str(name): float(np.median(feature.values[genres == name])) for name in largest}
    return sorted(medians, key=lambda name: (medians[name], name))


def edges(values: np.ndarray) -> tuple[float, float]:
    """Where the axis begins and ends: at the extremes, or nearer where these lie far out."""
    low, high = (float(edge) for edge in np.percentile(values, EDGES)) if len(values) else (0.0, 1.0)
    lowest, highest = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    reach = (high - low) / 2
    low, high = (lowest if lowest > low - reach else low), (highest if highest < high + reach else high)
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def _add_cloud(
    figure: go.Figure, values: np.ndarray, row: int, colour: str, low: float, high: float, *, is_pale: bool
) -> None:
    if len(values) < MIN_FOR_CLOUD or np.ptp(values) == 0:
        return
    grid = np.linspace(low, high, N_STEPS + 1)
    height = density(values, grid)
    shown = height > 0.004 * height.max()
    grid, height = grid[shown], CLOUD * height[shown] / height.max()
    figure.add_scatter(
        x=[*grid, *grid[::-1]],
        y=[*(row + height), *([row] * len(grid))],
        mode="lines",
        fill="toself",
        line={"color": colour, "width": 1},
        fillcolor=faded(colour, 0.2 if is_pale else 0.45),
        hoverinfo="skip",
    )


def density(values: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """How densely values lie at the places of an even grid: a Gaussian around each, as wide as Silverman's rule says.

    B. W. Silverman. Density estimation for statistics and data analysis (1986), equation 3.31.
    """
    step = grid[1] - grid[0]
    quartiles = np.percentile(values, (25, 75))
    spread = min(values.std(), (quartiles[1] - quartiles[0]) / 1.34) or values.std()
    width = max(0.9 * spread * len(values) ** -0.2, step / 2)
    counts = np.histogram(values, bins=np.append(grid - step / 2, grid[-1] + step / 2))[0]
    reach = np.arange(-len(grid) + 1, len(grid)) * step
    kernel = np.exp(-0.5 * (reach / width) ** 2) / (width * np.sqrt(2 * np.pi))
    return np.convolve(counts, kernel, mode="valid") / len(values)


def _add_middle(
    figure: go.Figure,
    values: np.ndarray,
    row: int,
    name: str,
    unit: str,
    ends: tuple[float, float],
    look: Look,
) -> None:
    """A bar over the middle half of the tracks and a mark at the median."""
    first, median, last = np.percentile(values, (25, 50, 75))
    shown = np.clip([first, median, last], *ends)
    words = (
        f"{chart_text(name)}: {value_words(median, unit)} in the middle<br>half of its {len(values):,} tracks lie "
        f"between<br>{value_words(first, '')} and {value_words(last, unit)}"
    )
    figure.add_scatter(
        x=[shown[0], shown[2]],
        y=[row + BAR, row + BAR],
        mode="lines",
        line={"color": look.text, "width": 3},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[shown[1]],
        y=[row + BAR],
        mode="markers",
        marker={"symbol": "diamond", "size": 12, "color": look.text, "line": {"color": look.ground, "width": 2}},
        unselected={"marker": {"opacity": 1}},
        hovertext=[words],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _add_dots(figure, feature: FeatureValues, names, colours, ends, selected, heard, look: Look) -> None:
    """All tracks in one layer: pale where others are selected."""
    shown = thinned(feature.genres, most=MAX_DOTS, first=selected)
    row_of = {name: row for row, name in enumerate(names)}
    shown = np.array([place for place in shown if feature.genres[place] in row_of], dtype=int)
    # The same track lies at the same height in every picture.
    lift = np.random.default_rng(0).uniform(*DOTS[::-1], len(feature.ids))[shown]
    rows = np.array([row_of[feature.genres[place]] for place in shown], dtype=float)
    strong = np.ones(len(shown), dtype=bool) if selected is None else np.asarray(selected, dtype=bool)[shown]
    is_heard = np.array([feature.ids[place] == heard for place in shown], dtype=bool)
    opacity = np.where(strong, 0.85, PALE)
    figure.add_scattergl(
        x=np.clip(feature.values[shown], *ends),
        y=rows + lift,
        mode="markers",
        customdata=[feature.ids[place] for place in shown],
        hovertext=[
            f"{chart_text(feature.ids[place])}: {value_words(feature.measured[place], feature.unit)}" for place in shown
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "size": np.where(is_heard, 13, 5),
            "color": [colours[feature.genres[place]] for place in shown],
            "opacity": np.where(is_heard, 1, opacity),
            "line": {"color": look.text, "width": np.where(is_heard, 2, 0)},
        },
        # A click plays a track; the others shall not pale as if they were gone.
        selected={"marker": {"opacity": 0.85}},
        unselected={"marker": {"opacity": 0.85 if selected is None else 0.5}},
    )
