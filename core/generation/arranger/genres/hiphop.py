"""Hip-hop: boom-bap drums with swung sixteenths, a sub bass, and a short loop as if cut from an old record."""

from core.generation.arranger import bass, comping, drums, lead
from core.generation.arranger.drums import CLAP, CLOSED_HAT, KICK, OPEN_HAT, SIDE_STICK, SNARE
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

_BOOM_BAP = {
    KICK: (
        "X.....x.x.......", "X......x..x.....", "X..x......x..x..", "X.x.......x..x..", "X.........xx....",
        "X......xx.x.....", "X.....x...x....x", "X..x..x...x.....",
    ),
    SNARE: ("....X.......X...", "....X..o....X...", "....X..o.o..X..o", "....X.......X..o"),
    CLOSED_HAT: ("X.x.X.x.X.x.X.x.", "X.xoX.x.X.xoX.xo", "X.xoX.x.X.xxX.x.", "X.o.X.oxX.o.X.x.", "X.oxX.o.X.oxX.o."),
    OPEN_HAT: ("................", "..............x.", "......o.........", "................"),
    CLAP: ("................", "....x.......x...", "............x..."),
    SIDE_STICK: ("................", "...o......o.....", "......o...o...o."),
}  # fmt: skip
_FILLS = (
    {KICK: "X.....x.........", SNARE: "....X.......X.xx", CLOSED_HAT: "X.x.X.x.X...X..."},
    {KICK: "X..x...x..x.....", SNARE: "....X.......X...", CLOSED_HAT: "X.x.X.x.X...X...", OPEN_HAT: "..............x."},
    {KICK: "X.x.....x.x.....", SNARE: "....X..o....X.oX", CLOSED_HAT: "x.x.x.x.x.x....."},
)
_SUBS = (
    "r-----r-r-......", "r---.....-r-5-..", "r--r--....r-5-<.", "r-......r-5-r...", "r-r-....r---..<-",
    "r-----..5-r-....", "r--o....r--5....", "r---..r-3-5-....", "r.....r-r-..3-5-",
)  # fmt: skip
_CHOPS = (
    "x...............", "x......x........", "x.....x...x.....", "x..x......x..x..", "x.......x..x....",
    "x.x...x.x.....x.", "x.x...x.....x...", "x...x...x...x...",
)  # fmt: skip
_HOOKS = (
    ((0, 0.5), (0.75, 0.25), (1, 1), (2.5, 0.5), (3, 1)),
    ((0, 0.25), (0.25, 0.25), (0.5, 0.5), (1.5, 0.5), (2, 1.5)),
    ((0, 1.5), (1.5, 0.5), (2, 0.75), (2.75, 1.25)),
    ((0.5, 0.5), (1, 0.5), (1.75, 0.75), (2.5, 1.5)),
    ((0, 0.75), (0.75, 0.75), (1.5, 0.5), (2, 0.75), (2.75, 0.75), (3.5, 0.5)),
    ((0, 2), (2, 0.5), (2.5, 0.5), (3, 0.5), (3.5, 0.5)),
)


def play(sheet: Sheet) -> list[Part | None]:
    kit, low, chops, hook, pad = map(sheet.part, ("drums", "bass", "comp", "lead", "pad"))
    patterns = {name: [drums.mixed(sheet, _BOOM_BAP)] for name in ("A", "B")}
    drums.groove(kit, sheet, patterns, fills=_FILLS, crash=False)
    bass.pattern_line(low, sheet, sheet.few(_SUBS, 2), velocity=104)
    comping.chords_on(chops, sheet, sheet.few(_CHOPS, 2), centre=60, length=1.0)
    if hook:
        lead.melody(hook, sheet, _HOOKS, scale="minor pentatonic" if sheet.brief.mode == "minor" else "", rests=0.15)
    if pad:
        comping.pad(pad, sheet, centre=66)
    for part in (low, chops, hook):
        if part:
            lead.come_back(part, sheet, 2)
    return [kit, low, chops, hook, pad]


def _looped(*loops: str) -> tuple[str, ...]:
    """Two bars, twice."""
    return tuple(f"{loop} | {loop}" for loop in loops)


STYLE = Style(
    genre="hiphop",
    title="Hip-hop",
    about="Boom-bap drums with swung sixteenths, a sub bass, and a loop of two bars as if cut from an old record.",
    tempo_bpm=(88, 104),
    modes={"minor": ("moody", "dusty", "cool", "tense"), "major": ("mellow", "soulful")},
    tonics=("C", "C#", "D", "Eb", "E", "F", "G", "A"),
    progressions={
        "minor": {
            "intro": ("Cm7 | Cm7",),
            "A": _looped("Cm7 | Abmaj7", "Cm9 | Fm9", "Cm7 | Gm7", "Cm7 | Dm7b5 G7", "Cm9 | Bb", "Abmaj7 | Gm7"),
            "B": _looped("Fm9 | Cm9", "Abmaj7 | Gm7", "Fm7 | G7", "Ebmaj7 | Dm7b5"),
        },
        "major": {
            "intro": ("Cmaj7 | Cmaj7",),
            "A": _looped("Cmaj9 | Am9", "Cmaj7 | Fmaj7", "Dm9 | Cmaj9", "Fmaj9 | Em7", "Cmaj7 | Dm7 G13"),
            "B": _looped("Fmaj7 | Em7", "Am9 | Dm9", "Dm9 | G13"),
        },
    },
    band=(
        Seat("drums", (DRUM_KIT, "drum machine", "power drum kit"), volume=114),
        Seat("bass", ("sub bass", "synth bass", "fretless bass"), volume=108),
        Seat("comp", ("electric piano", "piano", "vibraphone", "jazz guitar", "rock organ"), volume=82, pan=52),
        Seat("lead", ("flute", "muted trumpet", "plucked strings", "clarinet", "harp"), chance=0.85, volume=78, pan=78),
        Seat("pad", ("slow strings", "strings", "warm pad"), chance=0.35, volume=64, pan=48),
    ),
    play=play,
    sound=Sound(
        low_pass_hz=12_000,
        low_shelf_db=2.0,
        high_shelf_db=3.0,
        squeeze=2.5,
        room=0.06,
        room_size=0.2,
        vinyl_dbfs=-48.0,
        width=0.6,
    ),
    swing=1.4,
    swing_unit=0.25,
)
