"""The bytes of a recognised sound file in; its form and its samples, block by block, out.

soundfile (libsndfile) reads wav, flac, mp3, ogg, opus, aiff and au; PyAV (FFmpeg) reads aac, wma and the audio track of
mp4, m4a and webm. Neither ever sees the name of the file, and FFmpeg gets the container named, so that it guesses none.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np
import soundfile as sf

from core.errors import AudioError
from core.sound import mpeg, stated
from core.sound.contents import READABLE, Contents

BLOCK = 8192  # frames: a break inside a block costs at most 0.2 s of a CD

_FFMPEG_CONTAINERS = {"MP4": "mov", "Matroska": "matroska", "WMA": "asf", "AAC": "aac"}
_FFMPEG_CODECS = frozenset(
    "aac aac_latm ac3 alac eac3 flac mp1float mp2 mp2float mp3 mp3float opus libopus vorbis libvorbis "
    "wmalossless wmapro wmav1 wmav2 wmavoice adpcm_ima_qt adpcm_ms pcm_alaw pcm_f32be pcm_f32le pcm_f64be pcm_f64le "
    "pcm_mulaw pcm_s16be pcm_s16le pcm_s24be pcm_s24le pcm_s32be pcm_s32le pcm_s8 pcm_u8".split()
)
_MAX_MP4_PACKETS = 2_000_000  # stated without an entry for each; FFmpeg takes about 40 bytes of memory for each
_FULL_SCALE = {"u8": 2.0**7, "s16": 2.0**15, "s32": 2.0**31, "s64": 2.0**63, "flt": 1.0, "dbl": 1.0}


@dataclass(eq=False)
class Sound:
    """An opened recording. ``blocks`` can be walked once; ``damaged`` and ``note`` are final when it has ended."""

    kind: str
    sr: int  # Hz
    n_channels: int
    blocks: Iterator[np.ndarray]  # float32, shape (n_frames, n_channels); n_channels may change on the way
    stated_s: float | None = None  # what the file says of its own length
    held_s: float | None = None  # what its bytes hold, where that is known without decoding
    tolerance_s: float = 0.01  # by which an honest statement may differ: padding of the last packet and the like
    shares_length: bool = False  # the statement is about all tracks, of which the sound may be a short one
    damaged: bool = False
    note: str = ""


def open_sound(data: bytes, contents: Contents, *, max_duration_s: float) -> Sound:
    """Open the sound in ``data``, of which at most little more than ``max_duration_s`` will be asked for.

    Raises
    ------
    AudioError
        The header is cut or damaged, there is no audio track, or its coding is not known.
    """
    data = data[contents.start :]
    if contents.kind in _FFMPEG_CONTAINERS:
        return _open_by_pyav(data, contents.kind)
    if contents.kind == "MP3":
        return _open_mp3(data, max_duration_s=max_duration_s)
    if contents.kind == "FLAC":
        return _open_flac(data)
    if contents.kind == "Ogg":
        return _open_ogg(data)
    return _open_plain(data, contents.kind)


def _open_mp3(data: bytes, *, max_duration_s: float) -> Sound:
    stream = mpeg.whole_frames(data, 0, max_duration_s=max_duration_s)
    file, sound = _open_by_soundfile(stream.data, "MP3")
    # The encoder's delay and padding, up to 4095 samples each, count in the statement and are cut off.
    sound.stated_s, sound.tolerance_s, sound.damaged = stream.stated_s, 8200 / file.samplerate, stream.damaged
    return sound


def _open_flac(data: bytes) -> Sound:
    data, n_stated = stated.flac_without_length(data)
    file, sound = _open_by_soundfile(data, "FLAC")
    sound.stated_s = n_stated / file.samplerate or None
    return sound


def _open_ogg(data: bytes) -> Sound:
    file, sound = _open_by_soundfile(data, "Ogg")
    sound.stated_s = file.frames / file.samplerate  # by the position that the last page tells
    sound.damaged = not stated.ogg_is_whole(data)
    return sound


def _open_plain(data: bytes, kind: str) -> Sound:
    file, sound = _open_by_soundfile(data, kind)
    share = stated.stated_share(data, kind)
    if share is not None and file.frames:
        readable_s = file.frames / file.samplerate
        sound.stated_s, sound.held_s = readable_s * max(share, 1.0), readable_s / min(share, 1.0)
    return sound


class _ForwardFile(sf.SoundFile):
    """Reads straight on: SoundFile seeks behind every block, which changes the samples of an mp3 at each seam."""

    def seekable(self) -> bool:
        return False


def _open_by_soundfile(data: bytes, kind: str) -> tuple[sf.SoundFile, Sound]:
    try:
        file = _ForwardFile(io.BytesIO(data))
    except sf.LibsndfileError as error:
        raise AudioError(_unopened(kind, error.error_string)) from error
    sound = Sound(kind, file.samplerate, file.channels, blocks=iter(()))
    sound.blocks = _blocks_by_soundfile(file, sound)
    return file, sound


def _blocks_by_soundfile(file: sf.SoundFile, sound: Sound) -> Iterator[np.ndarray]:
    with file:
        while True:
            try:
                block = file.read(BLOCK, dtype="float32", always_2d=True)
            except sf.LibsndfileError:
                sound.damaged = True
                return
            if not len(block):
                return
            yield block


def _open_by_pyav(data: bytes, kind: str) -> Sound:
    n_packets = stated.mp4_packets(data) if kind == "MP4" else 0
    if n_packets > _MAX_MP4_PACKETS:
        raise AudioError(
            f"states {n_packets} packets of equal size in a file of {len(data)} bytes, more than the "
            f"{_MAX_MP4_PACKETS} that are taken as true; export it again, as wav or mp3 for example"
        )
    try:
        # With the list, FFmpeg looks at no video track and loads no decoder that is not needed.
        options = {"codec_whitelist": ",".join(sorted(_FFMPEG_CODECS))}
        container = av.open(io.BytesIO(data), format=_FFMPEG_CONTAINERS[kind], container_options=options)
    except av.error.FFmpegError as error:
        raise AudioError(_unopened(kind, error.strerror)) from error
    stream = _audio_track(container)
    sound = Sound(kind, 0, 0, blocks=iter(()), tolerance_s=0.5)
    frames = _frames_by_pyav(container, stream, sound)
    first = next(frames, None)
    if first is None:
        raise AudioError(_unopened(kind, "no packet can be decoded"))
    sound.sr, sound.n_channels = first.sample_rate, first.layout.nb_channels
    sound.blocks = _blocks_by_pyav(first, frames, sound)
    sound.stated_s, sound.shares_length = _stated_by_container(container, stream, kind)
    return sound


def _audio_track(container: av.container.InputContainer) -> av.AudioStream:
    if not container.streams.audio:
        tracks = ", ".join(sorted({stream.type or "unknown" for stream in container.streams})) or "none"
        raise AudioError(f"holds no audio track (its tracks: {tracks}); choose a file with sound")
    stream = container.streams.audio[0]
    coding = stream.codec_context.name if stream.codec_context else "unknown"
    if coding not in _FFMPEG_CODECS:
        raise AudioError(f"holds sound in a coding that is not read here ({coding}); choose {READABLE}")
    return stream


def _frames_by_pyav(
    container: av.container.InputContainer, stream: av.AudioStream, sound: Sound
) -> Iterator[av.AudioFrame]:
    """All frames that can be decoded; a damaged packet is left out, as players do."""
    with container:
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError:
                sound.damaged = True
                return
            if packet is None:
                return
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                sound.damaged = True


def _blocks_by_pyav(first: av.AudioFrame, frames: Iterator[av.AudioFrame], sound: Sound) -> Iterator[np.ndarray]:
    """Samples of the frames, several frames to a block."""
    block = [_samples(first)]
    for frame in frames:
        if frame.sample_rate != sound.sr:
            sound.note = (
                f"its sampling rate changes from {sound.sr} to {frame.sample_rate} Hz; only what lies before is used"
            )
            break
        samples = _samples(frame)
        if sum(map(len, block)) >= BLOCK or samples.shape[1] != block[0].shape[1]:
            yield np.concatenate(block)
            block = []
        block.append(samples)
    yield np.concatenate(block)


def _samples(frame: av.AudioFrame) -> np.ndarray:
    """Float32 samples of shape (n_frames, n_channels), full scale at 1."""
    x = frame.to_ndarray()
    x = x.T if frame.format.is_planar else x.reshape(-1, frame.layout.nb_channels)
    form = frame.format.name.removesuffix("p")
    if form == "u8":
        x = x.astype(np.float32) - _FULL_SCALE["u8"]
    with np.errstate(over="ignore"):  # what a float32 cannot hold becomes infinite, and is refused as such
        return x.astype(np.float32) / np.float32(_FULL_SCALE[form])


def _stated_by_container(
    container: av.container.InputContainer, stream: av.AudioStream, kind: str
) -> tuple[float | None, bool]:
    """The stated length in seconds, and whether it is that of all tracks together."""
    if kind == "AAC":  # raw frames state nothing; FFmpeg guesses
        return None, False
    if stream.duration is not None:
        return float(stream.duration * stream.time_base), False
    if container.duration is not None:
        return container.duration / av.time_base, len(container.streams) > 1
    return None, False


def _unopened(kind: str, reason: str) -> str:
    return (
        f"begins like {kind}, but its header is cut, damaged or of a coding that is not read here "
        f"({reason.rstrip('.')}); download or export it again, as wav or mp3 for example"
    )
