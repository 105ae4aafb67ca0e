"""What of a track reaches the browser: its own file, a sound that every browser plays, or why there is none."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from core.data.datasets import Track
from core.errors import AudioError, DataError
from core.sound.decode import Signal
from core.sound.encode import as_flac
from core.ui.datasets.hear import N_PEAKS, playable_track


def track(sound) -> Track:
    return Track("one", sound, {"genre": "jazz"})


def write(path: Path, y: np.ndarray, sr: int = 22050) -> Path:
    sf.write(path, y, sr)
    return path


@dataclass(frozen=True)
class Tone:
    """A renderer: a small value that makes its sound on demand."""

    freq_hz: float

    def render(self, *, sr: int) -> Signal:
        t = np.arange(2 * sr) / sr
        return Signal(y=(0.1 * np.sin(2 * np.pi * self.freq_hz * t)).astype(np.float32), sr=sr)

    def flac(self) -> bytes:
        mono = self.render(sr=48_000).y
        return as_flac(np.stack([mono, mono]), sr=48_000)


def test_a_format_that_browsers_know_is_played_from_its_own_file(tmp_path, tone):
    path = write(tmp_path / "one.wav", tone(440.0, 2.0))
    found = playable_track(track(path))
    assert (found.data, found.mime) == (path, "audio/wav")
    assert found.duration_s == pytest.approx(2.0)
    assert found.peaks.shape == (N_PEAKS, 2)


def test_any_other_format_is_rewritten(tmp_path, tone):
    found = playable_track(track(write(tmp_path / "one.aiff", tone(440.0, 2.0))))
    assert found.mime == "audio/flac"
    assert sf.info(io.BytesIO(found.data)).duration == pytest.approx(2.0)


def test_a_track_that_is_rendered_is_heard_like_any_other():
    found = playable_track(track(Tone(440.0)))
    assert found.mime == "audio/flac"
    assert sf.info(io.BytesIO(found.data)).channels == 2


def test_a_quiet_track_is_raised_and_a_loud_one_is_lowered_for_listening(tmp_path, tone):
    quiet = playable_track(track(write(tmp_path / "quiet.wav", tone(440.0, 2.0, amplitude=0.02))))
    loud = playable_track(track(write(tmp_path / "loud.wav", tone(440.0, 2.0, amplitude=0.99))))
    assert quiet.gain_db > 3
    assert loud.gain_db < 0


def test_its_mel_spectrogram_is_brightest_where_the_tone_is(tmp_path, tone):
    lane = playable_track(track(write(tmp_path / "one.wav", tone(440.0, 2.0)))).mel
    row = int(lane.pixels.mean(axis=1).argmax())
    assert float(lane.row_names[row].removesuffix(" Hz")) == pytest.approx(440, rel=0.05)
    assert lane.column_s * lane.pixels.shape[1] == pytest.approx(2.0, abs=0.05)


def test_what_is_too_short_for_a_spectrogram_is_heard_without_one(tmp_path, tone):
    found = playable_track(track(write(tmp_path / "one.wav", tone(440.0, 0.1))))
    assert found.mel is None


def test_a_file_is_decoded_once_until_it_changes(tmp_path, tone):
    path = write(tmp_path / "one.wav", tone(440.0, 1.0))
    first = playable_track(track(path))
    assert playable_track(track(path)) is first
    write(path, tone(440.0, 2.0))
    assert playable_track(track(path)).duration_s == pytest.approx(2.0)


def test_what_cannot_be_heard_says_why(tmp_path):
    (tmp_path / "broken.wav").write_bytes(b"these are words, not sound")
    with pytest.raises(AudioError, match=r"broken\.wav|one"):
        playable_track(track(tmp_path / "broken.wav"))
    with pytest.raises(AudioError, match="one cannot be read: No such file"):
        playable_track(track(tmp_path / "gone.wav"))
    with pytest.raises(DataError, match="one has no audio here, only numbers"):
        playable_track(track(None))
