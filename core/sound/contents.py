"""The first bytes of a file in; what kind of sound file it is out, whatever its name says."""

from dataclasses import dataclass

from core.errors import AudioError
from core.sound import mpeg

READABLE = "wav, flac, mp3, ogg, opus, aiff, au, m4a, aac, wma, mp4 or webm"

# Containers that FFmpeg would follow to other files or hosts (playlists and the like) are not in this list on purpose.
_ASF_GUID = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_MP4_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}

_KNOWN_STRANGERS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"MThd", "MIDI notes, which are not sound yet"),
    (b"#EXTM3U", "a playlist, which only points to sound"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)


@dataclass(frozen=True)
class Contents:
    """A kind of sound file, and where in the bytes it begins (behind tags)."""

    kind: str
    start: int


def recognise(data: bytes) -> Contents:
    """Tell the kind of a sound file from its bytes.

    Raises
    ------
    AudioError
        The bytes are no sound that Genrescope reads.
    """
    if not data:
        raise AudioError("is empty (0 bytes); choose a file that holds sound")
    start = _behind_tags(data)
    kind = _by_signature(data[start : start + 16])
    if kind:
        return Contents(kind, start)
    if mpeg.adts_chain(data, start):
        return Contents("AAC", start)
    frame = mpeg.first_frame(data, start)
    if frame is not None:
        return Contents("MP3", frame)
    raise AudioError(f"is no sound file that can be read here: it holds {_stranger(data)}; choose {READABLE}")


def _by_signature(head: bytes) -> str:
    if head[:4] in (b"RIFF", b"RIFX", b"RF64") and head[8:12] == b"WAVE":
        return "WAV"
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "AIFF"
    if head[4:8] in _MP4_BOXES:
        return "MP4"
    if head == _ASF_GUID:
        return "WMA"
    by_magic = {b"fLaC": "FLAC", b"OggS": "Ogg", b".snd": "AU", b"dns.": "AU", b"\x1aE\xdf\xa3": "Matroska"}
    return by_magic.get(head[:4], "")


def _behind_tags(data: bytes) -> int:
    """Where the sound begins behind any ID3v2 tags."""
    start = 0
    while size := mpeg.id3_size(data, start):
        start += size
    if start >= len(data):
        raise AudioError(f"ends inside its tags ({len(data)} bytes), before any sound; download or export it again")
    return start


def _stranger(data: bytes) -> str:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, words in _KNOWN_STRANGERS:
        if head.startswith(magic) or head.lower().startswith(magic):
            return words
    if head and all(32 <= byte < 127 or byte in b"\t\r\n" for byte in head):
        return "text"
    return "no known sound format"
