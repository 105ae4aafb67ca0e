"""Arrays in, sound files of every kind out, made in memory; and the ways to damage them."""

import io
import struct

import av
import numpy as np
import pytest
import soundfile as sf

SR = 22050


def by_soundfile(y: np.ndarray, sr: int = SR, form: str = "WAV", subtype: str | None = None) -> bytes:
    """``y`` of shape (n_samples,) or (n_samples, n_channels)."""
    file = io.BytesIO()
    sf.write(file, y, sr, format=form, subtype=subtype)
    return file.getvalue()


def vbr_mp3(y: np.ndarray, sr: int = SR) -> bytes:
    file = io.BytesIO()
    settings = {"format": "MP3", "subtype": "MPEG_LAYER_III", "bitrate_mode": "VARIABLE", "compression_level": 0.3}
    with sf.SoundFile(file, "w", sr, 1, **settings) as mp3:
        mp3.write(y)
    return file.getvalue()


def by_pyav(
    y: np.ndarray | None, sr: int, form: str, codec: str, *, video: bool = False, options: dict | None = None
) -> bytes:
    """``y`` of shape (n_channels, n_samples), or None for a file without an audio track; skips without the encoder."""
    try:
        av.codec.Codec(codec, "w")
    except av.codec.codec.UnknownCodecError:
        pytest.skip(f"this PyAV has no encoder for {codec}: NOT TESTED")
    file = io.BytesIO()
    with av.open(file, "w", format=form, options=options or {}) as container:
        track = None if y is None else _add_audio(container, codec, sr, len(y))
        picture = _add_video(container) if video else None
        if track:
            _mux_audio(container, track, y, sr)
        if picture:
            _mux_video(container, picture)
    return file.getvalue()


def _add_audio(container, codec: str, sr: int, n_channels: int):
    layout = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}[n_channels]
    track = container.add_stream(codec, rate=sr, layout=layout)
    if codec.startswith(("aac", "wma")):
        track.bit_rate = 64_000 * n_channels
    return track


def _mux_audio(container, track, y: np.ndarray, sr: int) -> None:
    resampler = av.AudioResampler(format=track.format, layout=track.layout, rate=sr)
    step = 1024
    for start in range(0, y.shape[1], step):
        # Interleaved, since PyAV 18 cannot fill the planes of 8 channels.
        block = np.ascontiguousarray(y[:, start : start + step].T, dtype=np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, format="flt", layout=track.layout.name)
        frame.sample_rate, frame.pts = sr, start
        for ready in resampler.resample(frame):
            container.mux(track.encode(ready))
    for ready in resampler.resample(None):
        container.mux(track.encode(ready))
    container.mux(track.encode(None))


def _add_video(container):
    picture = container.add_stream("mpeg4", rate=10)
    picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
    return picture


def _mux_video(container, picture) -> None:
    for _ in range(10):
        frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
        container.mux(picture.encode(frame.reformat(format="yuv420p")))
    container.mux(picture.encode(None))


def with_fields(data: bytes, at: int, form: str, *values: int) -> bytes:
    """The same bytes with numbers written over them."""
    changed = bytearray(data)
    struct.pack_into(form, changed, at, *values)
    return bytes(changed)


def with_noise(data: bytes, start: int, n_bytes: int, *, seed: int = 0) -> bytes:
    noise = np.random.default_rng(seed).integers(0, 256, n_bytes, dtype=np.uint8).tobytes()
    return data[:start] + noise + data[start + n_bytes :]


def ogg_pages(data: bytes) -> list[bytes]:
    starts = [i for i in range(len(data)) if data.startswith(b"OggS", i)]
    return [data[a:b] for a, b in zip(starts, [*starts[1:], len(data)], strict=True)]


def ogg_page(page: bytes, *, position: int | None = None, serial: int | None = None) -> bytes:
    """A page with another position or serial number, and the checksum that belongs to it."""
    if position is not None:
        page = with_fields(page, 6, "<q", position)
    if serial is not None:
        page = with_fields(page, 14, "<I", serial)
    page = with_fields(page, 22, "<I", 0)
    return with_fields(page, 22, "<I", _ogg_checksum(page))


def _ogg_checksum(page: bytes) -> int:
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if crc & 0x80000000 else crc << 1
    return crc
