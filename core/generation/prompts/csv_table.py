"""A CSV of the user's, with the columns genre and description, in; a source of descriptions out, and the way back."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import DataError
from core.generation.prompts.description import Description, read_description, words_of
from core.generation.prompts.grammar import VOCABULARIES
from core.generation.prompts.permutation import shuffled

MAX_BYTES = 10_000_000
MAX_ROWS = 100_000
MAX_CHARS = 1_000  # of one description: MusicGen reads little more
COLUMNS = ("genre", "description")
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Table:
    """Descriptions that a person wrote; ``n_twice`` rows said what an earlier row of their genre had said."""

    name: str
    rows: tuple[Description, ...]
    n_twice: int = 0

    @property
    def genres(self) -> tuple[str, ...]:
        """As they are spelled where they first stand."""
        spelled = {_folded(row.genre): row.genre for row in reversed(self.rows)}
        return tuple(dict.fromkeys(spelled[_folded(row.genre)] for row in self.rows))

    def draw(self, genre: str, *, n: int, seed: int) -> Iterator[Description]:
        """``n`` descriptions of a genre, in an order of the seed; hip-hop is Hip Hop and hiphop.

        Raises DataError where the table has no such genre, or fewer descriptions of it.
        """
        rows = [row for row in self.rows if _folded(row.genre) == _folded(genre)]
        if not rows:
            raise DataError(f"{self.name} describes no {genre}; its genres are {', '.join(self.genres[:20])}")
        if n > len(rows):
            there = f"{len(rows)} description{'s' * (len(rows) != 1)}"
            raise DataError(f"{self.name} has {there} of {genre}, and {n} are asked for; add some")
        if seed < 0:
            raise DataError(f"seed={seed} must be a whole number from 0 on")
        places = (shuffled(place, n=len(rows), key=f"{seed}/{_folded(genre)}") for place in range(n))
        return (replace(rows[place], genre=genre) for place in places)


def read_table_file(path: Path) -> Table:
    """The table in a file; raises DataError as `read_table` does, and where the file cannot be read."""
    try:
        n_bytes = path.stat().st_size
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)  # no more, whatever it is: a device has no end
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); name a CSV with {' and '.join(COLUMNS)}") from error
    _check_size(max(n_bytes, len(content)), path.name)
    return read_table(content, name=path.name)


def read_table(content: bytes, *, name: str) -> Table:
    """The table in the bytes of a CSV: UTF-8, with or without a mark in front; between cells comma, semicolon or tab.

    Raises
    ------
    DataError
        Too large, no text, a column is missing, a cell is empty or too long (with its line), or no row at all.
    """
    _check_size(len(content), name)
    text = _decoded(content, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: dict[tuple[str, tuple[str, ...]], Description] = {}
    n_rows = 0
    try:
        places = _places(next(reader, []), name)
        for cells in filter(any, reader):
            n_rows += 1
            if n_rows > MAX_ROWS:
                raise DataError(f"{name} has more than {MAX_ROWS:,} rows; give it in parts")
            row = _row(cells, places, where=f"line {reader.line_num} of {name}")
            rows.setdefault((_folded(row.genre), words_of(row.text)), row)
    except csv.Error as error:
        raise DataError(f"line {reader.line_num} of {name} is no CSV: {error}; mend the quotes in it") from error
    if not rows:
        raise DataError(f"{name} has no descriptions; write one in each line under {','.join(COLUMNS)}")
    return Table(name, tuple(rows.values()), n_twice=n_rows - len(rows))


def table_bytes(rows: Iterable[Description]) -> bytes:
    """A CSV that `read_table` reads."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([COLUMNS, *((row.genre, row.text) for row in rows)])
    return text.getvalue().encode()


def _check_size(n_bytes: int, name: str) -> None:
    if n_bytes > MAX_BYTES:
        raise DataError(
            f"{name} has {n_bytes / 1e6:.0f} MB, and {MAX_BYTES / 1e6:.0f} MB are read at most; give it in parts"
        )


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"line {line} of {name} is not UTF-8; save it as CSV in UTF-8") from error


def _separator(text: str) -> str:
    """The one that stands in the first line most often."""
    return max(_SEPARATORS, key=text.split("\n", 1)[0].count)


def _places(header: list[str], name: str) -> tuple[int, int]:
    found = [cell.strip().casefold() for cell in header]
    missing = [column for column in COLUMNS if column not in found]
    if missing:
        columns = ", ".join(repr(cell[:40]) for cell in header[:10]) or "nothing"
        raise DataError(f"{name} begins with {columns}; its first line must name {' and '.join(COLUMNS)}")
    genre, description = map(found.index, COLUMNS)
    return genre, description


def _row(cells: list[str], places: tuple[int, int], *, where: str) -> Description:
    genre, text = (" ".join(cells[place].split()) if place < len(cells) else "" for place in places)
    if not _folded(genre):
        raise DataError(f"{where} has no genre; write one in front of its description")
    if not words_of(text):
        raise DataError(f"{where} has no description; write one behind {genre!r}, or leave the line out")
    if len(text) > MAX_CHARS:
        raise DataError(f"{where} has {len(text):,} characters, and {MAX_CHARS:,} are read at most; say it shorter")
    if not (text + genre).isprintable():
        raise DataError(f"{where} holds characters that cannot be printed; write plain text")
    known = VOCABULARIES.get(_folded(genre))
    return read_description(text, genre=genre, instruments=known.instruments if known else ())


def _folded(genre: str) -> str:
    return "".join(words_of(genre))
