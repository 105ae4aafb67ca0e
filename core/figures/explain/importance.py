"""Players and how much each moves the answers for each genre in, stacked bars out: the largest on top."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.colours import genre_colours
from core.figures.explain.amounts import amount_words, axis_of, hover, short, times_of
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text

ROW_PX, AXIS_PX = 46, 48
NAME_CHARACTERS = 56


@dataclass(frozen=True, eq=False)
class ImportanceRow:
    """One player, a family of features or a single one.

    Attributes
    ----------
    name : what a click on its bar gives
    title : as people read it
    sizes : mean size of its contributions for each genre
    block : players of one block change places from fit to fit; -1 where nobody has measured that
    """

    name: str
    title: str
    sizes: Sequence[float]
    block: int = -1

    @property
    def total(self) -> float:
        return float(sum(self.sizes))


def importance_bars(
    rows: Sequence[ImportanceRow], genres: Sequence[str], *, quantity: str, look: Look, picked: str = ""
) -> go.Figure:
    """A bar per player with its name above it, cut by genre; the name of its player is in the ``customdata``.

    Rows of one block lie on one band, with grey names: their order is not certain.
    """
    times, colours = times_of(quantity), genre_colours(genres)
    figure = go.Figure(
        layout={"template": template(look), "height": ROW_PX * len(rows) + AXIS_PX, "barmode": "stack", "bargap": 0.6}
    )
    for k, genre in enumerate(genres):
        figure.add_bar(
            x=[times * row.sizes[k] for row in rows],
            y=list(range(len(rows))),
            orientation="h",
            width=0.4,
            name=genre,
            marker={"color": colours[genre], "line": {"width": 0}},
            customdata=[row.name for row in rows],
            hovertext=[
                hover(f"{row.title} moves {genre} by {amount_words(row.sizes[k], quantity, signed=False)} on average")
                for row in rows
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    shared = uncertain(rows)
    _add_bands(figure, rows, shared, look)
    for place, row in enumerate(rows):
        colour = look.accent if row.name == picked else look.muted if row.block in shared else look.text
        _write(figure, 0, place - 0.24, short(row.title, NAME_CHARACTERS), colour, xanchor="left", yanchor="bottom")
        words = amount_words(row.total, quantity, signed=False)
        _write(figure, times * row.total, place, words, look.muted, xanchor="left", xshift=6)
    widest = max([times * row.total for row in rows], default=0) or 1.0
    figure.update_xaxes(range=[0, 1.3 * widest], title=axis_of(quantity), nticks=5)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.7, -0.75])
    return figure


def uncertain(rows: Sequence[ImportanceRow]) -> set[int]:
    """The blocks of more than one row; none where all rows are of one, which says nothing of any of them."""
    blocks = [row.block for row in rows if row.block >= 0]
    return {block for block in blocks if blocks.count(block) > 1} if len(set(blocks)) > 1 else set()


def _add_bands(figure: go.Figure, rows: Sequence[ImportanceRow], shared: set[int], look: Look) -> None:
    for block in shared:
        places = [place for place, row in enumerate(rows) if row.block == block]
        figure.add_shape(
            type="rect",
            xref="paper",
            x0=0,
            x1=1,
            y0=places[0] - 0.66,
            y1=places[-1] + 0.3,
            layer="below",
            fillcolor=look.line,
            opacity=0.45,
            line={"width": 0},
            name="block",
        )


def _write(figure: go.Figure, x: float, y: float, text: str, colour: str, **where) -> None:
    font = {"size": 13, "color": colour}
    figure.add_annotation(x=x, y=y, text=chart_text(text), showarrow=False, font=font, borderpad=0, **where)
