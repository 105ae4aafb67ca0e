"""What the band plays in; its recording out: every player from the soundfont, mixed as the genre is known to sound.

The mix follows an engineer's order: amplifiers, filters, faders, equaliser, compressor, room, the noise of an old
record, width, loudness. Only the record's noise is drawn, by the brief's seed.
"""

from collections import defaultdict
from functools import lru_cache

import numpy as np
import pedalboard
import symusic
from scipy.signal import butter, sosfilt
from symusic.types import Score, Track

from core.generation.arranger.motion import ducked, opened
from core.generation.arranger.score import Arrangement, Part, to_midi
from core.generation.arranger.style import Sound
from core.sound.loudness import TARGET_LUFS, limited, loudness_lufs
from core.sound.render import render_midi

CEILING_DBFS = -1.5  # of the samples; leaves room for the wave between them
_FADE_S = 0.4
STEM_DBFS = -24.0  # of the players of a role whose fader stands at 100, while they play
_MIX_DBFS = -20.0  # what the compressor hears
_BLOCK_S = 0.1  # in which a player's level is measured
_AMPLIFIER_HZ = (80.0, 5_000.0)  # what the amplifier of a guitar lets through
_LOW_SHELF_HZ, _HIGH_SHELF_HZ = 150.0, 5_000.0
_ROOM_HZ = 200.0  # what lies below gets no room
_ROUNDS, _NEAR_LU = 4, 0.3  # of levelling
_CLICKS_PER_S = 9.0  # of an old record


def record(arrangement: Arrangement, how: Sound, *, sr: int = 44_100) -> np.ndarray:
    """Record an arrangement: float32 of shape (2, n_samples), as long as its brief says to the sample.

    The recording starts at once, ends with a short fade, has ``TARGET_LUFS`` within 1 LU and no sample over
    ``CEILING_DBFS``. The same arrangement gives the same samples.
    """
    y = sum(stems(arrangement, how, sr=sr).values())
    y = to_level(y, _MIX_DBFS, sr=sr)
    y = pedalboard.Pedalboard(_desk(how, sr=sr))(y, sr)
    y = in_a_room(y, how, sr=sr)
    if how.vinyl_dbfs is not None:
        y += _old_record(y.shape[1], dbfs=how.vinyl_dbfs + _MIX_DBFS - TARGET_LUFS, sr=sr, seed=arrangement.brief.seed)
    y = _widened(y, how.width)
    n_fade = int(_FADE_S * sr)
    y[:, -n_fade:] *= np.linspace(1, 0, n_fade, dtype=np.float32) ** 2
    return as_loud_as_others(y, sr=sr)


def stems(arrangement: Arrangement, how: Sound, *, sr: int = 44_100) -> dict[str, np.ndarray]:
    """Role -> its sound before the mix, shape (2, n_samples) each; faders and amplifiers are set."""
    score, n_samples = _within(to_midi(arrangement), arrangement), round(arrangement.brief.duration_s * sr)
    groups: dict[str, list[tuple[Part, Track]]] = defaultdict(list)
    for part, track in zip(arrangement.parts, score.tracks, strict=True):
        if track.notes:
            groups[part.role].append((part, track))
    found = {}
    for role, players in groups.items():
        together = symusic.Score(score.ticks_per_quarter)
        together.tempos.append(symusic.Tempo(0, arrangement.brief.tempo_bpm))
        for _, track in players:
            together.tracks.append(track)
        y = fitted(render_midi(together, sr=sr, stereo=True), n_samples)
        first, _ = players[0]
        drive_db = (how.drive_db or {}).get(first.name, (how.drive_db or {}).get(role))
        y = _driven(y, drive_db, sr=sr) if drive_db else y
        if role in (how.opens_hz or {}):
            y = opened(y, arrangement, edges_hz=how.opens_hz[role], sr=sr)
        y = to_level(y, STEM_DBFS + 40 * np.log10(first.volume / 100), sr=sr)
        found[role] = ducked(y, arrangement, by_db=how.duck_db[role], sr=sr) if role in (how.duck_db or {}) else y
    return found


def _within(score: Score, arrangement: Arrangement) -> Score:
    """Without the notes that begin after the clip has ended."""
    beats = arrangement.brief.duration_s * arrangement.brief.tempo_bpm / 60
    return score.clip(0, int(beats * score.ticks_per_quarter) + 1, clip_end=False)


def fitted(y: np.ndarray, n_samples: int) -> np.ndarray:
    """``y`` of shape (2, any) cut or padded with silence to (2, n_samples)."""
    return np.pad(y[:, :n_samples], ((0, 0), (0, max(n_samples - y.shape[1], 0))))


