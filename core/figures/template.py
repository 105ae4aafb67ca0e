"""A look in, the one Plotly template of the project out: transparent ground, no junk, sentences on hover."""

from functools import cache

import plotly.graph_objects as go

from core.figures.colours import GENRE_COLOURS
from core.figures.look import FONT, Look

# For st.plotly_chart(config=...): a chart is read here, not edited.
CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


@cache
def template(look: Look) -> go.layout.Template:
    """The template of every figure of the project in ``look``."""
    axis = {
        "gridcolor": look.line,
        "linecolor": look.line,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"color": look.muted, "size": 13},
        "title": {"font": {"color": look.muted, "size": 13}, "standoff": 10},
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 15, "color": look.text},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(GENRE_COLOURS.values()),
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "xaxis": axis,
            "yaxis": axis | {"showgrid": False},
            "showlegend": False,
            "dragmode": False,
            "bargap": 0.35,
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": look.muted, "activecolor": look.accent},
            "hoverlabel": {
                "bgcolor": look.panel,
                "bordercolor": look.line,
                "font": {"family": FONT, "size": 14, "color": look.text},
                "align": "left",
            },
        }
    )
