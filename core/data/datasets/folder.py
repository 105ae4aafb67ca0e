"""A folder of genre folders of audio in, its tracks out; the genre is the first folder level, artists are unknown."""

import unicodedata
from pathlib import Path

from core.data.datasets.track import GENRE, Dataset, Track, audio_files
from core.errors import DataError
from core.licences import LICENCES


def index(path: Path) -> list[Track]:
    """All tracks below ``path``, as ``path/<genre>/.../<file>``; a folder of files alone is one genre, by its own name.

    Raises
    ------
    DataError
        There is no audio, or audio lies both inside and outside of genre folders.
    """
    files = [file.relative_to(path) for file in audio_files(path)]
    if not files:
        raise DataError(f"{path} holds no audio files; needed are genre folders with recordings: PATH/<genre>/<file>")
    loose = [file for file in files if len(file.parts) == 1]
    if loose and len(loose) < len(files):
        raise DataError(
            f"{len(loose)} files lie outside the genre folders of {path}, such as {_plain(str(loose[0]))!r}; "
            f"move them into the folder of their genre"
        )
    ids = _unique([_plain(file.as_posix()) for file in files])
    own_name = _plain(path.resolve().name)
    genres = [own_name if loose else _plain(file.parts[0]) for file in files]
    return [Track(id, path / file, {GENRE: genre}) for id, file, genre in zip(ids, files, genres, strict=True)]


def _plain(name: str) -> str:
    # File names may hold bytes that are no Unicode, and control characters; an id may not.
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c).startswith("C") else c
        for c in unicodedata.normalize("NFC", text)
    )


def _unique(names: list[str]) -> list[str]:
    # Two different names may become one by _plain.
    taken: set[str] = set()
    unique = []
    for name in names:
        n = 2
        candidate = name
        while candidate in taken:
            candidate, n = f"{name}~{n}", n + 1
        taken.add(candidate)
        unique.append(candidate)
    return unique


DATASET = Dataset(
    name="folder",
    title="A folder of your own",
    about="Any folder of genre folders of recordings: PATH/<genre>/.../<file>; the artists are unknown.",
    licence=LICENCES["own"],
    citation="",
    index=index,
)
