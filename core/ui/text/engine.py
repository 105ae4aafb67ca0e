"""What the page Text to music needs of the band and of sound, and is slow to import: opened when the page is up."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.generation.arranger.job import BandParams, play_clips
from core.jobs import run_here
from core.sound.decode import Limits, decode
from core.sound.loudness import playback_gain_db
from core.sound.waveform import waveform_peaks
from core.ui.shelf import Shelf
from core.ui.text.takes import Take

N_PEAKS = 1200
SR, LOWEST_SR = 22_050, 1_000  # a model of the visitor's may be at any rate
_sounds = Shelf(max_entries=64)


@dataclass(frozen=True, eq=False)
class Sounded:
    """A take as the player needs it; ``peaks`` of shape (N_PEAKS, 2)."""

    peaks: np.ndarray
    duration_s: float
    gain_db: float


def play_here(params: BandParams, folder: Path) -> list[Path]:
    """Have the band play at once; the files, in ``folder``."""
    result = run_here(play_clips, params, folder=folder)
    return [folder / name for name in result["files"]]


def sounded(take: Take) -> Sounded:
    """The waveform of a take, found once; raises CoreError where its file is gone."""
    return _sounds.get_or_make(take.id, lambda: _sounded(take))


def warm_up() -> None:
    """Play once what the first press would wait for."""
    with tempfile.TemporaryDirectory(prefix="genrescope-") as made:
        play_here(BandParams("blues", duration_s=2.0), Path(made))


def _sounded(take: Take) -> Sounded:
    signal = decode(take.path, sr=SR, limits=Limits(min_sr=LOWEST_SR))
    gain_db = playback_gain_db(np.stack([signal.y, signal.y]), sr=SR)
    return Sounded(waveform_peaks(signal.y, N_PEAKS), signal.duration_s, gain_db)
