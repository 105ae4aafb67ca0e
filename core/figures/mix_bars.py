"""Shares and their intervals in, the bars of a genre mix out."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from core.figures.colours import genre_colours
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text, give_or_take, percent

ROW_PX = 32
AXIS_PX = 56


def mix_bars(
    ranking: Sequence[tuple[str, float]],
    *,
    look: Look,
    intervals: Mapping[str, tuple[float, float]] | None = None,
    sure: bool = True,
) -> go.Figure:
    """Horizontal bars of a genre mix, the largest share on top, with an interval on each bar where there is one.

    Parameters
    ----------
    ranking : (genre, share) from the largest share to the smallest; shares of 0 to 1
    intervals : genre -> (low, high), 95 %; None draws none
    sure : False hatches the bars: the model does not know this sound
    """
    names = [chart_text(genre) for genre, _ in ranking]
    shares = [100 * share for _, share in ranking]
    colours = list(genre_colours(genre for genre, _ in ranking).values())
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(names) + AXIS_PX})
    figure.add_bar(
        x=shares,
        y=names,
        orientation="h",
        marker={
            "color": colours,
            "cornerradius": 4,
            "line": {"width": 0},
            "pattern": {"shape": "" if sure else "/", "fgcolor": look.ground, "fgopacity": 0.6, "size": 7},
        },
        hovertext=[_sentence(genre, share, intervals) for genre, share in ranking],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    ends = shares
    if intervals:
        lows, highs = ([100 * intervals[genre][side] for genre, _ in ranking] for side in (0, 1))
        _add_intervals(figure, shares, names, lows, highs, look)
        ends = list(map(max, shares, highs))
    _add_labels(figure, ends, names, [percent(share) for _, share in ranking], look)
    # Room for the label behind the longest bar, on a phone too.
    figure.update_xaxes(range=[0, 1.22 * max([*ends, 5])], ticksuffix=" %", nticks=6, title="share of the mix")
    figure.update_yaxes(autorange="reversed", tickfont={"color": look.text, "size": 15}, ticksuffix="  ")
    return figure


def _sentence(genre: str, share: float, intervals: Mapping[str, tuple[float, float]] | None) -> str:
    words = f"{chart_text(genre)}: {percent(share)}"
    if not intervals:
        return words
    low, high = intervals[genre]
    return f"{words}, give or take {give_or_take(share, low, high)}<br>({percent(low)} to {percent(high)})"


def _add_intervals(figure, middles, names, lows, highs, look: Look) -> None:
    """Whiskers twice, a broad one in the ground's colour under a thin one in that of text: seen on any bar."""
    for colour, thickness in ((look.ground, 5), (look.text, 1.8)):
        figure.add_scatter(
            x=list(middles),
            y=names,
            mode="markers",
            marker={"size": 1, "color": colour, "opacity": 0},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [high - middle for high, middle in zip(highs, middles, strict=True)],
                "arrayminus": [middle - low for low, middle in zip(lows, middles, strict=True)],
                "color": colour,
                "thickness": thickness,
                "width": 5,
            },
            hoverinfo="skip",
        )


def _add_labels(figure, ends, names, labels, look: Look) -> None:
    figure.add_scatter(
        x=list(ends),
        y=names,
        mode="text",
        text=[f"  {label}" for label in labels],
        textposition="middle right",
        textfont={"color": look.text, "size": 15},
        hoverinfo="skip",
        cliponaxis=False,
    )
