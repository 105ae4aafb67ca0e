"""Jazz: a walking bass, a ride cymbal that swings, chords between the beats and bebop lines over two-five-ones."""

import numpy as np

from core.generation.arranger import bass, comping, drums, lead
from core.generation.arranger.drums import CRASH, KICK, PEDAL_HAT, RIDE, RIDE_BELL, SIDE_STICK, SNARE
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

# Steps are eighths, which swing; in sixteen of them ``xxx.`` is a triplet.
_TIME = {
    RIDE: ("X.XxX.Xx", "X.XxX.X.", "X.X.X.Xx", "X.XxXxXx", "XxX.X.Xx"),
    PEDAL_HAT: ("..X...X.",),
    KICK: ("o.o.o.o.", "x.o.o.o.", "o.o.o.ox", "o.oxo.o."),
    SNARE: ("........", "...o....", ".......o", ".o...o..", "...o.o..", "......o."),
    SIDE_STICK: ("........", "........", "......x.", "..o...o."),
}
_FILLS = (
    {RIDE: "X.X.X...", PEDAL_HAT: "..X...X.", SNARE: "....oxxX", KICK: "o.o.x..."},
    {RIDE: "X...X...X.......", PEDAL_HAT: "....X.......X...", SNARE: "..........x.xxx.", KICK: "x.......x......."},
    {RIDE: "X.XxX...", PEDAL_HAT: "..X...X.", SNARE: "......xx", CRASH: ".......x", KICK: "o.o.o..x"},
    {RIDE: "X.X.X.X.", RIDE_BELL: "...x....", SNARE: ".x.x.x.X", PEDAL_HAT: "..X...X.", KICK: "o.o.o.o."},
)
_COMPING = (
    "x..x....", "...x...x", ".x...x..", "...x..x.", "x.....x.", ".x..x...", "...x....", "..x..x..", "x......x",
    ".....x.x", ".x.x....", "x..x...x",
)  # fmt: skip
_E = 0.5  # an eighth
_LINES = (
    tuple((i * _E, _E) for i in range(8)),
    tuple((i * _E, _E) for i in range(1, 7)),
    ((0, 1), *((1 + i * _E, _E) for i in range(6))),
    (*((i * _E, _E) for i in range(5)), (2.5, 1.5)),
    ((0.5, 0.5), (1, 0.5), (1.5, 1), (2.5, 0.5), (3, 0.5), (3.5, 0.5)),
    ((1, 0.5), (1.5, 0.5), (2, 0.5), (2.5, 0.5), (3, 0.5), (3.5, 0.5)),
    ((0, 0.5), (0.5, 1), (1.5, 0.5), (2, 0.25), (2.25, 0.25), (2.5, 0.5), (3, 1)),
    ((1.5, 0.5), (2, 0.5), (2.5, 0.5), (3, 0.5), (3.5, 0.5)),
)
_LAST_WORDS = ((0, 0.5), (0.5, 0.5), (1, 0.5), (1.5, 1.5))
_APPROACHES = 0.45  # how often the eighth before a chord tone becomes a half step into it


def play(sheet: Sheet) -> list[Part | None]:
    kit, low = rhythm_section(sheet)
    comp, tune = map(sheet.part, ("comp", "lead"))
    comping.chords_on(comp, sheet, sheet.few(_COMPING, 4), centre=61, length=0.7, shell=True)
    lead.melody(tune, sheet, sheet.few(_LINES, 5), rests=0.12, leaps=0.15, close=_LAST_WORDS)
    _approach(tune, sheet)
    return [kit, low, comp, tune]


def rhythm_section(sheet: Sheet) -> list[Part]:
    """Drums and bass alone: also for a pianist who is no player of this band."""
    kit, low = map(sheet.part, ("drums", "bass"))
    drums.groove(
        kit,
        sheet,
        {name: [drums.mixed(sheet, _TIME) for _ in range(3)] for name in ("A", "B")},
        fills=_FILLS,
        crash=False,
    )
    bass.walking_line(low, sheet, skips=sheet.rng.choice((0.05, 0.15, 0.25)))
    return [kit, low]


