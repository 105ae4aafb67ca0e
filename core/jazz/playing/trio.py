"""What the pianist plays in; what the bass and the drums of the band's jazz rules play to it, out.

Tokens have a grid: eighths, four quarter notes a bar. Of a performance no beats are known: they are estimated from its
onsets (see `pulse`), so that the two keep with a pianist who keeps time and miss one who does not. The chords under a
bass line are estimates too (see `harmony`).
"""

import math
import zlib
from dataclasses import dataclass

import numpy as np

from core.generation.arranger.genres import jazz
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import TICKS, Arrangement, Change, Part, Section, to_midi
from core.generation.arranger.sheet import Sheet
from core.generation.briefs import Brief
from core.jazz.notes import Notes
from core.jazz.playing.harmony import estimate_chords, estimate_key
from core.jazz.playing.params import PlayParams
from core.jazz.playing.pulse import BEATS_PER_BAR, estimate_pulse

_BARS_PER_SECTION = 8


@dataclass(frozen=True, eq=False)
class Player:
    """One player with the notes as they sound; ``volume`` and ``pan`` as MIDI has them, 64 the middle."""

    role: str
    program: int
    notes: Notes
    volume: int = 100
    pan: int = 64

    @property
    def is_drum(self) -> bool:
        return self.role == "drums"


def accompany(notes: Notes, params: PlayParams, *, is_timed: bool) -> list[Player]:
    """Drums and bass to ``notes`` as they sound; they rest in bars in which the pianist does.

    The same notes get the same players; what these draw, they draw by a number made of the notes.

    Raises
    ------
    DataError
        A performance has too few onsets for a pulse.
    """
    if is_timed:
        pulse = estimate_pulse(notes)
        beats_s, tempo_bpm = pulse.beats_s, pulse.tempo_bpm
        swing = jazz.STYLE.swing_at(tempo_bpm)
    else:
        beats_s, tempo_bpm, swing = _grid(notes, params), params.tempo_bpm, params.swing
    arrangement = _arranged(notes, beats_s, tempo_bpm=tempo_bpm, swing=swing)
    faders = {"bass": params.bass_volume, "drums": params.drums_volume}
    played = zip(arrangement.parts, to_midi(arrangement).tracks, strict=True)
    players = [_player(part, track, beats_s, notes, volume=faders[part.role]) for part, track in played]
    return [player for player in players if player.volume and len(player.notes)]


def _grid(notes: Notes, params: PlayParams) -> np.ndarray:
    """The beats of whole bars from 0 s to the end of the notes."""
    beat_s = 60 / params.tempo_bpm
    n_bars = math.ceil(notes.end_s / (BEATS_PER_BAR * beat_s) - 1e-6)
    return np.arange(n_bars * BEATS_PER_BAR + 1) * beat_s


def _arranged(notes: Notes, beats_s: np.ndarray, *, tempo_bpm: float, swing: float) -> Arrangement:
    """Bass and drums over the chords of the notes, in beats."""
    bars_s, key = beats_s[::BEATS_PER_BAR], estimate_key(notes)
    chords = estimate_chords(notes, bars_s, key=key)
    seed = zlib.crc32(notes.pitch.tobytes())
    brief = Brief("jazz", tempo_bpm, key, "", (DRUM_KIT, "upright bass"), notes.end_s, seed)
    sheet = Sheet(
        brief=brief,
        style=jazz.STYLE,
        sections=_form(len(chords)),
        chords=tuple(Change(bar * BEATS_PER_BAR, BEATS_PER_BAR, chord) for bar, chord in enumerate(chords)),
        n_bars=len(chords),
        beats_per_bar=BEATS_PER_BAR,
        rng=np.random.default_rng([seed, 0]),
    )
    parts = tuple(jazz.rhythm_section(sheet))
    return Arrangement(
        brief, parts, sheet.chords, sheet.sections, sheet.n_bars, BEATS_PER_BAR, swing, jazz.STYLE.swing_unit
    )


def _form(n_bars: int) -> tuple[Section, ...]:
    firsts = range(0, n_bars, _BARS_PER_SECTION)
    return tuple(Section("AB"[i % 2], first, min(_BARS_PER_SECTION, n_bars - first)) for i, first in enumerate(firsts))


def _player(part: Part, track, beats_s: np.ndarray, notes: Notes, *, volume: int) -> Player:
    """A part's track in ticks of even beats -> its notes at the beats as they fall."""
    table = np.array([(note.time, note.time + note.duration, note.pitch, note.velocity) for note in track.notes])
    starts, ends = (np.interp(table[:, i] / TICKS, np.arange(beats_s.size), beats_s) for i in (0, 1))
    heard = np.isin(np.searchsorted(beats_s[::BEATS_PER_BAR], starts, side="right") - 1, _bars_played(notes, beats_s))
    heard &= (starts >= notes.start_s.min() - 1e-3) & (starts < notes.end_s - 1e-3)
    rows = np.column_stack([starts, np.maximum(ends - starts, 0.01), table[:, 2:]])[heard]
    return Player(part.role, part.program, Notes.of(map(tuple, rows)), volume, part.pan)


def _bars_played(notes: Notes, beats_s: np.ndarray) -> np.ndarray:
    """The bars in which some note sounds."""
    begins, ends = beats_s[:-1:BEATS_PER_BAR], beats_s[BEATS_PER_BAR::BEATS_PER_BAR]
    is_heard = (notes.start_s < ends[:, None] - 1e-6) & (notes.start_s + notes.duration_s > begins[:, None] + 1e-6)
    return np.flatnonzero(is_heard.any(axis=1))
