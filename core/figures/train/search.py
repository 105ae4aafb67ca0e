"""The candidates of a search so far in, their picture out: a line for each, the best on top."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text, percent

ROW_PX, FRAME_PX = 56, 60
MAX_SHOWN = 10
MAX_WORDS = 46
# The words of a row stand above its line and its score below, so that both have room on a phone.


@dataclass(frozen=True)
class Tried:
    """A candidate, its mean accuracy (0 to 1) over the inner folds that are done, and how many those are."""

    words: str
    accuracy: float
    n_folds: int


def search_chart(tried: Sequence[Tried], *, look: Look) -> go.Figure:
    """A point for each of the best candidates; ``tried`` has the best first."""
    shown = list(tried[:MAX_SHOWN])
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(shown) + FRAME_PX})
    for level, candidate in enumerate(shown):
        line = {"color": look.line, "width": 1}
        figure.add_shape(type="line", x0=0, x1=100, y0=level, y1=level, line=line, layer="below", name="row")
        colour = look.accent if level == 0 else look.text
        _write(figure, 0, level, _short(candidate.words), colour, xanchor="left", yanchor="bottom", yshift=3)
        _write(figure, 100, level, _score(candidate), look.muted, xanchor="right", yanchor="top", yshift=-6)
    _add_points(figure, shown, look)
    left_out = len(tried) - len(shown)
    more = f", {left_out:,} more lie lower" if left_out else ""
    figure.update_xaxes(range=[0, 100], ticksuffix=" %", nticks=6, title=f"accuracy in inner folds{more}")
    figure.update_yaxes(range=[len(shown) - 0.4, -0.6], showticklabels=False)
    return figure


def _add_points(figure: go.Figure, shown: Sequence[Tried], look: Look) -> None:
    figure.add_scatter(
        x=[100 * candidate.accuracy for candidate in shown],
        y=list(range(len(shown))),
        mode="markers",
        marker={"size": 13, "color": [look.accent, *[look.muted] * (len(shown) - 1)][: len(shown)]},
        hovertext=[
            f"{chart_text(candidate.words)}: {percent(candidate.accuracy)} of the tracks right, {_folds(candidate)}"
            for candidate in shown
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        name="candidates",
    )


def _write(figure: go.Figure, x: float, y: int, text: str, colour: str, **where) -> None:
    figure.add_annotation(x=x, y=y, text=text, showarrow=False, font={"size": 14, "color": colour}, **where)


def _score(candidate: Tried) -> str:
    return f"{percent(candidate.accuracy)}, {_folds(candidate)}"


def _folds(candidate: Tried) -> str:
    return f"{candidate.n_folds} inner fold{'s' * (candidate.n_folds != 1)}"


def _short(words: str) -> str:
    return chart_text(words if len(words) <= MAX_WORDS else words[: MAX_WORDS - 1].rstrip() + "…")
