"""A sound that is the same everywhere, for networks whose originals have heard it."""

import numpy as np
import pytest


@pytest.fixture(scope="session")
def made_sound() -> np.ndarray:
    """A tone, a rising one and a beating one, swelling over faint noise: 48,128 samples at 16 kHz, float32."""
    t = np.arange(48_128) / 16_000
    tone = 0.3 * np.sin(2 * np.pi * 220 * t)
    rising = 0.2 * np.sin(2 * np.pi * (440 + 300 * t) * t)
    beating = 0.1 * np.sin(2 * np.pi * 3000 * t) * (np.sin(2 * np.pi * 2 * t) > 0)
    # Bands without any power would be heard by the rounding of their logarithms.
    faint = 0.01 * np.random.default_rng(0).normal(size=t.size)
    return ((tone + rising + beating) * (0.6 + 0.4 * np.sin(2 * np.pi * 1.5 * t)) + faint).astype(np.float32)
