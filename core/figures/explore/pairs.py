"""Two features of tracks in, a picture of both together out: every point a track, every genre named at its middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
import plotly.graph_objects as go

from core.figures.explore.colouring import by_name
from core.figures.explore.distributions import AXIS_CHARACTERS, edges
from core.figures.explore.maps import LARGE_PX, MapPoints, Marks, map_chart
from core.figures.explore.outlines import Outline, inside
from core.figures.explore.thinning import thinned
from core.figures.lanes import value_words
from core.figures.look import Look
from core.figures.words import chart_text, minus

MAX_POINTS = 4_000
N_TICKS = 5
MARGIN = 0.03


@dataclass(frozen=True, eq=False)
class Pair:
    """Two features of tracks; everything stands in the same order.

    ``x`` and ``y`` are as they are drawn, ``measured`` (n_tracks, 2) as they were measured in ``units``: what a point
    says of its track.
    """

    ids: Sequence[str]
    genres: Sequence[str]
    x: np.ndarray
    y: np.ndarray
    measured: np.ndarray
    units: tuple[str, str]
    axes: tuple[str, str]


def pair_chart(
    pair: Pair, *, look: Look, title: str, selected: np.ndarray | None = None, heard: str | None = None
) -> go.Figure:
    """A point per track, with its id in ``customdata``; what is not ``selected`` is pale."""
    shown = thinned(pair.genres, most=MAX_POINTS, first=selected)
    ends = edges(pair.x), edges(pair.y)
    # In a square of 1 by 1, where names of genres keep apart; the ticks tell the values.
    xy = np.column_stack(
        [_placed(values[shown], *limits) for values, limits in zip((pair.x, pair.y), ends, strict=True)]
    )
    points = MapPoints([pair.ids[i] for i in shown], xy, [_told(pair, i) for i in shown])
    colouring = by_name([pair.genres[i] for i in shown], title="genre", look=look)
    marks = Marks(None if selected is None else np.asarray(selected, dtype=bool)[shown], heard)
    figure = map_chart(points, colouring, look=look, title=title, marks=marks, axes=pair.axes)
    for update, limits, name in zip((figure.update_xaxes, figure.update_yaxes), ends, pair.axes, strict=True):
        ticks = nice_ticks(*limits)
        update(
            range=[-MARGIN, 1 + MARGIN],
            tickvals=list(_placed(ticks, *limits)),
            ticktext=[tick_text(tick, ticks) for tick in ticks],
            showgrid=True,
            title_text="<br>".join(chart_text(line) for line in wrap(name, AXIS_CHARACTERS)),
            title_font_size=13,
        )
    figure.update_yaxes(scaleanchor=None)
    figure.update_layout(height=LARGE_PX)
    return figure


def drawn_inside(pair: Pair, outlines: Sequence[Outline]) -> np.ndarray:
    """Which tracks lie in shapes that were drawn on the picture of a pair, those too that are not drawn themselves.

    Returns
    -------
    np.ndarray of bool, shape (n_tracks,)
    """
    x, y = (_placed(values, *edges(values)) for values in (pair.x, pair.y))
    return inside(x, y, outlines)


def nice_ticks(low: float, high: float) -> np.ndarray:
    """About ``N_TICKS`` round numbers from ``low`` to ``high``: steps of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / N_TICKS
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * (1 - 1e-9))
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    return np.arange(first, last + 1) * step


def tick_text(tick: float, ticks: np.ndarray) -> str:
    """A tick with as many digits as tell it from its neighbours."""
    step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else abs(tick) or 1.0
    largest = float(np.abs(ticks).max(initial=0.0)) or 1.0
    if largest >= 1e6 or step < 1e-4:
        return minus(f"{tick:.3g}")
    digits = max(int(-np.floor(np.log10(step) + 1e-9)), 0)
    return minus(f"{round(tick, digits) + 0.0:,.{digits}f}")  # + 0.0: no tick is called -0


def _told(pair: Pair, place: int) -> str:
    both = " and ".join(value_words(value, unit) for value, unit in zip(pair.measured[place], pair.units, strict=True))
    return f"{pair.ids[place]}: {both}"


def _placed(values: np.ndarray, low: float, high: float) -> np.ndarray:
    return (np.clip(values, low, high) - low) / (high - low)
