"""What a model called the tracks of each genre in, a table of it as a picture out: the fuller a cell, the stronger."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.figures.colours import ink_on
from core.figures.look import Look
from core.figures.scales import SEQUENTIAL, colour_at
from core.figures.template import template
from core.figures.words import NBSP, chart_text, percent, shortened

ROW_PX, AXIS_PX = 36, 118
MAX_NAME = 12
MAX_COUNTED = 16  # genres, with more the counts would not fit their cells
STRONGEST = 0.85  # of the scale; its very end would glare
N_STEPS = 16


def confusion_table(
    genres: Sequence[str], counts: np.ndarray, *, look: Look, picked: tuple[str, str] | None = None, what: str = "track"
) -> go.Figure:
    """A row per true genre, a column per answer; in each cell how many tracks, shaded by their share of the row.

    Parameters
    ----------
    counts : np.ndarray of int, shape (n_genres, n_genres), as [true][predicted]
    picked : the cell that is looked at, as (true, predicted); it gets a frame
    what : that is counted: "track", or "segment" where a protocol takes each for itself

    Returns
    -------
    A figure whose cells have (true genre, predicted genre) in ``customdata``
    """
    counts = np.asarray(counts)
    n_genres = len(genres)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    row_px = ROW_PX if n_genres <= MAX_COUNTED else ROW_PX // 2
    figure = go.Figure(layout={"template": template(look), "height": row_px * n_genres + AXIS_PX})
    scale = [colour_at(SEQUENTIAL[look], STRONGEST * i / N_STEPS) for i in range(N_STEPS + 1)]
    _add_shares(figure, share, scale)
    _add_cells(figure, genres, counts, share, scale, look, what)
    if picked and set(picked) <= set(genres):
        _frame(figure, genres.index(picked[0]), genres.index(picked[1]), look)
    names = [chart_text(shortened(genre, MAX_NAME)) for genre in genres]
    ticks = {"tickvals": list(range(n_genres)), "tickfont": {"color": look.text, "size": 13}, "showgrid": False}
    figure.update_xaxes(
        **ticks, ticktext=names, tickangle=-60, range=[-0.5, n_genres - 0.5], title="what the model calls them"
    )
    figure.update_yaxes(**ticks, ticktext=[f"{name}  " for name in names], range=[n_genres - 0.5, -0.5])
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
        colorscale=[[i / N_STEPS, colour] for i, colour in enumerate(scale)],
        showscale=False,
        hoverinfo="skip",
    )


def _add_cells(figure: go.Figure, genres, counts, share, scale, look: Look, what: str) -> None:
    """The counts, and over them points that nobody sees: Plotly tells of clicks on points alone."""
    cells = [(i, j) for i in range(len(genres)) for j in range(len(genres))]
    places = {"x": [j for _, j in cells], "y": [i for i, _ in cells]}
    if len(genres) <= MAX_COUNTED:
        inks = [ink_on(colour_at(scale, float(share[i, j]))) for i, j in cells]
        figure.add_scatter(
            **places,
            mode="text",
            text=[f"{counts[i, j]:,}" if counts[i, j] else "" for i, j in cells],
            textfont={"color": inks, "size": 12},
            hoverinfo="skip",
        )
    unchanged = {"marker": {"opacity": 0}}
    figure.add_scatter(
        **places,
        mode="markers",
        marker={"size": 26, "symbol": "square", "opacity": 0, "color": look.text},
        selected=unchanged,
        unselected=unchanged,
        customdata=[[genres[i], genres[j]] for i, j in cells],
        hovertext=[cell_words(genres[i], genres[j], int(counts[i, j]), float(share[i, j]), what) for i, j in cells],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def cell_words(true: str, predicted: str, count: int, share: float, what: str = "track") -> str:
    """The hover of one cell."""
    counted = f"{count:,}{NBSP}{what}{'s' * (count != 1)}"
    called = "called so" if true == predicted else f"called {chart_text(predicted)}"
    return f"{counted} of {chart_text(true)} {called}<br>{percent(share)} of the genre"


def _frame(figure: go.Figure, row: int, column: int, look: Look) -> None:
    line = {"color": look.text, "width": 2}
    corners = {"x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5, "y1": row + 0.5}
    figure.add_shape(type="rect", **corners, line=line, name="picked")
