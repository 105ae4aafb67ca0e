"""Country: a train beat on brushes, a bass in two, strummed and picked strings, and a fiddle that sings above."""

from core.generation.arranger import bass, comping, drums, lead
from core.generation.arranger.drums import CLOSED_HAT, KICK, SIDE_STICK, SNARE, TAMBOURINE
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

_TRAIN = {
    KICK: ("X...x...X...x...", "X.......X.......", "X.......X.....x."),
    SNARE: ("ooooXoooooooXooo", "o.ooXoo.o.ooXoo.", "o.xoX.xoo.xoX.xo", "o..xX.o.o..xX.o."),
    CLOSED_HAT: ("................", "..x...x...x...x."),
    TAMBOURINE: ("................", "....o.......o..."),
}
_TWO_STEP = {
    KICK: ("X.......X.......", "X.....o.X.......", "X.......X...o..."),
    SIDE_STICK: ("....X.......X...", "....X.......X..o"),
    CLOSED_HAT: ("x.o.x.o.x.o.x.o.", "x.ooX.oox.ooX.oo", "..x...x...x...x."),
    SNARE: ("................", "..o...o...o...o."),
}
_FILLS = (
    {KICK: "X...x...X...x...", SNARE: "ooooXoooxxoxxxxX"},
    {KICK: "X.......X.......", SNARE: "o.ooX.ooX.x.X.xx", CLOSED_HAT: "x...x..........."},
)
_TWO = ("r.5.", "r.5.", "r.5<", "r...5.<.", "r...5...", "r.35", "r.....r.5.....<.")
_STRUMS = (
    "..x...x.", "..xo..xo", "..xx..xx", ".xx..xx.", "..xo.oxo", "....x.x.....x.x.", "....xoxo....xoxo",
    "..o.x.o...o.x.oo",
)  # fmt: skip
_ROLLS = (
    "01230123", "02130213", "20312031", "01230120", "32103210", "0132.132.132.132", "23012301",
    "0.1.2.3.0.1.2.3.", "02132031", "0.1.3.2.0.2.3.2.",
)  # fmt: skip
_TUNES = (
    ((0, 1), (1, 0.5), (1.5, 0.5), (2, 1), (3, 1)),
    ((0, 0.5), (0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 2)),
    ((0, 1.5), (1.5, 0.5), (2, 0.5), (2.5, 0.5), (3, 1)),
    ((0, 0.25), (0.25, 0.25), (0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 1), (3, 0.5), (3.5, 0.5)),
    ((0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 1), (3, 0.5), (3.5, 0.5)),
    ((0, 0.5), (0.5, 0.25), (0.75, 0.25), (1, 0.5), (1.5, 0.25), (1.75, 0.25), (2, 1), (3, 1)),
)
_LAST_WORDS = ((0, 0.5), (0.5, 0.5), (1, 1), (2, 2))


def play(sheet: Sheet) -> list[Part | None]:
    kit, low, strum, banjo, keys, tune = map(sheet.part, ("drums", "bass", "comp", "banjo", "keys", "lead"))
    beat = _TRAIN if sheet.rng.random() < 0.4 else _TWO_STEP
    drums.groove(kit, sheet, {name: [drums.mixed(sheet, beat)] for name in ("A", "B")}, fills=_FILLS, crash=False)
    bass.pattern_line(low, sheet, sheet.few(_TWO, 3), legato=0.8)
    comping.chords_on(strum, sheet, sheet.few(_STRUMS, 2), centre=60, length=0.9, strum_s=0.012)
    if banjo:
        comping.broken_chords(banjo, sheet, sheet.few(_ROLLS, 2), centre=67)
    if keys:
        comping.chords_on(keys, sheet, sheet.few(_STRUMS, 2), centre=65, length=0.5, level=0.7)
    lead.melody(
        tune, sheet, sheet.few(_TUNES, 4), scale="major pentatonic" * (sheet.brief.mode == "major"), close=_LAST_WORDS
    )
    return [kit, low, strum, banjo, keys, tune]


STYLE = Style(
    genre="country",
    title="Country",
    about="A train beat, a bass between root and fifth, strummed guitar, banjo rolls, fiddle or steel guitar above.",
    tempo_bpm=(88, 122),
    modes={"major": ("homesick", "warm", "proud", "cheerful"), "minor": ("lonesome",)},
    tonics=("G", "D", "A", "C", "E", "F"),
    progressions={
        "major": {
            "intro": ("C | G", "C | F", "F | C"),
            "A": (
                "C | C | F | C | C | C | G | G",
                "C | F | C | G | C | F | C G | C",
                "C | G | C | F | C | G | C G | C",
                "C | C7 | F | F | C | G | C | G",
                "C | Am | F | G",
                "F | C | G | C",
            ),
            "B": (
                "F | F | C | C | D7 | D7 | G | G",
                "F | C | F | C | F | C | G | G",
                "Am | Em | F | C | Am | D7 | G | G",
                "F | G | C | Am | F | G | C | G",
            ),
        },
        "minor": {
            "intro": ("Cm | Bb", "Cm | G"),
            "A": ("Cm | Cm | Bb | Cm | Cm | Eb | G | Cm", "Cm | Fm | Cm | G | Cm | Fm | G | Cm", "Cm | Eb | Bb | Fm"),
            "B": ("Eb | Bb | Cm | G", "Fm | Cm | Fm | G", "Ab | Eb | Bb | Cm"),
        },
    },
    band=(
        Seat("drums", (DRUM_KIT, "brushed drum kit"), volume=92),
        Seat("bass", ("upright bass", "fingered bass"), volume=102),
        Seat("comp", ("acoustic guitar", "nylon guitar"), volume=90, pan=40),
        Seat("banjo", ("banjo", "clean guitar"), chance=0.5, volume=84, pan=92),
        Seat("keys", ("honky-tonk piano", "accordion"), chance=0.4, volume=74, pan=52),
        Seat("lead", ("fiddle", "steel guitar", "harmonica"), volume=96, pan=72),
    ),
    play=play,
    sound=Sound(room=0.1, room_size=0.3, squeeze=1.8),
)
