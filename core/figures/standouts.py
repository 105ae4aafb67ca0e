"""Features and their percentiles in, a strip of where a song stands among the training tracks out."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text

ROW_PX = 58
AXIS_PX = 60


def standout_strip(rows: Sequence[tuple[str, float, str, str]], *, look: Look) -> go.Figure:
    """One line per feature from the lowest training track to the highest, a dot where the song lies.

    Parameters
    ----------
    rows : (name in plain words, percentile of 0 to 100, value as text, sentence for the hover), most unusual first
    """
    n_rows = len(rows)
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * n_rows + AXIS_PX})
    for level, (name, percentile, value, _) in enumerate(rows):
        figure.add_shape(type="line", x0=0, x1=100, y0=level, y1=level, line={"color": look.line, "width": 2})
        figure.add_shape(type="line", x0=25, x1=75, y0=level, y1=level, line={"color": look.muted, "width": 4})
        _write(figure, 0, level, name, look.text, xanchor="left", yanchor="bottom", yshift=7)
        # Beside the dot, on the side that has room.
        side = {"xanchor": "right", "xshift": -12} if percentile > 50 else {"xanchor": "left", "xshift": 12}
        _write(figure, percentile, level, value, look.muted, bgcolor=look.ground, **side)
    figure.add_scatter(
        x=[percentile for _, percentile, *_ in rows],
        y=list(range(n_rows)),
        mode="markers",
        marker={"size": 15, "color": look.accent, "line": {"color": look.ground, "width": 2}},
        cliponaxis=False,
        hovertext=[chart_text(sentence) for *_, sentence in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    title = "training tracks that have less of it, of 100"
    figure.update_xaxes(range=[-3, 104], showgrid=False, tickvals=[0, 25, 50, 75, 100], title=title)
    figure.update_yaxes(visible=False, range=[n_rows - 0.5, -0.85])
    return figure


def _write(figure: go.Figure, x: float, y: float, text: str, colour: str, **where) -> None:
    figure.add_annotation(
        x=x, y=y, text=chart_text(text), showarrow=False, font={"size": 14, "color": colour}, borderpad=2, **where
    )
