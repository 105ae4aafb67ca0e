"""Electronica: a machine's beat, synthesized bass and arpeggios, built up behind a filter until all is open."""

from core.generation.arranger import bass, comping, drums, dynamics, lead
from core.generation.arranger.drums import (
    CABASA,
    CLAP,
    CLOSED_HAT,
    COWBELL,
    ELECTRIC_SNARE,
    KICK,
    OPEN_HAT,
    RIDE,
    SIDE_STICK,
    Pattern,
)
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

_FOUR = "X...X...X...X..."
_NONE = "................"
_STRAIGHT = {
    KICK: (_FOUR,),
    CLAP: ("....X.......X...", "....X.......X..o", "....X..o....X...", "............X..."),
    CLOSED_HAT: ("X.o.X.o.X.o.X.o.", "XoooXoooXoooXooo", "Xo.oXo.oXo.oXo.o", "X.ooX.ooX.ooX.oo", "X..oX..oX..oX..o"),
    SIDE_STICK: (_NONE, "...o..o....o..o.", "......x..x....x.", "...x......x....."),
    COWBELL: (_NONE, _NONE, "..o..o..o..o..o.", "......o.......o."),
}
_BROKEN = {  # a break: the kick leaves the beats, the snare answers
    KICK: ("X.x.......x.....", "X..x......x..x..", "X.....x...x..x..", "X.x....x..xx....", "X.........x..x.."),
    ELECTRIC_SNARE: ("....X..o.o..X...", "....X..o.o..X..o", "....X....o..X.x.", "....X.o....oX..o"),
    CLOSED_HAT: ("X.o.X.o.X.o.X.o.", "XoooXoooXoooXooo", "X.ooX.o.X.ooX.o.", "X.o.X.ooX.o.X.ox"),
    CABASA: (_NONE, "x.o.x.o.x.o.x.o.", "x...x...x...x..."),
}
_ON_TOP = {  # what the second section adds
    OPEN_HAT: ("..o...o...o...o.", "..o...o...o.....", "......o.......o."),
    RIDE: (_NONE, "x...x...x...x...", "x.o.x.o.x.o.x.o."),
}
_RISES = (
    {KICK: "X...X...X.......", ELECTRIC_SNARE: "o...o...x.x.xxXX"},
    {KICK: "X...X...X...X...", ELECTRIC_SNARE: "..o...o.x.xxXXXX"},
    {KICK: "X...X...........", CLAP: "....x...x...x.xX", CLOSED_HAT: "xoxoxoxoxoxoxoxo"},
)
_BASSES = (
    "rrrrrrrrrrrrrrrr", "r.rrr.rrr.rrr.rr", "r..r..r.r..r..r.", "rrr.rrr.rrr.rro.", "r--r--r-o--r--o.",
    "r.5.r.o.r.5.r.7.", "r-----r.r-----<.", "rro.rro.rro.rro.", "r-..r-..r-..r-o.", "rr..rr.orr..rr.5",
)  # fmt: skip
_ARPEGGIOS = (
    "0120120120120121", "0123432101234321", "0.2.1.3.0.2.1.3.", "0312031203120312", "0231.0231.0231.0",
    "021.021.021.0213", "4321043210432104", "0.12.0.12.0.1.2.", "0102030204020301", "3.20.3.20.3.2.0.",
)  # fmt: skip
_STABS = (
    "x..x..x.x..x..x.", "X..x..x...x..x..", "x..x....x..x....", "x.....x.x.....x.", "x.x...x.x.x.....",
    "xx..x...xx..x...",
)  # fmt: skip
_HOOKS = (
    ((0, 0.75), (0.75, 0.75), (1.5, 0.5), (2, 0.75), (2.75, 1.25)),
    ((0, 0.5), (0.75, 0.5), (1.5, 0.5), (2.25, 0.5), (3, 0.5), (3.5, 0.5)),
    ((0, 1.5), (1.5, 1.5), (3, 1)),
    ((0.5, 0.25), (0.75, 0.25), (1, 0.5), (2.5, 0.25), (2.75, 0.25), (3, 1)),
    ((0, 0.25), (0.5, 0.25), (1, 0.25), (1.5, 0.5), (2.5, 0.5), (3.25, 0.75)),
    ((0, 3), (3, 0.5), (3.5, 0.5)),
)
_BREAKS = 0.3  # share of the clips without a kick on every beat


