"""What browsers play is handed on as it is, known by its content; the rest becomes FLAC of the same sound."""

import io

import numpy as np
import pytest
import soundfile as sf

from core.ui.playable import PLAY_SR, browser_format, decoded_flac


@pytest.fixture
def written(tone):
    """``written(format, subtype)``: three seconds of a tone as the bytes of a file."""

    def write(file_format: str, subtype: str | None = None) -> bytes:
        buffer = io.BytesIO()
        sf.write(buffer, tone(440.0, 3.0, 44100), 44100, format=file_format, subtype=subtype)
        return buffer.getvalue()

    return write


@pytest.mark.parametrize(
    ("file_format", "subtype", "mime"),
    [
        ("WAV", "PCM_16", "audio/wav"),
        ("WAV", "FLOAT", "audio/wav"),
        ("WAVEX", "PCM_24", "audio/wav"),
        ("FLAC", None, "audio/flac"),
        ("OGG", "VORBIS", "audio/ogg"),
        ("MP3", None, "audio/mpeg"),
    ],
)
def test_a_format_that_browsers_play_is_known_by_its_content(written, file_format, subtype, mime):
    assert browser_format(written(file_format, subtype)) == mime


@pytest.mark.parametrize(("file_format", "subtype"), [("AIFF", None), ("AU", None), ("WAV", "IMA_ADPCM")])
def test_a_format_that_some_browser_does_not_play_is_rewritten(written, file_format, subtype):
    data = written(file_format, subtype)
    assert browser_format(data) is None
    assert browser_format(decoded_flac(data)) == "audio/flac"


def test_a_rewritten_recording_sounds_the_same(written):
    y, sr = sf.read(io.BytesIO(decoded_flac(written("AIFF", "PCM_16"))))
    assert sr == PLAY_SR
    assert y.size == pytest.approx(3 * PLAY_SR, abs=2)
    assert np.argmax(np.abs(np.fft.rfft(y))) / 3 == pytest.approx(440, abs=1)
    assert np.abs(y).max() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (b"", None),
        (b"\xff", None),
        (b"ID3\x04\x00" + bytes(60), "audio/mpeg"),
        (b"\xff\xfb\x90\x00" + bytes(60), "audio/mpeg"),
        (b"\xff\xf1\x50\x80" + bytes(60), None),
        (b"OggS" + bytes(24) + b"OpusHead" + bytes(20), "audio/ogg"),
        (b"OggS" + bytes(24) + b"Speex   " + bytes(20), None),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(20) + b"mp4a", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(20) + b"alac mp4a", None),
        (b"\x1a\x45\xdf\xa3" + bytes(20) + b"webm", "audio/webm"),
        (b"\x1a\x45\xdf\xa3" + bytes(20) + b"matroska", None),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
    ],
)
def test_a_container_counts_only_with_a_coding_that_browsers_play(data, mime):
    assert browser_format(data) == mime
