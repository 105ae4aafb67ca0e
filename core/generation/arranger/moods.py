"""A mood in; the mode and the tempi that stand for it out, and the other way round.

The moods of a mode stand in a genre's `Style` from calm to lively, and each has its share of the genre's tempi: so a
mood can be heard as what people hear first in it, mode and pace.
"""

from core.generation.arranger.style import Style


def mode_for(mood: str | None, style: Style, *, drawn: str) -> str:
    """The mode that has the mood: the one drawn, if it has."""
    if mood is None or mood in style.modes[drawn]:
        return drawn
    return next(mode for mode, moods in style.modes.items() if mood in moods)


def tempi_for(mood: str, style: Style, *, mode: str) -> tuple[float, float]:
    """The slowest and the fastest tempo of a mood; all of the genre's, where the mood is one of another mode."""
    (low, high), moods = style.tempo_bpm, style.modes[mode]
    if mood not in moods:
        return low, high
    step, place = (high - low) / len(moods), moods.index(mood)
    return low + place * step, low + (place + 1) * step


def mood_at(tempo_bpm: float, style: Style, *, mode: str) -> str:
    """The mood whose tempi hold this one; the calmest or the liveliest beyond the genre's."""
    (low, high), moods = style.tempo_bpm, style.modes[mode]
    place = int((tempo_bpm - low) / (high - low) * len(moods))
    return moods[min(max(place, 0), len(moods) - 1)]
