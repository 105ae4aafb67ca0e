"""The bytes of an aac, wma, m4a, mp4 or webm file in; the form and samples of its audio track, by FFmpeg, out.

FFmpeg gets the container named, so that it tries no others: some of them would follow links to files and hosts.
"""

import io
import itertools
from collections.abc import Iterator

import av
import numpy as np

from core.errors import AudioError
from core.sound import stated
from core.sound.contents import READABLE
from core.sound.opened import BLOCK, Sound, unopened

KINDS = {"MP4": "mov", "Matroska": "matroska", "WMA": "asf", "AAC": "aac"}  # and what FFmpeg calls them
_CODECS = (  # as FFmpeg writes a list
    "aac,aac_latm,ac3,alac,eac3,flac,mp1float,mp2,mp2float,mp3,mp3float,opus,libopus,vorbis,libvorbis,"
    "wmalossless,wmapro,wmav1,wmav2,wmavoice,adpcm_ima_qt,adpcm_ms,pcm_alaw,pcm_f32be,pcm_f32le,pcm_f64be,pcm_f64le,"
    "pcm_mulaw,pcm_s16be,pcm_s16le,pcm_s24be,pcm_s24le,pcm_s32be,pcm_s32le,pcm_s8,pcm_u8"
)
_MAX_MP4_PACKETS = 2_000_000  # stated without an entry for each; FFmpeg takes about 40 bytes of memory for each
_MAX_PLANES = 8  # channels; PyAV reads beyond a frame of more
_DTYPES = {"u8": np.uint8, "s16": np.int16, "s32": np.int32, "s64": np.int64, "flt": np.float32, "dbl": np.float64}
_FULL_SCALE = {"u8": 2.0**7, "s16": 2.0**15, "s32": 2.0**31, "s64": 2.0**63, "flt": 1.0, "dbl": 1.0}


def open_sound(data: bytes, kind: str) -> Sound:
    """Open the first audio track in ``data``.

    Raises
    ------
    AudioError
        The header is cut or damaged, there is no audio track, or its coding is not known.
    """
    n_packets = stated.mp4_packets(data) if kind == "MP4" else 0
    if n_packets > _MAX_MP4_PACKETS:
        raise AudioError(
            f"states {n_packets} packets of equal size in a file of {len(data)} bytes, more than the "
            f"{_MAX_MP4_PACKETS} that are taken as true; export it again, as wav or mp3 for example"
        )
    try:
        container = av.open(
            io.BytesIO(data),
            format=KINDS[kind],
            container_options={"codec_whitelist": _CODECS},  # no decoder runs that is not needed
            metadata_errors="ignore",  # tags may be in any encoding; they are not read here
        )
    except av.error.FFmpegError as error:
        raise AudioError(unopened(kind, error.strerror)) from error
    stream = _audio_track(container)
    sound = Sound(kind, 0, 0, blocks=iter(()), tolerance_s=0.5)
    frames = _frames_by_pyav(container, stream, sound)
    first = next(frames, None)
    if first is None:
        raise AudioError(unopened(kind, "no packet can be decoded"))
    sound.sr, sound.n_channels = first.sample_rate, first.layout.nb_channels
    sound.blocks = _blocks_by_pyav(first, frames, sound)
    sound.shares_length = len(container.streams) > 1
    sound.stated_s = stated.mp4_length_s(data) or _stated_by_container(container, stream, kind)
    return sound


def _audio_track(container: av.container.InputContainer) -> av.AudioStream:
    if not container.streams.audio:
        tracks = ", ".join(sorted({stream.type or "unknown" for stream in container.streams})) or "none"
        raise AudioError(f"holds no audio track (its tracks: {tracks}); choose a file with sound")
    stream = container.streams.audio[0]
    coding = stream.codec_context.name if stream.codec_context else "unknown"
    if coding not in _CODECS.split(","):
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
    block = []
    for frame in itertools.chain([first], frames):
        if frame.layout.nb_channels > _MAX_PLANES:  # what a damaged packet may pretend
            sound.damaged = True
            continue
        if frame.sample_rate != sound.sr:
            sound.note = (
                f"its sampling rate changes from {sound.sr} to {frame.sample_rate} Hz; only what lies before is used"
            )
            break
        samples = _samples(frame)
        if block and (sum(map(len, block)) >= BLOCK or samples.shape[1] != block[0].shape[1]):
            yield np.concatenate(block)
            block = []
        block.append(samples)
    if block:
        yield np.concatenate(block)


def _samples(frame: av.AudioFrame) -> np.ndarray:
    """Float32 samples of shape (n_frames, n_channels), full scale at 1.

    Not by ``frame.to_ndarray``: with 8 or more channels it reads memory that does not belong to the frame (PyAV 18).
    """
    form, n_channels = frame.format.name.removesuffix("p"), frame.layout.nb_channels
    if frame.format.is_planar:
        planes = [np.frombuffer(plane, _DTYPES[form], frame.samples) for plane in frame.planes[:n_channels]]
        x = np.stack(planes, axis=1)
    else:
        x = np.frombuffer(frame.planes[0], _DTYPES[form], frame.samples * n_channels).reshape(-1, n_channels)
    if form == "u8":
        x = x.astype(np.float32) - _FULL_SCALE["u8"]
    with np.errstate(over="ignore"):  # what a float32 cannot hold becomes infinite, and is refused as such
        return x.astype(np.float32) / np.float32(_FULL_SCALE[form])


def _stated_by_container(container: av.container.InputContainer, stream: av.AudioStream, kind: str) -> float | None:
    if kind == "AAC":  # raw frames state nothing; FFmpeg guesses
        return None
    if stream.duration is not None:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration is not None else None
