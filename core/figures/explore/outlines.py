"""Shapes that were drawn on a picture in, which points lie inside out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Outline:
    """A closed shape: its corners one after another, in the units of the axes."""

    x: Sequence[float]
    y: Sequence[float]


def inside(x: np.ndarray, y: np.ndarray, outlines: Sequence[Outline]) -> np.ndarray:
    """Which points lie in any of the shapes: bool, shape (n_points,).

    A point is inside a shape if a ray to the right of it crosses the outline an odd number of times.
    """
    within = np.zeros(len(x), dtype=bool)
    for outline in outlines:
        within |= _within(x, y, np.asarray(outline.x, dtype=float), np.asarray(outline.y, dtype=float))
    return within


def _within(x: np.ndarray, y: np.ndarray, corners_x: np.ndarray, corners_y: np.ndarray) -> np.ndarray:
    is_odd = np.zeros(len(x), dtype=bool)
    for x0, y0, x1, y1 in zip(corners_x, corners_y, np.roll(corners_x, -1), np.roll(corners_y, -1), strict=True):
        if y0 != y1:
            passes = (y0 > y) != (y1 > y)
            is_odd ^= passes & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return is_odd
