"""The length of a recording in; the cells of its ribbon, and the segment around each that a model listens to, out."""

from dataclasses import dataclass

CELL_S = 3.0
MIN_SEGMENT_S, MAX_SEGMENT_S = 1.0, 900.0  # of a table of features


@dataclass(frozen=True)
class Span:
    """A stretch of a recording, in seconds."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s


def cells(duration_s: float, *, cell_s: float = CELL_S) -> list[Span]:
    """Cut a recording into cells of ``cell_s`` that touch each other and cover all of it.

    A rest shorter than half a cell belongs to the last one; what is shorter than one cell is one cell.
    """
    if duration_s <= 0 or cell_s <= 0:
        raise ValueError(f"duration_s={duration_s} and cell_s={cell_s} must be greater than 0")
    n_cells = max(1, int(duration_s / cell_s + 0.5))
    starts = [i * cell_s for i in range(n_cells)]
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], duration_s], strict=True)]


def around(cell: Span, *, context_s: float, duration_s: float) -> Span:
    """The segment of ``context_s`` centred on ``cell``, shifted to stay inside; all of a shorter recording."""
    if context_s <= 0:
        raise ValueError(f"context_s={context_s} must be greater than 0")
    if context_s >= duration_s:
        return Span(0.0, duration_s)
    centre = (cell.start_s + cell.end_s) / 2
    start = min(max(centre - context_s / 2, 0.0), duration_s - context_s)
    return Span(start, min(start + context_s, duration_s))
