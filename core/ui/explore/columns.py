"""The name of a column in, the words that people read for it out: what it is, its unit, and a sentence on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.explore.points import Points
    from core.ui.explore.numbers import Exploration


@dataclass(frozen=True)
class Column:
    """One number of each track.

    Attributes
    ----------
    label : what it is, short: "average brightness (spectral centroid)"
    unit : of its values; "" for a pure number, or where nobody knows
    about : one sentence on what it measures
    """

    name: str
    label: str
    unit: str
    about: str

    @property
    def axis(self) -> str:
        """The label with its unit."""
        return f"{self.label}, {self.unit}" if self.unit else self.label


def columns_of(points: Points) -> dict[str, Column]:
    """All columns of a table by name, in its order."""
    return {name: _column(name, points.name) for name in points.X.columns}


def axis_words(exploration: Exploration, column: Column) -> str:
    """What an axis of this column says: its unit, or the scale that its values are on."""
    return column.axis if exploration.scaling == "none" else f"{column.label} ({exploration.scaling} scaling)"


@lru_cache(maxsize=4096)
def _column(name: str, dataset: str) -> Column:
    from core.ui.explore.engine import about, known_column

    label, unit = known_column(name) or (name.replace("_", " "), "")
    return Column(name, label, unit, about(name, dataset=dataset))
