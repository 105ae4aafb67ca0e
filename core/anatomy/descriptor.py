"""What a descriptor is: a number or a column of numbers for every frame of a song, and plain words to read it by."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from core.features.spectra import TOP_DB, Spectra

Measure = Callable[[Spectra], np.ndarray]
SILENCE_DB = -100.0  # the floor of every power in dB here: 10 log10 of the features' 1e-10


@dataclass(frozen=True)
class Rows:
    """What the rows of an image stand for, from the bottom up.

    Attributes
    ----------
    title : words for the axis: "frequency, Hz"
    names : one for each measured row: "440 Hz"
    ticks : (place, words) of those to write beside the image; places from 0, its lower edge, to 1, its upper edge
    """

    title: str
    names: tuple[str, ...] = field(repr=False)
    ticks: tuple[tuple[float, str], ...]


def one_below_another(*formulas: str) -> str:
    """Several formulas as one, each on a line of its own: a phone is narrow."""
    return r"\begin{gathered} " + r" \\[8pt] ".join(formulas) + r" \end{gathered}"


def data_limits(values: np.ndarray) -> tuple[float, float]:
    """From the lowest value to the highest; one unit wide where they are the same."""
    low, high = float(values.min()), float(values.max())
    return (low, high) if high > low else (low, low + 1)


def db_limits(values: np.ndarray) -> tuple[float, float]:
    """80 dB up to the loudest; silence lies at the lower end."""
    high = max(float(values.max()), SILENCE_DB + TOP_DB)
    return high - TOP_DB, high


@dataclass(frozen=True)
class Descriptor:
    """One way to look at a sound, frame by frame.

    Attributes
    ----------
    name : the registry's key
    title : the field's own term
    see : one sentence: what there is to see in it
    formula : LaTeX, without dollars: what ``measure`` computes
    symbols : what the letters of the formula stand for, as one line of Markdown with ``$...$``
    kind : "image" (a column of ``rows`` for each frame), "line" (a number for each frame) or "signal" (the samples)
    unit : of its values ("" for a pure number)
    axis : words for the axis of the values (a line's axis, an image's colours)
    value_range : lowest and highest value that a signal within -1 ... 1 can have
    columns : the numbers about a whole song that a genre's usual range is known for, the most telling first:
        feature columns, or ratios of ``core.models.inputs.ABOUT_RATIOS``
    measure : Spectra -> float32, shape (n_rows, n_frames) of an image, (n_frames,) of a line, the samples of a signal
    rows : of an image, else None
    first_frame : the frame that the first value belongs to: 1 for what needs a frame before
    limits : values of a song -> the lowest and the highest that an image shows
    limits_of : the name of another descriptor whose limits it takes, so that the two images compare; "" its own
    """

    name: str
    title: str
    see: str
    formula: str
    symbols: str
    kind: Literal["image", "line", "signal"]
    unit: str
    axis: str
    value_range: tuple[float, float]
    columns: tuple[str, ...]
    measure: Measure = field(repr=False)
    rows: Rows | None = None
    first_frame: int = 0
    limits: Callable[[np.ndarray], tuple[float, float]] = field(default=data_limits, repr=False)
    limits_of: str = ""
