"""Counts of tracks in, charts of one dataset and of several out."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.figures.colours import genre_colours
from core.figures.look import Look
from core.figures.template import template
from core.figures.words import chart_text, percent, shortened

ROW_PX = 30
AXIS_PX = 56
# More bars than this are a wall; the rest is counted in one.
MAX_GENRES = 20
MAX_NAME = 26
SIZE_ROW_PX = 40
N_TICKS = 6
PALE, UNSELECTED = 0.6, 0.25
FIRST = -0.1  # of a logarithmic axis, as a power of ten: a dataset of one clip has a bar too


@dataclass(frozen=True)
class DatasetSize:
    """One bar of a comparison; ``is_here`` and ``has_audio`` decide how it looks."""

    title: str
    n_clips: int
    has_audio: bool
    is_here: bool


def genre_bars(
    genres: Mapping[str, int],
    *,
    look: Look,
    artists: Mapping[str, int] | None = None,
    pale: Collection[str] = (),
) -> go.Figure:
    """A bar of tracks per genre, the longest on top, with a mark at the number of different artists.

    Parameters
    ----------
    genres : genre -> number of tracks, in the order of the bars
    artists : genre -> number of different artists, where any are known
    pale : genres whose bars step back, because others are selected

    Returns
    -------
    A figure whose bars carry the genre in ``customdata``; "" in the bar that sums up the rest
    """
    shown, rest = _folded(genres)
    names = [chart_text(shortened(genre, MAX_NAME)) for genre in shown]
    names += [f"{rest[0]} more genres"] if rest[0] else []
    counts = [*shown.values(), *([rest[1]] if rest[0] else [])]
    told = [
        _sentence(name, count, sum(genres.values()), (artists or {}).get(genre))
        for name, count, genre in zip(names, counts, [*shown, ""], strict=False)
    ]
    figure = go.Figure(layout={"template": template(look), "height": ROW_PX * len(names) + AXIS_PX})
    _add_bars(figure, list(shown), counts, told, pale, look)
    if artists:
        _add_artists(figure, [artists.get(genre) for genre in shown], look)
    _add_labels(figure, counts, [f"{count:,}" for count in counts], look)
    most = max([*counts, 1])
    ticks = {"dtick": 1} if most <= N_TICKS else {"nticks": N_TICKS}  # there is no half track
    figure.update_xaxes(range=[0, 1.15 * most], title="tracks", tickformat=",d", **ticks)
    _name_rows(figure, names, look)
    return figure


def size_bars(datasets: Sequence[DatasetSize], *, look: Look) -> go.Figure:
    """A bar per dataset on a logarithmic axis; hollow where it has no audio, pale where it is not on this machine."""
    names = [chart_text(shortened(dataset.title, MAX_NAME)) for dataset in datasets]
    sizes = [max(dataset.n_clips, 1) for dataset in datasets]
    figure = go.Figure(layout={"template": template(look), "height": SIZE_ROW_PX * len(names) + AXIS_PX})
    figure.add_bar(
        x=sizes,
        y=list(range(len(names))),
        orientation="h",
        marker={
            "color": [look.accent if dataset.is_here else look.muted for dataset in datasets],
            "opacity": [1.0 if dataset.is_here else PALE for dataset in datasets],
            "cornerradius": 4,
            "line": {"width": 0},
            "pattern": {
                "shape": ["" if dataset.has_audio else "/" for dataset in datasets],
                "fgcolor": look.ground,
                "fgopacity": 0.75,
                "size": 7,
            },
        },
        hovertext=[_size_sentence(dataset) for dataset in datasets],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    labels = [f"{dataset.n_clips:,}" for dataset in datasets]
    _add_labels(figure, sizes, labels, look)
    # Behind the longest bar there is room for its label, on a phone too.
    top = max(math.ceil(math.log10(max([*sizes, 10]))), 2)
    powers = range(0, top + 1, 2 if top > 4 else 1)
    figure.update_xaxes(
        type="log",
        range=[FIRST, 1.65 * top],
        tickvals=[10**n for n in powers],
        ticktext=[_round_number(n) for n in powers],
        tickangle=0,
        title="clips (logarithmic)",
    )
    _name_rows(figure, names, look)
    return figure


def _folded(genres: Mapping[str, int]) -> tuple[dict[str, int], tuple[int, int]]:
    """The genres that get a bar, and how many others there are with how many tracks."""
    pairs = list(genres.items())
    if len(pairs) <= MAX_GENRES:
        return dict(pairs), (0, 0)
    rest = pairs[MAX_GENRES - 1 :]
    return dict(pairs[: MAX_GENRES - 1]), (len(rest), sum(count for _, count in rest))


def _sentence(name: str, count: int, total: int, n_artists: int | None) -> str:
    by = f" by {n_artists:,} artist{'s' * (n_artists != 1)}" if n_artists else ""
    return f"{name}: {count:,} track{'s' * (count != 1)}{by}<br>{percent(count / total)} of the dataset"


def _size_sentence(dataset: DatasetSize) -> str:
    what = "clips with sound" if dataset.has_audio else "rows of numbers, no sound"
    where = "on this machine" if dataset.is_here else "not on this machine"
    return f"{chart_text(dataset.title)}: {dataset.n_clips:,} {what}<br>{where}"


def _round_number(power: int) -> str:
    """A power of ten, short enough to stand level on a phone: "100", "10k", "1M"."""
    thousands, rest = divmod(power, 3)
    return f"{10**rest}{('', 'k', 'M', 'G')[min(thousands, 3)]}"


def _add_bars(
    figure: go.Figure, genres: list[str], counts: list[int], told: list[str], pale: Collection[str], look: Look
) -> None:
    """A bar for each genre, and one more where there is one count more: of the rest."""
    n_rest = len(counts) - len(genres)
    # A click chooses a genre; the others shall not pale as if they were gone.
    unchanged = {} if pale else {key: {"marker": {"opacity": 1}} for key in ("selected", "unselected")}
    figure.add_bar(
        x=counts,
        y=list(range(len(counts))),
        orientation="h",
        marker={
            "color": [*genre_colours(genres).values(), *[look.muted] * n_rest],
            "opacity": [UNSELECTED if genre in pale else 1 for genre in genres] + [1] * n_rest,
            "cornerradius": 4,
            "line": {"width": 0},
        },
        customdata=[*genres, *[""] * n_rest],
        hovertext=told,
        hovertemplate="%{hovertext}<extra></extra>",
        **unchanged,
    )


def _add_artists(figure: go.Figure, n_artists: Sequence[int | None], look: Look) -> None:
    """A mark twice, a broad one in the ground's colour under a thin one in that of text: seen on any bar."""
    for colour, width in ((look.ground, 6), (look.text, 2.5)):
        figure.add_scatter(
            x=list(n_artists),
            y=list(range(len(n_artists))),
            mode="markers",
            marker={"symbol": "line-ns", "size": 11, "line": {"color": colour, "width": width}},
            unselected={"marker": {"opacity": 1}},
            hoverinfo="skip",
        )


def _add_labels(figure: go.Figure, ends: Sequence[float], labels: Sequence[str], look: Look) -> None:
    figure.add_scatter(
        x=list(ends),
        y=list(range(len(labels))),
        mode="text",
        text=[f"  {label}" for label in labels],
        textposition="middle right",
        textfont={"color": look.text, "size": 14},
        unselected={"textfont": {"color": look.text}},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _name_rows(figure: go.Figure, names: Sequence[str], look: Look) -> None:
    # By number: two names may be the same once they are shortened.
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[f"{name}  " for name in names],
        range=[len(names) - 0.5, -0.5],
        tickfont={"color": look.text, "size": 15},
    )
