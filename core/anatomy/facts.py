"""A signal -> facts about a song that people know it by: tempo, key and loudness."""

from dataclasses import dataclass

import numpy as np

from core.features.key import estimate_key
from core.features.rhythm import tempo_with_doubt
from core.sound.decode import Signal
from core.sound.loudness import loudness_lufs, peak_dbfs, playback_gain_db


@dataclass(frozen=True)
class SongFacts:
    """Tempo in beats a minute with its rival, key with confidence 0-1, loudness in LUFS (the mono mix on two
    loudspeakers), peak in dB full scale, and the gain in dB that evens the loudness for listening."""

    tempo_bpm: float
    tempo_other_bpm: float
    tempo_doubt: float
    key: str
    key_confidence: float
    loudness_lufs: float
    peak_dbfs: float
    playback_gain_db: float


def song_facts(signal: Signal) -> SongFacts:
    """Measure a song; ``signal`` at the features' rate of 22,050 Hz."""
    tempo, key = tempo_with_doubt(signal.y), estimate_key(signal.y)
    # BS.1770 adds up loudspeakers: the mono mix is played by two, so it counts twice (3 dB), as in a stereo file.
    on_two = np.stack([signal.y, signal.y])
    return SongFacts(
        tempo_bpm=tempo.bpm,
        tempo_other_bpm=tempo.other_bpm,
        tempo_doubt=tempo.doubt,
        key=f"{key.tonic} {key.mode}",
        key_confidence=key.confidence,
        loudness_lufs=loudness_lufs(on_two, sr=signal.sr),
        peak_dbfs=peak_dbfs(signal.y),
        playback_gain_db=playback_gain_db(on_two, sr=signal.sr),
    )
