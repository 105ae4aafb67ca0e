"""Reggae: kick and rim together on the third beat alone, chords on the after-beats, and a bass that sings."""

from core.generation.arranger import bass, comping, drums, lead
from core.generation.arranger.drums import CLOSED_HAT, KICK, OPEN_HAT, SIDE_STICK, SNARE
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

# Two of these bars are what many count as one: the chords then fall on the "and" of every beat.
_ONE_DROP = {
    KICK: ("....X...", "....X...", "....X.x."),
    SIDE_STICK: ("....X...", "....X..o", "..o.X...", "....X.o.", ".o..X..o"),
    CLOSED_HAT: ("x.x.x.x.", "xox.xox.", "x.xox.xo", "xoxoxoxo", "x.xox.x."),
}
_FILLS = (
    {KICK: "....X...", SNARE: "..xxX.xX", CLOSED_HAT: "x......."},
    {KICK: "....X...", SNARE: "..o.X.oX", CLOSED_HAT: "x.x.x...", OPEN_HAT: "......x."},
    {KICK: "....X..x", SIDE_STICK: "x.xxX.x.", CLOSED_HAT: "x.x.x.x."},
)
_LINES = (
    "r-.r5-3.", "r--.5.r.", "r.r.3.5-", "r-5-r-3.", "r..35-r.", "r-r.5-<.", "..r.5.3.", "r-.5r-.<",
    "r.3.5-3.", "r---..5.", "r.5.o.5.", "..r.r-35", "r-.r3-5-", "r.r.r.<.",
)  # fmt: skip
_TUNES = (
    ((0, 1), (1, 0.5), (1.5, 1.5)),
    ((0.5, 0.5), (1, 1), (2, 1), (3, 1)),
    ((0, 0.5), (0.5, 0.5), (1, 1), (2.5, 0.5), (3, 1)),
    ((1, 1), (2, 0.5), (2.5, 1.5)),
    ((0, 3),),
)


def play(sheet: Sheet) -> list[Part | None]:
    kit, low, skank, bubble, tune = map(sheet.part, ("drums", "bass", "comp", "bubble", "lead"))
    drums.groove(kit, sheet, {name: [drums.mixed(sheet, _ONE_DROP)] for name in ("A", "B")}, fills=_FILLS, crash=False)
    bass.pattern_line(low, sheet, sheet.few(_LINES, 3), velocity=104)
    lead.come_back(low, sheet, 4)
    double = sheet.few(("..x...x.", "..xo..xo"))
    comping.chords_on(skank, sheet, ("..x...x.", *double), centre=66, length=0.55, n_tones=3, strum_s=0.006, level=1.0)
    if bubble:
        comping.chords_on(
            bubble, sheet, sheet.few((".xxx.xxx", ".x.x.x.x", ".xx..xx.")), centre=58, length=0.6, n_tones=3
        )
    lead.melody(tune, sheet, _TUNES, rests=0.3)
    return [kit, low, skank, bubble, tune]


STYLE = Style(
    genre="reggae",
    title="Reggae",
    about="One-drop drums, chords on the after-beats, a bass melody, and an organ that bubbles in between.",
    tempo_bpm=(124, 144),
    modes={"major": ("laid-back", "sunny", "hopeful"), "minor": ("pensive", "rootsy", "defiant")},
    tonics=("C", "D", "E", "F", "G", "A", "Bb"),
    progressions={
        "major": {
            "intro": ("C | G", "C | F"),
            "A": ("C | F | C | F", "C | G | Am | F", "C | C | Dm | Dm", "C | F | G | F", "C | Am | Dm | G"),
            "B": ("F | C | F | G", "Am | F | C | G", "Dm | G | Dm | G"),
        },
        "minor": {
            "intro": ("Cm | Gm", "Cm | Fm"),
            "A": (
                "Cm | Fm | Cm | Fm",
                "Cm | Bb | Cm | Bb",
                "Cm | Cm | Gm | Gm",
                "Cm | Ab | Bb | Cm",
                "Cm | Fm | Gm | Cm",
            ),
            "B": ("Fm | Cm | Fm | Gm", "Ab | Bb | Cm | Cm", "Eb | Bb | Fm | Gm"),
        },
    },
    band=(
        Seat("drums", (DRUM_KIT,), volume=110),
        Seat("bass", ("fingered bass", "fretless bass"), volume=112),
        Seat("comp", ("clean guitar", "muted guitar", "piano"), volume=88, pan=88),
        Seat("bubble", ("organ", "rock organ"), chance=0.75, volume=70, pan=40),
        Seat("lead", ("horns", "trombone", "tenor saxophone", "harmonica", "jazz guitar"), volume=82, pan=56),
    ),
    play=play,
    sound=Sound(high_shelf_db=5.0, room=0.14, room_size=0.4),
    swing=1.5,
)
