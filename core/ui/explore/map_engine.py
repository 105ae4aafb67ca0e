"""What maps and neighbours need and is slow to import (scikit-learn): opened when somebody looks at them."""

from core.explore.neighbours import about_distances, nearest

__all__ = ["about_distances", "nearest"]
