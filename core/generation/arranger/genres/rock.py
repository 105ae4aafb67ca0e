"""Rock: a backbeat, eighths in the bass, power chords beside strummed ones, and a riff that everybody remembers."""

from core.generation.arranger import bass, comping, drums, lead
from core.generation.arranger.drums import CLOSED_HAT, CRASH, HIGH_TOM, KICK, LOW_TOM, MID_TOM, OPEN_HAT, RIDE, SNARE
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

_KICKS = (
    "X.....x.X.......", "X.......X.x.....", "X.x.....X.x.....", "X.....x.X.....x.", "X..x....X..x....",
    "X.......X.......", "X.......x.X.....", "X.x...x.X.......",
)  # fmt: skip
_SNARES = ("....X.......X...", "....X.......X..o", "....X..o....X...", "....X....o..X...")
_VERSE = {
    KICK: _KICKS,
    SNARE: _SNARES,
    CLOSED_HAT: ("x.x.x.x.x.x.x.x.", "X.x.X.x.X.x.X.x.", "x...x...x...x...", "XoxoXoxoXoxoXoxo"),
    OPEN_HAT: ("................", "..............x.", "......x........."),
}
_CHORUS = {
    KICK: _KICKS,
    SNARE: _SNARES,
    RIDE: ("X.x.X.x.X.x.X.x.", "X...X...X...X...", "................"),
    OPEN_HAT: ("x...x...x...x...", "................"),
    CRASH: ("................", "X..............."),
    CLOSED_HAT: ("................", "x.x.x.x.x.x.x.x."),
}
_FILLS = (
    {KICK: "X.......X.......", SNARE: "....X...XxXx....", HIGH_TOM: "............xx..", LOW_TOM: "..............XX"},
    {KICK: "X.....x.X.......", SNARE: "....X...X.X.XXXX", CLOSED_HAT: "x.x.x.x........."},
    {KICK: "X...X...X...X...", SNARE: "....X...........", MID_TOM: "........x.x.....", LOW_TOM: "............X.X."},
    {KICK: "X.......X.......", SNARE: "....X..x..X.x.XX", CLOSED_HAT: "x.x.x.x.x......."},
)
_LINES = (
    "rrrrrrrr", "rrrrrrr<", "r.rr.rrr", "r-.rr-.r", "rrrrr555", "r.r.r.5<", "r--r--r-r--r--<.", "rrorrror", "r-rrr-r5",
    "r.rrr.<.",
)  # fmt: skip
_CHUGS = (
    "Xoxoxoxo", "X.xxX.xx", "X...x...X...x...", "X..X..X.X..X..X.", "X.......x.x.x...", "XxxxXxxx", "X.oox.ooX.oox.oo",
    "X.....X.X.......", "X...............", "X.xoX.xo",
)  # fmt: skip
_STRUMS = ("x.xox.xo", "x..x..x.x..x..x.", "x...x.xoxoxox.xo", "x.x.xoxo", "x...o...x...o...", "..x...x.", "x.oxo.ox")
_RIFFS = (
    ((0, 0.5), (0.5, 0.5), (1, 0.5), (1.5, 1), (2.5, 0.5), (3, 1)),
    ((0, 1), (1, 0.5), (1.5, 0.5), (2.5, 0.5), (3, 0.5), (3.5, 0.5)),
    ((0, 0.5), (0.75, 0.25), (1, 0.5), (1.5, 0.5), (2, 0.5), (3, 0.5), (3.5, 0.5)),
    ((0, 0.75), (0.75, 0.75), (1.5, 0.5), (2, 0.75), (2.75, 0.75), (3.5, 0.5)),
    ((0, 0.5), (0.5, 0.25), (0.75, 0.25), (1, 1), (2, 0.5), (2.5, 0.5), (3, 1)),
    ((0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 1), (3.5, 0.5)),
)
_SOLOS = (
    ((0, 0.5), (0.5, 0.5), (1, 1), (2, 0.5), (2.5, 0.5), (3, 1)),
    ((0, 0.25), (0.25, 0.25), (0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 2)),
    ((0, 1.5), (1.5, 0.5), (2, 0.5), (2.5, 1.5)),
    ((0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 0.25), (2.25, 0.25), (2.5, 0.5), (3, 1)),
)


def play(sheet: Sheet) -> list[Part | None]:
    kit, low, power, comp, tune = map(sheet.part, ("drums", "bass", "power", "comp", "lead"))
    drums.groove(kit, sheet, {"A": [drums.mixed(sheet, _VERSE)], "B": [drums.mixed(sheet, _CHORUS)]}, fills=_FILLS)
    bass.pattern_line(low, sheet, sheet.few(_LINES, 2), after_beat=6)
    for section in ("A", "B"):
        comping.power_chords(
            power, sheet, sheet.few(_CHUGS, 2), low=40, sections=("intro", section) if section == "A" else (section,)
        )
    comping.chords_on(comp, sheet, sheet.few(_STRUMS, 2), centre=62, length=0.95, strum_s=0.01)
    scale = f"{sheet.brief.mode} pentatonic"
    lead.riff(tune, sheet, sheet.few(_RIFFS)[0], scale=scale, low=57, sections=("intro", "A"))
    lead.melody(tune, sheet, sheet.few(_SOLOS, 3), scale=scale, span=(62, 84), sections=("B",))
    return [kit, low, power, comp, tune]


STYLE = Style(
    genre="rock",
    title="Rock",
    about="A backbeat, a driving bass, power chords beside strummed ones, a riff, and a solo in the chorus.",
    tempo_bpm=(98, 146),
    modes={"major": ("carefree", "defiant", "driving"), "minor": ("restless", "raw")},
    tonics=("E", "A", "D", "G", "C", "F"),
    progressions={
        "major": {
            "intro": ("C | C", "C | F", "C | Bb"),
            "A": (
                "C | Bb | F | C",
                "C | F | C | G",
                "C | Em | F | G",
                "C | C | F | F",
                "C | Bb | F | F",
                "C F | G F | C F | G",
            ),
            "B": ("F | G | C | Am", "Am | F | C | G", "F | C | G | G", "Bb | F | C | C", "Am | G | F | G"),
        },
        "minor": {
            "intro": ("Cm | Cm", "Cm | Bb"),
            "A": (
                "Cm | Bb | Ab | Bb",
                "Cm | Eb | F | Ab",
                "Cm | Cm | Bb | F",
                "Cm | Ab | Bb | Cm",
                "Cm | Fm | Cm | Bb",
            ),
            "B": ("Ab | Eb | Bb | Cm", "Fm | Ab | Eb | Bb", "Eb | Bb | Fm | Ab", "Ab | Bb | Cm | Cm"),
        },
    },
    band=(
        Seat("drums", (DRUM_KIT, "power drum kit"), volume=108),
        Seat("bass", ("picked bass", "fingered bass"), volume=100),
        Seat("power", ("overdriven guitar",), volume=88, pan=24),
        Seat("comp", ("clean guitar", "acoustic guitar", "rock organ", "piano"), volume=76, pan=104),
        Seat("lead", ("distorted guitar",), volume=86, pan=72),
    ),
    play=play,
    sound=Sound(drive_db={"power": 10.0, "lead": 8.0}, squeeze=2.5, room=0.1, room_size=0.35),
)
