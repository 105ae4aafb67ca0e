"""A size's name in, its weights on this machine out: what they weigh and under which licence is shown before, and
nothing is fetched that nobody agreed to.

Sizes and checksums are what the hub states for one commit, and each file must be of them.
"""

import datetime
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import requests

from core.errors import DownloadError
from core.generation.musicgen.sizes import FILES, LICENCE_WORDS, SIZES, T5, T5_FILES, T5_FOLDER, Size
from core.workspace import atomic_file, workspace, write_atomic

ENDPOINT = "HF_ENDPOINT"
TIMEOUT_S = 30
NOTE = "genrescope.json"  # in the folder of a size: what was agreed to
BAND = "the built-in band needs no weights"
_BLOCK = 2**20
_ROOM = 1.05  # of the bytes to come, so that the disk is not filled to its brim

Report = Callable[[float, str], None]


@dataclass(frozen=True)
class RemotePart:
    """A file of a repository at one commit; ``sha256`` of a large one, else ``blob``, git's own hash of it."""

    repository: str
    commit: str
    name: str
    place: str  # in the folder of the size
    n_bytes: int
    sha256: str
    blob: str


@dataclass(frozen=True)
class Offer:
    """What would be fetched for a size, for people to agree to."""

    size: Size
    engine: str
    parts: tuple[RemotePart, ...]

    @property
    def n_bytes(self) -> int:
        return sum(part.n_bytes for part in self.parts)

    @property
    def words(self) -> str:
        return (
            f"MusicGen {self.size.name} for {self.engine}: {len(self.parts)} files, {self.n_bytes / 1e9:.1f} GB, "
            f"from {self.size.repository}; {LICENCE_WORDS}"
        )


def folder_of(size: str, engine: str) -> Path:
    """The folder that holds all files of a size; raises DownloadError where it does not."""
    folder = _place(size, engine)
    if not is_here(size, engine):
        raise DownloadError(
            f"the weights of MusicGen {size} for {engine} are not on this machine ({LICENCE_WORDS}); agree to fetch "
            f"them, or name a folder that holds them; {BAND}"
        )
    return folder


def is_here(size: str, engine: str) -> bool:
    """Whether every file that was agreed to lies in its place, as long as it must be."""
    folder = _place(size, engine)
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return all((folder / part["place"]).stat().st_size == part["n_bytes"] for part in note["parts"])
    except (OSError, ValueError, LookupError, TypeError):
        return False


def ask_hub(size: str, engine: str) -> Offer:
    """What a size consists of, as the hub states it now; raises DownloadError where it cannot be asked."""
    parts = list(_parts(SIZES[size].repository, FILES[engine], folder=""))
    if engine == "audiocraft":
        parts += _parts(T5, T5_FILES, folder=f"{T5_FOLDER}/")
    return Offer(SIZES[size], engine, tuple(parts))


def fetch_weights(offer: Offer, *, agreed: bool, progress: Report) -> Path:
    """Fetch what was agreed to and return its folder; a file that is there and right is not fetched again.

    Parameters
    ----------
    agreed : whether a person has seen ``offer.words`` and agreed; it is noted beside the files, with the time
    progress : called with a share and words; what it raises ends the work, and what is whole stays

    Raises
    ------
    DownloadError
        Nobody agreed, there is no room, or a file cannot be had or is not what the hub stated.
    """
    if not agreed:
        raise DownloadError(f"nothing is fetched before somebody agrees to it: {offer.words}")
    folder = _place(offer.size.name, offer.engine)
    folder.mkdir(parents=True, exist_ok=True)
    _check_room(folder, offer)
    done = 0
    for part in offer.parts:
        if not _is_right(folder / part.place, part):
            _fetch(part, folder / part.place, lambda n, done=done, part=part: _tell(progress, offer, part, done + n))
        done += part.n_bytes
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    note = {"agreed_to": offer.words, "at": now, "parts": [asdict(part) for part in offer.parts]}
    write_atomic(folder / NOTE, json.dumps(note, indent=2).encode())
    return folder


def _place(size: str, engine: str) -> Path:
    return workspace() / "downloads" / f"musicgen-{size}-{engine}"


def _endpoint() -> str:
    return os.environ.get(ENDPOINT, "https://huggingface.co").rstrip("/")


