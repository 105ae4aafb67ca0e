"""Metal: palm-muted power chords on both sides, a double kick, riffs a half step above the root, no light chord."""

from dataclasses import replace

from core.generation.arranger import bass, comping, drums, lead
from core.generation.arranger.drums import CLOSED_HAT, CRASH, HIGH_TOM, KICK, LOW_TOM, MID_TOM, RIDE, RIDE_BELL, SNARE
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

_DOUBLE_KICK = {
    KICK: (
        "XoxoXoxoXoxoXoxo", "X.oxX.oxX.oxX.ox", "Xox.Xox.Xox.Xox.", "X.o.X.o.X.o.X.o.", "X..oX..oX..oX..o",
        "Xoxx..oxXoxx..ox", "X.oxX.o.X.oxX.o.",
    ),
    SNARE: ("....X.......X...", "....X.......X..o", "....X.......X.x."),
    CRASH: ("X...X...X...X...", "X.......X.......", "x...x...x...x..."),
    CLOSED_HAT: ("X...X...X...X...", "X.o.X.o.X.o.X.o."),
    RIDE_BELL: ("................", "X...X...X...X..."),
}  # fmt: skip
_HEAVY = {
    KICK: ("X..X..X.X..X..X.", "X.....x.X.....xx", "X.x.....X.x...x.", "X.xx....X.xx...."),
    SNARE: ("....X.......X...", "....X.......X..o"),
    CRASH: ("X...X...X...X...", "X.......X......."),
    RIDE: ("X...X...X...X...", "X.o.X.o.X.o.X.o."),
}
_FILLS = (
    {KICK: "xxxxxxxxX.......", SNARE: "....X...XXXX....", HIGH_TOM: "............XX..", LOW_TOM: "..............XX"},
    {
        KICK: "X.o.X.o.X.o.X.o.",
        HIGH_TOM: "....XX..........",
        MID_TOM: "......XX........",
        LOW_TOM: "........XXXX....",
        SNARE: "............XXXX",
    },
    {KICK: "XxxxXxxxXxxxXxxx", SNARE: "....X...X..X..XX", CRASH: "X..............."},
)
_LINES = ("rrrrrrrr", "rrrrrrrrrrrrrrrr", "r.rrr.rrr.rrr.rr", "rr.rrr.rrr.rrr.r", "rrrrrrr<", "r-r-r-rr", "r---r-rr")
# Soft strokes are palm-muted.
_CHUGS = (
    "X.ooX.ooX.ooX.oo", "XoooXoooXoooXooo", "X..oX..oX..oX..o", "X.oXX.oXX.oXX.oX", "X...XoooX...Xooo",
    "Xo.oXo.oXo.oXo.o", "X.ooX.ooXX.oX.oo", "XX..X.ooXX..X.oo", "X.ooXoooX..XX...", "XooXX...XooXX...",
    "X.o.X.ooX.o.X.oX", "X..XX..XX.ooX.oo",
)  # fmt: skip
_OPEN = (
    "X...............",
    "X.......X.......",
    "X.......X...X...",
    "X.....X.....X...",
    "X...X...X...X...",
    "X..X..X.....X...",
)
_RIFFS = tuple(
    tuple((i / 4, 0.25) for i, mark in enumerate(line) if mark == "x")
    for line in ("xxxxxxxxxxxxxxxx", "x.xxx.xxx.xxx.xx", "x.xxx.x.x.xxx.x.", "xxx.xxx.xxx.x.x.", "x..x..x.x..xx.x.")
)
_SOLOS = (
    tuple((i / 4, 0.25) for i in range(16)),
    (*((i / 4, 0.25) for i in range(8)), (2, 1), (3, 1)),
    ((0, 1), (1, 0.5), (1.5, 0.5), (2, 2)),
    ((0, 0.5), (0.5, 0.25), (0.75, 0.25), (1, 0.5), (1.5, 0.25), (1.75, 0.25), (2, 0.5), (2.5, 0.5), (3, 1)),
)


def play(sheet: Sheet) -> list[Part | None]:
    kit, low, left, tune, pad = map(sheet.part, ("drums", "bass", "comp", "lead", "pad"))
    drums.groove(kit, sheet, {"A": [drums.mixed(sheet, _DOUBLE_KICK)], "B": [drums.mixed(sheet, _HEAVY)]}, fills=_FILLS)
    bass.pattern_line(low, sheet, sheet.few(_LINES, 2), legato=0.8, after_beat=30)
    comping.power_chords(left, sheet, sheet.few(_CHUGS, 3), low=38, sections=("intro", "A"))
    comping.power_chords(left, sheet, sheet.few((*_CHUGS, *_OPEN), 3), low=38, length=1.0, sections=("B",))
    right = replace(left, pan=127 - left.pan, notes=list(left.notes))  # the same, played a second time
    lead.riff(tune, sheet, sheet.few(_RIFFS)[0], scale="phrygian", low=52, sections=("intro", "A"))
    lead.melody(
        tune,
        sheet,
        sheet.few(_SOLOS, 3),
        scale=sheet.few(("phrygian", "minor", "minor pentatonic"))[0],
        span=(62, 84),
        sections=("B",),
    )
    if pad:
        comping.pad(pad, sheet, centre=62)
    return [kit, low, left, right, tune, pad]


STYLE = Style(
    genre="metal",
    title="Metal",
    about="Palm-muted power chords in stereo, a double kick, phrygian riffs and fast solos, all of it distorted.",
    tempo_bpm=(96, 152),
    modes={"minor": ("grim", "dark", "menacing", "furious")},
    tonics=("E", "D", "C", "F", "A", "B"),
    progressions={
        "minor": {
            "intro": ("C5 | C5", "C5 | Db5", "C5 | Eb5"),
            "A": (
                "C5 | C5 | Db5 | C5", "C5 | Eb5 | Db5 | C5", "C5 | C5 | Ab5 | Bb5", "C5 | Bb5 | Ab5 | Db5",
                "C5 | Gb5 | F5 | Eb5", "C5 | C5 | Eb5 F5 | Gb5 F5", "C5 Db5 | C5 Eb5 | C5 Db5 | Bb5",
            ),
            "B": (
                "Ab5 | Bb5 | C5 | C5", "Cm | Ab | Eb | Bb", "F5 | Ab5 | Db5 | C5", "Cm | Fm | Ab | G",
                "Ab5 | Eb5 | Bb5 | Db5", "F5 | F5 | Gb5 | G5",
            ),
        },
    },
    band=(
        Seat("drums", ("power drum kit", DRUM_KIT), volume=124),
        Seat("bass", ("picked bass",), volume=98),
        Seat("comp", ("distorted guitar",), volume=102, pan=12),
        Seat("lead", ("overdriven guitar",), volume=84, pan=64),
        Seat("pad", ("strings", "slow strings"), chance=0.2, volume=64, pan=64),
    ),
    play=play,
    sound=Sound(high_shelf_db=4.0, drive_db={"comp": 12.0, "lead": 10.0}, squeeze=3.0, room=0.06, room_size=0.3),
)  # fmt: skip
