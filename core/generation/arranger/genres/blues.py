"""Blues: a twelve-bar shuffle with a boogie bass, a rhythm guitar that hits back, and short phrases that leave air."""

from core.generation.arranger import bass, comping, drums, lead
from core.generation.arranger.drums import CLOSED_HAT, KICK, LOW_TOM, RIDE, SIDE_STICK, SNARE
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

_TWELVE = "C7 | C7 | C7 | C7 | F7 | F7 | C7 | C7 | G7 | F7 | C7 | G7"
_QUICK = "C7 | F7 | C7 | C7 | F7 | F7 | C7 | A7 | Dm7 | G7 | C7 A7 | Dm7 G7"
_MINOR = "Cm7 | Cm7 | Cm7 | Cm7 | Fm7 | Fm7 | Cm7 | Cm7 | Ab7 | G7 | Cm7 | G7"
_TURN = ("C7 | G7", "C7 F7 | C7 G7")
# Steps are eighths, which swing to the places of triplets; in sixteen of them ``xxx.`` is a whole triplet.
_SHUFFLE = {
    RIDE: ("X.xxX.xx", "........", "........", "X.X.X.X."),
    CLOSED_HAT: ("XxXxXxXx", "X.XxX.Xx", "..x...x.", "xxx.xxx.xxx.xxx."),
    KICK: ("X...X...", "X..xX...", "X...X..x", "X.o.X.o.", "X..xX..x"),
    SNARE: ("..X...X.", "..X...X.", "..X..oX.", ".oX..oXo"),
    SIDE_STICK: ("........", "........", "..x...x."),
}
_FILLS = (
    {CLOSED_HAT: "X.Xx....", KICK: "X...X...", SNARE: "..X.oxXX"},
    {CLOSED_HAT: "X...X...X.......", KICK: "X.......X.......", SNARE: "....X.......XXX."},
    {RIDE: "X.xxX...", KICK: "X...X..x", SNARE: "..X...X.", LOW_TOM: ".....x.x"},
)
_BOOGIE = (
    "r.r.5.5.", "r.5.7.5.", "r.3.5.7.", "r.r.3.5.", "r.3.5.<.", "rrrr5577", "r-.r3-.3", "rr335577", "r.o.7.5.",
    "r---5-<.", "rr5577r<",
)  # fmt: skip
_HITS = ("..x...x.", "..xo..x.", ".xx...xo", "..xx..xx", "x..x....", "..x....x", "x.xox.xo", ".x.x.x.x", "......xx")
_PHRASES = (
    ((0, 0.5), (0.5, 0.5), (1, 1.5)),
    ((0.5, 0.5), (1, 0.5), (1.5, 1.5)),
    ((0, 1), (1, 0.5), (1.5, 0.5), (2, 2)),
    ((1.5, 0.5), (2, 0.5), (2.5, 0.5), (3, 1)),
    ((0, 0.25), (0.25, 0.25), (0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 1.5)),
    ((0, 0.5), (0.5, 1), (1.5, 0.5), (2, 0.5), (2.5, 0.5), (3, 0.5), (3.5, 0.5)),
    ((0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 0.5), (2.5, 0.5), (3, 1)),
)
_LAST_WORDS = ((0, 0.5), (0.5, 0.5), (1, 2))


def play(sheet: Sheet) -> list[Part]:
    kit, low, comp, tune = (sheet.part(role) for role in ("drums", "bass", "comp", "lead"))
    drums.groove(kit, sheet, {name: [drums.mixed(sheet, _SHUFFLE)] for name in ("A", "B")}, fills=_FILLS, crash=False)
    bass.pattern_line(low, sheet, sheet.few(_BOOGIE, 2))
    comping.chords_on(comp, sheet, sheet.few(_HITS, 2), centre=60, length=0.6, shell=True)
    lead.melody(tune, sheet, sheet.few(_PHRASES, 4), scale="blues", rests=0.2, close=_LAST_WORDS)
    return [kit, low, comp, tune]


STYLE = Style(
    genre="blues",
    title="Blues",
    about="A twelve-bar shuffle in dominant sevenths, the phrases short and apart.",
    tempo_bpm=(66, 126),
    modes={"major": ("laid-back", "sly", "gritty"), "minor": ("sad", "brooding")},
    tonics=("E", "A", "G", "C", "Bb", "F"),
    progressions={
        "major": {"intro": _TURN, "A": (_TWELVE, _QUICK), "B": (_TWELVE,)},
        "minor": {"intro": ("Cm7 | G7",), "A": (_MINOR,), "B": (_MINOR,)},
    },
    band=(
        Seat("drums", (DRUM_KIT,), volume=96),
        Seat("bass", ("upright bass", "fingered bass"), volume=108),
        Seat("comp", ("clean guitar", "piano", "organ"), volume=84, pan=40),
        Seat("lead", ("overdriven guitar", "harmonica", "jazz guitar", "tenor saxophone"), volume=96, pan=80),
    ),
    play=play,
    sound=Sound(
        drive_db={"overdriven guitar": 8.0, "harmonica": 4.0},
        low_pass_hz=7_500,
        squeeze=2.0,
        room=0.12,
        room_size=0.3,
    ),
    swing=2.0,
)
