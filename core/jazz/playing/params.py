"""PlayParams: how notes shall be played; INSTRUMENTS: on what."""

from dataclasses import dataclass

from core.errors import DataError
from core.generation.arranger.instruments import INSTRUMENTS as OF_THE_BAND

_NAMES = (
    *("piano", "electric piano", "honky-tonk piano", "vibraphone", "marimba", "organ", "accordion", "nylon guitar"),
    *("jazz guitar", "harp", "strings", "muted trumpet", "alto saxophone", "tenor saxophone", "clarinet", "flute"),
)
INSTRUMENTS = {name: OF_THE_BAND[name].program for name in _NAMES}  # name -> General MIDI program, from 0
MIN_TEMPO_BPM, MAX_TEMPO_BPM = 40.0, 240.0
STRAIGHT, MAX_SWING = 1.0, 3.0
MAX_TRANSPOSE = 24


@dataclass(frozen=True)
class PlayParams:
    """How notes are played; equal parameters and notes give equal sound.

    Attributes
    ----------
    instrument : one of INSTRUMENTS
    tempo_bpm : quarter notes a minute, for notes without times alone: a token is an eighth. Performances are played
        in their own times.
    swing : length of the first eighth of each pair against the second: 1 straight, 2 triplets; for tokens alone
    transpose : semitones; what leaves the piano is not played
    trio : whether the bass and the drums of the band's jazz rules play along
    bass_volume, drums_volume : their faders as MIDI has them, 0 to 127; at 0 they do not play

    Raises
    ------
    DataError
        A value is out of its range.
    """

    instrument: str = "piano"
    tempo_bpm: float = 120.0
    swing: float = STRAIGHT
    transpose: int = 0
    trio: bool = False
    bass_volume: int = 104
    drums_volume: int = 88

    def __post_init__(self) -> None:
        if self.instrument not in INSTRUMENTS:
            raise DataError(f"instrument={self.instrument!r} is unknown; choose one of {', '.join(INSTRUMENTS)}")
        _check("tempo_bpm", self.tempo_bpm, MIN_TEMPO_BPM, MAX_TEMPO_BPM)
        _check("swing", self.swing, STRAIGHT, MAX_SWING)
        _check("transpose", self.transpose, -MAX_TRANSPOSE, MAX_TRANSPOSE, whole=True)
        _check("bass_volume", self.bass_volume, 0, 127, whole=True)
        _check("drums_volume", self.drums_volume, 0, 127, whole=True)

    @property
    def program(self) -> int:
        """The General MIDI program of the instrument, from 0."""
        return INSTRUMENTS[self.instrument]


def _check(name: str, value: float, low: float, high: float, *, whole: bool = False) -> None:
    if not low <= value <= high or (whole and value != int(value)):
        kind = "a whole number" if whole else "a number"
        raise DataError(f"{name}={value} must be {kind} from {low:g} to {high:g}")
