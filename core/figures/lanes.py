"""Numbers along a song in, lanes under its waveform out: images, lines, marks and notes, as small JSON.

A lane lies on the time axis of the player. Column ``c`` of an image or a line covers the seconds from
``start_s + c * column_s`` on; an image is coloured by the one sequential scale of the theme.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.jazz.roll import NotesLane, notes_data, notes_words
from core.figures.look import Look
from core.figures.scales import SEQUENTIAL
from core.figures.words import minus

LINE_STEPS = 4000  # a lane is under 200 px high: finer steps would only make the message longer
# A few columns, such as the silence after the last note, may lie so far out that nothing else would be seen.
USUAL_PERCENTILES, FAR_OUT = (1.0, 99.0), 3.0
LONGEST_UNIT = 3
DIGITS = 3  # significant ones, of values in words


@dataclass(frozen=True, eq=False)
class ImageLane:
    """A picture of rows over time.

    Attributes
    ----------
    title, about : what it is, and one sentence on what to see
    pixels : uint8, shape (n_rows, n_columns), row 0 at the bottom
    low, high : the values that pixels 0 and 255 stand for
    unit : of the values ("" for a pure number)
    row_names : what each row stands for, from the bottom up: "440 Hz"
    ticks : (place, words) beside the picture; places from 0, its lower edge, to 1, its upper edge
    row_px : the height of a row on the page; 0 leaves it to the player
    tells : whether the strongest row of the moment is told beside the title
    alt : the lane in a sentence, where better words are known than those of `alt_text`
    """

    title: str
    pixels: np.ndarray
    low: float
    high: float
    start_s: float
    column_s: float
    unit: str = ""
    row_names: Sequence[str] = ()
    ticks: Sequence[tuple[float, str]] = ()
    about: str = ""
    row_px: int = 0
    tells: bool = False
    alt: str = ""


@dataclass(frozen=True, eq=False)
class LineLane:
    """A number over time: the mean of each column, between the lowest and the highest of its frames.

    Attributes
    ----------
    mean, lowest, highest : float, shape (n_columns,)
    low, high : the ends of its axis; by default what its values need
    swings : whether it is read by its lowest and highest, as a waveform is, whose mean says nothing
    """

    title: str
    mean: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    start_s: float
    column_s: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    swings: bool = False
    about: str = ""


@dataclass(frozen=True, eq=False)
class MarksLane:
    """Moments: ``times_s`` ascending. They are repeated, faintly, across the lines beside them."""

    title: str
    times_s: np.ndarray
    about: str = ""


Lane = ImageLane | LineLane | MarksLane | NotesLane


def lanes_data(lanes: Sequence[Lane], look: Look) -> dict:
    """What the player needs to draw lanes in one theme; ``id`` changes when any of it does.

    Raises
    ------
    ValueError
        A lane holds something that is not finite, or arrays whose shapes do not belong together.
    """
    makers = {ImageLane: _image, LineLane: _line, MarksLane: _marks, NotesLane: _notes}
    data = {"scale": list(SEQUENTIAL[look]), "lanes": [makers[type(lane)](lane) for lane in lanes]}
    return data | {"id": hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]}


def line_limits(*lines: np.ndarray) -> tuple[float, float]:
    """The ends of an axis for these values: from 0 where it is near, and never of no width.

    All of them lie on it, unless one in a hundred lies more than three times as far out as all others.
    """
    values = np.concatenate(lines)
    low, high = float(np.min(values)), float(np.max(values))
    usual_low, usual_high = np.percentile(values, USUAL_PERCENTILES)
    reach = FAR_OUT * (usual_high - usual_low)
    if reach > 0:
        low, high = max(low, usual_low - reach), min(high, usual_high + reach)
    if 0 < low <= high / 2:
        low = 0.0
    return (float(low), float(high)) if high > low else (float(low), float(low) + 1.0)


def value_words(value: float, unit: str) -> str:
    """A value in words: "2,310 Hz", "−23.4 dB", "0.00125"."""
    digits = DIGITS - 1 - int(np.floor(np.log10(abs(value)))) if value else 0
    number = minus(f"{round(value, digits):,.{min(max(digits, 0), 8)}f}")
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} {unit}".rstrip()


def alt_text(lane: Lane) -> str:
    """The lane in a sentence, for those who cannot see it."""
    if isinstance(lane, NotesLane):
        return notes_words(lane)
    if isinstance(lane, MarksLane):
        return f"{lane.title}: {len(lane.times_s)} marks."
    if isinstance(lane, ImageLane):
        if lane.alt:
            return lane.alt
        rows = f", {lane.row_names[0]} to {lane.row_names[-1]}" if lane.row_names else ""
        span = f"{value_words(lane.low, '')} to {value_words(lane.high, lane.unit)}"
        return f"{lane.title}: a picture of {len(lane.pixels)} rows{rows}, with values from {span}."
    low, high = float(np.min(lane.lowest)), float(np.max(lane.highest))
    mean = "" if lane.swings else f"{value_words(float(np.mean(lane.mean)), lane.unit)} on average, "
    return f"{lane.title}: {mean}from {value_words(low, '')} to {value_words(high, lane.unit)}."


def _image(lane: ImageLane) -> dict:
    pixels = lane.pixels
    if pixels.dtype != np.uint8 or pixels.ndim != 2 or not pixels.size:
        raise ValueError(f"{lane.title}: pixels are {pixels.dtype} of shape {pixels.shape}; uint8 rows are needed")
    if lane.row_names and len(lane.row_names) != len(pixels):
        raise ValueError(f"{lane.title}: {len(lane.row_names)} names for {len(pixels)} rows")
    return _common(lane, "image") | {
        "n_rows": pixels.shape[0],
        "n_columns": pixels.shape[1],
        # Bytes rather than a PNG: the browser colours them by the theme, and reads the value under the pointer.
        "pixels": base64.b64encode(np.ascontiguousarray(pixels)).decode(),
        "row_names": list(lane.row_names),
        "ticks": [[float(place), words] for place, words in lane.ticks],
        "row_px": lane.row_px,
        "tells": lane.tells,
        **_span(lane, float(lane.low), float(lane.high)),
    }


def _line(lane: LineLane) -> dict:
    if lane.mean.ndim != 1 or not lane.mean.size or not lane.mean.shape == lane.lowest.shape == lane.highest.shape:
        shapes = lane.mean.shape, lane.lowest.shape, lane.highest.shape
        raise ValueError(f"{lane.title}: mean, lowest and highest have the shapes {shapes}; one value a column each")
    if not all(np.isfinite(values).all() for values in (lane.mean, lane.lowest, lane.highest)):
        raise ValueError(f"{lane.title}: a value is not finite")
    low, high = line_limits(lane.lowest, lane.highest)
    low, high = low if lane.low is None else lane.low, high if lane.high is None else lane.high
    span = _span(lane, low, high)
    unit = lane.unit if len(lane.unit) <= LONGEST_UNIT else ""  # a tick lies on the picture; the reading says it all

    def steps(values: np.ndarray) -> list[int]:
        share = (values.astype(np.float64) - low) / (high - low)
        return np.rint(np.clip(share, 0, 1) * LINE_STEPS).astype(int).tolist()

    return _common(lane, "line") | {
        "swings": lane.swings,
        "mean": steps(lane.mean),
        "lowest": steps(lane.lowest),
        "highest": steps(lane.highest),
        "ticks": [[0.0, value_words(low, unit)], [1.0, value_words(high, unit)]],
        **span,
    }


def _marks(lane: MarksLane) -> dict:
    if not np.isfinite(lane.times_s).all() or (np.diff(lane.times_s) < 0).any():
        raise ValueError(f"{lane.title}: times_s must be finite and ascending")
    return _common(lane, "marks") | {"times_s": np.round(lane.times_s, 3).tolist()}


def _notes(lane: NotesLane) -> dict:
    return _common(lane, "notes") | notes_data(lane)


def _common(lane: Lane, kind: str) -> dict:
    return {"kind": kind, "title": lane.title, "about": lane.about, "alt": alt_text(lane)}


def _span(lane: ImageLane | LineLane, low: float, high: float) -> dict:
    """The axes of a lane; a bool of an array would hide a nan, so that each end is asked."""
    if not (np.isfinite([low, high, lane.start_s]).all() and high > low and lane.column_s > 0):
        raise ValueError(
            f"{lane.title}: low={low}, high={high}, column_s={lane.column_s}: a span of some width is needed"
        )
    return {"low": low, "high": high, "unit": lane.unit, "start_s": lane.start_s, "column_s": lane.column_s}
