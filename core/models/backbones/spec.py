"""What the project knows of a pretrained listener before its files are there: how it wants its sound, what it gives.

Nothing here imports a network: the registry is read by pages that must open at once.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path

import numpy as np

from core.downloads import REMOTE_FILES
from core.errors import ModelError


@dataclass(frozen=True, eq=False)
class Listened:
    """What a network made of segments: ``embedding`` (n_segments, n_dims) and, of one that names tags, their
    probabilities ``tags`` (n_segments, n_tags), 0 to 1, else None; both float32."""

    embedding: np.ndarray
    tags: np.ndarray | None = None


Hear = Callable[[np.ndarray], Listened]
"""Segments, float32 (n_segments, n_samples) at the backbone's rate, -> what a network makes of them, in batches."""


@dataclass(frozen=True)
class Backbone:
    """One frozen network that somebody else trained, and that turns seconds of sound into an embedding.

    Attributes
    ----------
    title, about, citation, licence : for people; ``about`` says in one sentence what it was trained on
    sr : Hz; segment_s : the seconds it sees at once; hop_s : the step between segments of a recording
    n_dims : numbers of the embedding
    tags : what it names, in the order of its outputs; empty where it names nothing
    files : its files, by their names in ``core.downloads.REMOTE_FILES``; empty where it needs none
    local_files : files that the visitor has put on this machine, and that the digest follows
    libraries : those that hold the network's code, where that is not here; the digest follows their versions
    load : reads and checks the files, and returns what hears; raises ModelError or DownloadError
    front_end : how sound becomes its input, in words ("96 mel bands, n_fft 512, hop 256, power in dB")
    version : raised when the code turns the same sound into other numbers than before
    is_offered : whether pages propose it; the random one of the tests is not proposed
    """

    name: str
    title: str
    about: str
    citation: str
    licence: str
    sr: int
    segment_s: float
    hop_s: float
    n_dims: int
    load: Callable[[], Hear]
    front_end: str
    tags: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    local_files: tuple[Path, ...] = ()
    libraries: tuple[str, ...] = ()
    version: int = 1
    is_offered: bool = True

    @property
    def n_samples(self) -> int:
        """Samples of a segment."""
        return round(self.segment_s * self.sr)

    @property
    def n_bytes(self) -> int:
        """What its files weigh together."""
        return sum(REMOTE_FILES[file].n_bytes for file in self.files)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of its embedding in a table: ``musicnn-jamendo:007``."""
        return tuple(f"{self.name}:{i:03d}" for i in range(self.n_dims))

    @cached_property
    def tag_columns(self) -> tuple[str, ...]:
        """The columns of its tags in a table: ``musicnn-jamendo#jazz``."""
        return tuple(f"{self.name}#{tag}" for tag in self.tags)

    @cached_property
    def all_columns(self) -> frozenset[str]:
        """Its columns and those of its tags, to look one up at once."""
        return frozenset((*self.columns, *self.tag_columns))

    @cached_property
    def digest(self) -> str:
        """What its numbers depend on: its files, the code's version and how it cuts sound.

        Raises
        ------
        ModelError
            A file of the visitor's cannot be read, or a library is not installed.
        """
        return self.digest_now()

    def digest_now(self) -> str:
        """The digest with the visitor's files as they are at this moment; raises as ``digest`` does."""
        hashes = [REMOTE_FILES[file].sha256 for file in self.files] + [_sha256(path) for path in self.local_files]
        versions = [_version(library) for library in self.libraries]
        facts = [self.name, self.version, self.sr, self.segment_s, self.hop_s, *hashes, *versions]
        return hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()


def _sha256(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}); is its drive still there?") from error


def _version(library: str) -> str:
    """Of an installed library, which is not imported for it."""
    try:
        return f"{library} {metadata.version(library)}"
    except metadata.PackageNotFoundError as error:
        raise ModelError(
            f"this listener needs {library}, which is not installed; `python3 install.py --again` installs it"
        ) from error
