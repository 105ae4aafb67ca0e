"""Counts of tracks by genre and by group in, a table of them as a picture out: the fuller a cell, the stronger."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.figures.colours import ink_on
from core.figures.look import Look
from core.figures.scales import SEQUENTIAL, colour_at
from core.figures.template import template
from core.figures.words import NBSP, chart_text, percent, shortened

ROW_PX, AXIS_PX = 34, 62
MAX_GENRES = 20
MAX_NAME = 14
STRONGEST = 0.85  # of the scale; its very end would glare


def group_table(genres: Sequence[str], counts: np.ndarray, *, look: Look) -> go.Figure:
    """A row per genre, a column per group; in each cell how many tracks of the genre are in the group.

    Parameters
    ----------
    counts : np.ndarray of int, shape (n_genres, n_groups)

    Returns
    -------
    A figure whose cells have (genre, place of the group) in ``customdata``
    """
    genres, counts = list(genres)[:MAX_GENRES], np.asarray(counts)[:MAX_GENRES]
    totals = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    share = counts / totals
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(genres) + AXIS_PX})
    scale = [colour_at(SEQUENTIAL[look], STRONGEST * i / 16) for i in range(17)]
    columns = list(range(counts.shape[1]))
    _add_shares(figure, share, scale)
    _add_cells(figure, genres, counts, share, scale)
    figure.update_xaxes(
        title="group that k-means found",
        tickvals=columns,
        ticktext=[str(column + 1) for column in columns],
        showgrid=False,
        range=[-0.5, len(columns) - 0.5],
    )
    figure.update_yaxes(
        tickvals=list(range(len(genres))),
        ticktext=[f"{chart_text(shortened(genre, MAX_NAME))}  " for genre in genres],
        tickfont={"color": look.text, "size": 14},
        range=[len(genres) - 0.5, -0.5],
    )
    figure.update_layout(hovermode="closest")
    return figure


def _add_shares(figure: go.Figure, share: np.ndarray, scale: Sequence[str]) -> None:
    figure.add_heatmap(
        z=share,
        x=list(range(share.shape[1])),
        y=list(range(share.shape[0])),
        zmin=0,
        zmax=1,
        xgap=2,
        ygap=2,
        colorscale=[[i / 16, colour] for i, colour in enumerate(scale)],
        showscale=False,
        hoverinfo="skip",
    )


def _add_cells(figure: go.Figure, genres: Sequence[str], counts: np.ndarray, share: np.ndarray, scale) -> None:
    """The counts, which can be clicked."""
    cells = [(i, j) for i in range(len(genres)) for j in range(counts.shape[1])]
    inks = [ink_on(colour_at(scale, float(share[i, j]))) for i, j in cells]
    places = {"x": [j for _, j in cells], "y": [i for i, _ in cells]}
    figure.add_scatter(
        **places,
        mode="text",
        text=[f"{counts[i, j]:,}" if counts[i, j] else "" for i, j in cells],
        textfont={"color": inks, "size": 12},
        hoverinfo="skip",
    )
    # Points that nobody sees: Plotly tells of clicks on points alone, and not where they are text too.
    unchanged = {"marker": {"opacity": 0}}
    figure.add_scatter(
        **places,
        mode="markers",
        marker={"size": 26, "symbol": "square", "opacity": 0},
        selected=unchanged,
        unselected=unchanged,
        customdata=[[genres[i], j] for i, j in cells],
        hovertext=[_sentence(genres[i], int(counts[i, j]), float(share[i, j]), j) for i, j in cells],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _sentence(genre: str, count: int, share: float, group: int) -> str:
    tracks = f"{count:,}{NBSP}track{'s' * (count != 1)}"
    return f"{tracks} of {chart_text(genre)} in group {group + 1}<br>{percent(share)} of the genre"
