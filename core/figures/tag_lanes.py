"""The tags of a song over time in, heat strips on its time axis out: one for each kind of tag, the surest on top."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from core.figures.lanes import ImageLane
from core.figures.words import percent

N_ROWS = 4  # of a kind; more are a wall
ROW_PX = 24
LEAST = 0.05  # what never gets surer than this was not heard
LEAST_HIGH = 0.2  # a scale that ends lower would make traces look like certainty
COLUMN_S = 0.5
# A tag counts by its best moments, so that a short solo is not lost among minutes without it.
BEST_MOMENTS = 90.0


def tag_lanes(
    kinds: Mapping[str, Sequence[str]],
    tags: Sequence[str],
    proba: np.ndarray,
    *,
    starts_s: np.ndarray,
    ends_s: np.ndarray,
) -> list[ImageLane]:
    """A heat strip for each kind of which something was heard, in the order of ``kinds``.

    Parameters
    ----------
    kinds : title of a kind -> its tags
    tags : the columns of ``proba``
    proba : np.ndarray, shape (n_cells, n_tags), 0 to 1: how surely each tag is heard
    starts_s, ends_s : np.ndarray, shape (n_cells,), of the cells
    """
    place = {tag: i for i, tag in enumerate(tags)}
    chosen = {kind: _strongest([place[tag] for tag in named if tag in place], proba) for kind, named in kinds.items()}
    chosen = {kind: rows for kind, rows in chosen.items() if rows}
    if not chosen:
        return []
    cell_of_column, column_s = _columns(starts_s, float(ends_s[-1]))
    return [
        _lane(kind, [tags[row] for row in rows], proba[:, rows], cell_of_column, column_s=column_s)
        for kind, rows in chosen.items()
    ]


def _strongest(places: Sequence[int], proba: np.ndarray) -> list[int]:
    """The tags of one kind that are heard most surely, the surest first."""
    sureness = {place: float(np.percentile(proba[:, place], BEST_MOMENTS)) for place in places}
    heard = sorted((place for place in places if sureness[place] >= LEAST), key=lambda place: -sureness[place])
    return heard[:N_ROWS]


def _columns(starts_s: np.ndarray, end_s: float) -> tuple[np.ndarray, float]:
    """The cell of each column of the picture; cells are not all of one length, its columns are."""
    n_columns = max(1, math.ceil(end_s / COLUMN_S))
    column_s = end_s / n_columns
    middles = (np.arange(n_columns) + 0.5) * column_s
    return np.clip(np.searchsorted(starts_s, middles, side="right") - 1, 0, len(starts_s) - 1), column_s


def _lane(kind: str, names: list[str], proba: np.ndarray, cell_of_column: np.ndarray, *, column_s: float) -> ImageLane:
    # A scale of its own, up to the next 10 %: a listener is surer of some kinds than of others.
    high = max(LEAST_HIGH, math.ceil(10 * float(proba.max()) - 1e-9) / 10)
    # Row 0 of a lane lies at the bottom.
    values = proba[cell_of_column].T[::-1]
    n_rows = len(names)
    means = ", ".join(f"{name} {percent(float(mean))}" for name, mean in zip(names, proba.mean(axis=0), strict=True))
    return ImageLane(
        title=kind,
        pixels=np.rint(255 * np.clip(values / high, 0, 1)).astype(np.uint8),
        low=0.0,
        high=100 * high,
        unit="%",
        start_s=0.0,
        column_s=column_s,
        row_names=names[::-1],
        ticks=[((row + 0.5) / n_rows, name) for row, name in enumerate(names[::-1])],
        row_px=ROW_PX,
        tells=True,
        alt=f"{kind} over the song, how surely each is heard on average: {means}.",
    )
