"""An arrangement in; what its notes and its MIDI keep of the laws of the band out. No sound is needed for any of it.

Laws are read from the notes on the straight grid (bass, bars) or from the MIDI that is exported (registers, tempo,
swing).
"""

from collections.abc import Sequence

import numpy as np
import symusic

from core.generation.arranger import Arrangement, midi_bytes
from core.generation.arranger.harmony import pitch_class
from core.generation.arranger.score import to_midi

Bar = Sequence[tuple[str, int, int]]
_TIMEKEEPERS = ("drums", "bass")
_PLACES_PER_BEAT = 48  # on which two notes count as at the same place: 48 holds sixteenths and triplets


def bass_on_strong_beats(arrangement: Arrangement) -> tuple[int, int]:
    """(how many bass notes on strong beats belong to the chord, how many there are).

    Strong are the first beat of a bar and, where a bar has an even number of beats, the one in its middle.
    """
    n_beats = arrangement.beats_per_bar
    strong = {0.0, n_beats / 2} if n_beats % 2 == 0 else {0.0}
    notes = [n for part in arrangement.parts if part.role == "bass" for n in part.notes if n.beat % n_beats in strong]
    return sum(n.pitch % 12 in arrangement.chord_at(n.beat).tones for n in notes), len(notes)


def out_of_register(arrangement: Arrangement) -> int:
    """How many notes in the MIDI lie outside of the register of their player."""
    tracks = to_midi(arrangement).tracks
    return sum(
        not part.register[0] <= note.pitch <= part.register[1]
        for part, track in zip(arrangement.parts, tracks, strict=True)
        if not part.is_drum
        for note in track.notes
    )


def off_grid(arrangement: Arrangement) -> int:
    """How many notes of drums and bass stand at no place that sixteenths or triplets have."""
    places = [n.beat * _PLACES_PER_BEAT for part in arrangement.parts if part.role in _TIMEKEEPERS for n in part.notes]
    return sum(abs(place - round(place)) > 1e-6 for place in places)


def empty_bars(arrangement: Arrangement) -> int:
    """How many bars there are in which no note of any part begins."""
    played = {int(note.beat // arrangement.beats_per_bar) for part in arrangement.parts for note in part.notes}
    return arrangement.n_bars - len(played)


def midi_tempo_bpm(arrangement: Arrangement) -> float:
    """The tempo that the exported MIDI file states; it must be the only one."""
    (tempo,) = symusic.Score.from_midi(midi_bytes(arrangement)).tempos
    return float(tempo.qpm)


def swing_ratio(arrangement: Arrangement) -> float:
    """How long the first half of a pair lasts against the second, by the MIDI onsets of all off-beats; NaN without any.

    Off-beats are the notes that stand in the middle of a pair of `Arrangement.swing_unit`; what a player sits behind
    or before the beat is taken off, and the median over all of them is shown.
    """
    unit, shares = arrangement.swing_unit, []
    score = to_midi(arrangement)
    for part, track in zip(arrangement.parts, score.tracks, strict=True):
        planned = np.array([note.beat for note in sorted(part.notes)])
        played = np.array([note.time for note in track.notes]) / score.ticks_per_quarter
        played = played - part.late_s * arrangement.brief.tempo_bpm / 60
        middle = np.isclose(planned % (2 * unit), unit)
        shares.append((played[middle] - (planned[middle] - unit)) / (2 * unit))
    off_beats = np.concatenate(shares)
    share = float(np.median(off_beats)) if off_beats.size else float("nan")
    return share / (1 - share)


def bars(arrangement: Arrangement, role: str | None = None) -> list[Bar]:
    """Every bar as what all parts (or one) play in it: role, place, and pitch class above the tonic or key of the drum.

    Octaves, lengths and loudness are left out, so that two bars count as equal rather too often than too seldom.
    """
    found: dict[int, set[tuple[str, int, int]]] = {}
    tonic = pitch_class(arrangement.brief.tonic)
    for part in arrangement.parts:
        if role in (None, part.role):
            for note in part.notes:
                bar, beat = divmod(note.beat, arrangement.beats_per_bar)
                pitch = note.pitch if part.is_drum else (note.pitch - tonic) % 12
                found.setdefault(int(bar), set()).add((part.role, round(_PLACES_PER_BEAT * beat), pitch))
    return [sorted(notes) for notes in found.values()]


def shared_bars(clips: Sequence[list[Bar]]) -> np.ndarray:
    """Of each ordered pair of clips, the share of the bars of the first that the second has too."""
    hashed = [[frozenset(map(tuple, bar)) for bar in clip] for clip in clips]
    sets = [set(clip) for clip in hashed]
    return np.array(
        [
            sum(bar in sets[j] for bar in clip) / len(clip)
            for i, clip in enumerate(hashed)
            for j in range(len(hashed))
            if i != j and clip
        ]
    )
