"""How a jazz model learns, epoch by epoch, in; what it costs, what z carries, and how many units do, out."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from core.figures.look import Look
from core.figures.template import template

PANEL_PX = 150
# Key of a row, what the panel is called, and what a line of it is called.
PANELS = (
    ("Nats per step", (("train_reconstruction", "learnt from"), ("valid_bound", "held out"))),
    ("KL, nats per sequence", (("kl_per_sequence", "held out"),)),
    ("Active units of z", (("n_active", "held out"),)),
)


def training_curves(rows: Sequence[Mapping[str, float]], *, look: Look) -> go.Figure:
    """One panel under the other on one axis of epochs; ``rows`` as `core.jazz.training.live.read_curves` tells them."""
    figure = make_subplots(rows=len(PANELS), cols=1, shared_xaxes=True, vertical_spacing=0.12)
    figure.update_layout(template=template(look), height=PANEL_PX * len(PANELS) + 60, margin={"t": 24, "r": 90})
    epochs = [row["epoch"] for row in rows]
    for place, (title, lines) in enumerate(PANELS, start=1):
        for key, name in lines:
            values = [row.get(key) for row in rows]
            _line(figure, epochs, values, place=place, name=name, is_own=name == "held out", look=look)
        figure.add_annotation(
            text=title,
            **{"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": f"y{place if place > 1 else ''} domain"},
            **{"yanchor": "bottom", "showarrow": False, "font": {"size": 13, "color": look.muted}},
        )
        figure.update_yaxes(row=place, col=1, showgrid=True, nticks=4, rangemode="tozero" if place > 1 else "normal")
    figure.update_xaxes(title="epoch", row=len(PANELS), col=1, dtick=1 if len(rows) < 12 else None)
    return figure


def curves_words(rows: Sequence[Mapping[str, float]]) -> str:
    """The newest epoch in a sentence, for those who cannot see it."""
    last = rows[-1]
    return (
        f"After epoch {last['epoch']:.0f}: {last['valid_bound']:.2f} nats per step on held-out music, "
        f"KL {last.get('kl_per_sequence', 0):.1f} nats per sequence, {last.get('n_active', 0):.0f} active units"
    )


def _line(figure: go.Figure, epochs, values, *, place: int, name: str, is_own: bool, look: Look) -> None:
    colour = look.accent if is_own else look.muted
    figure.add_scatter(
        x=epochs,
        y=values,
        mode="lines+markers" if len(epochs) < 12 else "lines",
        line={"color": colour, "width": 2.5, "dash": "solid" if is_own else "dot"},
        marker={"size": 7, "color": colour},
        hovertemplate=f"Epoch %{{x}}, {name}: %{{y:.2f}}<extra></extra>",
        row=place,
        col=1,
    )
    known = [place for place, value in enumerate(values) if value is not None]
    if known:
        figure.add_annotation(
            **{"x": epochs[known[-1]], "y": values[known[-1]], "text": name, "showarrow": False},
            **{"xanchor": "left", "xshift": 8, "font": {"size": 13, "color": colour}, "row": place, "col": 1},
        )
