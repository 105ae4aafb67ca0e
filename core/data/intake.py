"""Files of a stranger in; the recordings among them, under safe names in genre folders, and why not the others, out.

All files are first written under numbers. What they are is told by their contents; they get their names at the end,
when it is known which folders hold the genres.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.archives import DamagedEntry
from core.data.datasets.track import AUDIO_SUFFIXES
from core.data.names import Shelf, genre_paths, split_name
from core.errors import AudioError, DataError
from core.names import is_ignorable, plain_name
from core.sound.contents import recognise
from core.sound.decode import DEFAULT_LIMITS

MAX_FILE_BYTES = DEFAULT_LIMITS.max_bytes  # what the decoder takes
_INCOMING = ".incoming"
_SUFFIX = {  # for a recording whose name has no ending that datasets look for
    **{"WAV": ".wav", "AIFF": ".aiff", "AU": ".au", "FLAC": ".flac", "Ogg": ".ogg", "MP3": ".mp3", "AAC": ".aac"},
    **{"MP4": ".m4a", "WMA": ".wma", "Matroska": ".webm"},
}
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")

Progress = Callable[[float, str], None]  # the share that is done, words for people; may raise to stop


@dataclass(frozen=True)
class Candidate:
    """One file that was given: its size as stated, its bytes, and what already speaks against it."""

    name: str
    n_bytes: int
    pieces: Callable[[], Iterator[bytes]]
    refusal: str = ""


@dataclass(frozen=True)
class Skipped:
    """A file that was left out; ``name`` is one printable line, still not for HTML, and the subject of the reason."""

    name: str
    reason: str


@dataclass(frozen=True)
class Taken:
    """What became of the files."""

    genres: Mapping[str, int]  # genre -> number of tracks, by name
    n_bytes: int
    skipped: tuple[Skipped, ...]
    n_ignored: int  # hidden files and what systems leave behind


def wanted(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those whose bytes will be read."""
    return [candidate for candidate in candidates if not is_ignorable(candidate.name) and not _refusal(candidate)]


def take_in(candidates: Sequence[Candidate], folder: Path, *, genre: str, progress: Progress | None = None) -> Taken:
    """Write the recordings among ``candidates`` as ``folder/<genre>/.../<file>``; the order of the others is kept.

    Parameters
    ----------
    genre : of files that lie in no folder, where none does

    Raises
    ------
    DataError
        No file is a recording, or one of them was made to harm.
    """
    incoming = folder / _INCOMING
    incoming.mkdir()
    reasons, found = _write(candidates, incoming, progress=progress)
    paths, misplaced = _places({n: path for n, (path, _) in found.items()}, genre=genre)
    reasons |= misplaced
    skipped = tuple(Skipped(_shown(candidates[n].name), reason) for n, reason in sorted(reasons.items()))
    if not paths:
        raise DataError(_nothing(skipped))
    for n, path in paths.items():
        target = folder.joinpath(*path)
        target.parent.mkdir(parents=True, exist_ok=True)
        (incoming / str(n)).rename(target)
    shutil.rmtree(incoming)
    genres = Counter(path[0] for path in paths.values())
    n_ignored = sum(is_ignorable(candidate.name) for candidate in candidates)
    return Taken(dict(sorted(genres.items())), sum(found[n][1] for n in paths), skipped, n_ignored)


def _write(
    candidates: Sequence[Candidate], incoming: Path, *, progress: Progress | None
) -> tuple[dict[int, str], dict[int, tuple[tuple[str, ...], int]]]:
    """Write each recording as its number; why the others are left out, and (path, size) of these."""
    reasons, found = {}, {}
    n_bytes, n_done = sum(candidate.n_bytes for candidate in wanted(candidates)) or 1, 0
    for n, candidate in enumerate(candidates):
        if is_ignorable(candidate.name):
            continue
        reasons[n] = _refusal(candidate)
        if reasons[n]:
            continue
        if progress:
            progress(n_done / n_bytes, f"{n} of {len(candidates)} files")
        try:
            found[n] = _keep(candidate, incoming / str(n))
            del reasons[n]
        except (AudioError, DamagedEntry) as error:
            reasons[n] = str(error)
            (incoming / str(n)).unlink(missing_ok=True)
        n_done += candidate.n_bytes
    return reasons, found


def _keep(candidate: Candidate, path: Path) -> tuple[tuple[str, ...], int]:
    """Write one file and tell the path that its name asks for, and its size; raises AudioError when it is no sound."""
    with path.open("wb") as file:
        for piece in candidate.pieces():
            file.write(piece)
    data = path.read_bytes()  # at most what the decoder takes
    kind = _kind(data)
    *folders, name = split_name(candidate.name)
    known = Path(name).suffix.lower() in AUDIO_SUFFIXES
    return (*folders, name if known else name + _SUFFIX[kind]), len(data)


def _kind(data: bytes) -> str:
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        raise AudioError("is an archive in itself; unpack it and upload its files")
    try:
        return recognise(data).kind
    except AudioError as error:  # of which the list of all that is read would be said for each file
        raise AudioError(str(error).partition(";")[0]) from error


def _places(paths: Mapping[int, tuple[str, ...]], *, genre: str) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """Where each file goes below the genre folders, and why some go nowhere."""
    below, shelf = genre_paths(paths.values(), genre=genre), Shelf()
    placed, reasons = {}, {}
    for n, path in paths.items():
        if below[path] is None:
            reasons[n] = "lies outside of the genre folders; move it into the folder of its genre"
            continue
        try:
            placed[n] = shelf.place(below[path])
        except DataError as error:
            reasons[n] = str(error)
    return placed, reasons


def _refusal(candidate: Candidate) -> str:
    """Why a file is not even read, or ""."""
    try:
        split_name(candidate.name)
    except DataError as error:
        return str(error)
    if candidate.refusal:
        return candidate.refusal
    if not candidate.n_bytes:
        return "is empty (0 bytes)"
    if candidate.n_bytes > MAX_FILE_BYTES:
        return f"has {candidate.n_bytes / 1e6:.1f} MB, at most {MAX_FILE_BYTES / 1e6:.0f} MB are taken of one recording"
    return ""


def _nothing(skipped: Sequence[Skipped]) -> str:
    needed = "needed are recordings in genre folders, such as rock/song.mp3"
    if not skipped:
        return f"the upload holds no files; {needed}"
    first = skipped[0]
    others = f"{len(skipped)} files were left out; the first, " if len(skipped) > 1 else ""
    return f"the upload holds no recording: {others}“{first.name}” {first.reason}; {needed}"


def _shown(name: str) -> str:
    return plain_name(name) or "a file without a name"
