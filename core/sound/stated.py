"""Bytes of a container in; what its headers state about the length of the sound, before anything is decoded, out.

Decoders correct such statements in silence, and FFmpeg reserves memory by them. Here they are read as they stand.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_MAX_CHUNKS = 10_000  # of a WAV or AIFF file; real ones have about ten
_PLACEHOLDER = 0x7FFF_0000  # programs that write to a pipe put this or more where they cannot know the size


class Extent(NamedTuple):
    """Bytes of sound in a WAV, AIFF or AU file, coded or plain."""

    stated: int  # by the headers
    held: int  # between the headers and the end of the file, or what follows the sound
    readable: int  # what libsndfile will read of it


def plain_extent(data: bytes, kind: str) -> Extent | None:
    """Compare what the headers state with what is there; None where they state nothing."""
    return {"WAV": _wav, "AIFF": _aiff, "AU": _au}[kind](data)


def flac_without_length(data: bytes) -> tuple[bytes, int]:
    """The same FLAC stream with its number of samples marked as unknown, and the number it stated (0: unknown).

    libsndfile stops at the stated number even where more follows.
    """
    if len(data) < 26 or data[4] & 0x7F:  # the first block is always STREAMINFO
        return data, 0
    field = int.from_bytes(data[18:26])  # rate, channels and bits per sample, then 36 bits of the number
    n_samples = field & (1 << 36) - 1
    return data[:18] + (field - n_samples).to_bytes(8) + data[26:], n_samples


def mp4_packets(data: bytes) -> int:
    """How many packets the tables of an MP4 file state beyond the entries they hold.

    FFmpeg makes an index entry for each. A table of equal sizes needs no entries to state thousands of millions.
    Tracks of plain samples, which need no index, are not counted.
    """
    total = 0
    for box in _mp4_tables(data):
        of_plain_samples = [_one_run_of_single_ticks(box, at) for at in _places(box, b"stts")]
        for i, at in enumerate(_places(box, b"stsz")):
            size, count = _fields(box, at + 8, ">II")
            plain = i < len(of_plain_samples) and of_plain_samples[i]
            total += count if size and not plain else 0
        for at in _places(box, b"trun"):
            flags, count = _fields(box, at + 4, ">II")
            total += 0 if flags & 0xF00 else count  # with any of these flags each packet has an entry of its own
    return total


def mp4_length_s(data: bytes) -> float | None:
    """The length that an MP4 file states for all its tracks together; None where it states none."""
    for box in _mp4_tables(data):
        at = box.find(b"mvhd")
        if at >= 0:
            layout = ">IQ" if box[at + 4 : at + 5] == b"\1" else ">II"
            ticks_per_s, ticks = _fields(box, at + (24 if layout == ">IQ" else 16), layout)
            return ticks / ticks_per_s if ticks and ticks_per_s else None
    return None


def ogg_is_whole(data: bytes) -> bool:
    """True where the last page of an Ogg file is complete and marked as the end of its stream."""
    page = _last_page(data)
    lacing = page[27 : 27 + page[26]] if len(page) > 26 else b""
    is_complete = len(page) > 26 and len(lacing) == page[26] and 27 + len(lacing) + sum(lacing) <= len(page)
    return is_complete and bool(page[5] & 4)


def ogg_is_chained(data: bytes) -> bool:
    """True where another recording follows the first: the last page is of no stream that began with the first page."""
    serials, at = set(), 0
    while data[at : at + 4] == b"OggS" and len(data) > at + 26 and data[at + 5] & 2:
        serials.add(data[at + 14 : at + 18])
        at = data.find(b"OggS", at + 27)
    return _last_page(data)[14:18] not in serials


def _last_page(data: bytes) -> bytes:
    return data[max(data.rfind(b"OggS"), 0) :]


def _wav(data: bytes) -> Extent | None:
    order = ">" if data[:4] == b"RIFX" else "<"
    size64 = 0
    for name, begin, size in _chunks(data, 12, order):
        if name == b"ds64":
            (size64,) = _fields(data, begin + 8, "<Q")
        if name != b"data":
            continue
        if data[:4] == b"RF64" and size == 0xFFFF_FFFF:
            size = size64
        elif size >= _PLACEHOLDER and not 0 < _fields(data, 4, f"{order}I")[0] < _PLACEHOLDER:
            return None
        return Extent(size, _held(data, begin, size, order), min(size, len(data) - begin))
    return None


def _aiff(data: bytes) -> Extent | None:
    common = 0
    for name, begin, size in _chunks(data, 12, ">"):
        if name == b"COMM":
            common = _aiff_common_bytes(data, begin)
        if name == b"SSND":
            begin, size = begin + 8, max(size - 8, 0)  # behind an offset and a block size
            there = len(data) - begin
            return Extent(max(size, common), _held(data, begin, size, ">"), min(size or there, there))
    return None


def _aiff_common_bytes(data: bytes, at: int) -> int:
    """Bytes of sound that the COMM chunk states; 0 where they are coded and so cannot be told from it."""
    n_channels, n_frames, n_bits = _fields(data, at, ">hIh")
    is_plain = data[8:12] == b"AIFF" or data[at + 18 : at + 22] in (b"NONE", b"sowt", b"twos")
    return n_channels * n_frames * ((n_bits + 7) // 8) if is_plain else 0


def _au(data: bytes) -> Extent | None:
    begin, size = _fields(data, 4, "<II" if data[:4] == b"dns." else ">II")
    if size == 0xFFFF_FFFF:
        return None
    there = max(len(data) - begin, 0)
    return Extent(size, there, min(size, there))


def _held(data: bytes, begin: int, size: int, order: str) -> int:
    """Bytes of sound between ``begin`` and the end; what follows the stated size and is no chunk may be sound too."""
    at = begin + size + size % 2
    for name, chunk_begin, chunk_size in _chunks(data, at, order):
        if not (name.isascii() and name.decode().isprintable()):
            break
        at = chunk_begin + chunk_size + chunk_size % 2
    if len(data) - at > 1024:  # less is padding or a tag of another kind
        return len(data) - begin
    return max(min(size, len(data) - begin), 0)


def _chunks(data: bytes, at: int, order: str) -> Iterator[tuple[bytes, int, int]]:
    """Name, begin and stated size of the chunks from ``at``, as far as their heads are there."""
    for _ in range(_MAX_CHUNKS):
        if at + 8 > len(data):
            return
        name, size = struct.unpack_from(f"{order}4sI", data, at)
        yield name, at + 8, size
        at += 8 + size + size % 2


def _mp4_tables(data: bytes) -> list[bytes]:
    """The top-level boxes that hold tables."""
    found, at = [], 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if size == 1:
            size = _fields(data, at + 8, ">Q")[0]
        end = at + size if size >= 8 else len(data)
        if name in (b"moov", b"moof"):
            found.append(data[at:end])
        at = end
    return found


def _places(box: bytes, name: bytes) -> list[int]:
    """Where the names of boxes stand, at any depth: FFmpeg reads them wherever they are nested."""
    places, at = [], box.find(name)
    while at >= 0:
        places.append(at)
        at = box.find(name, at + 4)
    return places


def _one_run_of_single_ticks(box: bytes, at: int) -> bool:
    n_runs, _, ticks = _fields(box, at + 8, ">III")
    return n_runs == 1 and ticks == 1


def _fields(data: bytes, at: int, form: str) -> tuple[int, ...]:
    """Numbers at ``at``; zeros where the data ends before them."""
    size = struct.calcsize(form)
    return struct.unpack(form, data[at : at + size].ljust(size, b"\0"))