def _parts(repository: str, patterns: tuple[str, ...], *, folder: str) -> Iterator[RemotePart]:
    """The wanted files of a repository; only plain names, whatever the hub says."""
    facts = _ask(f"{_endpoint()}/api/models/{repository}/revision/main?blobs=true", repository)
    try:
        commit, files = str(facts["sha"]), facts["siblings"]
        wanted = [f for f in files if any(fnmatchcase(f["rfilename"], pattern) for pattern in patterns)]
        parts = [_part(repository, commit, folder, file) for file in wanted if _is_plain(file["rfilename"])]
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise DownloadError(f"the hub's answer on {repository} cannot be understood ({error!r}); try later") from error
    if not any(part.name.endswith((".safetensors", ".bin")) for part in parts):
        raise DownloadError(f"the hub shows no weights of {repository} that can be read here; {BAND}")
    yield from parts


def _part(repository: str, commit: str, folder: str, file: Mapping[str, Any]) -> RemotePart:
    large = file.get("lfs") or {}
    sha256, blob = str(large.get("sha256") or ""), str(file.get("blobId") or "")
    if not sha256 and not blob:
        raise ValueError(f"{file['rfilename']} has no checksum")
    return RemotePart(
        repository, commit, file["rfilename"], folder + file["rfilename"], int(file["size"]), sha256, blob
    )


def _is_plain(name: str) -> bool:
    return re.fullmatch(r"\w[\w.-]*", name, flags=re.ASCII) is not None


def _ask(url: str, repository: str) -> Any:
    try:
        answer = requests.get(url, timeout=TIMEOUT_S)
        answer.raise_for_status()
        return answer.json()
    except requests.RequestException as error:
        raise _unreachable(repository, error) from error


def _fetch(part: RemotePart, path: Path, tell: Callable[[int], None]) -> None:
    """One file, whole and right, or not at all."""
    url = f"{_endpoint()}/{part.repository}/resolve/{part.commit}/{part.name}"
    digest, n_bytes = _digest(part), 0
    try:
        with atomic_file(path) as draft, requests.get(url, timeout=TIMEOUT_S, stream=True) as answer:
            answer.raise_for_status()
            with draft.open("wb") as file:
                for block in answer.iter_content(_BLOCK):
                    file.write(block)
                    digest.update(block)
                    n_bytes += len(block)
                    tell(min(n_bytes, part.n_bytes))
            if (n_bytes, digest.hexdigest()) != (part.n_bytes, part.sha256 or part.blob):
                raise DownloadError(
                    f"{part.name} of {part.repository} is not what the hub stated ({n_bytes:,} bytes, needed "
                    f"{part.n_bytes:,}); try again"
                )
    except requests.RequestException as error:
        raise _unreachable(f"{part.name} of {part.repository}", error) from error
    except OSError as error:
        raise DownloadError(f"{path} cannot be written ({error.strerror or error}); make room for it") from error


def _is_right(path: Path, part: RemotePart) -> bool:
    """Whether a file of an earlier try is there, and whole."""
    if not path.is_file() or path.stat().st_size != part.n_bytes:
        return False
    digest = _digest(part)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest() == (part.sha256 or part.blob)


def _digest(part: RemotePart) -> Any:
    """What the checksum of a file is made by: SHA-256, or git's SHA-1 of its length and its bytes."""
    if part.sha256:
        return hashlib.sha256()
    return hashlib.sha1(b"blob %d\0" % part.n_bytes, usedforsecurity=False)


def _check_room(folder: Path, offer: Offer) -> None:
    free = shutil.disk_usage(folder).free
    if free < offer.n_bytes * _ROOM:
        raise DownloadError(
            f"MusicGen {offer.size.name} takes {offer.n_bytes / 1e9:.1f} GB, but {folder} has room for "
            f"{free / 1e9:.1f}; make room or set GENRESCOPE_HOME to another disk"
        )


def _tell(progress: Report, offer: Offer, part: RemotePart, done: int) -> None:
    progress(done / offer.n_bytes, f"{done / 1e6:.0f} of {offer.n_bytes / 1e6:.0f} MB: {part.name}")


def _unreachable(what: str, error: requests.RequestException) -> DownloadError:
    said = f"the server answered {error.response.status_code}" if error.response is not None else "no answer came"
    return DownloadError(
        f"{what} could not be had from {_endpoint()}: {said}; connect to the network and try again, or name a folder "
        f"that holds a model; {BAND}"
    )
