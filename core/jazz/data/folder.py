"""MIDI files of anybody in (a folder, a zip, an upload), pieces out, and by name what was left out and why."""

import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np

from core.archives import Archive, DamagedEntry, Entry, ZipLimits
from core.errors import DataError
from core.jazz.data.clips import tidy
from core.jazz.data.copies import groups_of_copies
from core.jazz.data.piece import NO_MANNER, Piece
from core.jazz.midi import MidiLimits, read_midi
from core.jazz.notes import Notes
from core.names import is_ignorable, plain_name

ENDINGS = (".mid", ".midi", ".smf", ".kar")

_SHOWN = 3


@dataclass(frozen=True)
class FolderLimits:
    """What is read of a folder or zip; of an upload, see `UPLOADS`."""

    max_files: int = 20_000
    max_bytes: int = 500_000_000  # of all files together, unpacked
    midi: MidiLimits = field(default_factory=MidiLimits)


FOLDERS = FolderLimits()
UPLOADS = FolderLimits(max_files=500, max_bytes=20_000_000)
_ZIPS = ZipLimits(max_entries=2 * FOLDERS.max_files)  # folders are entries too, and the shadow of each file


@dataclass(frozen=True)
class LeftOut:
    """A file that is no piece; ``why`` is a sentence for the person who brought it."""

    name: str
    why: str


@dataclass(frozen=True)
class Brought:
    """What came of a folder: the group of a piece is the name of the first file that it is a copy of, or its own."""

    pieces: tuple[Piece, ...]
    left_out: tuple[LeftOut, ...]


def read_folder(source: Path, *, limits: FolderLimits = FOLDERS) -> Brought:
    """The pieces of a folder and the folders in it, of a zip, or of a single file.

    Raises
    ------
    DataError
        There is nothing of that name, it is larger than the limits, or none of its files is a piece.
    """
    if source.is_dir():
        return _brought(_folder_files(source, limits), limits)
    try:
        with source.open("rb") as file:
            content = file.read(limits.max_bytes + 1)
    except OSError as error:
        raise DataError(
            f"{source} cannot be read ({error.strerror or error}); name a folder, zip or MIDI file"
        ) from error
    return read_uploads([(source.name, content)], limits=limits)


def read_uploads(files: Iterable[tuple[str, bytes]], *, limits: FolderLimits = UPLOADS) -> Brought:
    """The same of files that somebody sent as (name, content); zips among them are opened, but not zips in zips."""
    return _brought(_sent_files(files, limits), limits)


def _brought(files: Iterable[tuple[str, bytes | str]], limits: FolderLimits) -> Brought:
    """Read what came as (name, content); where a string came in place of the content, it says why there is none."""
    read: list[tuple[str, Notes]] = []
    left_out: list[LeftOut] = []
    n_bytes = 0
    for number, (name, content) in enumerate(files):
        n_bytes += len(content)
        if number >= limits.max_files:
            raise DataError(f"there are more than {limits.max_files:,} files; bring fewer at once")
        if n_bytes > limits.max_bytes:
            raise DataError(f"the files are larger than {limits.max_bytes / 1e6:,.0f} MB together; bring fewer at once")
        try:
            read.append((plain_name(name), tidy(_notes(content, limits), end_s=np.inf)))
        except DataError as error:
            left_out.append(LeftOut(plain_name(name), str(error)))
    if not read:
        raise DataError(_nothing(left_out))
    leaders = groups_of_copies([notes for _, notes in read])
    pieces = (
        Piece(notes, _group(read, leader), NO_MANNER, name) for (name, notes), leader in zip(read, leaders, strict=True)
    )
    return Brought(tuple(pieces), tuple(left_out))


def _group(read: list[tuple[str, Notes]], leader: int) -> str:
    return f"{leader + 1} {read[leader][0]}"  # names alone may repeat


def _notes(content: bytes | str, limits: FolderLimits) -> Notes:
    if isinstance(content, str):
        raise DataError(content)
    return read_midi(content, limits=limits.midi)


def _nothing(left_out: list[LeftOut]) -> str:
    if not left_out:
        return "there is no MIDI file here; bring files that end in .mid"
    shown = "; ".join(f"{file.name}: {file.why}" for file in left_out[:_SHOWN])
    more = f" (and {len(left_out) - _SHOWN} more)" if len(left_out) > _SHOWN else ""
    return f"none of the {len(left_out)} files could be used{more}. {shown}"


def _folder_files(folder: Path, limits: FolderLimits) -> Iterator[tuple[str, bytes | str]]:
    """In the order of their names, on every machine; a link to a folder is not followed."""
    paths = (Path(place) / name for place, _, names in os.walk(folder, onerror=_refuse) for name in names)
    for path in sorted(paths):
        name = path.relative_to(folder).as_posix()
        if is_ignorable(name):
            continue
        if not _is_midi(name):
            yield name, _no_midi(name)
            continue
        try:
            with path.open("rb") as file:
                content: bytes | str = file.read(limits.midi.max_bytes + 1)
        except OSError as error:
            content = f"the file cannot be read ({error.strerror or error}); copy it again"
        yield name, content


def _sent_files(files: Iterable[tuple[str, bytes]], limits: FolderLimits) -> Iterator[tuple[str, bytes | str]]:
    for name, content in files:
        if content[:2] == b"PK":
            yield from _zipped_files(name, content, limits)
        elif _is_midi(name):
            yield name, content
        else:
            yield name, _no_midi(name)


def _zipped_files(name: str, content: bytes, limits: FolderLimits) -> Iterator[tuple[str, bytes | str]]:
    """The files of a zip by their names in it, in its order; nothing is written, so no name leads anywhere."""
    try:
        archive = Archive(io.BytesIO(content), limits=_ZIPS)
    except DataError as error:
        yield name, str(error)
        return
    entries = [entry for entry in archive.entries if not is_ignorable(entry.name)]
    if len(entries) > limits.max_files:
        raise DataError(f"there are more than {limits.max_files:,} files in {plain_name(name)}; make smaller archives")
    for entry in entries:
        yield entry.name, _unpacked(archive, entry, limits)


def _unpacked(archive: Archive, entry: Entry, limits: FolderLimits) -> bytes | str:
    """What an entry holds, but no more than a MIDI file may have and one byte."""
    if not _is_midi(entry.name):
        return _no_midi(entry.name)
    if entry.refusal:
        return f"the file {entry.refusal}"
    content = bytearray()
    try:
        for piece in archive.read(entry):
            content += piece
            if len(content) > limits.midi.max_bytes:
                break
    except DamagedEntry as error:
        return f"the file {error}"
    except DataError as error:
        return str(error)
    return bytes(content[: limits.midi.max_bytes + 1])


def _is_midi(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in ENDINGS


def _no_midi(name: str) -> str:
    if name.lower().endswith(".zip"):
        return "the file is an archive inside another; unpack it first"
    return f"the file does not end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}; export it as MIDI"


def _refuse(error: OSError) -> None:
    raise DataError(f"{error.filename} cannot be looked into ({error.strerror or error}); change its rights") from error
