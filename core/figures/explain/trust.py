"""What was measured of an explanation in, four small pictures out: of how far it can be trusted."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.figures.explain.amounts import axis_of, hover, level_axis_of, short, times_of
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import NBSP, chart_text, percent

SMALL_PX, ROW_PX, AXIS_PX = 260, 30, 48
MAX_NAME = 26
N_NAMED = 3
PALE = 0.22


def sums_against_said(told: np.ndarray, said: np.ndarray, *, quantity: str, look: Look) -> go.Figure:
    """Base plus contributions against what the model itself says, a point per track; on the line they are the same."""
    times = times_of(quantity)
    figure = go.Figure(layout={"template": template(look), "height": SMALL_PX})
    low, high = times * min(told.min(), said.min()), times * max(told.max(), said.max())
    pad = 0.05 * (high - low) or 1.0
    ends = [low - pad, high + pad]
    figure.add_scatter(
        x=ends, y=ends, mode="lines", line={"color": look.muted, "width": 1, "dash": "dash"}, hoverinfo="skip"
    )
    figure.add_scatter(
        x=times * said,
        y=times * told,
        mode="markers",
        name="tracks",
        marker={"size": 7, "color": look.accent, "opacity": 0.8},
        hoverinfo="skip",
    )
    figure.update_xaxes(range=ends, title=f"what it said: {level_axis_of(quantity)}", showgrid=True, nticks=5)
    figure.update_yaxes(range=ends, title="sum of the parts", showgrid=True, nticks=5)
    return figure


def deletion_curve(replaced: np.ndarray, curve: np.ndarray, random: np.ndarray, *, look: Look) -> go.Figure:
    """How the answer goes while players are replaced: by the explanation's order, and the band of random orders.

    Parameters
    ----------
    replaced : np.ndarray, shape (n_steps,), how many players were replaced
    curve : np.ndarray, shape (n_steps,), mean probability
    random : np.ndarray, shape (n_orders, n_steps)
    """
    figure = go.Figure(layout={"template": template(look), "height": SMALL_PX})
    low, high = 100 * random.min(axis=0), 100 * random.max(axis=0)
    figure.add_scatter(
        x=[*replaced, *replaced[::-1]],
        y=[*high, *low[::-1]],
        mode="lines",
        fill="toself",
        name="band",
        line={"width": 0},
        fillcolor=look.muted,
        opacity=PALE,
        hoverinfo="skip",
    )
    lines = (
        ("random orders", 100 * random.mean(axis=0), look.muted, "dot"),
        ("this order", 100 * curve, None, "solid"),
    )
    for name, values, colour, dash in lines:
        figure.add_scatter(
            x=replaced,
            y=values,
            mode="lines",
            name=name,
            line={"color": colour or look.accent, "width": 3 if colour is None else 2, "dash": dash},
            hovertext=[
                hover(f"{name}, {int(n)} replaced: {percent(value / 100)} for what it had answered")
                for n, value in zip(replaced, values, strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    _name_lines(figure, replaced, 100 * curve, 100 * random.mean(axis=0), look)
    figure.update_xaxes(
        title="replaced, most important first", range=[-0.02 * replaced[-1], 1.02 * replaced[-1]], nticks=6
    )
    figure.update_yaxes(title="still sure", showgrid=True, ticksuffix=f"{NBSP}%", rangemode="tozero", nticks=5)
    return figure


def rank_spans(
    titles: Sequence[str], lowest: np.ndarray, middle: np.ndarray, highest: np.ndarray, *, look: Look
) -> go.Figure:
    """A line per player from the best rank that it ever had to the worst, and its median; the best on top.

    A player whose rank never changed is bright, the others are grey.
    """
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(titles) + AXIS_PX})
    holds = lowest == highest
    for i in range(len(titles)):
        colour = look.accent if holds[i] else look.muted
        line = {"color": colour, "width": 5}
        figure.add_shape(type="line", x0=lowest[i], x1=highest[i], y0=i, y1=i, layer="below", opacity=0.6, line=line)
    figure.add_scatter(
        x=middle,
        y=list(range(len(titles))),
        mode="markers",
        name="ranks",
        cliponaxis=False,
        marker={
            "size": 11,
            "color": [look.accent if held else look.muted for held in holds],
            "line": {"color": look.ground, "width": 1},
        },
        hovertext=[
            hover(f"{title}: " + (f"always {a:g}" if a == b else f"from {a:g} to {b:g}"))
            for title, a, b in zip(titles, lowest, highest, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    last = float(max(highest.max(initial=1), 2))
    step = max(1, round(last / 8))
    figure.update_xaxes(title="rank; 1 matters most", range=[0.5, last + 0.5], tick0=1, dtick=step, showgrid=False)
    figure.update_yaxes(
        tickvals=list(range(len(titles))),
        ticktext=[f"{chart_text(short(title, MAX_NAME))}  " for title in titles],
        range=[len(titles) - 0.4, -0.6],
        tickfont={"color": look.text, "size": 13},
    )
    return figure


def agreement_points(
    titles: Sequence[str], sizes: np.ndarray, cost: np.ndarray, *, quantity: str, look: Look
) -> go.Figure:
    """A point per player: its importance here against what it costs the model to lose it; the first few are named."""
    figure = go.Figure(layout={"template": template(look), "height": SMALL_PX})
    named = set(np.argsort(-sizes, kind="stable")[:N_NAMED].tolist())
    figure.add_hline(y=0, line={"color": look.muted, "width": 1, "dash": "dash"}, layer="below")
    drawn = times_of(quantity) * sizes
    figure.add_scatter(
        x=drawn,
        y=cost,
        mode="markers",
        name="players",
        cliponaxis=False,
        marker={"size": 10, "color": look.accent, "opacity": 0.9, "line": {"color": look.ground, "width": 1}},
        hovertext=[
            hover(f"{title}: without it the loss rises by {value:.3f} nats".replace("rises by -", "falls by "))
            for title, value in zip(titles, cost, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    reach = float(drawn.max(initial=0)) or 1.0
    for i in sorted(named):
        side = {"xanchor": "right", "xshift": -9} if drawn[i] > 0.5 * reach else {"xanchor": "left", "xshift": 9}
        words = chart_text(short(titles[i], MAX_NAME))
        font = {"size": 12, "color": look.muted}
        figure.add_annotation(x=drawn[i], y=cost[i], text=words, showarrow=False, font=font, yshift=10, **side)
    figure.update_xaxes(title=f"importance here, {axis_of(quantity)}", range=[0, 1.06 * reach], nticks=5)
    figure.update_yaxes(title="loss without it, nats", showgrid=True, nticks=5)
    return figure


def _name_lines(figure: go.Figure, replaced, curve, random, look: Look) -> None:
    """Names at the place where the two lines lie farthest apart, each on its own side."""
    widest = int(np.argmax(np.abs(random - curve)))
    upper = 1 if random[widest] >= curve[widest] else -1
    pairs = (("random orders", random, look.muted, upper), ("this order", curve, look.accent, -upper))
    for name, values, colour, side in pairs:
        figure.add_annotation(
            x=replaced[widest],
            y=values[widest],
            text=name,
            showarrow=False,
            xanchor="left" if side > 0 else "right",
            xshift=8 * side,
            yanchor="bottom" if side > 0 else "top",
            font={"size": 13, "color": colour},
        )
