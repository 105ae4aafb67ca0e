"""A zip that a stranger made, by path or as an open file, in; what it holds, as checked streams of bytes, out.

Nothing that the archive says of itself is believed: the entries must lie side by side in the file, and each one is
inflated here piece by piece, counted and compared with its stated size and checksum. Python's ``zipfile`` reads the
list of entries alone, through a file that gives it only as much at once as an honest list needs.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.errors import DataError
from core.names import plain_name

CHUNK = 1 << 18
PACK_AGAIN = "pack it again"
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_ENCRYPTED, _SIZES_FOLLOW, _PATCH, _STRONGLY_ENCRYPTED, _UTF8, _MASKED = 0x1, 0x8, 0x20, 0x40, 0x800, 0x2000  # flags
_ELSEWHERE = 0xFFFFFFFF  # stands for a size that is stated in 64 bits behind the name
_NOT_A_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,  # zipfile's word for a version that it does not know
    ValueError,  # a place before the beginning of the file, a date that is none, a name that is no text
    OverflowError,
    struct.error,
    EOFError,
)


@dataclass(frozen=True)
class ZipLimits:
    """What is still taken for an honest archive."""

    max_entries: int = 20_000
    max_list_bytes: int = 6_000_000  # of the list of entries, which is held in memory
    max_ratio: float = 200.0  # inflated to packed, of all entries together; music hardly shrinks
    free_bytes: int = 100_000_000  # below which the ratio does not matter


DEFAULT_LIMITS = ZipLimits()


@dataclass(frozen=True)
class Entry:
    """One file in an archive; ``refusal`` says why it cannot be read, or is empty."""

    name: str
    n_bytes: int
    n_packed: int
    refusal: str
    info: zipfile.ZipInfo


class DamagedEntry(DataError):
    """One file of an archive, the subject of the message, cannot be read; the others may be fine."""


@contextmanager
def open_zip(
    source: Path | BinaryIO, *, limits: ZipLimits = DEFAULT_LIMITS, instead: str = PACK_AGAIN
) -> Iterator["Archive"]:
    """Open an `Archive`, and close what was given by its path."""
    if isinstance(source, Path):
        try:
            file = source.open("rb")
        except OSError as error:
            raise DataError(f"the archive cannot be read ({error.strerror}); upload it again") from error
        with file:
            yield Archive(file, limits=limits, instead=instead)
    else:
        yield Archive(source, limits=limits, instead=instead)


class Archive:
    """An opened archive: its ``entries`` without folders, and the bytes of each.

    Parameters
    ----------
    instead : what somebody shall do whose file is no zip

    Raises
    ------
    DataError
        The file is no zip or is cut, has too many entries, or is made to fill a disk.
    """

    def __init__(self, file: BinaryIO, *, limits: ZipLimits = DEFAULT_LIMITS, instead: str = PACK_AGAIN) -> None:
        self._file = file
        infos, list_start = _list(file, limits, instead)
        _check_side_by_side(infos, list_start)
        files = [info for info in infos if not info.is_dir()]
        self.entries = tuple(
            Entry(_name(info), info.file_size, info.compress_size, _refusal(info), info) for info in files
        )
        _check_ratio(self.entries, limits)

    def read(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of ``entry``, piece by piece.

        Raises
        ------
        DamagedEntry
            The bytes are not those that were packed, as far as they came: never more than stated.
        DataError
            The archive states two sizes for the entry: somebody has made it up.
        """
        info, n_bytes, checksum = entry.info, 0, 0
        inflate = _stored if info.compress_type == zipfile.ZIP_STORED else _inflated
        for piece in inflate(self._packed(info)):
            n_bytes += len(piece)
            if n_bytes > info.file_size:
                break
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if n_bytes != info.file_size:
            raise DamagedEntry(f"does not hold the {info.file_size:,} bytes that the archive states; pack it again")
        if checksum != info.CRC:
            raise DamagedEntry("is damaged in the archive (its checksum is wrong); pack it again")

    def _packed(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        self._file.seek(info.header_offset)
        head = self._file.read(_LOCAL_HEADER.size)
        if len(head) < _LOCAL_HEADER.size or head[:4] != b"PK\x03\x04":
            raise DamagedEntry("is not where the archive says; pack it again")
        *_, n_packed, n_bytes, n_name, n_extra = _LOCAL_HEADER.unpack(head)
        if not info.flag_bits & _SIZES_FOLLOW and not _agree((n_packed, n_bytes), info):
            raise DataError(
                f"the archive states two sizes for its entry “{plain_name(_name(info))}”, as no packer does; it was "
                f"refused"
            )
        self._file.seek(n_name + n_extra, io.SEEK_CUR)
        left = info.compress_size
        while left:
            piece = self._file.read(min(left, CHUNK))
            if not piece:
                raise DamagedEntry("is cut off by the end of the archive; upload it again")
            left -= len(piece)
            yield piece


class _ListOnly(io.RawIOBase):
    """A file that refuses to be read in larger pieces than an honest list of entries has."""

    def __init__(self, file: BinaryIO, max_bytes: int) -> None:
        self._file, self._max_bytes = file, max_bytes

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        if size > self._max_bytes:
            raise DataError(
                f"the list of files in the archive takes {size:,} bytes, at most {self._max_bytes:,} are read; "
                f"make several smaller archives"
            )
        return self._file.read(size if size >= 0 else self._max_bytes)


def _list(file: BinaryIO, limits: ZipLimits, instead: str) -> tuple[list[zipfile.ZipInfo], int]:
    """The entries and where in the file their list begins."""
    try:
        with zipfile.ZipFile(_ListOnly(file, limits.max_list_bytes)) as archive:
            infos, list_start = archive.infolist(), archive.start_dir
    except _NOT_A_ZIP as error:
        raise DataError(f"this is no zip archive, or it was cut on its way ({error}); {instead}") from error
    except OSError as error:
        raise DataError(f"the archive cannot be read ({error.strerror or error}); upload it again") from error
    if len(infos) > limits.max_entries:
        raise DataError(
            f"the archive has {len(infos):,} entries, at most {limits.max_entries:,} are taken; make smaller ones"
        )
    return infos, list_start


def _check_side_by_side(infos: list[zipfile.ZipInfo], list_start: int) -> None:
    """Entries that share bytes are how a small file unpacks to a huge one."""
    at = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < at:
            raise DataError("entries of the archive lie over each other, as no packer makes them; it was refused")
        at = info.header_offset + _LOCAL_HEADER.size + info.compress_size
    if at > list_start:
        raise DataError("an entry of the archive reaches into its list of files; it is broken, pack it again")


def _check_ratio(entries: tuple[Entry, ...], limits: ZipLimits) -> None:
    n_bytes, n_packed = (sum(values) for values in ([e.n_bytes for e in entries], [e.n_packed for e in entries]))
    if n_bytes > limits.free_bytes and n_bytes > limits.max_ratio * n_packed:
        raise DataError(
            f"the archive says that its {n_packed / 1e6:.1f} MB unpack to {n_bytes / 1e6:,.0f} MB; music does not "
            f"shrink like that, so it was refused"
        )


def _refusal(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & (_ENCRYPTED | _STRONGLY_ENCRYPTED | _MASKED):
        return "is locked with a password; pack it without one"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & _PATCH:
        kind = zipfile.compressor_names.get(info.compress_type, f"number {info.compress_type}")
        return f"is packed by a method that is not read here ({kind}); pack it as an ordinary zip"
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "is a link to another file; pack the file itself"
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return "is no ordinary file"
    return ""


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its maker saw it: many packers write UTF-8 without saying so."""
    name = info.orig_filename
    if info.flag_bits & _UTF8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _stored(pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield from pieces


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in pieces:
            while piece and not inflater.eof:
                yield inflater.decompress(piece, CHUNK)
                piece = inflater.unconsumed_tail
        while not inflater.eof and (rest := inflater.decompress(inflater.unconsumed_tail, CHUNK)):
            yield rest
    except zlib.error as error:
        raise DamagedEntry(f"is damaged in the archive ({error}); pack it again") from error
    if not inflater.eof:
        raise DamagedEntry("ends too early in the archive; pack it again")


def _agree(sizes: tuple[int, int], info: zipfile.ZipInfo) -> bool:
    """Whether the sizes before an entry are those of the list."""
    return all(a in (b, _ELSEWHERE) for a, b in zip(sizes, (info.compress_size, info.file_size), strict=True))
