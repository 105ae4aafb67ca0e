"""The shared real recordings -> (name, genre, artist, path), for benchmarks that listen.

They lie in the folder that GENRESCOPE_DATA names, or in `shared` beside the checkout; without either a benchmark says
so and stops.
"""

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from core.data.datasets import gtzan
from core.errors import DataError
from core.workspace import PROJECT_ROOT


@dataclass(frozen=True)
class Recording:
    """One file; ``artist`` groups the recordings that are not independent."""

    name: str
    genre: str
    artist: str
    path: Path


def data_folder() -> Path:
    """The folder of real data; raises DataError when there is none."""
    named = os.environ.get("GENRESCOPE_DATA")
    folder = Path(named) if named else PROJECT_ROOT.parent / "shared"
    if not folder.is_dir():
        raise DataError("set GENRESCOPE_DATA to the folder with gtzan/, emotify/ and songs/; there is none now")
    return folder


def gtzan_clips() -> list[Recording]:
    """The 30 s GTZAN clips."""
    tracks = gtzan.index(data_folder() / "gtzan" / "audio")
    return [Recording(track.id, track.genre, track.artist or f"track:{track.id}", track.path) for track in tracks]


def emotify_clips() -> list[Recording]:
    """The 30 s Magnatune excerpts of the Emotify game."""
    folder = data_folder() / "emotify"
    with open(folder / "tracks.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Recording(row["file"], row["genre"], row["artist"], next((folder / "audio").rglob(row["file"]))) for row in rows
    ]


def songs() -> list[Path]:
    """Whole songs and sounds under free licences."""
    return sorted(path for path in (data_folder() / "songs").iterdir() if path.suffix in (".ogg", ".mp3"))
