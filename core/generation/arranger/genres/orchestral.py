"""Orchestral: strings in chords or driving figures, a theme that woodwinds imitate, brass and timpani when loud."""

import numpy as np

from core.generation.arranger import bass, comping, dynamics, lead
from core.generation.arranger.harmony import nearest
from core.generation.arranger.score import Note, Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

# Beats in a bar -> what fits into it.
_HYMNS = {4: ("xoxo", "xooo", "x.oox.oo", "xoxoxoxo"), 3: ("xoo", "x.ooo.", "xoxoxo", "x.o.oo")}
_FIGURES = {
    4: ("02120212", "01210121", "0002000200020002", "00120012", "0120120120121212", "0012001200120012"),
    3: ("021212", "000200020002", "001200120012", "012012", "001212"),
}
_BASSES = {
    4: ("r-r-r-r-", "r---5---", "r-5-r-5-", "r-r-r-<-", "r-r-3-3-", "r---r-<-", "r-r-5-5-"),
    3: ("r-r-r-", "r---<-", "r-5-5-", "r---5-", "r-r-<-"),
}
_KETTLES = {
    4: ("r.......", "r...5...", "r.....r.", "r.r.5...", "r...r.r."),
    3: ("r.....", "r...5.", "r.r.r.", "r...r."),
}
_THEMES = {
    4: (
        ((0, 2), (2, 1), (3, 1)),
        ((0, 3), (3, 0.5), (3.5, 0.5)),
        ((0, 1.5), (1.5, 0.5), (2, 2)),
        ((0, 1), (1, 1), (2, 2)),
        ((0, 0.75), (0.75, 0.25), (1, 1), (2, 2)),
        ((0, 1), (1, 0.5), (1.5, 0.5), (2, 1.5), (3.5, 0.5)),
        ((0, 1.5), (1.5, 0.5), (2, 0.75), (2.75, 0.25), (3, 1)),
    ),
    3: (
        ((0, 2), (2, 1)),
        ((0, 1.5), (1.5, 0.5), (2, 1)),
        ((0, 1), (1, 2)),
        ((0, 0.75), (0.75, 0.25), (1, 1), (2, 1)),
        ((0, 2), (2, 0.5), (2.5, 0.5)),
    ),
}
_CLOSES = {4: (((0, 1), (1, 1), (2, 2)), ((0, 2), (2, 2))), 3: (((0, 1), (1, 2)), ((0, 3),))}
_WAVES = {
    4: ("01234321", "0123454301234543", "02132435", "54321012", "0.2.4.2."),
    3: ("012343", "012345432101", "024531"),
}
_LEVELS = {"intro": (0.55, 0.7), "A": (0.65, 1.0), "B": (1.12, 0.85)}
_ROLL_BEAT = 0.125  # from one stroke of a roll to the next


def play(sheet: Sheet) -> list[Part | None]:
    roles = ("bass", "comp", "timpani", "lead", "winds", "brass", "pad", "harp")
    low, strings, kettles, tune, winds, brass, pad, harp = map(sheet.part, roles)
    meter, rng = sheet.beats_per_bar, sheet.rng
    bass.pattern_line(low, sheet, sheet.few(_BASSES[meter], 2), velocity=88, legato=1.0)
    if rng.random() < 0.5:
        comping.chords_on(strings, sheet, sheet.few(_HYMNS[meter]), centre=62, length=1.05, n_tones=4)
    else:
        comping.broken_chords(strings, sheet, sheet.few(_FIGURES[meter]), centre=60, level=0.85)
    bass.pattern_line(kettles, sheet, sheet.few(_KETTLES[meter], 2), velocity=84)
    _roll(kettles, sheet)
    (close,) = sheet.few(_CLOSES[meter])
    lead.melody(tune, sheet, _THEMES[meter], span=_middle_and_high(tune), rests=0.0, leaps=0.25, close=close)
    if winds:
        _imitate(winds, tune, sheet, later=float(rng.choice((2, 4))) if meter == 4 else 3.0)
    if brass:
        _tutti(brass, tune, sheet)
    if pad:
        comping.pad(pad, sheet, centre=66, velocity=76)
    if harp:
        comping.broken_chords(harp, sheet, sheet.few(_WAVES[meter]), centre=62)
    players = [low, strings, kettles, tune, winds, brass, pad, harp]
    dynamics.grow(players, sheet, _LEVELS)
    return players


def _middle_and_high(part: Part) -> tuple[int, int]:
    """The register of a theme: an octave and a half below the top, which is left out."""
    return part.register[1] - 21, part.register[1] - 3


