"""A signal -> its ``Anatomy``: every descriptor as a screen shows it, beats, and its harmonic and percussive parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from core.anatomy.beats import beat_times
from core.anatomy.descriptor import Descriptor
from core.anatomy.descriptors import DESCRIPTORS
from core.anatomy.shown import MAX_COLUMNS, Grid, Image, Line, grid_of, image_of, line_of, shrunk, signal_line
from core.features import FAMILIES, SR
from core.features.extract import check_duration, check_signal
from core.features.frames import whole
from core.features.spectra import Spectra
from core.features.tempo import onset_strength
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
    """Take a song apart.

    Parameters
    ----------
    signal : at the features' rate of 22,050 Hz
    max_columns : of images and lines
    n_threads : threads over blocks of frames
    progress : called with the share done and what comes next, in words; an exception that it raises ends the work

    Raises
    ------
    AudioError
        The song is shorter than 0.19 s.
    """
    if signal.sr != SR:
        raise ValueError(f"signal.sr={signal.sr}, but frames are defined at {SR} Hz; decode the song at that rate")
    check_signal(signal.y)
    check_duration(signal.y.size, what="song")
    steps = _Steps(progress or (lambda share, words: None), n_steps=3 + len(DESCRIPTORS) + len(FAMILIES))
    spectra = Spectra(signal.y, n_threads=n_threads)
    steps.begin("telling tones from hits")
    harmonic = spectra.harmonic
    grid = grid_of(spectra.n_frames, max_columns=max_columns)
    images, lines = _shown(spectra, grid, steps)
    columns = _columns(spectra, steps)
    steps.begin("finding the beats")
    beats_s = beat_times(onset_strength(spectra.log_mel), tempo_bpm=columns["tempo"])
    steps.begin("done")
    return Anatomy(
        duration_s=signal.duration_s,
        grid=grid,
        images=images,
        lines=lines,
        tempo_bpm=columns["tempo"],
        beats_s=beats_s,
        harmonic=harmonic,
        percussive=signal.y - harmonic,
        columns=columns,
    )


class _Steps:
    """Tells how many of ``n_steps`` are done, each as long as the others."""

    def __init__(self, progress: Progress, *, n_steps: int):
        self.progress, self.n_steps, self.n_begun = progress, n_steps, 0

    def begin(self, words: str) -> None:
        self.progress(self.n_begun / (self.n_steps - 1), words)
        self.n_begun += 1


def _shown(spectra: Spectra, grid: Grid, steps: _Steps) -> tuple[dict[str, Image], dict[str, Line]]:
    images: dict[str, Image] = {}
    lines: dict[str, Line] = {}
    for name, descriptor in DESCRIPTORS.items():
        steps.begin(f"measuring: {descriptor.title}")
        if descriptor.kind == "image":
            images[name] = _image(descriptor, shrunk(descriptor.measure(spectra), grid), images)
        else:
            lines[name] = _line(descriptor, descriptor.measure(spectra), grid)
    return images, lines


def _line(descriptor: Descriptor, values: np.ndarray, grid: Grid) -> Line:
    if descriptor.kind == "signal":
        return signal_line(values, grid)
    return line_of(np.pad(values, (descriptor.first_frame, 0), mode="edge"), grid)


def _image(descriptor: Descriptor, values: np.ndarray, images: Mapping[str, Image]) -> Image:
    if descriptor.limits_of:
        other = images[descriptor.limits_of]
        limits = other.low, other.high
    else:
        limits = descriptor.limits(values)
    return image_of(values, limits=limits, row_names=descriptor.rows.names)


def _columns(spectra: Spectra, steps: _Steps) -> dict[str, float]:
    columns: dict[str, float] = {}
    for family in FAMILIES.values():
        steps.begin(f"reading off: {family.title}")
        (values,) = family.measure(spectra, [whole(spectra.y.size)])
        columns.update(zip(family.columns, values.tolist(), strict=True))
    return columns
