"""Disco: a kick on every beat, open hats between, a bass that leaps octaves, chopped guitar and strings above."""

from core.generation.arranger import bass, comping, drums, lead
from core.generation.arranger.drums import CLAP, CLOSED_HAT, KICK, OPEN_HAT, SNARE, TAMBOURINE
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

_FOUR = "X...X...X...X..."
_TIME = {
    KICK: (_FOUR,),
    OPEN_HAT: ("..x...x...x...x.", "..x...o...x...o.", "..o...x...o...x."),
    CLOSED_HAT: ("Xo..Xo..Xo..Xo..", "X...X...X...X...", "X..oX..oX..oX..o", "X..oX...X..oX..."),
    SNARE: ("....X.......X...", "....X.......X..o", "....X..o....X..."),
    CLAP: ("....x.......x...", "................", "............x..."),
    TAMBOURINE: ("x.o.x.o.x.o.x.o.", "x.ooX.oox.ooX.oo", "................", "....x.......x..."),
}
_FILLS = (
    {KICK: _FOUR, CLOSED_HAT: "X...X...X...X...", OPEN_HAT: "..x...x.........", SNARE: "....X.......xoxX"},
    {KICK: _FOUR, CLOSED_HAT: "X...X...X...X...", OPEN_HAT: "..x...x...x.....", SNARE: "....X.......X.oX"},
    {KICK: _FOUR, CLOSED_HAT: "X.x.X.x.X...X...", SNARE: "....X...x...Xoxx"},
)
_OCTAVES = (  # the root rings into its octave, which is short
    "r-o.r-o.r-o.r-o.", "r-o.r-o.r-o.5-o.", "r-o.r-o.5-o.r-o.", "r-o.r-oor-o.r-5o", "r-oor-o.r-oor-o.",
    "r-o.r-o.5-o.r-<.", "r-o.r-.or-o.r-.o", "r-o.r--or-o.r-3.",
)  # fmt: skip
_CHOPS = (
    "X.o.X.x.X.o.X.x.", "X.oxX.o.X.oxX.o.", "XooxXoo.XooxXoo.", "X.o.X...X.o.Xxo.",
    "x.oxX..ox.oxX..o", "X..oX.o.X.xoX...", "XoooXoxoXoooXoxo", "X..oX.o.X..oX.x.",
)  # fmt: skip
_KEYS = ("x.....x.x.......", "x...x...x...x...", "x...............", "x.......x.x.....")
_TUNES = (
    ((0, 1.5), (1.5, 0.5), (2, 1), (3, 0.5), (3.5, 0.5)),
    ((0, 2), (2, 1), (3, 1)),
    ((0.5, 0.5), (1, 0.5), (1.5, 1), (2.5, 0.5), (3, 1)),
    ((0, 0.75), (0.75, 0.75), (1.5, 0.5), (2, 2)),
    ((0, 0.5), (0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 1.5), (3.5, 0.5)),
)
_STABS = (
    ((0, 0.25), (0.75, 0.25), (1.5, 0.5)),
    ((0, 0.5), (1.5, 0.25), (2.5, 0.5)),
    ((2, 0.25), (2.75, 0.25), (3.5, 0.5)),
)


def play(sheet: Sheet) -> list[Part | None]:
    kit, low, chops, keys, strings, brass = map(sheet.part, ("drums", "bass", "comp", "keys", "lead", "horns"))
    drums.groove(kit, sheet, {name: [drums.mixed(sheet, _TIME)] for name in ("A", "B")}, fills=_FILLS)
    bass.pattern_line(low, sheet, sheet.few(_OCTAVES, 2), legato=1.1, after_beat=22)
    comping.chords_on(chops, sheet, sheet.few(_CHOPS, 3), centre=68, length=0.5, n_tones=3, level=0.8)
    if keys:
        comping.chords_on(keys, sheet, sheet.few(_KEYS, 2), centre=62, length=1.0)
    lead.melody(strings, sheet, _TUNES, span=(67, 86), rests=0.1)
    if brass:
        lead.riff(brass, sheet, _STABS[sheet.rng.integers(len(_STABS))], scale="", low=60)
    return [kit, low, chops, keys, strings, brass]


STYLE = Style(
    genre="disco",
    title="Disco",
    about="Four on the floor at dancing tempo, octaves in the bass, off-beat hats, chopped guitar and strings.",
    tempo_bpm=(108, 128),
    modes={"minor": ("sultry", "yearning", "driving"), "major": ("glamorous", "carefree", "joyful")},
    tonics=("C", "D", "Eb", "E", "F", "G", "A", "Bb"),
    progressions={
        "minor": {
            "intro": ("Cm7 | Cm7", "Cm7 | Fm7"),
            "A": (
                "Cm7 | F7 | Bbmaj7 | Ebmaj7",
                "Cm7 | Fm7 | Bb7 | Ebmaj7 | Abmaj7 | Fm7 | G7 | G7",
                "Cm7 | Cm7 | Fm7 | Gm7",
                "Cm7 | Bb | Abmaj7 | Bb",
            ),
            "B": ("Fm7 | Bb7 | Ebmaj7 | Abmaj7", "Abmaj7 | Bb | Cm7 | Cm7", "Fm7 | Gm7 | Abmaj7 | G7"),
        },
        "major": {
            "intro": ("Cmaj7 | Dm7", "C | F"),
            "A": ("Cmaj7 | Am7 | Dm7 | G7", "C | F | Bb | F", "Cmaj7 | Em7 | Fmaj7 | G7", "Dm7 | G7 | Cmaj7 | Am7"),
            "B": ("Fmaj7 | Em7 | Dm7 | G7", "Am7 | D7 | Dm7 | G7", "Fmaj7 | G7 | Em7 | Am7"),
        },
    },
    band=(
        Seat("drums", (DRUM_KIT, "power drum kit"), volume=112),
        Seat("bass", ("fingered bass", "slap bass", "synth bass"), volume=102),
        Seat("comp", ("clean guitar", "muted guitar", "clavinet"), volume=82, pan=96),
        Seat("keys", ("electric piano", "piano"), chance=0.6, volume=74, pan=36),
        Seat("lead", ("strings", "synth strings"), volume=88, pan=52),
        Seat("horns", ("horns", "trumpet"), chance=0.5, volume=76, pan=84),
    ),
    play=play,
    sound=Sound(squeeze=2.5, room=0.12, room_size=0.35, high_shelf_db=6.0),
)
