"""Signal -> its key: the major or minor scale whose notes it plays most.

Spectral peaks vote for pitch classes; the votes are correlated with the profile of each of the 24 keys (Krumhansl &
Schmuckler's method: Krumhansl, "Cognitive foundations of musical pitch", 1990). The profiles are Temperley's ("What's
key for key?", Music Perception 17, 1999), which tell a major key from its relative minor by the leading note.
"""

from dataclasses import dataclass

import numpy as np
import scipy.fft

from core.features.frames import SR, hann
from core.features.medians import reflected_rows, running_medians
from core.features.rhythm import middle

TONICS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MAJOR = (5.0, 2.0, 3.5, 2.0, 4.5, 4.0, 2.0, 4.5, 2.0, 3.5, 1.5, 4.0)
MINOR = (5.0, 2.0, 3.5, 4.5, 2.0, 4.0, 2.0, 4.5, 3.5, 2.0, 1.5, 4.0)
LOOKED_AT_S = 90.0  # the middle of the recording
PIECE_S = 10.0
MIN_PIECES = 4
N_FFT = 8192  # 2.7 Hz a bin: semitones are told apart from 50 Hz on
HOP_LENGTH = 2048
TONE_OVER_MEDIAN = 4.0  # white noise reaches it in one bin of 65,000
LOWEST_HZ, HIGHEST_HZ = 65.4, 2093.0  # C2 to C7: every pitch class as often as the others


@dataclass(frozen=True)
class Key:
    """A key and how steady it is.

    Attributes
    ----------
    tonic : one of ``TONICS``
    mode : "major" or "minor"
    confidence : share of the recording's pieces of about 10 s that are found to be in the same key when asked alone,
        0 to 1; 0 when there is no tone at all
    """

    tonic: str
    mode: str
    confidence: float


def estimate_key(y: np.ndarray) -> Key:
    """The key of a mono float32 signal at ``SR``, from its middle 90 s; a song that modulates gets its main key."""
    votes = pitch_class_votes(middle(y, duration_s=LOOKED_AT_S))
    scores = key_scores(votes.sum(axis=0))
    best = int(np.argmax(scores))
    n_pieces = max(round(len(votes) * HOP_LENGTH / SR / PIECE_S), MIN_PIECES)
    pieces = [piece.sum(axis=0) for piece in np.array_split(votes, n_pieces)]
    agreeing = [piece.any() and int(np.argmax(key_scores(piece))) == best for piece in pieces]
    return Key(tonic=TONICS[best % 12], mode="major" if best < 12 else "minor", confidence=float(np.mean(agreeing)))


def key_scores(votes: np.ndarray) -> np.ndarray:
    """Correlation of twelve pitch-class votes with each key, shape (24,): majors from C, then minors from C."""
    profiles = np.stack([np.roll(profile, tonic) for profile in (MAJOR, MINOR) for tonic in range(12)])
    profiles = profiles - profiles.mean(axis=1, keepdims=True)
    votes = votes - votes.mean()
    length = np.linalg.norm(profiles, axis=1) * np.linalg.norm(votes)
    return np.divide(profiles @ votes, length, out=np.zeros(len(profiles)), where=length > 0)


def pitch_class_votes(y: np.ndarray) -> np.ndarray:
    """Sum of the compressed spectral peaks of each pitch class from C, after the recording's own tuning.

    Returns
    -------
    np.ndarray, shape (n_frames, 12), zeros in silence
    """
    frame, hz, strength = _tonal_peaks(y)
    semitones = 12 * np.log2(hz / 440.0)
    # The tuning is the mean direction of what is left over from whole semitones.
    tuning = np.angle((strength * np.exp(2j * np.pi * semitones)).sum()) / (2 * np.pi) if hz.size else 0.0
    pitch_class = (np.rint(semitones - tuning).astype(int) + TONICS.index("A")) % 12
    n_frames = 1 + y.size // HOP_LENGTH
    return np.bincount(frame * 12 + pitch_class, weights=strength, minlength=n_frames * 12).reshape(n_frames, 12)


def _tonal_peaks(y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    padded = np.pad(y, N_FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP_LENGTH]
    magnitude = np.abs(scipy.fft.rfft(frames * hann(N_FFT).astype(np.float32), axis=1))
    first, stop = (round(hz * N_FFT / SR) for hz in (LOWEST_HZ, HIGHEST_HZ))
    below, here, above = (magnitude[:, first + shift : stop + shift] for shift in (-1, 0, 1))
    # A tone stands out of its neighbourhood, noise does not; what is 60 dB under the loudest tone is not played.
    rows = reflected_rows(0, stop - first, n_rows=stop - first)
    neighbourhood = running_medians(np.ascontiguousarray(here.T)[rows]).T
    floor = np.maximum(TONE_OVER_MEDIAN * neighbourhood, 1e-3 * here.max())
    frame, column = np.nonzero((here > below) & (here >= above) & (here > floor))
    below, here, above = below[frame, column], here[frame, column], above[frame, column]
    shift = 0.5 * (below - above) / (below - 2 * here + above)
    return frame, (column + first + shift) * SR / N_FFT, np.sqrt(here)