def _approach(part: Part, sheet: Sheet) -> None:
    """Lead into notes on the beat by a half step from above or below, as bebop players do."""
    followed = zip(part.notes, part.notes[1:], strict=False)
    changed = [
        note._replace(pitch=int(np.clip(target.pitch + sheet.rng.choice((-1, 1)), *part.register)))
        if note.beat % 1 and target.beat == note.beat + _E and sheet.rng.random() < _APPROACHES
        else note
        for note, target in followed
    ]
    part.notes[:-1] = [note for note in changed]


STYLE = Style(
    genre="jazz",
    title="Jazz",
    about="A bebop quartet: a walking bass, a swinging ride cymbal, chords between the beats, lines in eighths.",
    tempo_bpm=(108, 168),
    modes={"major": ("cool", "bright", "playful"), "minor": ("nocturnal", "smoky", "restless")},
    tonics=("F", "Bb", "Eb", "C", "G", "Ab", "D"),
    progressions={
        "major": {
            "intro": ("Dm7 | G7", "Cmaj7 A7 | Dm7 G7", "Em7 A7 | Dm7 G7"),
            "A": (
                "Cmaj7 A7 | Dm7 G7 | Em7 A7 | Dm7 G7 | Gm7 C7 | Fmaj7 Fm6 | Em7 A7 | Dm7 G7",
                "Dm7 | G7 | Cmaj7 | Cmaj7 | Dm7 | G7 | Em7 | A7",
                "Cmaj7 | Am7 | Dm7 | G7 | Em7 | A7 | Dm7 G7 | C6",
                "C6 | C6 | D9 | D9 | Dm7 | G13 | C6 A7 | Dm7 G7",
                "Cmaj7 | Bm7b5 E7 | Am7 | Gm7 C7 | F7 | Fm7 | Em7 A7 | Dm7 G7",
            ),
            "B": (
                "E7 | E7 | A7 | A7 | D7 | D7 | G7 | G7",
                "Gm7 | C7 | Fmaj7 | Fmaj7 | Fm7 | Bb7 | Em7 A7 | Dm7 G7",
                "Fmaj7 | Fm6 | Em7 | A7 | Dm7 | D7 | Dm7 | G7",
            ),
        },
        "minor": {
            "intro": ("Cm7 | Dm7b5 G7", "Cm6 | Cm6"),
            "A": (
                "Cm7 | Fm7 | Dm7b5 | G7 | Cm7 | Am7b5 | Dm7b5 G7 | Cm6",
                "Dm7b5 | G7 | Cm6 | Cm6 | Fm7 | Bb7 | Ebmaj7 | Abmaj7",
                "Cm6 | Ab7 | Dm7b5 G7 | Cm6 | Fm7 | Fm7 | Dm7b5 | G7",
                "Cm7 F7 | Cm7 F7 | Cm7 F7 | Dm7b5 G7",
            ),
            "B": (
                "Fm7 | Bb7 | Ebmaj7 | Abmaj7 | Dm7b5 | G7 | Cm6 | Cm6",
                "Gm7 | C7 | Fm7 | Fm7 | Bbm7 | Eb7 | Abmaj7 | Dm7b5 G7",
            ),
        },
    },
    band=(
        Seat("drums", (DRUM_KIT, "brushed drum kit"), volume=88),
        Seat("bass", ("upright bass",), volume=104),
        Seat("comp", ("piano", "jazz guitar", "vibraphone"), volume=80, pan=42),
        Seat("lead", ("tenor saxophone", "alto saxophone", "trumpet", "muted trumpet", "clarinet"), volume=98, pan=74),
    ),
    play=play,
    sound=Sound(low_pass_hz=8_000, high_shelf_db=-3.0, room=0.16, room_size=0.4),
    swing=2.2,
    swing_when_fast=1.6,
)
