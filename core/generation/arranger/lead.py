"""A lead sheet in, a melody or a riff out: motives that come back, chord tones where a note is strong or long."""

from collections.abc import Sequence

from core.generation.arranger.harmony import nearest
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet

Motive = Sequence[tuple[float, float]]  # (beat, length) within one bar


def melody(
    part: Part,
    sheet: Sheet,
    motives: Sequence[Motive],
    *,
    scale: str = "",
    span: tuple[int, int] | None = None,
    velocity: int = 92,
    rests: float = 0.15,
    leaps: float = 0.2,
    sections: Sequence[str] = ("A", "B"),
    close: Motive = (),
) -> None:
    """A line whose rhythm comes back every second bar.

    Parameters
    ----------
    motives : rhythms of one bar; two are drawn for each section
    scale : what passing notes are taken from; by default that of the brief's mode
    span : lowest and highest pitch; by default the upper two thirds of the instrument's register
    rests : how likely a bar stays free; leaps : how likely a note jumps instead of stepping
    close : the rhythm of the last bar of each section, where it has one of its own
    """
    low, high = span or (part.register[0] + (part.register[1] - part.register[0]) // 3, part.register[1])
    steps = [pitch for pitch in range(low, high + 1) if pitch % 12 in sheet.scale(scale)]
    rng, pitch = sheet.rng, (low + high) // 2
    pairs = {name: rng.choice(len(motives), 2) for name in ("intro", "A", "B")}
    for bar, first, section in sheet.bars(*sections):
        closes = bool(close) and sheet.ends_section(bar)
        if rng.random() < rests and bar > section.first_bar and not closes:
            continue
        for beat, length in close if closes else motives[pairs[section.name][bar % 2]]:
            pitch = _next(pitch, first + beat, length, steps, sheet, leaps)
            accent = 8 if beat % 1 == 0 else 0
            part.play(first + beat, 0.94 * length, pitch, velocity + accent + rng.integers(-6, 7))


def come_back(part: Part, sheet: Sheet, n_bars: int) -> None:
    """Let the first bars of a section be heard again until it ends, and again when the section comes back.

    ``n_bars`` is after how many bars the chords of every section repeat.
    """
    begins: dict[str, int] = {}
    kept = []
    for bar, first, section in sheet.bars():
        source = begins.setdefault(section.name, section.first_bar) + (bar - section.first_bar) % n_bars
        back = first - source * sheet.beats_per_bar
        kept += [
            note._replace(beat=note.beat + back)
            for note in part.notes
            if first - back <= note.beat < first - back + sheet.beats_per_bar
        ]
    part.notes[:] = kept


def riff(
    part: Part,
    sheet: Sheet,
    motive: Motive,
    *,
    scale: str,
    low: int,
    velocity: int = 96,
    sections: Sequence[str] = (),
) -> None:
    """One short figure, drawn once and moved with the root of every bar."""
    rng, ladder = sheet.rng, sheet.scale(scale)
    offsets = [0, *rng.integers(0, 5, len(motive) - 1)]
    for _, first, _ in sheet.bars(*sections):
        root = nearest(sheet.chord_at(first).root, low)
        rungs = [pitch for pitch in range(root, root + 24) if pitch % 12 in ladder or pitch == root]
        for (beat, length), offset in zip(motive, offsets, strict=True):
            part.play(first + beat, 0.9 * length, rungs[offset], velocity - (12 if beat % 1 else 0))


def _next(pitch: int, beat: float, length: float, steps: list[int], sheet: Sheet, leaps: float) -> int:
    rng = sheet.rng
    reach = int(rng.choice((5, 7))) if rng.random() < leaps else int(rng.integers(1, 3))
    middle = (steps[0] + steps[-1]) / 2
    up = rng.random() < 0.5 + 0.5 * (middle - pitch) / (middle - steps[0] + 1)  # back to the middle in the long run
    target = pitch + (reach if up else -reach)
    if beat % sheet.beats_per_bar % 2 == 0 or length >= 1:
        tones = sheet.chord_at(beat).tones
        return min((p for p in range(steps[0], steps[-1] + 1) if p % 12 in tones), key=lambda p: abs(p - target))
    return min(steps, key=lambda p: (abs(p - target), p == pitch))
