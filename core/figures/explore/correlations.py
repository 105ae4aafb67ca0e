"""Correlations of features in, a map of them out: a cell for every two, blue where one falls as the other rises."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.scales import DIVERGING
from core.figures.template import template
from core.figures.words import chart_text, minus, shortened

HEIGHT_PX, BAR_PX = 520, 54
MAX_NAMED = 40  # more names than this cannot be read
MAX_NAME = 22


def correlation_map(
    names: Sequence[str],
    labels: Sequence[str],
    matrix: np.ndarray,
    *,
    look: Look,
    picked: tuple[str, str] | None = None,
) -> go.Figure:
    """A cell for every two features, in the order they come.

    Parameters
    ----------
    names, labels : of the columns, in the table and in plain words
    matrix : np.ndarray, shape (n, n), from -1 to 1
    picked : the two that are looked at; their cell gets a frame

    Returns
    -------
    A figure whose cells have their two names in ``customdata``
    """
    n = len(names)
    figure = go.Figure(layout={"template": template(look), "height": HEIGHT_PX + BAR_PX})
    _add_cells(figure, matrix, look)
    _add_targets(figure, names, labels, matrix)
    if picked is not None and set(picked) <= set(names):
        _add_frame(figure, *(list(names).index(name) for name in picked), look)
    ticks = [f"{chart_text(_short(name))} " for name in names] if n <= MAX_NAMED else []
    figure.update_xaxes(visible=False, range=[-0.5, n - 0.5])
    figure.update_yaxes(
        tickvals=list(range(n)) if ticks else [],
        ticktext=ticks,
        range=[n - 0.5, -0.5],
        tickfont={"size": 11, "color": look.muted},
    )
    figure.update_layout(hovermode="closest")
    return figure


def _add_cells(figure: go.Figure, matrix: np.ndarray, look: Look) -> None:
    places, scale = list(range(len(matrix))), DIVERGING[look]
    gap = 1 if len(matrix) <= MAX_NAMED else 0
    figure.add_heatmap(
        z=np.round(matrix, 3),
        x=places,
        y=places,
        zmin=-1,
        zmax=1,
        xgap=gap,
        ygap=gap,
        colorscale=[[i / (len(scale) - 1), colour] for i, colour in enumerate(scale)],
        hoverinfo="skip",
        colorbar=_bar(look),
    )


def _add_targets(figure: go.Figure, names: Sequence[str], labels: Sequence[str], matrix: np.ndarray) -> None:
    """Points that nobody sees in the middle of the cells: Plotly tells of clicks on points alone."""
    n, invisible = len(names), {"marker": {"opacity": 0}}
    shown = labels if n <= MAX_NAMED else names
    rows, columns = (places.ravel() for places in np.indices((n, n)))
    figure.add_scattergl(
        x=columns,
        y=rows,
        mode="markers",
        marker={"size": max(HEIGHT_PX // max(n, 1), 4), "symbol": "square", "opacity": 0},
        selected=invisible,
        unselected=invisible,
        customdata=[[names[j], names[i]] for i, j in zip(rows, columns, strict=True)],
        hovertext=[
            f"{chart_text(shown[i])}<br>and {chart_text(shown[j])}:<br>r = {minus(f'{matrix[i, j]:.2f}')}"
            for i, j in zip(rows, columns, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _add_frame(figure: go.Figure, column: int, row: int, look: Look) -> None:
    figure.add_shape(
        type="rect",
        x0=column - 0.5,
        x1=column + 0.5,
        y0=row - 0.5,
        y1=row + 0.5,
        line={"color": look.text, "width": 2},
    )


def _bar(look: Look) -> dict:
    return {
        "orientation": "h",
        "thickness": 8,
        "len": 0.7,
        "x": 0.5,
        "y": -0.01,
        "yanchor": "top",
        "outlinewidth": 0,
        "tickvals": [-1, -0.5, 0, 0.5, 1],
        "ticktext": [minus(text) for text in ("-1", "-0.5", "0", "0.5", "1")],
        "tickfont": {"color": look.muted, "size": 12},
    }


def _short(name: str) -> str:
    return shortened(name.removesuffix("_mean").replace("_", " "), MAX_NAME)
