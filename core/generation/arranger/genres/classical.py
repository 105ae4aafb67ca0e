"""Classical: a melody in phrases of four bars that close, broken chords under it, a second voice and a calm bass."""

from core.generation.arranger import bass, comping, dynamics, lead
from core.generation.arranger.score import Part
from core.generation.arranger.sheet import Sheet
from core.generation.arranger.style import Seat, Sound, Style

# Beats in a bar -> what fits into it.
_BROKEN = {
    4: ("02120212", "01210121", "02121212", "0121", "0212", "01232321"),
    3: ("021212", "012121", "012321", "0.1212", "012"),
}
_REPEATED = {4: ("xoxoxoxo", "x.ooxooo", "xoxox.xo"), 3: (".xx", "xoxoxo", "x.oo.o", ".oxoxo")}
_BASSES = {
    4: ("r---5---", "r---3---", "r-5-3-5-", "r---r-<-", "r-3-5-3-", "r---5-<-", "r-r-3-3-"),
    3: ("r-----", "r---<-", "r-3-5-", "r---5-", "r-5-<-"),
}
_THEMES = {
    4: (
        ((0, 1), (1, 0.5), (1.5, 0.5), (2, 1), (3, 1)),
        ((0, 1.5), (1.5, 0.5), (2, 1), (3, 0.5), (3.5, 0.5)),
        ((0, 0.5), (0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 1), (3, 1)),
        ((0, 2), (2, 0.5), (2.5, 0.5), (3, 1)),
        ((0, 1), (1, 1), (2, 0.5), (2.5, 0.5), (3, 0.5), (3.5, 0.5)),
        ((0, 0.5), (0.5, 0.25), (0.75, 0.25), (1, 1), (2, 0.5), (2.5, 0.25), (2.75, 0.25), (3, 1)),
        ((0, 1.5), (1.5, 0.25), (1.75, 0.25), (2, 1.5), (3.5, 0.5)),
    ),
    3: (
        ((0, 1), (1, 1), (2, 1)),
        ((0, 1.5), (1.5, 0.5), (2, 1)),
        ((0, 0.5), (0.5, 0.5), (1, 1), (2, 0.5), (2.5, 0.5)),
        ((0, 2), (2, 0.5), (2.5, 0.5)),
        ((0, 1), (1, 0.5), (1.5, 0.5), (2, 0.5), (2.5, 0.5)),
        ((0, 0.5), (0.5, 0.25), (0.75, 0.25), (1, 0.5), (1.5, 0.5), (2, 1)),
    ),
}
_CLOSES = {
    4: (((0, 1), (1, 1), (2, 2)), ((0, 0.5), (0.5, 0.5), (1, 1), (2, 2)), ((0, 1.5), (1.5, 0.5), (2, 2))),
    3: (((0, 1), (1, 2)), ((0, 0.5), (0.5, 0.5), (1, 2)), ((0, 3),)),
}
_ANSWERS = {
    4: (
        ((0, 2), (2, 2)),
        ((0, 1), (1, 2), (3, 1)),
        ((0, 3), (3, 1)),
        ((1, 1), (2, 1), (3, 1)),
        ((0, 2), (2, 1), (3, 1)),
    ),
    3: (((0, 2), (2, 1)), ((0, 3),), ((1, 1), (2, 1)), ((0, 1), (1, 2))),
}


def play(sheet: Sheet) -> list[Part | None]:
    low, comp, tune, counter, strings = map(sheet.part, ("bass", "comp", "lead", "counter", "pad"))
    meter, rng = sheet.beats_per_bar, sheet.rng
    bass.pattern_line(low, sheet, sheet.few(_BASSES[meter], 3), velocity=84)
    if rng.random() < 0.7:
        comping.broken_chords(comp, sheet, sheet.few(_BROKEN[meter], 2), centre=60, level=0.8)
    else:
        comping.chords_on(comp, sheet, sheet.few(_REPEATED[meter], 2), centre=62, length=0.8, n_tones=3, level=0.75)
    (close,) = sheet.few(_CLOSES[meter])
    lead.melody(tune, sheet, _THEMES[meter], rests=0.0, close=close, sections=())
    if counter:
        lead.melody(counter, sheet, _ANSWERS[meter], span=(57, 72), velocity=74, rests=0.1, leaps=0.1)
    if strings:
        comping.pad(strings, sheet, centre=62, velocity=60)
    players = [low, comp, tune, counter, strings]
    dynamics.swell(players, sheet)
    return players


STYLE = Style(
    genre="classical",
    title="Classical",
    about="A melody whose phrases close in cadences, broken chords in Alberti's manner, and a second voice; no drums.",
    tempo_bpm=(80, 132),
    modes={"major": ("serene", "graceful", "cheerful"), "minor": ("solemn", "wistful", "restless")},
    tonics=("C", "D", "Eb", "F", "G", "A", "Bb"),
    progressions={
        "major": {
            "intro": ("C | G7", "C | F G7"),
            "A": ("C | F | C | G7", "C | Am | Dm | G7", "C | G7 | C | Dm G", "C | Dm | G7 | C", "C | C7 | F | G7"),
            "B": (
                "F | C | Dm G7 | C",
                "Am | Dm | G7 | C",
                "G | Am | F G7 | C",
                "C | F | C G7 | C",
                "Em | Am | Dm G7 | C",
            ),
        },
        "minor": {
            "intro": ("Cm | G7", "Cm | Fm G7"),
            "A": ("Cm | Fm | Cm | G7", "Cm | Ab | Fm | G7", "Cm | G7 | Cm | Fm G", "Cm | Fm | Bb7 | Eb"),
            "B": ("Fm | Cm | Dm7b5 G7 | Cm", "Ab | Fm | G7 | Cm", "Eb | Bb7 | Cm G7 | Cm", "Cm | Fm | Cm G7 | Cm"),
        },
    },
    band=(
        Seat("bass", ("cello", "bassoon"), volume=84, pan=80),
        Seat("comp", ("piano", "harpsichord", "harp", "plucked strings"), volume=98, pan=56),
        Seat("lead", ("violin", "flute", "oboe", "clarinet"), volume=96, pan=48),
        Seat("counter", ("viola", "French horn"), chance=0.65, volume=76, pan=92),
        Seat("pad", ("strings", "slow strings"), chance=0.3, volume=64, pan=64),
    ),
    play=play,
    meters=(4, 4, 3),
    sound=Sound(low_shelf_db=-3.0, high_shelf_db=9.0, room=0.22, room_size=0.6),
)
