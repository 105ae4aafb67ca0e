"""A descriptor and what was measured in a song in, the lane that the player draws out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.figures.lanes import ImageLane, LineLane

if TYPE_CHECKING:
    from core.anatomy import Descriptor, Grid, Image, Line


def image_lane(descriptor: Descriptor, image: Image, grid: Grid) -> ImageLane:
    """A picture of rows, with what to see in it."""
    return ImageLane(
        title=capital(descriptor.title),
        about=descriptor.see,
        pixels=image.pixels,
        low=image.low,
        high=image.high,
        unit=descriptor.unit,
        row_names=image.row_names,
        ticks=descriptor.rows.ticks,
        start_s=grid.start_s,
        column_s=grid.column_s,
    )


def line_lane(descriptor: Descriptor, line: Line, grid: Grid, *, limits: tuple[float, float] | None = None) -> LineLane:
    """A line, on an axis of its own or between the ``limits`` that it shares with another song."""
    low, high = limits or (None, None)
    return LineLane(
        title=capital(descriptor.title),
        about=descriptor.see,
        mean=line.mean,
        lowest=line.lowest,
        highest=line.highest,
        unit=descriptor.unit,
        low=low,
        high=high,
        swings=descriptor.kind == "signal",
        start_s=grid.start_s,
        column_s=grid.column_s,
    )


def capital(words: str) -> str:
    """Words as a heading; what is written in capitals stays so."""
    return words[:1].upper() + words[1:]
