"""Funk: all on the one, sixteenths with ghost notes around it, a slapped bass, a scratched guitar, horns that stab."""

from core.generation.arranger import bass, comping, drums, lead
from core.generation.arranger.drums import CLOSED_HAT, COWBELL, CRASH, KICK, OPEN_HAT, SNARE, TAMBOURINE
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

_NONE = "................"
_TIME = {
    KICK: (
        "X..x...x..x.....", "X.x....x..x.....", "X..x......x..x..", "X......x.xx.....", "X.x....x..x..x..",
        "X..x...x..x.x..x", "X.xx......x..x..", "X......x..x..x..",
    ),
    SNARE: ("....X..o.o..X...", "....X....o..X..o", "....X..o....X..o", "....X.o..o..X...", "....Xo...o..Xo.."),
    CLOSED_HAT: ("XoooXoooXoooXooo", "Xoo.Xoo.Xoo.Xoo.", "X.o.Xoo.X.o.Xoo.", "XooxXoo.XooxXoo.", "Xo..Xoo.Xo..Xoo."),
    OPEN_HAT: (_NONE, "..............o.", "......o.........", ".......o........"),
    COWBELL: (_NONE, _NONE, "x...x...x...x...", "xx..x...xx..x..."),
    TAMBOURINE: (_NONE, "....x.......x...", "X...X...X...X..."),
}  # fmt: skip
_FILLS = (
    {KICK: "X.....x.........", SNARE: "....X..oxxoxX.xX", CLOSED_HAT: "XoxoXoxoX......."},
    {KICK: "X..x..x...x.....", SNARE: "....X.o..oxoX.xx", CLOSED_HAT: "X.xxX.xxX.xo...."},
    {KICK: "X.x....x........", SNARE: "....X...X.XoX.XX", OPEN_HAT: "......x........."},
    {KICK: "X.x...x.X.......", SNARE: "....X..o........", CRASH: "........X......."},  # all stop before the next one
)
_SLAPS = (  # the one stands, octaves pop between
    "r..r..o...r.7.o.", "r-.r..o.r..7o.<.", "r..r..r.o.7.5.r.", "r-r...o..r.o.5.<", "r..o..r.o.r.7.5.",
    "rr..o..rr..o..7o", "r-..7.or..r.3.5.", "r.or...r.or.5.7.", "r-..r.o..r.o..5o", "r-----.or.7.5.r.",
)  # fmt: skip
_SCRATCHES = (  # soft strokes are those of a damped string
    "Xoo.Xo..Xoo.X..x", "Xo..Xoo.Xo..Xoox", "xoo.Xoooxoo.Xoo.", "X...XoooX...Xoo.", "....Xoo.....Xo.x",
    "Xoo.Xx..Xoo.Xx..", "xo..Xo..xo.xXo..", "Xo.oXo..Xo.oXoo.", "Xx..Xoo.Xx..Xo..", "Xoo.XxoxXoo.Xo..",
)  # fmt: skip
_RIFFS = tuple(
    tuple((i / 4, 0.25) for i, mark in enumerate(line) if mark == "x")
    for line in (
        "x..xx...xx..x...", "xxx....xx.x.....", "x..x.x..x..xx...", "x...xx..x....x..", "x.x.x..xx...x...",
        "xx......xxx.x...", "x..xx...x.x.x...",
    )
)  # fmt: skip
_STABS = (
    "X...............", "...XX...........", "X..X............", "...........XX...", "X......XX.......",
    "....X.......X...", "...............X", "...X....X...X...",
)  # fmt: skip
_PHRASES = (
    ((0, 0.25), (0.5, 0.25), (0.75, 0.5), (1.5, 0.5), (2.5, 1)),
    ((0.75, 0.25), (1, 0.5), (1.75, 0.25), (2, 1)),
    ((0, 0.5), (0.75, 0.25), (1.25, 0.25), (1.5, 0.5), (2.25, 0.25), (2.5, 0.5), (3.25, 0.5)),
    ((0.5, 0.25), (0.75, 0.25), (1, 1), (2.75, 0.25), (3, 0.5)),
    ((0, 1.5), (1.5, 0.25), (1.75, 0.25), (2, 0.5), (2.75, 0.75)),
    ((0.25, 0.25), (0.5, 0.25), (0.75, 0.75), (2.25, 0.25), (2.5, 0.25), (2.75, 0.75)),
)


