"""The instruments that a band may have: their General MIDI programs, and the registers that they are played in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Instrument:
    """``program`` counts from 0; ``register`` is the lowest and the highest pitch, at least an octave apart."""

    program: int
    register: tuple[int, int]


DRUM_KIT = "drum kit"
DRUM_KITS = {  # programs of the drum bank
    DRUM_KIT: 0,
    "power drum kit": 16,
    "electronic drum kit": 24,
    "drum machine": 25,
    "brushed drum kit": 40,
}
INSTRUMENTS: dict[str, Instrument] = {
    "piano": Instrument(0, (43, 91)),
    "honky-tonk piano": Instrument(3, (43, 88)),
    "electric piano": Instrument(4, (43, 84)),
    "clavinet": Instrument(7, (45, 80)),
    "harpsichord": Instrument(6, (41, 86)),
    "celesta": Instrument(8, (60, 98)),
    "glockenspiel": Instrument(9, (72, 101)),
    "vibraphone": Instrument(11, (53, 89)),
    "marimba": Instrument(12, (48, 84)),
    "organ": Instrument(16, (43, 84)),
    "rock organ": Instrument(18, (43, 84)),
    "accordion": Instrument(21, (53, 86)),
    "harmonica": Instrument(22, (60, 88)),
    "nylon guitar": Instrument(24, (40, 79)),
    "acoustic guitar": Instrument(25, (40, 79)),
    "jazz guitar": Instrument(26, (43, 81)),
    "clean guitar": Instrument(27, (40, 81)),
    "muted guitar": Instrument(28, (40, 79)),
    "overdriven guitar": Instrument(29, (38, 84)),
    "distorted guitar": Instrument(30, (35, 84)),
    "upright bass": Instrument(32, (28, 55)),
    "fingered bass": Instrument(33, (28, 55)),
    "picked bass": Instrument(34, (28, 55)),
    "fretless bass": Instrument(35, (28, 55)),
    "slap bass": Instrument(36, (28, 57)),
    "synth bass": Instrument(38, (26, 55)),
    "sub bass": Instrument(39, (26, 50)),
    "saw bass": Instrument(87, (28, 55)),
    "violin": Instrument(40, (55, 96)),
    "fiddle": Instrument(110, (55, 93)),
    "viola": Instrument(41, (48, 84)),
    "cello": Instrument(42, (36, 76)),
    "double bass": Instrument(43, (28, 55)),
    "plucked strings": Instrument(45, (43, 88)),
    "harp": Instrument(46, (36, 91)),
    "timpani": Instrument(47, (38, 57)),
    "strings": Instrument(48, (48, 91)),
    "violins": Instrument(48, (55, 93)),
    "tremolo strings": Instrument(44, (48, 88)),
    "slow strings": Instrument(49, (48, 88)),
    "synth strings": Instrument(50, (48, 88)),
    "trumpet": Instrument(56, (54, 86)),
    "trombone": Instrument(57, (40, 72)),
    "tuba": Instrument(58, (28, 58)),
    "muted trumpet": Instrument(59, (55, 84)),
    "horns": Instrument(61, (50, 82)),
    "alto saxophone": Instrument(65, (52, 81)),
    "tenor saxophone": Instrument(66, (46, 76)),
    "French horn": Instrument(60, (41, 77)),
    "oboe": Instrument(68, (58, 88)),
    "English horn": Instrument(69, (52, 81)),
    "bassoon": Instrument(70, (34, 70)),
    "clarinet": Instrument(71, (52, 87)),
    "flute": Instrument(73, (60, 93)),
    "piccolo": Instrument(72, (74, 102)),
    "square lead": Instrument(80, (55, 91)),
    "saw lead": Instrument(81, (55, 91)),
    "fifths lead": Instrument(86, (48, 84)),
    "bell synth": Instrument(98, (55, 91)),
    "poly synth": Instrument(90, (48, 86)),
    "warm pad": Instrument(89, (48, 84)),
    "sweep pad": Instrument(95, (48, 84)),
    "banjo": Instrument(105, (48, 84)),
    "steel guitar": Instrument(25, (52, 88)),
    "synth brass": Instrument(62, (48, 84)),
}
