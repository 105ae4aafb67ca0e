"""One feature and its contributions for a genre in, a point per track out: how the one goes with the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
import plotly.graph_objects as go

from core.figures.colours import genre_colours
from core.figures.explain.amounts import axis_of, hover, side_words, times_of
from core.figures.explore.distributions import AXIS_CHARACTERS, edges
from core.figures.lanes import value_words
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text

HEIGHT_PX = 380
DOT_PX, HEARD_PX = 9, 15


@dataclass(frozen=True, eq=False)
class FeatureEffect:
    """A feature of tracks and what it, or its family, adds for a genre; all in the order of ``ids``.

    Attributes
    ----------
    title, unit : of the feature
    measured : np.ndarray, shape (n_tracks,)
    values : np.ndarray, shape (n_tracks,), contributions of ``player``
    player : whose contributions they are: the feature itself, or its family
    """

    title: str
    unit: str
    player: str
    measured: np.ndarray
    values: np.ndarray
    ids: Sequence[str]
    truth: Sequence[str]


def dependence_points(
    effect: FeatureEffect, *, genre: str, quantity: str, look: Look, heard: str | None = None
) -> go.Figure:
    """A point per track with its id in ``customdata``, in the colour of its true genre.

    What lies far out is drawn at the edge, and the hover has its own value.
    """
    colours = genre_colours(name for name in effect.truth if name)
    low, high = edges(effect.measured)
    rings = np.array([identity == heard for identity in effect.ids], dtype=bool)
    figure = go.Figure(layout={"template": template(look), "height": HEIGHT_PX})
    figure.add_hline(y=0, line={"color": look.muted, "width": 1, "dash": "dash"}, layer="below")
    figure.add_scatter(
        x=np.clip(effect.measured, low, high),
        y=times_of(quantity) * effect.values,
        mode="markers",
        name="tracks",
        customdata=list(effect.ids),
        hovertext=[
            hover(
                f"{identity}{f', {truth}' if truth else ''}: {value_words(float(x), effect.unit)}. {effect.player} "
                f"{side_words(float(y), genre, quantity)}"
            )
            for identity, truth, x, y in zip(effect.ids, effect.truth, effect.measured, effect.values, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "size": np.where(rings, HEARD_PX, DOT_PX),
            "color": [colours.get(name, look.muted) for name in effect.truth],
            "opacity": 0.9,
            "line": {"color": look.text, "width": np.where(rings, 2, 0)},
        },
        selected={"marker": {"opacity": 0.9}},
        unselected={"marker": {"opacity": 0.9}},
    )
    named = f"{effect.title}, {effect.unit}" if effect.unit else effect.title
    pad = 0.03 * (high - low)
    lines = [chart_text(line) for line in wrap(named, AXIS_CHARACTERS)]
    figure.update_xaxes(title="<br>".join(lines), range=[low - pad, high + pad], nticks=6)
    figure.update_yaxes(title=f"for {chart_text(genre)}, {axis_of(quantity)}", showgrid=True, nticks=6)
    return figure
