"""Features and how much each tells of the genre in, bars of the most telling ones out."""

from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go

from core.figures.lanes import value_words
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text

ROW_PX, AXIS_PX = 46, 8
NAME_CHARACTERS, END_CHARACTERS, HOVER_CHARACTERS = 56, 22, 44


def ranking_bars(
    rows: Sequence[tuple[str, str, float, str]], *, look: Look, unit: str = "", picked: str = ""
) -> go.Figure:
    """A bar per feature with its name above it, the most telling on top.

    Parameters
    ----------
    rows : (column, name in plain words, score, a sentence for the hover), the highest score first
    unit : of the scores
    picked : the column that is looked at; its bar is the bright one

    Returns
    -------
    A figure whose bars have their column in ``customdata``
    """
    scores = [score for _, _, score, _ in rows]
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(rows) + AXIS_PX})
    figure.add_bar(
        x=scores,
        y=list(range(len(rows))),
        orientation="h",
        width=0.4,
        offset=0.05,
        marker={
            "color": [look.accent if column == picked else look.muted for column, *_ in rows],
            "cornerradius": 3,
            "line": {"width": 0},
        },
        customdata=[column for column, *_ in rows],
        hovertext=["<br>".join(map(chart_text, wrap(sentence, HOVER_CHARACTERS))) for *_, sentence in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    for row, (_, name, score, _) in enumerate(rows):
        _write(figure, 0, row, _short(name), look.text, xanchor="left", yanchor="bottom")
        _write(figure, score, row + 0.25, value_words(score, unit), look.muted, xanchor="left", xshift=6)
    figure.update_xaxes(visible=False, range=[0, 1.3 * max([*scores, 1e-9])])
    figure.update_yaxes(visible=False, range=[len(rows) - 0.45, -0.6])
    return figure


def _write(figure: go.Figure, x: float, y: float, text: str, colour: str, **where) -> None:
    font = {"size": 13, "color": colour}
    figure.add_annotation(x=x, y=y, text=chart_text(text), showarrow=False, font=font, borderpad=0, **where)


def _short(name: str) -> str:
    """A name that fits: without the field's own term, unless that has a number, as "(MFCC 12)" among its neighbours."""
    plain, _, term = name.partition(" (")
    if len(name) > NAME_CHARACTERS and not any(map(str.isdigit, term)):
        name = plain
    if len(name) <= NAME_CHARACTERS:
        return name
    end = name[-END_CHARACTERS:]
    return f"{name[: NAME_CHARACTERS - 1 - len(end)]}…{end}"
