"""What every dataset file gives: a ``Dataset`` that tells about itself and indexes its folder into ``Track``s."""

import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol

import pandas as pd

from core.errors import AudioError, DataError
from core.licences import LICENCES, Licence
from core.names import SYSTEM_FOLDERS
from core.sound.decode import Signal, decode

GENRE = "genre"
# Endings of files worth opening; the decoder, not the ending, decides what a file is.
AUDIO_SUFFIXES = (
    *(".wav", ".wave", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".aif", ".aiff", ".aifc", ".au", ".snd"),
    *(".m4a", ".m4b", ".aac", ".wma", ".mp4", ".mka", ".webm"),
)


class Renderer(Protocol):
    """What makes a track's sound on demand: a small value that can be sent to a worker."""

    def render(self, *, sr: int) -> Signal: ...

    def flac(self) -> bytes:
        """The sound as it is meant to be heard, in all its channels."""
        ...


@dataclass(frozen=True)
class Vote:
    """What one annotator said of a track; ``weight`` 1 where everybody counts the same."""

    annotator: str
    task: str
    label: str
    weight: float = 1.0


@dataclass(frozen=True)
class Source:
    """Where a track comes from: a recording, or something that made it (``provenance``: what, and from which seed)."""

    kind: Literal["real", "synthetic"] = "real"
    provenance: str = ""


REAL = Source()


@dataclass(frozen=True)
class Track:
    """One recording of a dataset.

    Attributes
    ----------
    sound : the file, or what renders it; None where the dataset has no audio
    labels : task -> label; genre is one task of several
    artist : None where nobody knows
    duration_s : as the dataset says; None where it says nothing
    tags : further labels, of which a track may have several
    distributions : task -> label -> share, where the dataset has soft labels
    split : "training", "validation" or "test" where the dataset publishes a split
    fault : what is known to be wrong with its file; said where it cannot be read
    is_skipped : whether that is reason enough not to read it at all
    prompt_group : of a track by a program: what it shares with others that were made of the same; "" where unknown
    """

    id: str
    sound: Path | Renderer | None
    labels: Mapping[str, str]
    artist: str | None = None
    duration_s: float | None = None
    tags: tuple[str, ...] = ()
    distributions: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    votes: tuple[Vote, ...] = ()
    source: Source = REAL
    licence: Licence = LICENCES["own"]
    split: str = ""
    fault: str = ""
    is_skipped: bool = False
    prompt_group: str = ""

    @property
    def genre(self) -> str:
        """The genre; "" where the dataset has none for this track."""
        return self.labels.get(GENRE, "")

    @property
    def path(self) -> Path | None:
        """The file of the track, where it is one."""
        return self.sound if isinstance(self.sound, Path) else None

    @property
    def is_synthetic(self) -> bool:
        return self.source.kind == "synthetic"

    def decode(self, *, sr: int) -> Signal:
        """The sound, mono at ``sr``; raises AudioError when it cannot be read and DataError when there is none."""
        if self.sound is None:
            raise DataError(f"{self.id} has no audio here, only numbers")
        if self.is_skipped:
            raise AudioError(f"“{self.id}” is left out: {self.fault}")
        if not isinstance(self.sound, Path):
            return self.sound.render(sr=sr)
        try:
            return decode(self.sound, sr=sr, name=self.id)
        except AudioError as error:
            if not self.fault:
                raise
            raise AudioError(f"{error}. This is known: {self.fault}") from error


@dataclass(frozen=True)
class Published:
    """What the dataset says about itself, for comparing datasets: None where it does not say; ``source`` says where."""

    n_clips: int | None = None
    n_artists: int | None = None
    n_genres: int | None = None
    clip_s: float | None = None
    year: int | None = None
    balance: str = ""  # "100 of each genre"
    source: str = ""


@dataclass(frozen=True)
class Fault:
    """A known fault of one track; ``repeats`` names the track that it is a copy of."""

    reason: str
    repeats: str | None = None


@dataclass(frozen=True)
class Dataset:
    """One collection of tracks: what it is, what one may do with it, and how to find its tracks in a folder.

    Attributes
    ----------
    index : a folder -> its tracks; raises DataError when it holds none
    tables : file name -> what reads it into the columns of ``core.data.table_files``, for published tables of numbers
    views : title -> what makes a table of a folder to look at, such as genres that appear together
    label : what has to be said wherever the dataset is in use, such as that it is no real music
    places : folders, relative to ``GENRESCOPE_DATA``, where the dataset may lie
    is_built_in : whether it ships with the project; its places are then relative to ``assets/datasets``
    kept_in : the folder of the workspace in which this program makes folders of it; "" where it makes none
    recognises : whether a folder is this dataset, by a quick look
    named : what people call the dataset in a folder; "" where nothing is told there, and the folder's name does
    faults : track id -> its known fault
    protocols : the names of its official protocols in ``core.data.protocols``
    how_to_get : a sentence for people who do not have it
    leaky_only : why only leaky scores are possible with its published tables; "" where honest ones are
    about_column : what a column of its published tables says, in a sentence; "" for those that say what ours do
    """

    name: str
    title: str
    about: str
    licence: Licence
    citation: str
    index: Callable[[Path], list[Track]]
    has_audio: bool = True
    published: Published = Published()
    tables: Mapping[str, Callable[[Path], pd.DataFrame]] = field(default_factory=lambda: MappingProxyType({}))
    views: Mapping[str, Callable[[Path], pd.DataFrame]] = field(default_factory=lambda: MappingProxyType({}))
    label: str = ""
    places: tuple[str, ...] = ()
    is_built_in: bool = False
    kept_in: str = ""
    recognises: Callable[[Path], bool] = lambda path: False
    named: Callable[[Path], str] = lambda path: ""
    spell: Callable[[str], str] = str.strip
    faults: Mapping[str, Fault] = field(default_factory=lambda: MappingProxyType({}))
    protocols: tuple[str, ...] = ()
    how_to_get: str = ""
    leaky_only: str = ""
    about_column: Callable[[str], str] = lambda column: ""


def audio_files(folder: Path) -> list[Path]:
    """All files below ``folder`` that look like sound, sorted; hidden files and folders are left out."""
    return sorted(walk_audio(folder))


def walk_audio(folder: Path) -> Iterator[Path]:
    """The same files one by one, so that a quick look need not see them all.

    Raises
    ------
    DataError
        There is no such folder, or one below it cannot be read.
    """
    check_folder(folder)
    for place, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in files:
            if name.lower().endswith(AUDIO_SUFFIXES) and not _is_hidden(name):
                path = Path(place, name)
                if path.is_file():  # not a link that leads nowhere, not a pipe
                    yield path


def plain_id(name: str) -> str:
    """A file's name as an id: file names may hold bytes that are no Unicode, and control characters; an id may not."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c).startswith("C") else c
        for c in unicodedata.normalize("NFC", text)
    )


def check_folder(path: Path) -> None:
    """Raise DataError unless ``path`` is a folder."""
    if path.is_file():
        raise DataError(f"{path} is a file, not a folder; name the folder that it lies in")
    if not path.is_dir():
        raise DataError(f"there is no folder {path}; check the path, or whether its drive is connected")


def _refuse(error: OSError) -> None:
    raise DataError(
        f"{error.filename} cannot be read: {error.strerror}; allow it to be read, or move it out of the folder"
    ) from error


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.lower() in SYSTEM_FOLDERS
