"""A signal -> its ``Anatomy``: every descriptor as a screen shows it, beats, and its harmonic and percussive parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from core.anatomy.shown import MAX_COLUMNS, Grid, Image, Line
from core.sound.decode import Signal

Progress = Callable[[float, str], None]


@dataclass(frozen=True, eq=False)
class Anatomy:
    """A song taken apart.

    Attributes
    ----------
    duration_s : of the song
    grid : the columns that all images and lines share, and their times
    images, lines : descriptor name -> what is shown of it, in the order of ``DESCRIPTORS``; the waveform is a line
    tempo_bpm : the column ``tempo`` of the whole song
    beats_s : when a listener would tap, in seconds, ascending: the times of a click track; empty without a pulse
    harmonic, percussive : float32, shape (n_samples,), at the features' rate of 22,050 Hz; their sum is the signal
    columns : feature column -> its value for the whole song, from the same frames
    """

    duration_s: float
    grid: Grid
    images: Mapping[str, Image] = field(repr=False)
    lines: Mapping[str, Line] = field(repr=False)
    tempo_bpm: float
    beats_s: np.ndarray = field(repr=False)
    harmonic: np.ndarray = field(repr=False)
    percussive: np.ndarray = field(repr=False)
    columns: Mapping[str, float] = field(repr=False)


def take_apart(
    signal: Signal, *, max_columns: int = MAX_COLUMNS, n_threads: int = 2, progress: Progress | None = None
) -> Anatomy:
    """Take a song apart; ``signal`` at the features' rate of 22,050 Hz, at least 0.19 s.

    ``progress`` is called with the share done and what is done next, in words; an exception that it raises ends the
    work. Raises AudioError when the song is too short for a frame's differences.
    """
    raise NotImplementedError
