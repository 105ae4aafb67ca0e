"""The bytes of a wav, flac, mp3, ogg, opus, aiff or au file in; its form and its samples, by libsndfile, out."""

import io
from collections.abc import Iterator

import numpy as np
import soundfile as sf

from core.errors import AudioError
from core.sound import mpeg, stated
from core.sound.opened import BLOCK, Sound, unopened


def open_sound(data: bytes, kind: str, *, max_duration_s: float) -> Sound:
    """Open the sound in ``data``, of which at most little more than ``max_duration_s`` will be asked for.

    Raises
    ------
    AudioError
        The header is cut or damaged, or the coding is not known.
    """
    if kind == "MP3":
        return _open_mp3(data, max_duration_s=max_duration_s)
    if kind == "FLAC":
        return _open_flac(data)
    if kind == "Ogg":
        return _open_ogg(data)
    return _open_plain(data, kind)


def _open_mp3(data: bytes, *, max_duration_s: float) -> Sound:
    stream = mpeg.whole_frames(data, 0, max_duration_s=max_duration_s)
    file, sound = _open_by_soundfile(stream.data, "MP3")
    # The encoder's delay and padding, up to 4095 samples each, count in the statement and are cut off.
    sound.stated_s, sound.tolerance_s, sound.damaged = stream.stated_s, 8200 / file.samplerate, stream.damaged
    return sound


def _open_flac(data: bytes) -> Sound:
    data, n_stated = stated.flac_without_length(data)
    file, sound = _open_by_soundfile(data, "FLAC", n_stated=n_stated)
    sound.stated_s = n_stated / file.samplerate or None
    return sound


def _open_ogg(data: bytes) -> Sound:
    file, sound = _open_by_soundfile(data, "Ogg")
    if stated.ogg_is_chained(data):
        sound.note = "the file holds several recordings in a row; only the first is used"
        return sound
    sound.stated_s = file.frames / file.samplerate  # by the position that the last page tells
    sound.damaged = not stated.ogg_is_whole(data)
    return sound


def _open_plain(data: bytes, kind: str) -> Sound:
    file, sound = _open_by_soundfile(data, kind)
    extent = stated.plain_extent(data, kind)
    if extent is not None and extent.readable > 0:
        s_per_byte = file.frames / file.samplerate / extent.readable
        sound.stated_s, sound.held_s = extent.stated * s_per_byte, extent.held * s_per_byte
    return sound


class _Memory(io.BytesIO):
    """A seek to before the beginning, where a damaged header may lead, is left undone: it must not raise in C code."""

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: self.getbuffer().nbytes}[whence]
        return self.tell() if base + offset < 0 else super().seek(offset, whence)


class _ForwardFile(sf.SoundFile):
    """Reads straight on: SoundFile seeks behind every block, which changes the samples of an mp3 at each seam."""

    def seekable(self) -> bool:
        return False


def _open_by_soundfile(data: bytes, kind: str, *, n_stated: int = 0) -> tuple[sf.SoundFile, Sound]:
    try:
        file = _ForwardFile(_Memory(data))
    except sf.LibsndfileError as error:
        raise AudioError(unopened(kind, error.error_string)) from error
    sound = Sound(kind, file.samplerate, file.channels, blocks=iter(()))
    sound.blocks = _blocks(file, sound, n_stated)
    return file, sound


def _blocks(file: sf.SoundFile, sound: Sound, n_stated: int) -> Iterator[np.ndarray]:
    """All frames in blocks, of which one ends at ``n_stated``, since what follows may be a tag that is no sound."""
    n_read = 0
    with file:
        while True:
            try:
                n_wanted = min(BLOCK, n_stated - n_read) if n_read < n_stated else BLOCK
                block = file.read(n_wanted, dtype="float32", always_2d=True)
            except sf.LibsndfileError:
                sound.damaged = n_read < n_stated or not n_stated
                return
            if not len(block):
                return
            n_read += len(block)
            yield block
