"""Slips in, a pair of thin bars for each out: what the honest way scores, and what the leaky one adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.runs.whiskers import add_whiskers
from core.figures.template import template
from core.figures.words import NBSP, chart_text, minus, percent

PAIR_PX, AXIS_PX = 118, 34
HONEST, LEAKY, THICK = 0.34, 0.62, 0.2  # places of the bars of a pair below its title
TICKS = (0, 25, 50, 75, 100)
WORDS_PX, GAP_PX = 92, 8  # right of the bars, for their words


@dataclass(frozen=True)
class SlipPair:
    """A slip beside its honest twin: shares of 0 to 1, all None where it cannot be shown.

    ``interval`` is that of ``leaky`` less ``honest``; ``sentence`` is for the hover, lines kept apart by a line feed.
    """

    title: str
    sentence: str
    honest: float | None = None
    leaky: float | None = None
    interval: tuple[float, float] | None = None


def slips_chart(pairs: Sequence[SlipPair], *, look: Look) -> go.Figure:
    """A pair of bars for each slip in the order given, with its difference in words and as a whisker."""
    figure = go.Figure(
        layout={"template": template(look), "height": PAIR_PX * len(pairs) + AXIS_PX, "barmode": "overlay"}
    )
    figure.update_layout(margin={"r": WORDS_PX})
    told = [(level, pair) for level, pair in enumerate(pairs) if pair.honest is not None and pair.leaky is not None]
    figure.add_bar(
        **_bars([(level + HONEST, pair.honest) for level, pair in told]), marker={"color": look.accent}, name="honest"
    )
    hatch = {"shape": "/", "fgcolor": look.muted, "size": 6, "solidity": 0.3}
    line = {"color": look.muted, "width": 1}
    figure.add_bar(
        **_bars([(level + LEAKY, pair.leaky) for level, pair in told]),
        marker={"color": "rgba(0,0,0,0)", "line": line, "pattern": hatch},
        name="leaky",
    )
    spans = [(pair, level + LEAKY) for level, pair in told if pair.interval]
    add_whiskers(
        figure,
        [(100 * (p.honest + p.interval[0]), 100 * p.leaky, 100 * (p.honest + p.interval[1]), y) for p, y in spans],
        look,
    )
    for level, pair in enumerate(pairs):
        _write(figure, level, pair, look)
    _add_targets(figure, pairs)
    figure.update_xaxes(tickvals=TICKS, ticktext=[f"{tick}{NBSP}%" for tick in TICKS], range=[0, 104], showgrid=False)
    figure.update_yaxes(visible=False, range=[len(pairs) - 0.1, -0.2])
    return figure


def difference_words(pair: SlipPair) -> str:
    """ "+7 points (3 to 11)"; "not possible here" for a pair that cannot be shown."""
    if pair.honest is None or pair.leaky is None:
        return "not possible here"
    told = f"{_points(pair.leaky - pair.honest, sign=True)}{NBSP}points"
    if pair.interval is None:
        return told
    low, high = (_points(edge) for edge in pair.interval)
    return f"{told} ({low} to {high})"


def _bars(places: Sequence[tuple[float, float]]) -> dict:
    return {
        "x": [100 * share for _, share in places],
        "y": [y for y, _ in places],
        "orientation": "h",
        "width": THICK,
        "hoverinfo": "skip",
    }


def _write(figure: go.Figure, level: int, pair: SlipPair, look: Look) -> None:
    def put(y: float, text: str, colour: str, size: int = 14, **where) -> None:
        font = {"size": size, "color": colour}
        figure.add_annotation(**{"x": 0} | where, y=y, text=text, showarrow=False, xanchor="left", font=font)

    beside = {"xref": "paper", "x": 1, "xshift": GAP_PX}

    put(level - 0.06, chart_text(pair.title), look.text)
    put(level + 0.13, difference_words(pair), look.muted)
    if pair.honest is not None and pair.leaky is not None:
        put(level + HONEST, f"honest {percent(pair.honest)}", look.text, 13, **beside)
        put(level + LEAKY, f"leaky {percent(pair.leaky)}", look.text, 13, **beside)


def _add_targets(figure: go.Figure, pairs: Sequence[SlipPair]) -> None:
    figure.add_bar(
        x=[100] * len(pairs),
        y=[level + (HONEST + LEAKY) / 2 for level in range(len(pairs))],
        orientation="h",
        width=0.9,
        marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        hovertext=["<br>".join(map(chart_text, pair.sentence.split("\n"))) for pair in pairs],
        hovertemplate="%{hovertext}<extra></extra>",
        name="targets",
    )


def _points(share: float, *, sign: bool = False) -> str:
    rounded = round(100 * share)
    return minus(f"{rounded:+d}" if sign and rounded else f"{rounded}")
