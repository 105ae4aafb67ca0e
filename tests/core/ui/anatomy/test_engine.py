"""What the player of the Anatomy page plays is the song, in two parts."""

import io

import numpy as np
import pytest
import soundfile as sf

from core.errors import AudioError
from core.sound.decode import Signal
from core.ui.anatomy.engine import take

SR = 22050


@pytest.fixture
def take_tone(tone, clicks):
    """``take_tone(gain)``: a tone of 440 Hz with clicks at 120 a minute, taken apart, and what it was."""

    def make(gain: float = 1.0):
        signal = Signal(
            y=(gain * (tone(440.0, 4.0, amplitude=0.4) + 0.4 * clicks(120.0, 4.0))).astype(np.float32), sr=SR
        )
        return take(lambda: signal, progress=lambda share, words: None), signal.y

    return make


def test_both_channels_add_up_to_the_song(take_tone):
    taken, y = take_tone()
    parts, sr = sf.read(io.BytesIO(taken.sound))
    assert sr == SR
    np.testing.assert_allclose(parts.sum(axis=1), y, atol=2 / 32768)


def test_the_tone_is_on_the_left_and_the_clicks_are_on_the_right(take_tone):
    taken, _ = take_tone()
    parts, _ = sf.read(io.BytesIO(taken.sound))
    middle = parts[SR // 2 + 2000 : SR - 2000]  # between two clicks
    assert np.std(middle[:, 0]) > 10 * np.std(middle[:, 1])
    at_click = np.abs(parts[SR - 50 : SR + 1000])
    assert at_click[:, 1].max() > at_click[:, 0].max() / 2


def test_progress_is_told_in_words_and_ends_before_the_work_does(tone):
    told = []
    signal = Signal(y=tone(440.0, 2.0), sr=SR)
    take(lambda: signal, progress=lambda share, words: told.append((share, words)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] < 1
    assert all(words[:1].isupper() for _, words in told)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.zeros(SR, np.float32), r"only silence in it \(every sample is zero\)"),
        (np.full(SR, 1e-5, np.float32), r"only silence in it \(its loudest sample lies at -100 dBFS\)"),
        (np.full(2000, 0.1, np.float32), r"lasts 0\.09 s"),
    ],
)
def test_what_cannot_be_taken_apart_says_why(y, message):
    with pytest.raises(AudioError, match=message):
        take(lambda: Signal(y=y, sr=SR), progress=lambda share, words: None)
