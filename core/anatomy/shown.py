"""A descriptor's frames -> what a screen shows of them: at most ``MAX_COLUMNS`` columns, images as bytes.

Each column is the mean of the same whole number of frames (the last one of what is left), so that columns are equally
wide in time; a line keeps the lowest and the highest of them too. Neighbouring rows of a tall image are averaged alike.
"""

from dataclasses import dataclass

import numpy as np

from core.features.frames import HOP_LENGTH, SR

MAX_COLUMNS = 1200
MAX_ROWS = 256
STEPS = 255  # of a byte


@dataclass(frozen=True, eq=False)
class Grid:
    """The columns that all images and lines of a song share.

    Attributes
    ----------
    n_frames : of the song
    frames_per_column : how many frames a column is the mean of
    """

    n_frames: int
    frames_per_column: int

    @property
    def n_columns(self) -> int:
        return -(-self.n_frames // self.frames_per_column)

    @property
    def column_s(self) -> float:
        """The seconds from one column to the next."""
        return self.frames_per_column * HOP_LENGTH / SR

    @property
    def start_s(self) -> float:
        """Where column 0 begins: half a hop before the song, as frame 0 is centred on its first sample."""
        return -0.5 * HOP_LENGTH / SR


@dataclass(frozen=True, eq=False)
class Image:
    """A descriptor with rows.

    Attributes
    ----------
    pixels : uint8, shape (n_rows, n_columns), row 0 at the bottom
    low, high : the values of pixels 0 and 255; what lies beyond is shown as these
    row_names : of each shown row
    """

    pixels: np.ndarray
    low: float
    high: float
    row_names: tuple[str, ...]

    def values(self) -> np.ndarray:
        """What the pixels stand for, float32, to half a step of (high - low) / 255."""
        return (self.low + self.pixels * ((self.high - self.low) / STEPS)).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Line:
    """A descriptor of one number a frame: the mean, the lowest and the highest of each column, float32 (n_columns,)."""

    mean: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray


def grid_of(n_frames: int, *, max_columns: int = MAX_COLUMNS) -> Grid:
    """The finest grid of at most ``max_columns`` columns."""
    return Grid(n_frames=n_frames, frames_per_column=-(-n_frames // max_columns))


def line_of(values: np.ndarray, grid: Grid) -> Line:
    """Values of every frame, shape (n_frames,), on the grid."""
    starts = _starts(grid)
    return Line(
        mean=_means(values[np.newaxis], grid)[0],
        lowest=np.minimum.reduceat(values, starts).astype(np.float32),
        highest=np.maximum.reduceat(values, starts).astype(np.float32),
    )


def signal_line(y: np.ndarray, grid: Grid) -> Line:
    """Samples, shape (n_samples,), on the grid: a column's samples lie around its frames."""
    starts = np.maximum(_starts(grid) * HOP_LENGTH - HOP_LENGTH // 2, 0)
    counts = np.diff(np.append(starts, y.size))
    return Line(
        mean=(np.add.reduceat(y, starts, dtype=np.float64) / counts).astype(np.float32),
        lowest=np.minimum.reduceat(y, starts),
        highest=np.maximum.reduceat(y, starts),
    )


def shrunk(values: np.ndarray, grid: Grid) -> np.ndarray:
    """Values (n_rows, n_frames) as an image shows them, float32, shape (at most MAX_ROWS, n_columns).

    The rows of a tall image are the highest of several neighbours: a pure tone stays as bright as it is.
    """
    per_row = rows_per_row(len(values))
    if per_row > 1:
        values = np.maximum.reduceat(values, np.arange(0, len(values), per_row), axis=0)
    return _means(values, grid)


def rows_per_row(n_rows: int) -> int:
    """How many rows of a measured image one shown row stands for."""
    return -(-n_rows // MAX_ROWS)


def image_of(values: np.ndarray, *, limits: tuple[float, float], row_names: tuple[str, ...]) -> Image:
    """Values (n_rows, n_columns) as bytes; ``row_names`` of the rows before some were taken together."""
    low, high = limits
    pixels = np.clip((values - low) * (STEPS / (high - low)), 0, STEPS)
    per_row = rows_per_row(len(row_names))
    return Image(
        pixels=np.rint(pixels).astype(np.uint8), low=low, high=high, row_names=row_names[per_row // 2 :: per_row]
    )


def _starts(grid: Grid) -> np.ndarray:
    return np.arange(grid.n_columns) * grid.frames_per_column


def _means(values: np.ndarray, grid: Grid) -> np.ndarray:
    starts = _starts(grid)
    counts = np.diff(np.append(starts, grid.n_frames))
    return (np.add.reduceat(values, starts, axis=1, dtype=np.float64) / counts).astype(np.float32)
