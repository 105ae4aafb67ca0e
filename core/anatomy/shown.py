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

    @property
    def middles_s(self) -> np.ndarray:
        """The middle of each column in seconds, shape (n_columns,)."""
        return self.start_s + (np.arange(self.n_columns) + 0.5) * self.column_s


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
