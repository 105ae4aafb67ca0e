"""Features and their percentiles in, a strip of where a song stands among the training tracks out."""

from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.template import template
from core.figures.words import NBSP, chart_text

ROW_PX = 58
AXIS_PX = 60
# A hover box is as wide as its longest line and is cut off at the edge of the chart.
HOVER_CHARACTERS = 38
NAME_CHARACTERS = 44
NAME_LINE_PX = 19


def standout_strip(rows: Sequence[tuple[str, float, str, str]], *, look: Look) -> go.Figure:
    """One line per feature from the lowest training track to the highest, a dot where the song lies.

    Parameters
    ----------
    rows : (name in plain words, percentile of 0 to 100, value as text, sentence for the hover), most unusual first
    """
    n_rows = len(rows)
    names = [wrap(name.replace(" %", f"{NBSP}%"), NAME_CHARACTERS) or [""] for name, *_ in rows]
    row_px = ROW_PX + NAME_LINE_PX * (max(map(len, names), default=1) - 1)
    figure = go.Figure(layout={"template": template(look), "height": row_px * n_rows + AXIS_PX})
    for level, (_, percentile, value, _) in enumerate(rows):
        _draw_line(figure, level, 0, 100, look.line, 2)
        _draw_line(figure, level, 25, 75, look.muted, 4)
        name = "<br>".join(chart_text(line) for line in names[level])
        _write(figure, 0, level, name, look.text, xanchor="left", yanchor="bottom", yshift=7, align="left")
        # Beside the dot, on the side that has room.
        side = {"xanchor": "right", "xshift": -12} if percentile > 50 else {"xanchor": "left", "xshift": 12}
        _write(figure, percentile, level, chart_text(value), look.muted, bgcolor=look.ground, **side)
    figure.add_scatter(
        x=[percentile for _, percentile, *_ in rows],
        y=list(range(n_rows)),
        mode="markers",
        marker={"size": 15, "color": look.accent, "line": {"color": look.ground, "width": 2}},
        cliponaxis=False,
        hovertext=["<br>".join(map(chart_text, wrap(sentence, HOVER_CHARACTERS))) for *_, sentence in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    title = "training tracks that have less of it, of 100"
    figure.update_xaxes(range=[-3, 104], showgrid=False, tickvals=[0, 25, 50, 75, 100], title=title)
    figure.update_yaxes(visible=False, range=[n_rows - 0.5, -0.85])
    return figure


def _draw_line(figure: go.Figure, level: int, start: float, end: float, colour: str, width: int) -> None:
    line = {"color": colour, "width": width}
    # Below the dots, which may lie at either end.
    figure.add_shape(type="line", x0=start, x1=end, y0=level, y1=level, layer="below", line=line)


def _write(figure: go.Figure, x: float, y: float, text: str, colour: str, **where) -> None:
    figure.add_annotation(
        x=x, y=y, text=text, showarrow=False, font={"size": 14, "color": colour}, borderpad=2, **where
    )
