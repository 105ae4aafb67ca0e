"""A score (symusic, or a MIDI file) in; its sound, played on the soundfont that pretty_midi carries, out.

symusic 0.5.8 plays every note at the same loudness and ignores volume and panorama. So each track is rendered once for
each level of velocity, and the levels are weighed and placed here.
"""

import importlib.util
from collections import defaultdict
from pathlib import Path

import numpy as np
import symusic
from symusic.types import Note, Score, Track

from core.errors import AudioError

MAX_DURATION_S = 900.0
_LEVEL_DB = 2.0  # step between two levels of velocity
_DRUM_RINGS_S = 1.5  # drums ring on whatever the length of the note says
_HI_HAT = {42, 44, 46}  # strokes of it silence each other
_VOLUME, _PAN = 7, 10  # numbers of MIDI controllers, of which the first value of a track counts


def render_midi(score: Score | Path, *, sr: int = 44_100, stereo: bool = False) -> np.ndarray:
    """Render a score to float32, shape (n_samples,) or (2, n_samples); not scaled, so many notes may pass full scale.

    A velocity of 127 is full loudness; half the velocity is 12 dB less (as in General MIDI 2).

    Raises
    ------
    AudioError
        The file is no MIDI file, or the score has no notes or lasts longer than ``MAX_DURATION_S``.
    """
    score = _in_seconds(score)
    synthesizer = symusic.Synthesizer(str(soundfont()), sr, 0)
    y = np.zeros((2, int((score.end() + _DRUM_RINGS_S) * sr)), np.float32)
    n_samples = 0
    for track in score.tracks:
        for level_db, notes in _by_level(track).items():
            # Always both channels: for one, the synthesizer gives their sum, which is as loud as the drum is wide.
            part = synthesizer.render(_score_of(notes, track), True)[:, : y.shape[1]]
            gain = _balance(track) * 10 ** ((level_db + _volume_db(track)) / 20)
            y[:, : part.shape[1]] += gain.astype(np.float32)[:, None] * part
            n_samples = max(n_samples, part.shape[1])
    y = y[:, :n_samples]
    return y if stereo else y.mean(axis=0)


def soundfont() -> Path:
    """TimGM6mb.sf2 inside the installed pretty_midi, which need not be imported for it."""
    spec = importlib.util.find_spec("pretty_midi")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pretty_midi is not installed; it carries the soundfont")
    return Path(spec.submodule_search_locations[0]) / "TimGM6mb.sf2"


def _in_seconds(score: Score | Path) -> Score:
    if isinstance(score, Path):
        try:
            score = symusic.Score(score)
        except (RuntimeError, ValueError) as error:  # what symusic raises for a damaged and for a missing file
            raise AudioError(
                f"“{score.name}” is no MIDI file that can be read ({error}); choose another one"
            ) from error
    if not score.note_num():
        raise AudioError("the score holds no notes, but at least one is needed; choose another one")
    score = score.to("second")
    if score.end() > MAX_DURATION_S:
        raise AudioError(
            f"the score lasts {score.end():.0f} s, but at most {MAX_DURATION_S:.0f} s can be rendered; "
            "choose a shorter one"
        )
    return score


def _by_level(track: Track) -> dict[float, list[Note]]:
    """The notes of a track by their loudness in dB, in steps."""
    levels = defaultdict(list)
    for note in _ringing(track) if track.is_drum else track.notes:
        loudness_db = 40 * np.log10(max(note.velocity, 1) / 127)
        levels[_LEVEL_DB * round(loudness_db / _LEVEL_DB)].append(note)
    return levels


def _ringing(track: Track) -> list[Note]:
    notes = sorted(track.notes, key=lambda note: note.time)
    next_hat, ringing = np.inf, []
    for note in reversed(notes):
        duration = max(note.duration, _DRUM_RINGS_S)
        if note.pitch in _HI_HAT:
            duration = min(duration, max(next_hat - note.time, 0.05))
            next_hat = note.time
        ringing.append(symusic.Note(note.time, duration, note.pitch, note.velocity, "second"))
    return ringing[::-1]


def _score_of(notes: list[Note], track: Track) -> Score:
    score = symusic.Score(480, "second")
    program = 0 if track.is_drum else track.program  # the soundfont has one drum kit; others would be silent
    part = symusic.Track(track.name, program, track.is_drum, ttype="second")
    part.notes.extend(notes)
    score.tracks.append(part)
    return score


def _balance(track: Track) -> np.ndarray:
    """Factors of the left and right channel, of equal power together; 1 and 1 in the middle."""
    angle = _first_value(track, _PAN, 64) / 127 * np.pi / 2
    return np.sqrt(2) * np.array([np.cos(angle), np.sin(angle)])


def _volume_db(track: Track) -> float:
    return 40 * float(np.log10(max(_first_value(track, _VOLUME, 127), 1) / 127))


def _first_value(track: Track, number: int, otherwise: int) -> int:
    return next((control.value for control in track.controls if control.number == number), otherwise)
