"""What every dataset file gives: a ``Dataset`` that tells about itself and indexes its folder into ``Track``s."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Endings of files worth opening; the decoder, not the ending, decides what a file is.
AUDIO_SUFFIXES = (
    *(".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".aif", ".aiff", ".au"),
    *(".m4a", ".aac", ".wma", ".mp4", ".webm"),
)


@dataclass(frozen=True)
class Track:
    """One recording of a dataset; ``artist`` is None where nobody knows it."""

    id: str
    path: Path
    genre: str
    artist: str | None = None


@dataclass(frozen=True)
class Dataset:
    """One collection of tracks: what it is, what one may do with it, and how to find its tracks in a folder."""

    name: str
    title: str
    about: str
    licence: str
    citation: str
    index: Callable[[Path], list[Track]]


def audio_files(folder: Path) -> list[Path]:
    """All files below ``folder`` that look like sound, sorted; hidden files and folders are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in AUDIO_SUFFIXES and not _is_hidden(path.relative_to(folder)) and path.is_file()
    )


def _is_hidden(path: Path) -> bool:
    # "__MACOSX" holds the shadow files that Apple's zip leaves beside the real ones
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
