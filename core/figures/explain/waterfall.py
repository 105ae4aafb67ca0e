"""One answer as a base and what each player adds in, a waterfall out: from the average to what the model said."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.explain.amounts import amount_words, hover, level_axis_of, short, side_colour, side_words, times_of
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text

ROW_PX, AXIS_PX = 44, 48
NAME_CHARACTERS = 56
SURE = 1.96  # standard errors to either side


@dataclass(frozen=True)
class WaterfallStep:
    """What one player adds; ``error`` is its standard error, 0 where it is exact."""

    title: str
    value: float
    error: float = 0.0


def waterfall_bars(
    steps: Sequence[WaterfallStep], *, base: float, said: float, genre: str, quantity: str, look: Look
) -> go.Figure:
    """The base on top, a bar per step from where the one before ended, and what was said at the bottom."""
    times = times_of(quantity)
    ends = [base]
    for step in steps:
        ends.append(ends[-1] + step.value)
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * (len(steps) + 2) + AXIS_PX})
    _add_steps(figure, steps, [times * start for start in ends[:-1]], genre, quantity, look)
    low, high = times * min([*ends, said]), times * max([*ends, said])
    span = (high - low) or 1.0
    ends_of = ((0, base, f"on average: {_level(base, quantity)}"), (len(steps) + 1, said, _said(said, genre, quantity)))
    for row, level, words in ends_of:
        _add_level(figure, row, times * level, words, look)
        _write(figure, low, row, words, look.text)
    for row, end in enumerate(ends):
        line = {"color": look.muted, "width": 1, "dash": "dot"}
        figure.add_shape(type="line", x0=times * end, x1=times * end, y0=row, y1=row + 1, layer="below", line=line)
    for row, step in enumerate(steps, start=1):
        _write(figure, low, row, short(step.title, NAME_CHARACTERS), look.text)
        _write_amount(figure, row, times * max(ends[row - 1], ends[row]), step, quantity, look)
    figure.update_xaxes(range=[low - 0.03 * span, high + 0.3 * span], title=level_axis_of(quantity), nticks=5)
    figure.update_yaxes(visible=False, range=[len(steps) + 1.4, -0.85])
    return figure


def _add_steps(
    figure: go.Figure, steps: Sequence[WaterfallStep], starts: Sequence[float], genre: str, quantity: str, look: Look
) -> None:
    times = times_of(quantity)
    figure.add_bar(
        base=list(starts),
        x=[times * step.value for step in steps],
        y=list(range(1, len(steps) + 1)),
        orientation="h",
        width=0.42,
        name="steps",
        marker={"color": [side_colour(step.value, look) for step in steps], "cornerradius": 3, "line": {"width": 0}},
        error_x={
            "type": "data",
            "array": [times * SURE * step.error for step in steps],
            "color": look.text,
            "thickness": 1.5,
            "width": 4,
            "visible": any(step.error for step in steps),
        },
        hovertext=[hover(_told(step, genre, quantity)) for step in steps],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _add_level(figure: go.Figure, row: int, x: float, words: str, look: Look) -> None:
    """A diamond where the bars begin, or where they lead."""
    figure.add_scatter(
        x=[x],
        y=[row],
        mode="markers",
        name="level",
        marker={"symbol": "diamond", "size": 14, "color": look.text, "line": {"color": look.ground, "width": 2}},
        hovertext=[hover(words)],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _told(step: WaterfallStep, genre: str, quantity: str) -> str:
    sure = f", give or take {amount_words(SURE * step.error, quantity, signed=False)}" if step.error else ""
    return f"{step.title} {side_words(step.value, genre, quantity)}{sure}"


def _said(said: float, genre: str, quantity: str) -> str:
    return f"for {genre} it said: {_level(said, quantity)}"


def _level(level: float, quantity: str) -> str:
    """An output itself, which has no sign of its own where it is a probability."""
    return amount_words(level, quantity, signed=times_of(quantity) == 1.0).replace("points", "%")


def _write(figure: go.Figure, x: float, row: int, text: str, colour: str) -> None:
    figure.add_annotation(
        x=x,
        y=row - 0.26,
        text=chart_text(text),
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font={"size": 13, "color": colour},
        borderpad=0,
    )


def _write_amount(figure: go.Figure, row: int, x: float, step: WaterfallStep, quantity: str, look: Look) -> None:
    figure.add_annotation(
        x=x,
        y=row,
        text=amount_words(step.value, quantity),
        showarrow=False,
        xanchor="left",
        xshift=8 + (12 if step.error else 0),
        font={"size": 13, "color": look.muted},
        borderpad=0,
    )
