"""How a model does on each genre in, a row per genre out: what it finds, give or take, and how often it is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.colours import genre_colours
from core.figures.look import Look
from core.figures.runs.whiskers import PERCENT_AXIS, add_whiskers
from core.figures.template import template
from core.figures.words import NBSP, chart_text, percent, shortened

ROW_PX, AXIS_PX = 40, 52
MAX_NAME = 14


@dataclass(frozen=True)
class GenreRow:
    """The scores of one genre, shares of 0 to 1; None where a number is not defined."""

    genre: str
    precision: float
    recall: float | None
    f1: float | None
    interval: tuple[float, float] | None
    n_tracks: int
    n_artists: int | None
    note: str = ""


def rows_of(scores: Mapping) -> list[GenreRow]:
    """The rows of a run's scores as its record holds them, in the order of its labels."""
    found = []
    for genre in scores["labels"]:
        score = scores["per_genre"].get(genre, {})
        interval = score.get("recall_interval")
        found.append(
            GenreRow(
                genre=genre,
                precision=score.get("precision") or 0.0,
                recall=score.get("recall"),
                f1=score.get("f1"),
                interval=tuple(interval) if interval else None,
                n_tracks=score.get("n_tracks", 0),
                n_artists=score.get("n_artists"),
                note=score.get("note", ""),
            )
        )
    return found


def genre_scores(rows: Sequence[GenreRow], *, look: Look) -> go.Figure:
    """A disc at the recall of each genre with its interval, a hollow diamond at its precision; genres as they come."""
    colours = genre_colours(row.genre for row in rows)
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(rows) + AXIS_PX})
    for level in range(len(rows)):
        line = {"color": look.line, "width": 1}
        figure.add_shape(type="line", x0=0, x1=100, y0=level, y1=level, line=line, layer="below")
    tested = [(level, row) for level, row in enumerate(rows) if row.recall is not None]
    spans = [(row.interval, row.recall, level) for level, row in tested if row.interval]
    add_whiskers(figure, [(100 * low, 100 * recall, 100 * high, y) for (low, high), recall, y in spans], look)
    figure.add_scatter(
        x=[100 * row.recall for _, row in tested],
        y=[level for level, _ in tested],
        mode="markers",
        marker={
            "size": 15,
            "color": [colours[row.genre] for _, row in tested],
            "line": {"color": look.ground, "width": 2},
        },
        hovertext=[recall_words(row) for _, row in tested],
        hovertemplate="%{hovertext}<extra></extra>",
        name="recall",
    )
    figure.add_scatter(
        x=[100 * row.precision for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={"size": 11, "symbol": "diamond-open", "color": look.text, "line": {"width": 2}},
        hovertext=[f"Called {chart_text(row.genre)}: right {percent(row.precision)} of the time" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name="precision",
    )
    figure.update_xaxes(**PERCENT_AXIS)
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[f"{chart_text(shortened(row.genre, MAX_NAME))} {NBSP}" for row in rows],
        tickfont={"color": look.text, "size": 14},
        range=[len(rows) - 0.5, -0.5],
    )
    return figure


def recall_words(row: GenreRow) -> str:
    """The hover of a genre: its recall, the interval or why there is none, and how many tracks and artists."""
    by = f" by {row.n_artists:,} artists" if row.n_artists else ""
    told = f"{chart_text(row.genre)}: {percent(row.recall or 0.0)} of {row.n_tracks:,} tracks{by} found"
    if row.interval:
        return f"{told}<br>with others {percent(row.interval[0])} to {percent(row.interval[1])}"
    return f"{told}<br>no interval: {chart_text(row.note)}" if row.note else told
