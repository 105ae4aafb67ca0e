"""Notes and how they shall be played in; their sound out, as loud as every other clip."""

from collections.abc import Sequence

import numpy as np
import symusic
from symusic.types import Score

from core.jazz.notes import Notes
from core.jazz.playing.params import PlayParams
from core.jazz.playing.timing import as_played
from core.jazz.playing.trio import Player, accompany
from core.sound.render import render_midi

SR = 44_100  # Hz
TICKS = 500  # a quarter note of `NOMINAL_BPM`: a tick is a millisecond
NOMINAL_BPM = 120.0
_FADE_S = 0.4
_VOLUME, _PAN = 7, 10  # numbers of MIDI controllers


def play(notes: Notes, params: PlayParams, *, is_timed: bool, sr: int = SR) -> np.ndarray:
    """The sound of the notes, of all who play them: see `players` and `sound_of`, and what they raise."""
    return sound_of(players(notes, params, is_timed=is_timed), sr=sr)


def sound_of(players: Sequence[Player], *, sr: int = SR) -> np.ndarray:
    """The sound of players: np.ndarray of float32, shape (2, n_samples).

    It begins at 0 s, lets the last note ring and fades with it; its loudness is -16 LUFS and no sample passes
    -1.5 dBFS, which leaves room for the wave between them. A little of a room is added, the one of the band's jazz.
    The same players give the same samples.

    Raises
    ------
    AudioError
        The notes last longer than can be rendered.
    """
    # Here, because pedalboard loads slowly and times and files of notes need none of it.
    from core.generation.arranger.genres.jazz import STYLE
    from core.generation.arranger.sound import as_loud_as_others, in_a_room

    y = in_a_room(_mixed(players, sr=sr), STYLE.sound, sr=sr)
    n_fade = min(int(_FADE_S * sr), y.shape[1])
    y[:, y.shape[1] - n_fade :] *= np.linspace(1, 0, n_fade, dtype=np.float32) ** 2
    return as_loud_as_others(y, sr=sr).astype(np.float32)


def players(notes: Notes, params: PlayParams, *, is_timed: bool) -> list[Player]:
    """The pianist (of whatever instrument) first and, where there is a trio, drums and bass.

    The first note of a performance lies at 0 s; tokens keep their beats.

    Raises
    ------
    DataError
        See `as_played` and `accompany`.
    """
    piano = as_played(notes, params, is_timed=is_timed)
    if is_timed:
        piano = piano.from_zero()
    alone = [Player("piano", params.program, piano)]
    return alone + accompany(piano, params, is_timed=is_timed) if params.trio else alone


def score_of(players: Sequence[Player], *, tempo_bpm: float = NOMINAL_BPM, ticks: int = TICKS) -> Score:
    """A score of players, for MIDI and for sound; times are rounded to its ticks."""
    score = symusic.Score(ticks)
    score.tempos.append(symusic.Tempo(0, tempo_bpm))
    score.time_signatures.append(symusic.TimeSignature(0, 4, 4))
    for player in players:
        track = symusic.Track(player.role, player.program, player.is_drum)
        track.controls.append(symusic.ControlChange(0, _VOLUME, player.volume))
        track.controls.append(symusic.ControlChange(0, _PAN, player.pan))
        notes, per_s = player.notes, ticks * tempo_bpm / 60
        starts, ends = (np.rint(at * per_s).astype(int) for at in (notes.start_s, notes.start_s + notes.duration_s))
        columns = (starts, np.maximum(ends - starts, 1), notes.pitch, notes.velocity)
        for values in zip(*(column.tolist() for column in columns), strict=True):
            track.notes.append(symusic.Note(*values))
        score.tracks.append(track)
    return score


def _mixed(players: Sequence[Player], *, sr: int) -> np.ndarray:
    """All players together, each at its fader."""
    from core.generation.arranger.sound import STEM_DBFS, fitted, to_level

    stems = [
        to_level(render_midi(score_of([player]), sr=sr, stereo=True), STEM_DBFS + _fader_db(player), sr=sr)
        for player in players
    ]
    n_samples = max(stem.shape[1] for stem in stems)
    return sum(fitted(stem, n_samples) for stem in stems)


def _fader_db(player: Player) -> float:
    """A fader that stands at 100 changes nothing; half of that is 12 dB less, as in General MIDI 2."""
    return 40 * float(np.log10(player.volume / 100))
