"""What the Explore page needs and is slow to import (scikit-learn, numba): opened when the page is up."""

from core.data.loading import load_table
from core.explore.points import Points, points_of
from core.explore.scaling import scaled

__all__ = ["Points", "load_points", "scaled"]


def load_points(source: str, *, segment_s: float | None) -> tuple[Points, tuple[tuple[str, str], ...]]:
    """The tracks of a table as points, and (file, words) of what to know of it; raises DataError."""
    table = load_table(source, segment_s=segment_s, learnable=False)
    return points_of(table), table.notes
