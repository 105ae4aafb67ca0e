"""What a genre is to the band: one `Style` per genre, the entry of the registry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.generation.arranger.score import Part
    from core.generation.arranger.sheet import Sheet


@dataclass(frozen=True)
class Seat:
    """A place in the band: who may sit there, how often it is taken, and where it stands in the room."""

    role: str
    instruments: tuple[str, ...]
    chance: float = 1.0
    volume: int = 100
    pan: int = 64


@dataclass(frozen=True)
class Sound:
    """How the recording is made, in the order of the chain.

    Attributes
    ----------
    drive_db : of each role, or instrument by its name, that is driven (distorted)
    opens_hz : of each role behind a low-pass that opens while A is played: its edge when shut and when open
    duck_db : of each role that gives way to the bass drum: by how much
    low_pass_hz, high_pass_hz : edges of the recording; None leaves them
    squeeze : ratio of the compressor; 1 is none
    room : share of the room in the sound, 0 to 1; ``room_size`` 0 (dry) to 1 (hall)
    vinyl_dbfs : level of crackle and hum; None is none
    width : 0 mono to 1 as panned
    """

    drive_db: Mapping[str, float] | None = None
    opens_hz: Mapping[str, tuple[float, float]] | None = None
    duck_db: Mapping[str, float] | None = None
    low_pass_hz: float | None = None
    high_pass_hz: float | None = None
    low_shelf_db: float = 0.0
    high_shelf_db: float = 0.0
    squeeze: float = 1.0
    room: float = 0.1
    room_size: float = 0.3
    vinyl_dbfs: float | None = None
    width: float = 1.0


@dataclass(frozen=True)
class Style:
    """The rules of one genre.

    Attributes
    ----------
    about : one sentence on what the band plays
    tempo_bpm : slowest and fastest
    modes : "major" and "minor" -> the moods that fit, from calm to lively: each has its share of the tempi
    tonics : keys that the genre's instruments like
    progressions : mode -> section ("intro", "A", "B") -> variants, written in C with a line between bars: "C7 | F7 C7"
    band : seats, the rhythm section first; an instrument sits in one seat only
    play : a lead sheet -> the parts, notes on the straight grid
    swing, swing_unit : see `Arrangement`
    meters : how many beats a bar may have; one is drawn for a clip
    swing_when_fast : the swing at the fastest tempo, where it is another one than ``swing``, that at the slowest
    """

    genre: str
    title: str
    about: str
    tempo_bpm: tuple[float, float]
    modes: Mapping[str, tuple[str, ...]]
    tonics: tuple[str, ...]
    progressions: Mapping[str, Mapping[str, tuple[str, ...]]]
    band: tuple[Seat, ...]
    play: "Callable[[Sheet], list[Part]]"
    sound: Sound = Sound()
    swing: float = 1.0
    swing_unit: float = 0.5
    swing_when_fast: float | None = None
    meters: tuple[int, ...] = (4,)
    intro_bars: int = 2

    def swing_at(self, tempo_bpm: float) -> float:
        """The swing at a tempo: what lies between the slowest and the fastest is on a straight line."""
        return float(np.interp(tempo_bpm, self.tempo_bpm, (self.swing, self.swing_when_fast or self.swing)))
