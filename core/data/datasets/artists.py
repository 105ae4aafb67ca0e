"""A sound file in, its artist out, from its tags; None where they name none, or are broken.

Only the names are read, never pictures. Tags come from strangers: what is broken or was made to harm is no artist.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

from mutagen.aiff import AIFF
from mutagen.asf import ASF
from mutagen.flac import FLAC
from mutagen.id3 import ID3, TP1, TP2, TPE1, TPE2, ID3JunkFrameError
from mutagen.mp4 import MP4
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from core.sound.tags import BROKEN

MAX_CHARACTERS = 200
# What stands in the place of a name, compared without case, brackets and dots.
NO_ARTISTS = {
    *("various", "various artists", "various artist", "va", "v/a", "diverse", "varios artistas"),
    *("unknown", "unknown artist", "artist", "no artist", "none", "n/a", "na", "null", "untitled", "anonymous", "-"),
}  # fmt: skip

# Where a tag keeps its names, those of albums first: "A" and "A feat. B" are one artist on A's album.
_NAMES = (
    "albumartist",
    "album artist",
    "artist",
    "aART",
    "\xa9ART",
    "WM/AlbumArtist",
    "Author",
    "TPE2",
    "TPE1",
    "TP2",
    "TP1",
)
_ASF_GUID = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_CODECS = {b"\x01vorbis": OggVorbis, b"OpusHead": OggOpus, b"\x7fFLAC": OggFLAC, b"Speex": OggSpeex}
_COMPRESSED = TPE1.FLAG23_COMPRESS | TPE1.FLAG24_COMPRESS


class _Uncompressed:
    """A frame may hold its text packed, a thousand times smaller than it will be; no name needs that."""

    @classmethod
    def _fromData(cls, header, flags, data):  # mutagen's name
        if flags & _COMPRESSED:
            raise ID3JunkFrameError
        return super()._fromData(header, flags, data)


# mutagen finds a frame by the name of its class; TP1 and TP2 are those of ID3v2.2, which packs nothing.
_FRAMES = {frame.__name__: type(frame.__name__, (_Uncompressed, frame), {}) for frame in (TPE1, TPE2)}
_ID3 = {"known_frames": _FRAMES | {"TP1": TP1, "TP2": TP2}, "translate": False}


def read_artist(path: Path) -> str | None:
    """The artist in the tags of ``path``, read once for as long as the file does not change."""
    try:
        about = path.stat()
    except OSError:
        return None
    return _read(path, about.st_mtime_ns, about.st_size)


def clean_artist(name: object) -> str | None:
    """A name in one spelling: printable, composed, without spaces around it; None where it names nobody."""
    text = str(name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(c).startswith("C") else c for c in text)
    text = " ".join(text.split())
    text = text[:MAX_CHARACTERS].rstrip()
    bare = text.casefold().strip("<>[]() ").replace(".", "")
    return None if not bare or bare in NO_ARTISTS else text


@lru_cache(maxsize=200_000)
def _read(path: Path, changed_ns: int, n_bytes: int) -> str | None:
    try:
        tags = _tags(path)
        return _first_name(tags) if tags else None
    except BROKEN:
        return None


def _tags(path: Path):
    """The tags of a file, by what it holds and not by its ending; mutagen would try all kinds in turn."""
    with path.open("rb") as file:
        head = file.read(64)
    if head.startswith(b"fLaC"):
        return FLAC(path).tags
    if head.startswith(b"OggS"):
        codec = next((codec for mark, codec in _CODECS.items() if mark in head), None)
        return codec(path).tags if codec else None
    if head[:4] in (b"RIFF", b"FORM"):
        return (WAVE if head[:4] == b"RIFF" else AIFF)(path, **_ID3).tags
    if head[4:8] == b"ftyp":
        return MP4(path).tags
    if head.startswith(_ASF_GUID):
        return ASF(path).tags
    return ID3(path, **_ID3)  # in front of mp3 and aac, or behind them


def _first_name(tags) -> str | None:
    for key in _NAMES:
        value = tags.get(key)
        values = value if isinstance(value, (list, tuple)) else getattr(value, "text", None) or [value]
        for name in values:
            if name is not None and (clean := clean_artist(name)):
                return clean
    return None
