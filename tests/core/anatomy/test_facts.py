"""Facts of a song: tempo, key and loudness of sounds whose facts are known."""

import numpy as np
import pytest

from core.anatomy import song_facts
from core.features import SR
from core.sound.decode import Signal
from core.sound.loudness import loudness_lufs


def test_clicks_over_a_c_major_chord_have_their_tempo_key_and_loudness():
    t = np.arange(20 * SR) / SR
    y = sum(0.05 * np.sin(2 * np.pi * hz * t) for hz in (261.63, 329.63, 392.0, 523.25))
    y[:: SR // 2] += 0.8
    facts = song_facts(Signal(y=y.astype(np.float32), sr=SR, notes=()))
    assert facts.tempo_bpm == pytest.approx(120, rel=0.03) or facts.tempo_other_bpm == pytest.approx(120, rel=0.03)
    assert facts.key == "C major"
    assert -40 < facts.loudness_lufs < -5
    assert facts.peak_dbfs == pytest.approx(20 * np.log10(np.abs(y).max()), abs=0.1)
    assert facts.loudness_lufs + facts.playback_gain_db <= -16 + 1e-6


def test_a_mono_song_is_as_loud_as_the_same_song_stored_in_stereo():
    y = np.random.default_rng(0).normal(0, 0.05, 10 * SR).astype(np.float32)
    stereo = loudness_lufs(np.stack([y, y]), sr=SR)
    facts = song_facts(Signal(y=y, sr=SR, notes=()))
    assert facts.loudness_lufs == pytest.approx(stereo)
    assert facts.loudness_lufs + facts.playback_gain_db == pytest.approx(-16)
