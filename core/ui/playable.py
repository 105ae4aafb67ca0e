"""The bytes of a recording in, bytes that every browser plays and their media type out."""

from core.sound.decode import decode
from core.sound.encode import as_flac
from core.ui import state
from core.ui.state import Song

PLAY_SR = 44_100
# What a WAV may hold and every browser plays: integers, floats, and the extended header of both.
_WAV_CODINGS = (1, 3, 0xFFFE)


def playable(song: Song) -> tuple[bytes, str]:
    """The song's own bytes where browsers know the format, else FLAC at 44.1 kHz, kept in the visitor's session."""
    mime = browser_format(song.data)
    if mime:
        return song.data, mime
    rewritten = state.playables()
    if song.sha256 not in rewritten:
        rewritten[song.sha256] = (decoded_flac(song.data), "audio/flac")
    return rewritten[song.sha256]


def browser_format(data: bytes) -> str | None:
    """The media type by content, whatever the name says; None for what some browser does not play."""
    head = data[:64]
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav" if _wav_coding(data) in _WAV_CODINGS else None
    if head[:4] == b"fLaC":
        return "audio/flac"
    if head[:4] == b"OggS":
        return "audio/ogg" if any(codec in head for codec in (b"vorbis", b"OpusHead", b"FLAC")) else None
    if head[4:8] == b"ftyp":
        return "audio/mp4" if b"mp4a" in data and b"alac" not in data else None
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "audio/webm" if b"webm" in head else None
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    if head[:3] == b"ID3" or (is_frame and head[1] & 0x06):
        return "audio/mpeg"
    return None


def decoded_flac(data: bytes) -> bytes:
    """The sound of any recording that can be decoded, mono, as FLAC of 16 bits."""
    return as_flac(decode(data, sr=PLAY_SR).y, sr=PLAY_SR)


def _wav_coding(data: bytes) -> int | None:
    """The number in the header's "fmt " chunk that names the coding of the samples."""
    at = data.find(b"fmt ", 12, 4096)
    return int.from_bytes(data[at + 8 : at + 10], "little") if at >= 0 else None