def _roll(kettles: Part, sheet: Sheet) -> None:
    """A roll that grows through the second half of the last bar of every section."""
    for bar, first, _ in sheet.bars():
        if sheet.ends_section(bar):
            start, end = first + sheet.beats_per_bar / 2, first + sheet.beats_per_bar
            root = nearest(sheet.chord_at(end - 1).root, 47)
            for beat in np.arange(start, end, _ROLL_BEAT):
                kettles.play(beat, _ROLL_BEAT, root, 40 + 52 * (beat - start) / (end - start))


def _imitate(part: Part, tune: Part, sheet: Sheet, *, later: float) -> None:
    """The theme of every A once more while it still goes on: ``later`` by some beats, and fitted to its chords."""
    bars = {bar for bar, _, _ in sheet.bars("A")}
    for note in list(tune.notes):
        beat = note.beat + later
        if {int(note.beat // sheet.beats_per_bar), int(beat // sheet.beats_per_bar)} <= bars:
            part.play(beat, note.length, _fitted(note, beat, sheet), note.velocity - 6)


def _fitted(note: Note, beat: float, sheet: Sheet) -> int:
    """A tone of the scale as it is, but a tone of the chord where it is long or strong."""
    is_strong = note.length >= 1 or beat % sheet.beats_per_bar % 2 == 0
    allowed = sheet.chord_at(beat).tones if is_strong else sheet.scale()
    return min((nearest(tone, note.pitch) for tone in allowed), key=lambda pitch: (abs(pitch - note.pitch), pitch))


def _tutti(part: Part, tune: Part, sheet: Sheet) -> None:
    """Chords in the rhythm of the theme, wherever it is loud; where there is no B, under the end of A."""
    names = {section.name for section in sheet.sections}
    bars = {bar for bar, _, _ in sheet.bars("B" if "B" in names else "A")}
    for note in tune.notes:
        if int(note.beat // sheet.beats_per_bar) in bars:
            for pitch in comping.tones(sheet.chord_at(note.beat), centre=57, n_tones=3):
                part.play(note.beat, note.length, pitch, note.velocity)


STYLE = Style(
    genre="orchestral",
    title="Orchestral",
    about="A theme over strings that woodwinds imitate, growing until brass and timpani join; no drum kit.",
    tempo_bpm=(70, 112),
    modes={"minor": ("solemn", "mysterious", "heroic"), "major": ("noble", "majestic", "triumphant")},
    tonics=("C", "D", "Eb", "E", "F", "G", "A", "Bb"),
    progressions={
        "minor": {
            "intro": ("Cm | Cm", "Cm | Ab", "Cm | G"),
            "A": (
                "Cm | Ab | Eb | Bb", "Cm | Fm | Ab | G", "Cm | Db | Cm | G7", "Cm | Bb | Ab | G", "Cm | Ab | Fm | Bb",
                "Cm Gm | Ab Eb | Fm Cm | G",
            ),
            "B": ("Eb | Bb | Cm | Ab", "Ab | Bb | Cm | Cm", "Fm | Cm | Ab | G", "Ab | Eb | Fm | Cm"),
        },
        "major": {
            "intro": ("C | C", "C | F", "C | Am"),
            "A": (
                "C | Am | F | G", "C | Bb | F | C", "C | Eb | F | C", "C | Em | F | Fm", "C F | C G | Am F | G",
                "C | G | Am | Em",
            ),
            "B": ("F | G | Am | Em", "Ab | Bb | C | C", "F | Dm | G | C", "Am | F | C | G", "F | C | Ab | Bb"),
        },
    },
    band=(
        Seat("bass", ("double bass", "cello"), volume=92, pan=84),
        Seat("comp", ("strings", "plucked strings"), volume=92, pan=56),
        Seat("timpani", ("timpani",), volume=86, pan=72),
        Seat("lead", ("violins", "oboe", "French horn", "clarinet", "viola"), volume=96, pan=44),
        Seat("winds", ("flute", "English horn", "bassoon", "piccolo"), chance=0.9, volume=84, pan=76),
        Seat("brass", ("trombone", "horns", "trumpet", "tuba"), chance=0.9, volume=92, pan=66),
        Seat("pad", ("tremolo strings", "slow strings"), chance=0.5, volume=74, pan=60),
        Seat("harp", ("harp", "celesta", "glockenspiel"), chance=0.5, volume=76, pan=30),
    ),
    play=play,
    meters=(4, 4, 3),
    sound=Sound(high_shelf_db=6.0, room=0.3, room_size=0.8),
)  # fmt: skip
