"""A text into a FLAC, WAV or MIDI file, sound and notes untouched; and the texts that such a file carries out of it.

FLAC has Vorbis comments; WAV a LIST chunk of the kind INFO, which RIFF has had since 1991 (ID3 in WAV is nobody's
standard); MIDI text events; MusicXML a field of its own, which the score is written with and which is only read
here. Files come from strangers: what is broken carries no text, and what is long is not read.
"""

import html
import io
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from mutagen.flac import FLAC

from core.errors import DataError
from core.sound.tags import BROKEN

MAX_TEXT_BYTES = 131_072
_MIDI_HEAD_BYTES = 4 * MAX_TEXT_BYTES  # of a MIDI file that is read
_SCORE_HEAD_BYTES = 2 * MAX_TEXT_BYTES  # of a score that is read
SCORE_FIELD = "machine-made"
_SCORE_FIELD = re.compile(f'<miscellaneous-field name="{SCORE_FIELD}">([^<]*)<')
_MAX_STEPS = 1_000  # blocks or comments of a FLAC file, chunks of a WAV and events of a MIDI file that are looked at
_FLAC_COMMENTS = 4  # the kind of block
_TEXT_EVENT = b"\x00\xff\x01"  # at once; an event about the file; a text


def kind_of(head: bytes) -> str | None:
    """ "FLAC", "WAV", "MIDI" or, perhaps, "MusicXML" by the first 12 bytes of a file."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "WAV"
    if head.startswith(b"<?xml"):
        return "MusicXML"
    return {b"fLaC": "FLAC", b"MThd": "MIDI"}.get(head[:4])


def with_text(content: bytes, text: str, *, instead_of: str, software: str, tags: Mapping[str, str]) -> bytes:
    """The same file with an ASCII text, in the place of one that holds the words ``instead_of``.

    FLAC and WAV name the ``software`` too, and FLAC the ``tags``.

    Raises
    ------
    DataError
        ``content`` is no FLAC, WAV or MIDI, or broken.
    """
    match kind_of(content[:12]):
        case "FLAC":
            return _flac_with(content, {"COMMENT": text, "SOFTWARE": software, **tags})
        case "WAV":
            return _wav_with(content, {b"ICMT": text, b"ISFT": software})
        case "MIDI":
            return _midi_with(content, text.encode("ascii"), instead_of=instead_of.encode("ascii"))
    raise DataError(f"a file that begins with {content[:4]!r} cannot be marked; FLAC, WAV and MIDI files can")


def texts_in(file: BinaryIO) -> list[str]:
    """The texts of a file of the four kinds; none for other kinds.

    Raises
    ------
    DataError
        It begins like FLAC, WAV or MIDI, and is so broken that nobody can tell its texts.
    """
    kind = kind_of(file.read(12))
    file.seek(0)
    readers = {"FLAC": _texts_of_flac, "WAV": _texts_of_wav, "MIDI": _texts_of_midi, "MusicXML": _texts_of_score}
    read = readers.get(kind)
    return read(file) if read else []


def _flac_with(content: bytes, tags: Mapping[str, str]) -> bytes:
    file = io.BytesIO(content)
    try:
        flac = FLAC(file)
        if flac.tags is None:
            flac.add_tags()
        flac.tags.update(tags)
        file.seek(0)
        flac.save(file)
    except BROKEN as error:
        raise DataError(f"the FLAC file is broken and cannot be marked: {error}") from error
    return file.getvalue()


def _texts_of_flac(file: BinaryIO) -> list[str]:
    """Read here, not by mutagen, which takes its time over millions of comments that a stranger may have written."""
    file.seek(len(b"fLaC"))
    for _ in range(_MAX_STEPS):
        head = file.read(4)
        size = int.from_bytes(head[1:], "big")
        if len(head) < 4:
            raise DataError("the FLAC file is broken: its head is cut short")
        if head[0] & 0x7F == _FLAC_COMMENTS:
            block = file.read(size)
            texts = _comments(block)
            if not texts and len(block) < size:
                raise DataError("the FLAC file is broken: its comments are cut short")
            return texts
        if head[0] & 0x80:  # the last block before the sound
            return []
        file.seek(size, io.SEEK_CUR)
    return []


def _comments(block: bytes) -> list[str]:
    """The texts of Vorbis comments whose name is COMMENT."""
    found, at = [], 4 + int.from_bytes(block[:4], "little")
    n_comments = int.from_bytes(block[at : at + 4], "little")
    at += 4
    for _ in range(min(n_comments, _MAX_STEPS)):
        size = int.from_bytes(block[at : at + 4], "little")
        at += 4 + size
        if at > len(block):
            break
        name, _, text = block[at - size : at].partition(b"=")
        if name.upper() == b"COMMENT" and size <= MAX_TEXT_BYTES:
            found.append(text.decode("utf-8", "replace"))
    return found


def _wav_with(content: bytes, tags: Mapping[bytes, str]) -> bytes:
    file = io.BytesIO(content)
    chunks = [(name, file.read(size)) for name, size in _chunks(file, begin=12)]
    if not any(name == b"data" for name, _ in chunks):
        raise DataError("the WAV file is broken and cannot be marked: its samples are missing or cut short")
    info = b"INFO" + b"".join(_chunk(name, text.encode("ascii") + b"\0") for name, text in tags.items())
    kept = [(name, body) for name, body in chunks if not (name == b"LIST" and body.startswith(b"INFO"))]
    return _chunk(b"RIFF", b"WAVE" + b"".join(_chunk(name, body) for name, body in [*kept, (b"LIST", info)]))


def _texts_of_wav(file: BinaryIO) -> list[str]:
    texts, has_samples = [], False
    for name, size in _chunks(file, begin=12):
        has_samples |= name == b"data"
        if name == b"LIST" and 4 < size <= 2 * MAX_TEXT_BYTES:
            info = io.BytesIO(file.read(size))
            if info.read(4) == b"INFO":
                texts += [info.read(size) for name, size in _chunks(info, begin=4) if name == b"ICMT"]
    if not texts and not has_samples:
        raise DataError("the WAV file is broken: its samples are missing or cut short")
    return [text.rstrip(b"\0").decode("ascii", "replace") for text in texts]


def _chunks(file: BinaryIO, *, begin: int) -> Iterator[tuple[bytes, int]]:
    """(name, size) of each chunk, the file standing where its body begins; up to the first that is cut short."""
    end = file.seek(0, io.SEEK_END)
    for _ in range(_MAX_STEPS):
        file.seek(begin)
        head = file.read(8)
        size = int.from_bytes(head[4:], "little")
        if len(head) < 8 or begin + 8 + size > end:
            return
        yield head[:4], size
        begin += 8 + size + size % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def _midi_with(content: bytes, text: bytes, *, instead_of: bytes) -> bytes:
    begin = _first_track(content)
    size = int.from_bytes(content[begin - 4 : begin], "big") if begin else 0
    if not begin or begin + size > len(content):
        raise DataError("the MIDI file is broken and cannot be marked: its first track is missing or cut short")
    track, rest = content[begin : begin + size], content[begin + size :]
    older = next(_texts_of_track(track), b"")
    if instead_of in older and track.startswith(_event(older)):
        track = track[len(_event(older)) :]
    track = _event(text) + track
    return content[: begin - 4] + len(track).to_bytes(4, "big") + track + rest


def _texts_of_midi(file: BinaryIO) -> list[str]:
    content = file.read(_MIDI_HEAD_BYTES)
    begin = _first_track(content)
    if not begin:
        raise DataError("the MIDI file is broken: it has no track")
    return [text.decode("ascii", "replace") for text in _texts_of_track(content[begin:])]


def _texts_of_score(file: BinaryIO) -> list[str]:
    """The fields of our name in the head of a score; read as text, so that nothing in a stranger's XML is followed."""
    head = file.read(_SCORE_HEAD_BYTES).decode("ascii", "replace")
    return [html.unescape(text) for text in _SCORE_FIELD.findall(head) if len(text) <= MAX_TEXT_BYTES]


def _first_track(content: bytes) -> int:
    """Where the events of the first track begin; 0 where there is none."""
    at = content.find(b"MTrk", 14, 1024)
    return at + 8 if at >= 0 else 0


def _texts_of_track(track: bytes) -> Iterator[bytes]:
    """The texts that stand before the first note or controller of a track."""
    at = 0
    for _ in range(_MAX_STEPS):
        _, body = _number(track, at)
        if track[body : body + 1] != b"\xff" or len(track) < body + 3:
            return
        size, begin = _number(track, body + 2)
        if begin + size > len(track):
            return
        if track[body + 1] == 1 and size <= MAX_TEXT_BYTES:
            yield track[begin : begin + size]
        at = begin + size


def _event(text: bytes) -> bytes:
    return _TEXT_EVENT + _as_number(len(text)) + text


def _number(track: bytes, at: int) -> tuple[int, int]:
    """A number of MIDI's, seven bits a byte and four bytes at most, and where it ends."""
    value = 0
    for i in range(at, min(at + 4, len(track))):
        value = value << 7 | track[i] & 0x7F
        if track[i] < 0x80:
            return value, i + 1
    return value, len(track)


def _as_number(value: int) -> bytes:
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))