def play(sheet: Sheet) -> list[Part | None]:
    kit, low, guitar, keys, brass, tune = map(sheet.part, ("drums", "bass", "comp", "keys", "horns", "lead"))
    patterns = {name: [drums.mixed(sheet, _TIME)] for name in ("A", "B")}
    drums.groove(kit, sheet, patterns, fills=_FILLS, ghosts={SNARE: 0.03})
    bass.pattern_line(low, sheet, sheet.few(_SLAPS, 2), velocity=100, legato=0.75, after_beat=10)
    comping.chords_on(guitar, sheet, sheet.few(_SCRATCHES, 2), centre=69, length=0.45, n_tones=5, shell=True)
    if keys:
        lead.riff(keys, sheet, sheet.few(_RIFFS)[0], scale="minor pentatonic", low=52, velocity=92)
    if brass:
        comping.chords_on(brass, sheet, sheet.few(_STABS, 3), centre=66, length=0.9, n_tones=5, shell=True, level=0.95)
    if tune:
        scale = "mixolydian" if sheet.brief.mode == "major" else "dorian"
        lead.melody(tune, sheet, _PHRASES, scale=scale, rests=0.25, leaps=0.3, sections=("B",))
    for part in (low, guitar, brass):
        if part:
            lead.come_back(part, sheet, 2)
    return [kit, low, guitar, keys, brass, tune]


def _vamps(*loops: str) -> tuple[str, ...]:
    """Two bars, twice."""
    return tuple(f"{loop} | {loop}" for loop in loops)


STYLE = Style(
    genre="funk",
    title="Funk",
    about="A vamp over sixteenths with ghost notes: slapped bass on the one, scratched guitar, clavinet, horn stabs.",
    tempo_bpm=(92, 116),
    modes={"major": ("laid-back", "cheeky", "strutting"), "minor": ("gritty", "cool", "hot")},
    tonics=("C", "D", "Eb", "E", "F", "G", "A", "Bb"),
    progressions={
        "major": {
            "intro": ("C9 | C9", "C7 | C7"),
            "A": _vamps("C9 | C9", "C7 | F9", "C9 | Bb7", "C7 | C7 Bb7", "C9 | C13", "C7 Eb7 | F7"),
            "B": _vamps("F9 | F9", "F9 | G9", "F13 | C9", "Bb9 | F9", "G9 | F9"),
        },
        "minor": {
            "intro": ("Cm7 | Cm7", "Cm9 | Cm9"),
            "A": _vamps("Cm7 | F9", "Cm9 | Cm9", "Cm7 | Cm7 Bb7", "Cm7 F9 | Cm7", "Cm7 | Eb7 F7"),
            "B": _vamps("Fm7 | Fm7", "Ab9 | G7", "Fm9 | Gm7", "Bb9 | F9"),
        },
    },
    band=(
        Seat("drums", (DRUM_KIT, "power drum kit"), volume=110),
        Seat("bass", ("slap bass", "fingered bass"), volume=106),
        Seat("comp", ("clean guitar", "muted guitar"), volume=78, pan=94),
        Seat("keys", ("clavinet", "electric piano", "organ"), chance=0.85, volume=80, pan=36),
        Seat("horns", ("horns", "trumpet", "trombone"), chance=0.85, volume=84, pan=58),
        Seat("lead", ("alto saxophone", "tenor saxophone", "rock organ"), chance=0.7, volume=84, pan=72),
    ),
    play=play,
    sound=Sound(low_shelf_db=1.0, high_shelf_db=5.0, squeeze=2.5, room=0.07, room_size=0.25),
    swing=1.15,
    swing_unit=0.25,
)
