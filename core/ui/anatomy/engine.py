"""A recording in, all that the page shows of it out: what is slow to import, opened when the page is up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.anatomy import DESCRIPTORS, Descriptor, Grid, Image, Line, take_apart
from core.anatomy.ranges import UsualRanges, columns_with_ranges, model_tracks, song_numbers, usual_ranges
from core.errors import AudioError
from core.likeness import about_input, is_spread, unit_of
from core.sound.decode import Signal
from core.sound.encode import as_flac
from core.sound.loudness import peak_dbfs, playback_gain_db
from core.sound.waveform import waveform_peaks
from core.ui.explore.engine import load_points

__all__ = [
    "DESCRIPTORS",
    "Descriptor",
    "TakenApart",
    "UsualRanges",
    "about_input",
    "columns_with_ranges",
    "is_spread",
    "load_points",
    "model_tracks",
    "take",
    "unit_of",
    "usual_ranges",
]

N_PEAKS = 1200
SILENT_DBFS = -80.0  # 16 bits reach 10 dB further down; nobody hears it


@dataclass(frozen=True, eq=False)
class TakenApart:
    """What is kept of a recording: no name, and of its sound what the player needs.

    Attributes
    ----------
    images, lines : descriptor name -> what is shown of it, on the columns of ``grid``
    numbers : column -> its value for the whole song
    sound : FLAC, the harmonic part on the left and the percussive one on the right
    peaks : (N_PEAKS, 2), as `core.sound.waveform.waveform_peaks` finds them
    notes : what to know of how the recording was read
    """

    duration_s: float
    grid: Grid
    images: Mapping[str, Image]
    lines: Mapping[str, Line]
    tempo_bpm: float
    beats_s: np.ndarray
    numbers: Mapping[str, float]
    sound: bytes
    gain_db: float
    peaks: np.ndarray
    notes: tuple[str, ...]


def take(decoded: Callable[[], Signal], *, progress: Callable[[float, str], None]) -> TakenApart:
    """Read a recording and take it apart; raises AudioError or DataError with words for the visitor."""
    progress(0.0, "Reading the sound")
    signal = decoded()
    _check_heard(signal)
    found = take_apart(signal, progress=lambda share, words: progress(0.05 + 0.85 * share, words.capitalize()))
    progress(0.92, "Writing both parts for the player")
    return TakenApart(
        duration_s=found.duration_s,
        grid=found.grid,
        images=found.images,
        lines=found.lines,
        tempo_bpm=found.tempo_bpm,
        beats_s=found.beats_s,
        numbers=song_numbers(found.columns),
        sound=as_flac(np.stack([found.harmonic, found.percussive]), sr=signal.sr),
        # Both ears hear the mono sum, which counts twice.
        gain_db=playback_gain_db(np.stack([signal.y, signal.y]), sr=signal.sr),
        peaks=waveform_peaks(signal.y, N_PEAKS),
        notes=signal.notes,
    )


def _check_heard(signal: Signal) -> None:
    peak = peak_dbfs(signal.y)
    if peak < SILENT_DBFS:
        found = f"its loudest sample lies at {peak:.0f} dBFS" if np.isfinite(peak) else "every sample is zero"
        raise AudioError(f"there is only silence in it ({found}); choose a recording in which something sounds")
