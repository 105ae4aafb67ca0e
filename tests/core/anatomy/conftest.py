"""One made song for all laws of its anatomy: a chord, clicks on the beat and some noise."""

import numpy as np
import pytest

from core.anatomy import take_apart
from core.features import SR
from core.sound.decode import Signal

BPM = 120.0


@pytest.fixture(scope="session")
def song(tone, clicks, noise) -> Signal:
    """12 s: an A minor chord that fades, clicks at 120 beats per minute, soft noise."""
    chord = sum(tone(hz, 12.0, amplitude=0.1) for hz in (220.0, 261.63, 329.63))
    y = chord * np.linspace(1, 0.2, chord.size) + clicks(BPM, 12.0, amplitude=0.5) + noise(12.0, amplitude=0.002)
    return Signal(y.astype(np.float32), SR)


@pytest.fixture(scope="session")
def anatomy(song):
    return take_apart(song)
