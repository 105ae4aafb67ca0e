"""`piano_clips.zip` in, pieces out: thirty seconds each of jazz piano, transcribed from recordings.

The files hold two tracks, which belong together, a constant tempo that means nothing, times on a grid of 100 ms and a
single velocity. No beat is known. What the transcribers call the end of a note is the moment when the pedal lets it go.
A fortieth of the notes were shorter than half a step of that grid: their end stands before their beginning, and as any
reader of MIDI does, this one leaves them out.
"""

import csv
import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import symusic

from core.errors import DataError
from core.jazz.data.piece import Piece
from core.jazz.notes import Notes
from core.jazz.strokes import one_a_stroke

SOURCE = "11,540 clips of 30 s of jazz piano: transcriptions of recordings of the Jazz Trio Database and PiJAMA"
LICENCE = "MIT, Copyright (c) 2025 Huw Cheston (the transcriptions; the recordings behind them are commercial)"
CITATION = (
    "H. Cheston, J. Schlichting, I. Cross, P. Harrison: Jazz Trio Database: Automated Annotation of Jazz Piano Trio "
    "Recordings Processed Using Audio Source Separation. TISMIR 7(1), 2024",
    "D. Edwards, S. Dixon, E. Benetos: PiJAMA: Piano Jazz with Automatic MIDI Annotations. TISMIR 6(1), 2023",
)

DURATION_S = 30.0
# A twentieth of the notes is held longer, by a pedal and up to the end of the clip: so long they say nothing about the
# hand, the string has all but fallen silent, and a network would learn to hold everything.
LONGEST_NOTE_S = 5.0

# What reading a zip raises where it is damaged, by any of the ways in which its files may be packed; bzip2's is an
# OSError, as that of a disk that fails.
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, OverflowError, ValueError)

_TABLE, _COLUMNS = "clips.csv", {"clip", "pianist", "track"}
_MAX_TABLE_BYTES, _MAX_CLIP_BYTES = 20_000_000, 1_000_000
_SALT = b"manners of jazz pianists"  # changing it renumbers the manners, which the weights of models know by number


@dataclass(frozen=True)
class _Row:
    """A line of the table; the ``manner`` is the number of its pianist, see `manner_numbers`.

    The ``group`` is pianist and track as they are first spelt: nineteen tracks appear in two spellings, "Stella By
    Starlight" and "Stella by Starlight", and of one of them the same seconds stand under both.
    """

    number: int
    entry: str
    group: str
    manner: int


def read_clips(path: Path, *, limit: int | None = None) -> list[Piece]:
    """All clips of the table, or the first ``limit`` of them, in its order.

    The entries are read into memory one by one; nothing is written, so their names cannot lead anywhere.

    Raises
    ------
    DataError
        The file is no zip, lacks its table or a clip of it, or a clip is broken.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            rows = _rows(_read(archive, _TABLE, at_most=_MAX_TABLE_BYTES))
            return [_piece(archive, row) for row in rows[:limit]]
    except OSError as error:
        raise DataError(f"{path.name} cannot be read ({error.strerror or error}); copy it again") from error
    except BROKEN_ZIP as error:
        raise DataError(f"{path.name} is no zip archive or is damaged ({error}); copy it again") from error


def pianists(path: Path) -> tuple[str, ...]:
    """The real names of those who play, in alphabetical order, which says nothing about the manners' numbers.

    For a card's list of sources.
    """
    with zipfile.ZipFile(path) as archive:
        rows = _rows(_read(archive, _TABLE, at_most=_MAX_TABLE_BYTES))
    return tuple(sorted({row.entry.split("/")[0].replace("_", " ").title() for row in rows}))


def manner_numbers(names: Iterable[str]) -> dict[str, int]:
    """The number of each pianist's manner, from 0: an order in which no list of names stands.

    That of the table is the alphabet's, and a list of sources beside numbered manners would tell who is who.
    """
    mixed = sorted(set(names), key=lambda name: hashlib.sha256(_SALT + name.encode()).digest())
    return {name: number for number, name in enumerate(mixed)}


def tidy(notes: Notes, *, end_s: float = DURATION_S) -> Notes:
    """The notes of a clip, or of any piece that is put beside them (``end_s`` = infinity), as a network learns them.

    A quarter of the transcribed notes outlast the next stroke of their own key, which no string does. What starts at
    ``end_s`` or later is left out, and nothing sounds beyond it.
    """
    return one_a_stroke(notes, longest_s=LONGEST_NOTE_S).within(0.0, end_s)


def _rows(table: bytes) -> list[_Row]:
    reader = csv.DictReader(io.StringIO(table.decode("utf-8-sig")))
    if missing := _COLUMNS - set(reader.fieldnames or ()):
        raise DataError(f"{_TABLE} lacks the columns {', '.join(sorted(missing))}; take the published archive")
    return list(_numbered(reader))


def _numbered(reader: csv.DictReader) -> Iterator[_Row]:
    rows = list(reader)
    manners = manner_numbers(row["pianist"] for row in rows)
    groups: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        pianist, track = row["pianist"], row["track"]
        group = groups.setdefault(f"{pianist}/{track}".casefold(), f"{pianist}/{track}")
        yield _Row(number, f"{pianist}/{row['clip']}.mid", group, manners[pianist])


def _piece(archive: zipfile.ZipFile, row: _Row) -> Piece:
    name = f"clip {row.number:05d}"  # that of the entry holds a pianist's, which no message shall tell
    content = _read(archive, row.entry, at_most=_MAX_CLIP_BYTES, name=name)
    return Piece(tidy(_notes(content, name)), row.group, row.manner, name)


def _read(archive: zipfile.ZipFile, entry: str, *, at_most: int, name: str = "") -> bytes:
    name = name or entry
    try:
        with archive.open(entry) as file:
            content = file.read(at_most + 1)
    except KeyError as error:
        raise DataError(f"the archive lacks {name}; take it as it was published") from error
    except BROKEN_ZIP as error:
        raise DataError(f"{name} is damaged in the archive; copy the archive again") from error
    if len(content) > at_most:
        raise DataError(f"{name} is larger than {at_most:,} bytes, so it is none of the clips; copy the archive again")
    return content


def _notes(content: bytes, name: str) -> Notes:
    """The notes of all tracks together."""
    try:
        score = symusic.Score.from_midi(content)
    except (RuntimeError, ValueError) as error:
        raise DataError(f"{name} is no MIDI file ({error}); copy the archive again") from error
    if len(score.tempos) != 1:
        raise DataError(f"{name} has {len(score.tempos)} tempos, the clips have one; take the published archive")
    ticks_per_s = score.ticks_per_quarter * score.tempos[0].qpm / 60
    tables = [track.notes.numpy() for track in score.tracks]
    if not tables:
        return Notes.of([])
    column = {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
    return Notes(
        column["time"] / ticks_per_s,
        column["duration"] / ticks_per_s,
        column["pitch"].astype(np.int64),
        column["velocity"].astype(np.int64),
    )
