"""A folder of genre folders of audio in, its tracks out: the genre is the first folder level, artists are in the tags.

A file that this program marked as made by it is no real music here either, wherever somebody put it. How long
it takes is how long it takes to read the first bytes of every file; a file that did not change is read once.
"""

from functools import lru_cache
from pathlib import Path

from core.data.datasets.artists import read_artist
from core.data.datasets.track import GENRE, REAL, Dataset, Source, Track, audio_files, plain_id
from core.errors import DataError
from core.generation.marks import read_mark, sidecar_of
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
        raise DataError(
            f"{path} holds no audio files; needed are genre folders with recordings: {path.name}/<genre>/<file>"
        )
    loose = [file for file in files if len(file.parts) == 1]
    if loose and len(loose) < len(files):
        raise DataError(
            f"{len(loose)} files lie outside the genre folders of {path}, such as {plain_id(str(loose[0]))!r}; "
            f"move them into the folder of their genre"
        )
    ids = _unique([plain_id(file.as_posix()) for file in files])
    own_name = plain_id(path.resolve().name)
    genres = [own_name if loose else plain_id(file.parts[0]) for file in files]
    return [
        Track(id, path / file, {GENRE: genre}, read_artist(path / file), source=_source(path / file))
        for id, file, genre in zip(ids, files, genres, strict=True)
    ]


def _source(file: Path) -> Source:
    """What the mark in a file, or beside it, says; that of real music where there is none."""
    told = [_marked_in(place) for place in (sidecar_of(file), file)]
    return next((Source("synthetic", words) for words in told if words), REAL)


def _marked_in(place: Path) -> str:
    """Who made it, by its mark, read once for as long as the file does not change; "" without one."""
    try:
        about = place.stat()
    except OSError:
        return ""
    return _read(place, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=200_000)
def _read(place: Path, changed_ns: int, n_bytes: int) -> str:
    try:
        mark = read_mark(place)
    except DataError:  # it cannot be opened, which is said as soon as somebody listens
        return ""
    return mark.words if mark else ""


def _unique(names: list[str]) -> list[str]:
    # Two different names may become one by plain_id.
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
    about="Any folder of genre folders of recordings, <genre>/.../<file>; artists come from the tags of the files.",
    licence=LICENCES["own"],
    citation="",
    index=index,
    how_to_get="Put your recordings in one folder for each genre, and open the folder around them",
)
