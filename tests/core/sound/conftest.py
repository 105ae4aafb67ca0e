"""One second and three seconds of a chord, as a file of every kind that can be read."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.core.sound.files import SR, by_pyav, by_soundfile

DURATION_S = 3.0

# name: (format, subtype, rate)
SOUNDFILE_FORMS = {
    "wav": ("WAV", "PCM_16", SR),
    "wav-24": ("WAV", "PCM_24", 44100),
    "wav-u8": ("WAV", "PCM_U8", SR),
    "wav-float": ("WAV", "FLOAT", 48000),
    "wav-double": ("WAV", "DOUBLE", SR),
    "wav-ulaw": ("WAV", "ULAW", SR),
    "wav-adpcm": ("WAV", "IMA_ADPCM", SR),
    "wav-ex": ("WAVEX", "PCM_16", SR),
    "wav-rf64": ("RF64", "PCM_16", SR),
    "flac": ("FLAC", "PCM_16", 44100),
    "flac-24": ("FLAC", "PCM_24", 96000),
    "mp3": ("MP3", "MPEG_LAYER_III", 44100),
    "mp3-22k": ("MP3", "MPEG_LAYER_III", SR),
    "mp3-8k": ("MP3", "MPEG_LAYER_III", 8000),
    "ogg": ("OGG", "VORBIS", 44100),
    "opus": ("OGG", "OPUS", 48000),
    "aiff": ("AIFF", "PCM_16", 44100),
    "aiff-float": ("AIFF", "FLOAT", SR),
    "au": ("AU", "PCM_16", 44100),
    "au-ulaw": ("AU", "ULAW", 8000),
}
# name: (container, codec, rate, with a picture, options)
PYAV_FORMS = {
    "m4a": ("ipod", "aac", 44100, False, {}),
    "m4a-alac": ("ipod", "alac", 44100, False, {}),
    "mp4-video": ("mp4", "aac", 48000, True, {}),
    "mp4-fragments": ("mp4", "aac", 44100, False, {"movflags": "frag_keyframe+empty_moov"}),
    "mov-pcm": ("mov", "pcm_s16le", 44100, False, {}),
    "aac": ("adts", "aac", 44100, False, {}),
    "wma": ("asf", "wmav2", 44100, False, {}),
    "webm": ("webm", "libopus", 48000, False, {}),
    "webm-video": ("matroska", "libopus", 48000, True, {}),
    "mkv-mp3": ("matroska", "libmp3lame", 44100, False, {}),
    "mkv-flac": ("matroska", "flac", 44100, False, {}),
}
FORMS = [*SOUNDFILE_FORMS, *PYAV_FORMS]


def chord(sr: int, duration_s: float = DURATION_S) -> np.ndarray:
    """Shape (2, n_samples): 440 Hz on the left, 660 Hz on the right."""
    t = np.arange(round(duration_s * sr)) / sr
    return np.stack([0.4 * np.sin(2 * np.pi * 440 * t), 0.4 * np.sin(2 * np.pi * 660 * t)]).astype(np.float32)


@pytest.fixture(scope="session")
def encoded() -> Callable[..., bytes]:
    """``encoded(form, duration_s=3.0)``: the chord as a file, made once."""
    made: dict[tuple[str, float], bytes] = {}

    def make(form: str, duration_s: float = DURATION_S) -> bytes:
        if (form, duration_s) not in made:
            made[form, duration_s] = _encode(form, duration_s)
        return made[form, duration_s]

    return make


def _encode(form: str, duration_s: float) -> bytes:
    if form in SOUNDFILE_FORMS:
        container, subtype, sr = SOUNDFILE_FORMS[form]
        return by_soundfile(chord(sr, duration_s).T, sr, container, subtype)
    container, codec, sr, video, options = PYAV_FORMS[form]
    return by_pyav(chord(sr, duration_s), sr, container, codec, video=video, options=options)