def play(sheet: Sheet) -> list[Part | None]:
    roles = ("drums", "bass", "arpeggio", "pad", "comp", "lead")
    kit, low, arpeggio, pad, stabs, hook = map(sheet.part, roles)
    drums.groove(kit, sheet, _beats(sheet), fills=_RISES)
    bass.pattern_line(low, sheet, sheet.few(_BASSES, 2), velocity=100, legato=0.8, after_beat=8)
    dynamics.tacet(low, sheet, "intro")
    comping.broken_chords(arpeggio, sheet, sheet.few(_ARPEGGIOS), centre=sheet.few((64, 67, 70))[0])
    if pad:
        comping.pad(pad, sheet, centre=62, velocity=80)
    if stabs:
        comping.chords_on(stabs, sheet, sheet.few(_STABS), centre=64, length=0.8, sections=("A", "B"))
    if hook:
        lead.melody(hook, sheet, _HOOKS, scale=f"{sheet.brief.mode} pentatonic", span=(62, 84), sections=("B",))
        lead.come_back(hook, sheet, 4)
    dynamics.grow((arpeggio, pad, stabs), sheet, {"intro": (0.65, 0.75), "A": (0.75, 1.0), "B": (1.0, 1.0)})
    return [kit, low, arpeggio, pad, stabs, hook]


def _beats(sheet: Sheet) -> dict[str, list[Pattern]]:
    """One beat for the whole clip: bare in the intro, and with cymbals on top in B."""
    beat = drums.mixed(sheet, _BROKEN if sheet.rng.random() < _BREAKS else _STRAIGHT)
    bare = {key: line for key, line in beat.items() if key in (KICK, CLOSED_HAT)}
    return {"intro": [bare], "A": [beat], "B": [beat | drums.mixed(sheet, _ON_TOP)]}


STYLE = Style(
    genre="electronica",
    title="Electronica",
    about="A drum machine, synthesized bass, arpeggios and pads that pump with the kick, behind a filter that opens.",
    tempo_bpm=(112, 146),
    modes={"minor": ("hypnotic", "nocturnal", "driving"), "major": ("floating", "uplifting", "euphoric")},
    tonics=("C", "C#", "D", "E", "F", "F#", "G", "A"),
    progressions={
        "minor": {
            "intro": ("Cm | Cm", "Cm7 | Cm7", "Cm | Ab"),
            "A": (
                "Cm | Cm | Ab | Bb", "Cm7 | Cm7 | Fm7 | Gm7", "Cm | Eb | Bb | Fm", "Cm9 | Cm9 | Abmaj7 | Gm7",
                "Ab | Bb | Cm | Gm", "Cm | Gm | Ab | Fm",
            ),
            "B": ("Ab | Bb | Cm | Eb", "Fm | Ab | Cm | Bb", "Cm | Ab | Eb | Bb", "Ab | Eb | Bb | Cm"),
        },
        "major": {
            "intro": ("C | C", "Cadd9 | Cadd9", "C | F"),
            "A": (
                "Cmaj7 | Em7 | Fmaj7 | Fmaj7", "C | Am | F | G", "Cadd9 | Cadd9 | Am7 | F", "F | C | Em | Am",
                "Am7 | Fmaj7 | Cadd9 | G",
            ),
            "B": ("F | G | Am | Em", "F | G | C | Am", "Am | F | C | G", "Fmaj7 | Am7 | G | C"),
        },
    },
    band=(
        Seat("drums", ("electronic drum kit", "drum machine", "power drum kit"), volume=112),
        Seat("bass", ("synth bass", "saw bass", "sub bass"), volume=104),
        Seat("arpeggio", ("poly synth", "square lead", "bell synth"), volume=86, pan=88),
        Seat("pad", ("warm pad", "sweep pad", "synth strings"), chance=0.85, volume=82, pan=52),
        Seat("comp", ("synth brass", "electric piano", "piano"), chance=0.55, volume=80, pan=36),
        Seat("lead", ("saw lead", "fifths lead"), chance=0.7, volume=86, pan=70),
    ),
    play=play,
    sound=Sound(
        opens_hz={"arpeggio": (700.0, 10_000.0), "pad": (400.0, 8_000.0)},
        duck_db={"bass": 6.0, "arpeggio": 4.0, "pad": 12.0, "comp": 6.0},
        low_shelf_db=1.5,
        high_shelf_db=6.0,
        squeeze=3.0,
        room=0.1,
        room_size=0.4,
    ),
)  # fmt: skip
