"""What a model calls 100 songs of one genre in, one stacked bar out."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.figures.colours import genre_colours, ink_on
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text

HEIGHT_PX = 64
# A part too narrow for its name at this size goes without; hover and the sentence under the bar have it.
_MIN_FONT_PX = 12


def calls_bar(calls: Sequence[tuple[str, int]], *, truth: str, look: Look) -> go.Figure:
    """One bar of 100 songs of the genre ``truth``, cut by what a model calls them; the right ones are framed.

    Parameters
    ----------
    calls : (genre, songs of 100) in reading order
    """
    colours = genre_colours(genre for genre, _ in calls)
    figure = go.Figure(layout={"template": template(look), "height": HEIGHT_PX, "barmode": "stack", "bargap": 0.1})
    for genre, n_songs in calls:
        name, right = chart_text(genre), genre == truth
        figure.add_bar(
            x=[n_songs],
            y=[""],
            orientation="h",
            name=name,
            marker={"color": colours[genre], "line": {"color": look.text if right else look.ground, "width": 2}},
            text=f"{name}<br>{n_songs}",
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": ink_on(colours[genre]), "size": 13},
            # A list: a single text is read as one label per point of an axis, and shows "-".
            hovertext=[f"Of 100 {chart_text(truth)} songs it calls {n_songs} {name}" + (": right" if right else "")],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    figure.update_layout(uniformtext={"mode": "hide", "minsize": _MIN_FONT_PX})
    figure.update_xaxes(visible=False, range=[0, max(sum(n for _, n in calls), 1)])
    figure.update_yaxes(visible=False)
    return figure
