"""A player's sound and the arrangement in; the same sound in motion out, as dance music is mixed.

Players give way to every stroke of the bass drum and come back behind it (what engineers do with a compressor that
listens to the drum), and stand behind a filter that opens while the music builds up.
"""

import numpy as np
import pedalboard
from scipy.ndimage import uniform_filter1d

from core.generation.arranger.drums import KICK
from core.generation.arranger.score import Arrangement, swung

_GIVES_WAY_S = 0.006  # no click can be heard where the level falls in this time
_BACK_BEATS = 0.8  # after a stroke the level is what it was
_STEP_S = 0.01  # in which the filter stands still
_HIGHEST_OF_SR = 0.45  # of the rate: where a filter is stable
# Section -> how far the filter is open at its beginning and at its end, 0 to 1.
_OPEN = {"intro": (0.0, 0.25), "A": (0.25, 1.0), "B": (1.0, 1.0)}


def ducked(y: np.ndarray, arrangement: Arrangement, *, by_db: float, sr: int) -> np.ndarray:
    """``y`` of shape (2, n_samples), ``by_db`` softer on every stroke of the bass drum; without one it stays."""
    strokes_s = _kicks_s(arrangement)
    if not strokes_s.size:
        return y
    times = np.arange(y.shape[1]) / sr
    last = np.searchsorted(strokes_s, times, side="right") - 1
    since_s = np.where(last < 0, np.inf, times - strokes_s[np.maximum(last, 0)])
    depth = np.clip(1 - since_s * arrangement.brief.tempo_bpm / 60 / _BACK_BEATS, 0, 1)
    gain = 10 ** (-by_db / 20 * uniform_filter1d(depth, max(round(_GIVES_WAY_S * sr), 1)))
    return y * gain.astype(np.float32)


def opened(y: np.ndarray, arrangement: Arrangement, *, edges_hz: tuple[float, float], sr: int) -> np.ndarray:
    """``y`` of shape (2, n_samples) behind a low-pass that goes from the first edge to the second while A is played."""
    low_hz, high_hz = np.minimum(edges_hz, _HIGHEST_OF_SR * sr)
    n_step = round(_STEP_S * sr)
    starts = range(0, y.shape[1], n_step)
    edges = low_hz * (high_hz / low_hz) ** openness(arrangement, np.array(starts) / sr)
    ladder = pedalboard.LadderFilter(pedalboard.LadderFilter.Mode.LPF12, cutoff_hz=edges[0], resonance=0.2)
    pieces = []
    for start, edge_hz in zip(starts, edges, strict=True):
        ladder.cutoff_hz = float(edge_hz)
        pieces.append(ladder.process(y[:, start : start + n_step], sr, reset=not start))
    return np.concatenate(pieces, axis=1)


def openness(arrangement: Arrangement, times_s: np.ndarray) -> np.ndarray:
    """How far the filter is open at these times, 0 to 1."""
    bar_s = arrangement.beats_per_bar * 60 / arrangement.brief.tempo_bpm
    ends_s = [
        (section.first_bar * bar_s, (section.first_bar + section.n_bars) * bar_s - 1e-6)
        for section in arrangement.sections
    ]
    return np.interp(times_s, np.ravel(ends_s), np.ravel([_OPEN[section.name] for section in arrangement.sections]))


def _kicks_s(arrangement: Arrangement) -> np.ndarray:
    """When the bass drum is struck, in seconds; a player's unevenness of a few milliseconds is passed over."""
    beats = [note.beat for part in arrangement.parts if part.is_drum for note in part.notes if note.pitch == KICK]
    played = swung(np.array(sorted(beats)), swing=arrangement.swing, unit=arrangement.swing_unit)
    return played * 60 / arrangement.brief.tempo_bpm
