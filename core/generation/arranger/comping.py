"""A lead sheet in, accompaniment out: chords on a rhythm, broken chords, pads, power chords.

Rhythms are written as drum patterns are: ``"x..x..X."`` is one bar, cut evenly.
"""

from collections.abc import Sequence

from core.generation.arranger.drums import steps
from core.generation.arranger.harmony import Chord, nearest, voicing
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet


def chords_on(
    part: Part,
    sheet: Sheet,
    rhythms: Sequence[str],
    *,
    centre: float,
    length: float = 0.9,
    n_tones: int = 4,
    strum_s: float = 0.0,
    level: float = 0.85,
    sections: Sequence[str] = (),
    shell: bool = False,
) -> None:
    """Chords on a rhythm, drawn bar by bar.

    Parameters
    ----------
    length : share of the time to the next step that a chord is held; over 1 it rings into it
    strum_s : seconds between one string and the next; every second stroke goes up
    shell : leave out root and fifth, as a pianist beside a bass player does
    """
    for _, first, _ in sheet.bars(*sections):
        rhythm = rhythms[sheet.rng.integers(len(rhythms))]
        for i, (beat, step, velocity) in enumerate(steps(rhythm, n_beats=sheet.beats_per_bar)):
            pitches = tones(sheet.chord_at(first + beat), centre=centre, n_tones=n_tones, shell=shell)
            strum = strum_s * sheet.brief.tempo_bpm / 60
            for string, pitch in enumerate(pitches if i % 2 == 0 else pitches[::-1]):
                part.play(first + beat + string * strum, length * step, pitch, level * velocity)


def broken_chords(part: Part, sheet: Sheet, orders: Sequence[str], *, centre: float, level: float = 0.75) -> None:
    """Tones one after the other, cut evenly in a bar: ``"0212"`` (low, high, middle, high) is Alberti's bass."""
    for _, first, _ in sheet.bars():
        order = orders[sheet.rng.integers(len(orders))]
        step = sheet.beats_per_bar / len(order)
        for i, place in enumerate(order):
            if place != ".":
                pitches = tones(sheet.chord_at(first + i * step), centre=centre, n_tones=3)
                pitch = pitches[int(place) % len(pitches)] + 12 * (int(place) // len(pitches))
                part.play(
                    first + i * step, 1.1 * step, pitch, level * (104 if i == 0 else 92 if i * step % 1 == 0 else 78)
                )


def pad(part: Part, sheet: Sheet, *, centre: float, velocity: int = 70, sections: Sequence[str] = ()) -> None:
    """Each chord held for as long as it lasts."""
    names = {bar for bar, _, _ in sheet.bars(*sections)}
    for change in sheet.chords:
        if int(change.beat // sheet.beats_per_bar) in names:
            for pitch in tones(change.chord, centre=centre, n_tones=4):
                part.play(change.beat, 0.98 * change.length, pitch, velocity)


def power_chords(
    part: Part, sheet: Sheet, rhythms: Sequence[str], *, low: int, length: float = 0.9, sections: Sequence[str] = ()
) -> None:
    """Root, fifth and octave on a rhythm; soft strokes are palm-muted: the root alone, and short."""
    for _, first, _ in sheet.bars(*sections):
        rhythm = rhythms[sheet.rng.integers(len(rhythms))]
        for beat, step, velocity in steps(rhythm, n_beats=sheet.beats_per_bar):
            root = nearest(sheet.chord_at(first + beat).root, low + 6)
            is_muted = velocity < 80
            for interval in (0,) if is_muted else (0, 7, 12):
                part.play(first + beat, (0.45 if is_muted else length) * step, root + interval, velocity)


def tones(harmony: Chord, *, centre: float, n_tones: int, shell: bool = False) -> list[int]:
    """The pitches of a chord around ``centre``, at most ``n_tones``, the lowest first."""
    classes = list(harmony.tones)
    if shell and len(classes) > 3:
        classes = [tone for tone in classes if tone not in (harmony.root, harmony.fifth)] or classes
    return voicing(classes[:n_tones], centre)
