"""Counts of tracks and of findings in, the picture of what is wrong with a dataset out: one strip, and bars by kind."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.look import Look
from core.figures.template import template
from core.figures.words import NBSP, chart_text

STRIP_PX = 40
ROW_PX = 52
AXIS_PX = 58
# Of its row: the rest is for the name above it.
BAR_WIDTH = 0.34


@dataclass(frozen=True)
class KindCount:
    """How many findings of one kind there are, and what was decided; ``what`` each of them is: "track", "pair"."""

    kind: str
    title: str
    n_open: int
    n_out: int = 0
    n_kept: int = 0
    what: str = "track"

    @property
    def n(self) -> int:
        return self.n_open + self.n_out + self.n_kept

    @property
    def how_many(self) -> str:
        """ "12 pairs", "1 track"."""
        return f"{self.n:,}{NBSP}{self.what}{'s' * (self.n != 1)}"

    @property
    def words(self) -> str:
        """ "12 pairs: 9 to decide, 2 left out, 1 kept"; while nothing was decided, only how many."""
        parts = ((self.n_open, "to decide"), (self.n_out, "left out"), (self.n_kept, "kept"))
        told = ", ".join(f"{n:,}{NBSP}{word}" for n, word in parts if n)
        return f"{self.how_many}: {told}" if self.n_open < self.n else self.how_many


def tracks_strip(*, n_faulty: int, n_doubtful: int, n_fine: int, look: Look) -> go.Figure:
    """One bar of all tracks of a dataset, cut in those with a fault, those worth a listen, and those that are fine."""
    figure = go.Figure(layout={"template": template(look), "height": STRIP_PX, "barmode": "stack", "bargap": 0})
    parts = (
        (n_faulty, "with a fault", look.accent, ""),
        (n_doubtful, "worth a listen", look.accent, "/"),
        (n_fine, "fine", look.line, ""),
    )
    for n, word, colour, shape in parts:
        figure.add_bar(
            x=[n],
            y=[""],
            orientation="h",
            marker={
                "color": colour,
                "line": {"color": look.ground, "width": 2},
                "pattern": _hatch(shape, colour, look),
            },
            hovertext=[f"{n:,} track{'s' * (n != 1)} {word}"],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    figure.update_xaxes(visible=False, range=[0, max(n_fine + n_faulty + n_doubtful, 1)])
    figure.update_yaxes(visible=False)
    return figure


def kind_bars(counts: Sequence[KindCount], *, look: Look, chosen: str | None = None) -> go.Figure:
    """Horizontal bars of findings by kind, cut by what was decided; a bar's kind is in its ``customdata``.

    Parameters
    ----------
    counts : in reading order, from the top
    chosen : the kind that is looked at; the others step back
    """
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(counts) + AXIS_PX})
    figure.update_layout(barmode="stack")
    levels = list(range(len(counts)))
    faded = [0.3 if chosen and count.kind != chosen else 1.0 for count in counts]
    parts = (
        ([count.n_open for count in counts], look.accent, ""),
        ([count.n_out for count in counts], look.text, ""),
        ([count.n_kept for count in counts], look.muted, "/"),
    )
    for values, colour, shape in parts:
        figure.add_bar(
            x=values,
            y=levels,
            orientation="h",
            width=BAR_WIDTH,
            customdata=[count.kind for count in counts],
            marker={"color": colour, "opacity": faded, "line": {"width": 0}, "pattern": _hatch(shape, colour, look)},
            hovertext=[chart_text(f"{count.title}: {count.words}") for count in counts],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    most = max([count.n for count in counts], default=1)
    for level, count in enumerate(counts):
        _write(figure, 0, level, chart_text(count.title), look.text, xanchor="left", yanchor="bottom", yshift=9)
        _write(figure, count.n, level, count.how_many, look.muted, xanchor="left", xshift=6)
    # Room for the label behind the longest bar, on a phone too.
    figure.update_xaxes(range=[0, 1.35 * most], title="findings", nticks=5, dtick=1 if most <= 5 else None)
    figure.update_yaxes(visible=False, range=[len(counts) - 0.5, -0.75])
    return figure


def _hatch(shape: str, colour: str, look: Look) -> dict:
    return {
        "shape": shape,
        "fillmode": "overlay",
        "bgcolor": colour,
        "fgcolor": look.ground,
        "solidity": 0.4,
        "size": 6,
    }


def _write(figure: go.Figure, x: float, y: float, text: str, colour: str, **where) -> None:
    figure.add_annotation(
        x=x, y=y, text=text, showarrow=False, font={"size": 14, "color": colour}, borderpad=2, **where
    )
