"""What a feature family is: names and plain words for its columns, and the function that measures them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.features.frames import Segment
from core.features.spectra import Spectra

Measure = Callable[[Spectra, Sequence[Segment]], np.ndarray]


@dataclass(frozen=True)
class Family:
    """One group of columns that are measured together.

    Attributes
    ----------
    name : the registry's key
    title : the field's own term
    about : one sentence on what it measures
    unit : unit of the mean ("" for a pure number); a variance has its square
    value_range : lowest and highest value that a frame of a signal within -1 ... 1 can have
    source : where the formula comes from
    parts : column stem -> plain words; in the order of ``measure``'s columns
    measure : (spectra, segments) -> float64, shape (n_segments, n_columns)
    statistics : what is kept of each part: ("mean", "var"), or () when the family yields one value per segment
    """

    name: str
    title: str
    about: str
    unit: str
    value_range: tuple[float, float]
    source: str
    parts: dict[str, str]
    measure: Measure = field(repr=False)
    statistics: tuple[str, ...] = ("mean", "var")

    @property
    def columns(self) -> tuple[str, ...]:
        if not self.statistics:
            return tuple(self.parts)
        return tuple(f"{stem}_{statistic}" for stem in self.parts for statistic in self.statistics)
