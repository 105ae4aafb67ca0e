"""Features and their percentiles in, a strip of where a song stands among the training tracks out."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text

ROW_PX = 58
AXIS_PX = 44


def standout_strip(rows: Sequence[tuple[str, float, str]], *, look: Look) -> go.Figure:
    """One line per feature from the lowest training track to the highest, a dot where the song lies.

    Parameters
    ----------
    rows : (name in plain words, percentile of 0 to 100, sentence for the hover), the most unusual first
    """
    n_rows = len(rows)
    levels = list(range(n_rows))
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * n_rows + AXIS_PX})
    for level in levels:
        figure.add_shape(type="line", x0=0, x1=100, y0=level, y1=level, line={"color": look.line, "width": 2})
        figure.add_shape(type="line", x0=25, x1=75, y0=level, y1=level, line={"color": look.muted, "width": 6})
    figure.add_scatter(
        x=[percentile for _, percentile, _ in rows],
        y=levels,
        mode="markers",
        marker={"size": 15, "color": look.accent, "line": {"color": look.ground, "width": 2}},
        cliponaxis=False,
        hovertext=[chart_text(sentence) for *_, sentence in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for level, (name, *_) in zip(levels, rows, strict=True):
        figure.add_annotation(
            x=0,
            y=level,
            text=chart_text(name),
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            yshift=8,
            font={"size": 14},
        )
    figure.update_xaxes(
        range=[-2, 102],
        showgrid=False,
        tickvals=[0, 25, 50, 75, 100],
        title="training tracks that have less of it, in 100",
    )
    figure.update_yaxes(visible=False, range=[n_rows - 0.5, -0.85])
    return figure
