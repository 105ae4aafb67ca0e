"""Counts of tracks that have both of two genres in, a map of them out."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text

CELL_PX = 26
AXIS_PX = 130
MAX_GENRES = 20


def together_map(genres: Sequence[str], counts: np.ndarray, *, look: Look) -> go.Figure:
    """A cell for every two genres, the stronger the more of the rarer one's tracks have the other too.

    Parameters
    ----------
    genres : the most frequent first; the first ``MAX_GENRES`` are shown
    counts : np.ndarray, shape (n_genres, n_genres); the diagonal counts the tracks of a genre
    """
    names = [chart_text(genre) for genre in genres[:MAX_GENRES]]
    shown = np.asarray(counts)[: len(names), : len(names)]
    own = np.diag(shown)
    share = shown / np.maximum(np.minimum.outer(own, own), 1)
    np.fill_diagonal(share := share.astype(float), np.nan)  # a genre always stands with itself
    words = [[f"{shown[i, j]:,} tracks are both {a} and {b}" for j, b in enumerate(names)] for i, a in enumerate(names)]
    figure = go.Figure(layout={"template": template(look), "height": CELL_PX * len(names) + AXIS_PX})
    places = list(range(len(names)))
    figure.add_heatmap(
        z=share,
        x=places,
        y=places,
        zmin=0,
        zmax=1,
        hovertext=words,
        hoverinfo="text",
        xgap=1,
        ygap=1,
        colorscale=[[0, look.panel], [1, look.accent]],
        showscale=False,
    )
    ticks = {"tickvals": places, "ticktext": names, "showgrid": False}
    figure.update_xaxes(**ticks, tickangle=-60)
    figure.update_yaxes(**ticks, autorange="reversed")
    return figure
