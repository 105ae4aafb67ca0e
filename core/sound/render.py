"""A score (symusic, or a MIDI file) in; its sound, played on the soundfont that pretty_midi carries, out.

symusic's own synthesizer is not used: version 0.5.8 passes over the root keys that a soundfont sets, so that a violin
sounds ten semitones too high and an organ four too low, and over velocity, volume and panorama.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import symusic
from scipy.signal import butter, sosfilt
from symusic.types import Score, Track

from core.errors import AudioError
from core.sound.soundfont import Zone, general_midi

MAX_DURATION_S = 900.0
_GAIN_DB = -12.0  # leaves room for a band
_LONGEST_RELEASE_S = 1.0
_CHOKED_S = 0.05  # in which a closed hi-hat ends an open one
_DRUM_RINGS_S = 2.0  # at most; drums ring on whatever the length of the note says
_AUDIBLE = 3e-5  # of full scale; what decays below it is not mixed
_VOLUME, _PAN = 7, 10  # numbers of MIDI controllers, of which the first value of a track counts


@dataclass(eq=False)
class _Stroke:
    """One note on one recording of its instrument."""

    zone: Zone
    key: int
    start_s: float
    duration_s: float
    release_s: float
    gain: np.ndarray  # of the left and the right channel


def render_midi(score: Score | Path, *, sr: int = 44_100, stereo: bool = False) -> np.ndarray:
    """Render a score to float32, shape (n_samples,) or (2, n_samples); not limited, so a big band may pass full scale.

    Half the velocity, or half the volume of a track, is 12 dB less, as in General MIDI 2.

    Raises
    ------
    AudioError
        The file is no MIDI file, or the score has no notes or lasts longer than ``MAX_DURATION_S``.
    """
    score = _in_seconds(score)
    y = np.zeros((2, int((score.end() + _DRUM_RINGS_S + _LONGEST_RELEASE_S) * sr) + 1), np.float32)
    end = 0
    for track in score.tracks:
        alike = defaultdict(list)  # a recording at a pitch is read once, as long as its longest note
        for stroke in _strokes(track):
            alike[id(stroke.zone), stroke.key].append(stroke)
        for strokes in alike.values():
            end = max(end, _play(strokes, y, sr=sr))
    y = y[:, :end]
    return y if stereo else y.mean(axis=0)


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


def _strokes(track: Track) -> list[_Stroke]:
    """All strokes of a track, the last first, since a stroke may end those of its class before it."""
    volume, pan = _first_value(track, _VOLUME, 127), _first_value(track, _PAN, 64)
    next_start: dict[int, float] = {}
    strokes = []
    for note in sorted(track.notes, key=lambda note: note.time, reverse=True):
        duration_s = max(note.duration, _DRUM_RINGS_S) if track.is_drum else note.duration
        level = (max(note.velocity, 1) * volume / 127**2) ** 2
        zones = _zones(track.program, note.pitch, note.velocity, track.is_drum)
        for zone in zones:
            until_choked = next_start.get(zone.silences, np.inf) - note.time
            release_s = _CHOKED_S if until_choked < duration_s else min(zone.release_s, _LONGEST_RELEASE_S)
            duration = max(min(duration_s, until_choked), 0.0)
            gain = level * 10 ** ((zone.level_db + _GAIN_DB) / 20) * _balance(zone.pan + (pan - 64) / 127)
            strokes.append(_Stroke(zone, note.pitch, note.time, duration, release_s, gain.astype(np.float32)))
        next_start |= {zone.silences: note.time for zone in zones if zone.silences}
    return strokes


def _play(strokes: list[_Stroke], y: np.ndarray, *, sr: int) -> int:
    """Mix strokes of one recording at one pitch into ``y`` of shape (2, n_samples); return where the last one ends."""
    longest_s = max(stroke.duration_s + stroke.release_s for stroke in strokes)
    sound = _recording(strokes[0].zone, strokes[0].key, duration_s=longest_s, sr=sr)
    ends = []
    for stroke in strokes:
        begin, n_held = round(stroke.start_s * sr), round(stroke.duration_s * sr)
        note = sound[: n_held + int(stroke.release_s * sr)].copy()
        note[n_held:] *= _release(stroke.release_s, sr)[: max(note.size - n_held, 0)]
        note = note[: y.shape[1] - begin]
        y[:, begin : begin + note.size] += stroke.gain[:, None] * note
        ends.append(begin + note.size)
    return max(ends)


@lru_cache(maxsize=4096)
def _zones(program: int, key: int, velocity: int, is_drum: bool) -> tuple[Zone, ...]:
    return tuple(general_midi().zones(program, key=key, velocity=velocity, is_drum=is_drum))


@lru_cache(maxsize=64)
def _release(release_s: float, sr: int) -> np.ndarray:
    """Loudness after the key is let go: 100 dB down within ``release_s``."""
    return np.geomspace(1, 1e-5, int(release_s * sr) + 1, dtype=np.float32)


def _recording(zone: Zone, key: int, *, duration_s: float, sr: int) -> np.ndarray:
    """The zone's recording at the pitch of ``key``, held down for ``duration_s`` or as long as it lasts."""
    semitones = (key - zone.root) * zone.semitones_per_key + zone.tuning
    at = np.arange(int(duration_s * sr) + 1) * (2 ** (semitones / 12) * zone.sr / sr)
    if zone.loop:
        begin, end = zone.loop
        at = np.where(at < end, at, begin + (at - begin) % (end - begin))
    else:
        at = at[at < zone.samples.size - 1]
    index = at.astype(np.int64)
    part = (at - index).astype(np.float32)
    sound = zone.samples[index] * (1 - part) + zone.samples[index + 1] * part
    if zone.cutoff_hz < 0.4 * sr:
        sound = sosfilt(_low_pass(zone.cutoff_hz, sr), sound).astype(np.float32)
    sound *= _envelope(zone, sound.size, sr=sr)
    audible = np.flatnonzero(np.abs(sound) > _AUDIBLE)
    return sound[: audible[-1] + 1] if audible.size else sound[:1]


@lru_cache(maxsize=512)
def _low_pass(cutoff_hz: float, sr: int) -> np.ndarray:
    return butter(2, cutoff_hz, fs=sr, output="sos")


def _envelope(zone: Zone, n_samples: int, *, sr: int) -> np.ndarray:
    """Loudness while the key is down: a straight rise, a hold, and a decay in dB down to the sustained level."""
    t = np.arange(n_samples, dtype=np.float32) / sr
    decayed_db = np.clip(100 * (t - zone.attack_s - zone.hold_s) / zone.decay_s, 0, zone.sustain_db)
    return np.minimum(1, t / zone.attack_s) * 10 ** (-decayed_db / 20)


@lru_cache(maxsize=512)
def _balance(pan: float) -> np.ndarray:
    """Factors of the left and right channel, of equal power together; 1 and 1 in the middle (0)."""
    angle = (0.5 + min(max(pan, -0.5), 0.5)) * np.pi / 2
    return np.sqrt(2) * np.array([np.cos(angle), np.sin(angle)])


def _first_value(track: Track, number: int, otherwise: int) -> int:
    return next((control.value for control in track.controls if control.number == number), otherwise)
