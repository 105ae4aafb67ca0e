"""What the band plays in; a name that all clips of one pattern and one progression share, whatever their key, out.

Two such clips are nearly one piece: whoever learns from the one and is tested on the other is tested on what it knows.
"""

from hashlib import sha256

from core.generation.arranger.drums import ELECTRIC_SNARE, KICK, SIDE_STICK, SNARE
from core.generation.arranger.harmony import pitch_class
from core.generation.arranger.score import Arrangement

MAX_BARS = 4  # of the progression: it goes round, and how often depends on the length of the clip
_GHOST = 52  # velocities up to it are sprinkled over a pattern by chance
_BACKBONE = (KICK, SIDE_STICK, SNARE, ELECTRIC_SNARE)  # of a drum kit: cymbals come and go
_STEPS = 4  # in a quarter note


def pattern_of(arrangement: Arrangement) -> str:
    """Twelve hexadecimal digits of the genre, the metre, the chords of A against the tonic, and who keeps time how."""
    first_bar, n_bars = _theme(arrangement)
    start = first_bar * arrangement.beats_per_bar
    chords = _progression(arrangement, start, start + min(n_bars, MAX_BARS) * arrangement.beats_per_bar)
    strokes = _pulse(arrangement, start, start + arrangement.beats_per_bar)
    said = (arrangement.brief.genre, arrangement.beats_per_bar, chords, strokes)
    return sha256(repr(said).encode()).hexdigest()[:12]


def _theme(arrangement: Arrangement) -> tuple[int, int]:
    """The first bar of A and how many it has; a clip that is too short for more begins with it."""
    section = next(section for section in arrangement.sections if section.name == "A")
    return section.first_bar, section.n_bars


def _progression(arrangement: Arrangement, start: float, end: float) -> tuple[tuple[float, int, str], ...]:
    tonic = pitch_class(arrangement.brief.tonic)
    changes = (change for change in arrangement.chords if start <= change.beat < end)
    return tuple((change.beat - start, (change.chord.root - tonic) % 12, change.chord.quality) for change in changes)


def _pulse(arrangement: Arrangement, start: float, end: float) -> tuple[tuple[int, int], ...]:
    """(step, drum) of one bar of who sits first in the band: the drums, or the bass where there are none."""
    part = arrangement.parts[0]
    notes = (note for note in part.notes if start <= note.beat < end and note.velocity > _GHOST)
    heard = (note for note in notes if not part.is_drum or note.pitch in _BACKBONE)
    return tuple(sorted({(round(_STEPS * (n.beat - start)), n.pitch if part.is_drum else 0) for n in heard}))
