"""A lead sheet in, a bass line out: whatever the manner, what falls on a strong beat belongs to the chord."""

from collections.abc import Sequence

from core.generation.arranger.harmony import Chord, nearest, within
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet

# What a step of a pattern means: r root, o its octave, 3 third, 5 fifth, 7 the chord's fourth tone (or its octave),
# < a step from below into the next root; - holds the note before it, . is a rest.
_HELD, _REST = "-", "."


def pattern_line(
    part: Part,
    sheet: Sheet,
    patterns: Sequence[str],
    *,
    velocity: int = 98,
    legato: float = 0.92,
    after_beat: int = 0,
) -> None:
    """Play a pattern of the genre bar by bar, such as ``"r.r.5.<."``; which of them is drawn bar by bar.

    ``after_beat`` is by how much notes between the beats are softer.
    """
    for _, first, _ in sheet.bars():
        pattern = patterns[sheet.rng.integers(len(patterns))]
        step = sheet.beats_per_bar / len(pattern)
        for i, mark in enumerate(pattern):
            if mark in (_HELD, _REST):
                continue
            n_held = len(pattern[i + 1 :]) - len(pattern[i + 1 :].lstrip(_HELD))
            beat = first + i * step
            pitch = _pitch(mark, sheet, beat, part.register)
            accent = 8 if i == 0 else -after_beat if beat % 1 else 0
            part.play(beat, legato * step * (1 + n_held), pitch, velocity + accent)


def walking_line(part: Part, sheet: Sheet, *, velocity: int = 92, skips: float = 0.12) -> None:
    """Four in a bar: chord tones on the first and third beat, steps between, and a step into each new root.

    ``skips`` is how likely a beat gets an extra note just before the next one.
    """
    pitch = within(nearest(sheet.chord_at(0).root, _middle(part.register)), part.register)
    for beat in range(sheet.n_bars * sheet.beats_per_bar):
        here, following = sheet.chord_at(beat), sheet.chord_at(min(beat + 1, sheet.n_bars * sheet.beats_per_bar - 1))
        pitch = within(_walked(pitch, beat, here, following, sheet), part.register)
        part.play(beat, 0.9, pitch, velocity + (6 if beat % 2 == 0 else 0) + sheet.rng.integers(-4, 5))
        if sheet.rng.random() < skips:
            part.play(beat + 0.5, 0.3, pitch, velocity - 24)


def _walked(pitch: int, beat: int, here: Chord, following: Chord, sheet: Sheet) -> int:
    is_new = beat == 0 or sheet.chord_at(beat - 1) != here
    if is_new:
        return nearest(here.root, pitch)
    if following != here and beat % sheet.beats_per_bar % 2:
        return nearest(following.root, pitch) + int(sheet.rng.choice((-1, 1, -2, 2)))
    up = int(sheet.rng.choice((-1, 1)))
    if beat % sheet.beats_per_bar % 2 == 0:
        return min((nearest(tone, pitch + 4 * up) for tone in here.tones), key=lambda p: abs(p - pitch - 4 * up))
    steps = [p for p in range(pitch - 3, pitch + 4) if p % 12 in sheet.scale() and p != pitch]
    return min(steps, key=lambda p: (abs(p - pitch - 2 * up), p))


def _pitch(mark: str, sheet: Sheet, beat: float, register: tuple[int, int]) -> int:
    harmony = sheet.chord_at(beat)
    root = within(nearest(harmony.root, register[0] + 9), register)
    match mark:
        case "r":
            return root
        case "o":
            return root + 12
        case "3":
            return nearest(harmony.third, root + 4)
        case "5":
            return nearest(harmony.fifth, root + 6)
        case "7":
            return nearest(harmony.tones[3] if len(harmony.tones) > 3 else harmony.root, root + 10)
        case "<":
            end = sheet.n_bars * sheet.beats_per_bar - 1
            next_bar = (int(beat // sheet.beats_per_bar) + 1) * sheet.beats_per_bar
            return nearest(sheet.chord_at(min(next_bar, end)).root, root) + int(sheet.rng.choice((-2, -1, 2)))
    raise ValueError(f"bass pattern: {mark!r} is none of r o 3 5 7 < - .")


def _middle(register: tuple[int, int]) -> float:
    return (register[0] + register[1]) / 2
