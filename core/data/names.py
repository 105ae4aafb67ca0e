"""The name of a file as a stranger gave it in; folder and file names that any disk takes out, or why it is refused.

Names stay recognisable: letters of all scripts are kept, only what means something to a file system is replaced.
"""

import re
import unicodedata
from collections.abc import Iterable

from core.errors import DataError
from core.names import parts_of

MAX_NAME_BYTES = 230  # of one folder or file, as UTF-8: disks take 255
MAX_PATH_BYTES = 1_000
MAX_DEPTH = 16
_SPECIAL = set('<>:"|?*')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)


def split_name(name: str) -> tuple[str, ...]:
    """The folders and the file in ``name``, each cleaned; both kinds of slash separate them.

    Raises
    ------
    DataError
        The name leads out of its folder, is empty or too long; the file is the subject of the message.
    """
    parts = parts_of(name)
    if re.match(r"[\\/]|[A-Za-z]:", name) or ".." in parts:
        raise DataError("has a name that leads out of the upload; give it a plain one, in the folder of its genre")
    cleaned = tuple(clean_name(part) for part in parts)
    if not cleaned:
        raise DataError("has no name; give it one")
    longest = max(len(part.encode()) for part in cleaned)
    if longest > MAX_NAME_BYTES:
        raise DataError(f"has a name of {longest} bytes, at most {MAX_NAME_BYTES} are taken; shorten it")
    if len(cleaned) > MAX_DEPTH or sum(len(part.encode()) + 1 for part in cleaned) > MAX_PATH_BYTES:
        raise DataError(f"lies too deep in folders ({len(cleaned) - 1} of them); move it up")
    return cleaned


def clean_name(part: str) -> str:
    """One folder or file name without what a disk refuses or treats as special; never empty, never hidden."""
    text = unicodedata.normalize("NFC", part)
    text = "".join("_" if c in _SPECIAL or c in "\\/" or unicodedata.category(c)[0] == "C" else c for c in text)
    text = " ".join(text.split()).rstrip(". ")
    if text.startswith(".") or _RESERVED.fullmatch(text) or not text:
        return f"_{text}"
    return text


class Shelf:
    """Gives each path its place so that no two meet, on disks that do not tell upper from lower case either."""

    def __init__(self) -> None:
        self._files: set[tuple[str, ...]] = set()
        self._folders: dict[tuple[str, ...], str] = {(): ""}  # lower case -> as it was first spelt

    def place(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """The path for ``parts``, its folders spelt as they were first; raises DataError where it meets another."""
        keys = [_keys(parts[:n]) for n in range(1, len(parts) + 1)]
        if keys[-1] in self._files or keys[-1] in self._folders or any(key in self._files for key in keys[:-1]):
            raise DataError("has the same name as another file of the upload; rename one of them")
        spelt = [self._folders.setdefault(key, part) for key, part in zip(keys[:-1], parts[:-1], strict=True)]
        self._files.add(keys[-1])
        return (*spelt, parts[-1])


def genre_paths(paths: Iterable[tuple[str, ...]], *, genre: str) -> dict[tuple[str, ...], tuple[str, ...] | None]:
    """For each path the one below the genre folders: what wraps them is left off, None stands for a loose file.

    The genres are the first folders that differ. Files of one folder alone are one genre, by its name, and files
    without any folder by the name ``genre``.
    """
    paths = list(paths)
    wrap = _shared_folders(paths)
    inner = {_keys(path)[wrap] for path in paths if len(path) > wrap + 1}
    loose = [path for path in paths if len(path) == wrap + 1]
    if loose and not inner and not wrap:
        return {path: (genre, *path) for path in paths}
    if loose and wrap and len(inner) < 2:
        return {path: path[wrap - 1 :] for path in paths}
    return {path: None if len(path) == wrap + 1 else path[wrap:] for path in paths}


def _shared_folders(paths: list[tuple[str, ...]]) -> int:
    """How many folders all ``paths`` have in common."""
    folders = [_keys(path[:-1]) for path in paths]
    n = 0
    while folders and all(len(folder) > n and folder[n] == folders[0][n] for folder in folders):
        n += 1
    return n


def _keys(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", part.casefold()) for part in parts)