def _driven(y: np.ndarray, drive_db: float, *, sr: int) -> np.ndarray:
    """Through a distorting amplifier; every instrument arrives there at the same level."""
    distorted = pedalboard.Distortion(drive_db)(to_level(y, _MIX_DBFS, sr=sr), sr)
    return sosfilt(_band_pass(*_AMPLIFIER_HZ, sr), distorted).astype(np.float32)


def to_level(y: np.ndarray, dbfs: float, *, sr: int) -> np.ndarray:
    """``y`` with a level of ``dbfs`` while something sounds; silence stays silence."""
    level_db = _level_db(y, sr=sr)
    return y * np.float32(10 ** ((dbfs - level_db) / 20)) if np.isfinite(level_db) else y


def _level_db(y: np.ndarray, *, sr: int) -> float:
    """The level in dBFS while something sounds: blocks 10 dB below the mean of those that do are passed over."""
    n_block = min(int(_BLOCK_S * sr), y.shape[1])
    blocks = y[:, : y.shape[1] // n_block * n_block].reshape(2, -1, n_block)
    powers = np.einsum("cbn,cbn->b", blocks, blocks) / (2 * n_block)
    powers = powers[powers > 1e-10]
    powers = powers[powers > 0.1 * powers.mean()] if powers.size else powers
    return 10 * float(np.log10(powers.mean())) if powers.size else float("-inf")


def _desk(how: Sound, *, sr: int) -> list[pedalboard.Plugin]:
    """Equaliser and compressor; a low-pass beyond half of ``sr``, where nothing lies, would not be stable."""
    chain: list[pedalboard.Plugin] = []
    if how.high_pass_hz:
        chain += [pedalboard.HighpassFilter(how.high_pass_hz) for _ in range(2)]
    if how.low_pass_hz and how.low_pass_hz < sr / 2:
        chain += [pedalboard.LowpassFilter(how.low_pass_hz) for _ in range(2)]  # 12 dB an octave together
    if how.low_shelf_db:
        chain.append(pedalboard.LowShelfFilter(_LOW_SHELF_HZ, how.low_shelf_db))
    if how.high_shelf_db:
        chain.append(pedalboard.HighShelfFilter(_HIGH_SHELF_HZ, how.high_shelf_db))
    if how.squeeze > 1:
        chain.append(pedalboard.Compressor(_MIX_DBFS - 2, how.squeeze, attack_ms=10, release_ms=120))
    return chain


def in_a_room(y: np.ndarray, how: Sound, *, sr: int) -> np.ndarray:
    """Add the room, ``how.room`` of the sound's level."""
    if not how.room:
        return y
    chain = [pedalboard.HighpassFilter(_ROOM_HZ), pedalboard.Reverb(how.room_size, wet_level=1.0, dry_level=0.0)]
    wet = pedalboard.Pedalboard(chain)(y, sr)
    return y + to_level(wet, _level_db(y, sr=sr) + 20 * np.log10(how.room), sr=sr)


@lru_cache(maxsize=4)
def _band_pass(low_hz: float, high_hz: float, sr: int) -> np.ndarray:
    return butter(2, (low_hz, high_hz), btype="bandpass", fs=sr, output="sos")


def _old_record(n_samples: int, *, dbfs: float, sr: int, seed: int) -> np.ndarray:
    """Hiss, and now and then a click, in both channels alike but for a little of the hiss; shape (2, n_samples)."""
    rng = np.random.default_rng([seed, 3])
    hiss = rng.standard_normal((2, n_samples), dtype=np.float32) + rng.standard_normal(n_samples, dtype=np.float32)
    clicks = np.zeros(n_samples, np.float32)
    places = rng.integers(0, n_samples, int(_CLICKS_PER_S * n_samples / sr))
    clicks[places] = rng.choice((-1, 1), places.size) * rng.gamma(2.0, 20.0, places.size)
    noise = sosfilt(_band_pass(300.0, 7_000.0, sr), hiss + clicks).astype(np.float32)
    return noise * np.float32(10 ** (dbfs / 20) / noise.std())


def _widened(y: np.ndarray, width: float) -> np.ndarray:
    """Keep ``width`` of what the channels differ in."""
    middle = y.mean(axis=0)
    return middle + np.float32(width) * (y - middle)


def as_loud_as_others(y: np.ndarray, *, sr: int) -> np.ndarray:
    """At the target loudness, limited; what the limiter takes of the loudness is given back."""
    for _ in range(_ROUNDS):
        missing_db = TARGET_LUFS - loudness_lufs(y, sr=sr)
        y = limited(y * np.float32(10 ** (missing_db / 20)), sr=sr, ceiling_dbfs=CEILING_DBFS)
        if abs(missing_db) < _NEAR_LU:
            break
    return y
