"""Parts as written in; the same with loud and soft phrases, or with rests, out: the whole band alike at one time."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet

_LEVELS = (0.66, 0.8, 1.0)  # soft, medium, loud, as factors of the velocity; 0.7 is 6 dB less


def swell(parts: Iterable[Part | None], sheet: Sheet, *, rise: float = 0.12) -> None:
    """Give each section a level other than the one before, and let it rise by ``rise`` until two thirds of its way."""
    level, beats, factors = 0.0, [], []
    for section in sheet.sections:
        level = sheet.rng.choice([other for other in _LEVELS if other != level])
        start, length = section.first_bar * sheet.beats_per_bar, section.n_bars * sheet.beats_per_bar
        beats += [start, start + 0.66 * length, start + length - 1e-6]
        factors += [level * (1 - rise), level * (1 + rise), level * (1 - rise)]
    _scale(parts, beats, factors)


def grow(parts: Iterable[Part | None], sheet: Sheet, levels: Mapping[str, tuple[float, float]]) -> None:
    """Let every section of a name go from its first level to its second, as factors of the velocity: a crescendo."""
    beats, factors = [], []
    for section in sheet.sections:
        start, length = section.first_bar * sheet.beats_per_bar, section.n_bars * sheet.beats_per_bar
        beats += [start, start + length - 1e-6]
        factors += levels[section.name]
    _scale(parts, beats, factors)


def tacet(part: Part, sheet: Sheet, *names: str) -> None:
    """Let a player rest in the sections of these names."""
    bars = {bar for bar, _, _ in sheet.bars(*names)}
    part.notes[:] = [note for note in part.notes if note.beat // sheet.beats_per_bar not in bars]


def _scale(parts: Iterable[Part | None], beats: Sequence[float], factors: Sequence[float]) -> None:
    for part in parts:
        if part:
            part.notes[:] = [
                note._replace(velocity=int(np.clip(note.velocity * np.interp(note.beat, beats, factors), 1, 127)))
                for note in part.notes
            ]
