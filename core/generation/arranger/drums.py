"""Patterns as text in, drum notes out. A pattern is one bar, cut evenly: ``"x...o...X...o..."`` has sixteen steps.

``X`` is an accent, ``x`` a stroke, ``o`` a soft one, ``.`` nothing.
"""

from collections.abc import Mapping, Sequence

from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet

KICK, SIDE_STICK, SNARE, CLAP, ELECTRIC_SNARE, CLOSED_HAT, PEDAL_HAT, OPEN_HAT = 36, 37, 38, 39, 40, 42, 44, 46
CRASH, RIDE, RIDE_BELL, TAMBOURINE, COWBELL, CABASA, LOW_TOM, MID_TOM, HIGH_TOM = 49, 51, 53, 54, 56, 69, 45, 47, 50
STROKES = {"X": 112, "x": 92, "o": 58}

Pattern = Mapping[int, str]  # key of the drum -> its bar


def steps(pattern: str, *, n_beats: float) -> list[tuple[float, float, float]]:
    """(beat, length, velocity) of every stroke in one bar."""
    step = n_beats / len(pattern)
    return [(i * step, step, STROKES[mark]) for i, mark in enumerate(pattern) if mark != "."]


def play_bar(part: Part, pattern: Pattern, *, first_beat: float, n_beats: float, level: float = 1.0) -> None:
    """One bar of a pattern."""
    for key, line in pattern.items():
        for beat, length, velocity in steps(line, n_beats=n_beats):
            part.play(first_beat + beat, min(length, 0.25), key, level * velocity)


def mixed(sheet: Sheet, lines: Mapping[int, Sequence[str]]) -> Pattern:
    """A pattern with one line drawn for each drum."""
    return {key: variants[sheet.rng.integers(len(variants))] for key, variants in lines.items()}


def groove(
    part: Part,
    sheet: Sheet,
    patterns: Mapping[str, Sequence[Pattern]],
    *,
    fills: Sequence[Pattern] = (),
    crash: bool = True,
    ghosts: Mapping[int, float] | None = None,
) -> None:
    """Keep time through the whole form.

    Parameters
    ----------
    patterns : section -> variants of its bar, one drawn for the clip; a section without one takes that of "A"
    fills : variants for the last bar of a section
    crash : whether a new section begins with a cymbal
    ghosts : key of a drum -> how likely a soft stroke of it falls on each free sixteenth
    """
    rng = sheet.rng
    chosen = {name: variants[rng.integers(len(variants))] for name, variants in patterns.items()}
    for bar, first, section in sheet.bars():
        pattern = chosen.get(section.name, chosen["A"])
        if fills and sheet.ends_section(bar):
            pattern = fills[rng.integers(len(fills))]
        play_bar(part, pattern, first_beat=first, n_beats=sheet.beats_per_bar)
        if crash and bar == section.first_bar and bar:
            part.play(first, 1.0, CRASH, 96)
        for key, chance in (ghosts or {}).items():
            _sprinkle(part, pattern, key, chance, first, sheet)


def _sprinkle(part: Part, pattern: Pattern, key: int, chance: float, first: float, sheet: Sheet) -> None:
    taken = {round(4 * beat) for line in pattern.values() for beat, _, _ in steps(line, n_beats=sheet.beats_per_bar)}
    for sixteenth in range(4 * sheet.beats_per_bar):
        if sixteenth not in taken and sheet.rng.random() < chance:
            part.play(first + sixteenth / 4, 0.2, key, sheet.rng.integers(34, 52))
