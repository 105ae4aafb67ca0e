"""A decoded signal in; nothing out where it can be heard as a song, an error where it cannot."""

import numpy as np

from core.errors import AudioError
from core.sound.decode import Signal

MIN_DURATION_S = 3.0
SILENT_PEAK_DBFS = -60.0  # under this no sample of the recording is louder than the noise of a quiet room
SILENT_RMS_DBFS = -80.0  # one click in half a minute of silence has a peak, but nothing to hear a genre by


def check_song(signal: Signal) -> None:
    """Check what a song page needs beyond decoding: at least ``MIN_DURATION_S``, and not silent.

    A constant offset does not count as sound.

    Raises
    ------
    AudioError
        The recording is too short or silent.
    """
    if signal.duration_s < MIN_DURATION_S:
        raise AudioError(
            f"the recording lasts {signal.duration_s:.1f} s, but a genre mix needs at least {MIN_DURATION_S:.0f} s; "
            "choose a longer one"
        )
    sound = signal.y - signal.y.mean(dtype=np.float64)
    peak, rms = _dbfs(np.abs(sound).max()), _dbfs(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))
    if peak < SILENT_PEAK_DBFS or rms < SILENT_RMS_DBFS:
        raise AudioError(
            f"the recording is silent (peak {peak:.0f} dBFS, mean level {rms:.0f} dBFS), but a genre mix needs a peak "
            f"of at least {SILENT_PEAK_DBFS:.0f} dBFS and a mean level of at least {SILENT_RMS_DBFS:.0f} dBFS; "
            "check the microphone, or choose a louder one"
        )


def _dbfs(level: float) -> float:
    return float(20 * np.log10(level)) if level > 0 else float("-inf")
