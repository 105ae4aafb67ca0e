"""Pop: four chords that go round, a backbeat, arpeggios and a synthesizer hook that comes back."""

from core.generation.arranger import bass, comping, drums, lead
from core.generation.arranger.drums import CLAP, CLOSED_HAT, KICK, OPEN_HAT, SNARE, TAMBOURINE
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

_BACKBEAT = {
    KICK: (
        "X.....x.X.......",
        "X.......X.x.....",
        "X...X...X...X...",
        "X..x....X..x....",
        "X.....x...x.....",
        "X.x.....X.x..x..",
    ),
    SNARE: ("....X.......X...", "....X.......X..o", "....X..o....X..."),
    CLAP: ("....x.......x...", "................", "............x..."),
    CLOSED_HAT: ("X.x.X.x.X.x.X.x.", "XoxoXoxoXoxoXoxo", "X.o.X.o.X.o.X.o.", "X...X...X...X...", "X.xoX.xoX.xoX.xo"),
    OPEN_HAT: ("................", "..............x.", "..o...o...o...o.", "......o.......x."),
    TAMBOURINE: ("................", "x.o.x.o.x.o.x.o.", "....o.......o..."),
}
_FILLS = (
    {KICK: "X.......X.......", SNARE: "....X...X...XxXX", CLOSED_HAT: "X.x.X.x.X...X..."},
    {KICK: "X.....x.X.......", SNARE: "....X.....x.x.xX", CLOSED_HAT: "X.x.X.x.X...X..."},
    {KICK: "X...X...X...X...", CLAP: "....x.......x.oo", SNARE: "....X.......X..."},
)
_LINES = (
    "rrrrrrrr", "r.rrr.rr", "r-.rr-.r", "r.r.r.<.", "rrrr5555", "r-----r-r-----<.", "r--r--r-r--r--<.",
    "rorororo", "r---r-5-",
)  # fmt: skip
_CHORDS = (
    "x.......x.......", "x..x..x.x..x..x.", "x...x...x...x...", "x.....x.x.......", "x..x..x...x.....",
    "x...............", "x.x.x.xox.x.x.xo",
)  # fmt: skip
_ARPEGGIOS = (
    "01230123",
    "02131213",
    "0123432101234321",
    "0.1.2.3.2.1.2.1.",
    "21032103",
    "0312031203120312",
    "3210321032103210",
)
_HOOKS = (
    ((0, 0.5), (0.5, 0.5), (1, 0.5), (1.5, 1), (2.5, 0.5), (3, 1)),
    ((0, 0.75), (0.75, 0.75), (1.5, 0.5), (2, 0.75), (2.75, 0.75), (3.5, 0.5)),
    ((0, 1.5), (1.5, 0.5), (2, 1), (3, 1)),
    ((0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 2)),
    ((0, 1), (1, 1), (2, 0.5), (2.5, 0.5), (3, 1)),
    ((0, 0.5), (0.5, 0.25), (0.75, 0.75), (1.5, 0.5), (2, 1.5), (3.5, 0.5)),
)


def play(sheet: Sheet) -> list[Part | None]:
    kit, low, comp, arpeggio, pad, hook = map(sheet.part, ("drums", "bass", "comp", "arpeggio", "pad", "lead"))
    drums.groove(kit, sheet, {name: [drums.mixed(sheet, _BACKBEAT)] for name in ("A", "B")}, fills=_FILLS)
    bass.pattern_line(low, sheet, sheet.few(_LINES, 2))
    comping.chords_on(comp, sheet, sheet.few(_CHORDS, 2), centre=60, length=0.95)
    if arpeggio:
        comping.broken_chords(arpeggio, sheet, sheet.few(_ARPEGGIOS), centre=70)
    if pad:
        comping.pad(pad, sheet, centre=64)
    lead.melody(hook, sheet, _HOOKS, scale=f"{sheet.brief.mode} pentatonic", span=(64, 84), rests=0.1, leaps=0.25)
    lead.come_back(hook, sheet, 4)
    return [kit, low, comp, arpeggio, pad, hook]


STYLE = Style(
    genre="pop",
    title="Pop",
    about="Four chords that go round over a backbeat, with arpeggios and a hook that comes back.",
    tempo_bpm=(92, 126),
    modes={"major": ("dreamy", "bright", "happy"), "minor": ("longing", "wistful")},
    tonics=("C", "D", "E", "F", "G", "A", "Bb"),
    progressions={
        "major": {
            "intro": ("C | F", "Am | F", "C | G"),
            "A": ("C | G | Am | F", "Am | F | C | G", "C | Am | F | G", "C | Em | F | G", "F | G | Am | C"),
            "B": ("F | G | Em | Am", "F | C | G | Am", "Dm | F | C | G", "F | Am | G | G"),
        },
        "minor": {
            "intro": ("Cm | Ab", "Cm | Bb"),
            "A": ("Cm | Ab | Eb | Bb", "Cm | Bb | Ab | Bb", "Cm | Eb | Bb | Fm", "Ab | Bb | Cm | Eb"),
            "B": ("Ab | Eb | Bb | Cm", "Fm | Ab | Cm | Bb", "Ab | Bb | Gm | Cm"),
        },
    },
    band=(
        Seat("drums", (DRUM_KIT, "power drum kit", "drum machine"), volume=110),
        Seat("bass", ("synth bass", "picked bass", "fingered bass"), volume=102),
        Seat("comp", ("piano", "electric piano", "acoustic guitar", "clean guitar"), volume=82, pan=44),
        Seat("arpeggio", ("poly synth", "marimba", "glockenspiel", "harp"), chance=0.7, volume=70, pan=92),
        Seat("pad", ("warm pad", "synth strings"), chance=0.6, volume=70, pan=56),
        Seat("lead", ("square lead", "saw lead", "synth brass"), volume=86, pan=68),
    ),
    play=play,
    sound=Sound(high_shelf_db=6.0, squeeze=2.5, room=0.12, room_size=0.4),
)
