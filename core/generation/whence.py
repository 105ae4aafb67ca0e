"""A file of anybody in; what it says of where it comes from, if it says that this program made it, out."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.errors import DataError
from core.generation.marks import RULES, SOFTWARE, SOURCE_TYPES, Mark, mark_in, read_mark, sidecar_of
from core.names import plain_name

MAX_BYTES = 100_000_000  # of a file that is looked at
NO_MARK = "no mark found: this proves nothing either way"
SAYS_WHO = "So says a mark {where}, which anybody can write or take out."
WHERE = {"file": "in the file", "sidecar": "in the file beside it"}


@dataclass(frozen=True)
class Found:
    """What was found in a file, or in the sidecar beside one that carries nothing itself.

    ``place`` is one of WHERE, and None where there is no mark.
    """

    mark: Mark | None
    place: str | None


def whence(path: Path) -> Found:
    """Look for a mark in a FLAC, WAV, MIDI or MusicXML file or a sidecar; in files of other kinds there is none.

    Raises
    ------
    DataError
        There is no such file, it cannot be read, is larger than ``MAX_BYTES``, or is a broken one of these kinds.
    """
    mark = _mark_of(path)
    if mark is not None:
        return Found(mark, "file")
    beside = sidecar_of(path)
    mark = read_mark(beside) if beside.is_file() else None
    return Found(mark, "sidecar" if mark else None)


def made_by(mark: Mark) -> str:
    """The first thing to say of it, in a few words."""
    return f"made by {SOFTWARE}, seed {mark.seed}"


def how(mark: Mark) -> str:
    """By what and in which way; the names are those that the mark gives, shortened."""
    model = "" if mark.source_type == RULES else f", model {plain_name(mark.model)}"
    return f"{plain_name(mark.engine)}{model}: {SOURCE_TYPES[mark.source_type]}"


def _mark_of(path: Path) -> Mark | None:
    try:
        if not path.is_file():  # a pipe would be waited for without end
            raise DataError(f"{path} {'is no file' if path.exists() else 'does not exist'}; name a file that is there")
        n_bytes = path.stat().st_size
        if n_bytes > MAX_BYTES:
            raise DataError(
                f"{path} has {n_bytes / 1e6:.0f} MB, but at most {MAX_BYTES / 1e6:.0f} MB are looked at; choose another"
            )
        with path.open("rb") as file:
            return _mark_in(file, path)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}; choose another file") from error


def _mark_in(file: BinaryIO, path: Path) -> Mark | None:
    try:
        return mark_in(file)
    except DataError as error:
        raise DataError(f"{path}: {error}; download or export it again") from error
