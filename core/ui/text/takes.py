"""What a visitor had made of texts, take by take, as small folders of the workspace: kept, listed, and let go.

A take holds its sound, so that it outlives the job that made it. A folder stands for a visitor and is named by a digest
of the visitor's id, which itself is never written anywhere.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.errors import DataError, WorkspaceError
from core.generation.marks import Mark, read_mark, sidecar_of
from core.workspace import atomic_folder, not_written, workspace, write_atomic

BAND, MUSICGEN = "band", "musicgen"  # the engines, and the kinds of their jobs
MAX_TAKES = 60  # of a visitor; the oldest that is no favourite makes room
MAX_FAVOURITES = 40
SOUND, NOTE = "clip.flac", "take.json"
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Take:
    """A clip that was made of a text, and all that made it.

    Attributes
    ----------
    id, number : of the folder, and what the page calls it: the visitor's first take is number 1
    made : UTC, ISO 8601
    engine : BAND or MUSICGEN
    params : of its job, as `BandParams` or `TextParams` take them
    way : what it came from in a few words: "a new seed", "take 3 with another seed"
    place : among the clips that were made with it, from 0 on
    notes : what a listener should know of how it came about
    favourite : whether the visitor marked it
    folder : where it lies; not stored
    """

    id: str
    number: int
    made: str
    engine: str
    params: Mapping[str, Any]
    way: str = ""
    place: int = 0
    notes: Sequence[str] = ()
    favourite: bool = False
    folder: Path = Path()

    @property
    def name(self) -> str:
        return f"Take {self.number}"

    @property
    def path(self) -> Path:
        return self.folder / SOUND

    @property
    def mark(self) -> Mark:
        """What its file says of it; raises DataError where that is gone."""
        return _mark_of(self.path)

    @property
    def prompt(self) -> str:
        return str(self.params.get("prompt", ""))

    @property
    def seed(self) -> int:
        """The band counts on from the seed for each clip, MusicGen draws all from one."""
        return int(self.params.get("seed", 0)) + (self.place if self.engine == BAND else 0)

    @property
    def duration_s(self) -> float:
        return float(self.params["duration_s"])


def new_id(job_id: str, place: int) -> str:
    """The id of a take: the same for the same clip of a job, so that two tabs take it up once."""
    return hashlib.sha256(f"{job_id} {place}".encode()).hexdigest()[:16]


def takes_of(visitor: str) -> list[Take]:
    """A visitor's takes, the newest first; one that cannot be read is left out."""
    found = [_read(path.parent) for path in _folder(visitor).glob(f"*/{NOTE}")]
    return sorted((take for take in found if take is not None), key=lambda take: take.number, reverse=True)


def keep(visitor: str, take: Take, *, sound: Path) -> Take:
    """Store a new take, its sound copied from where it was made, and let the oldest go that is no favourite.

    One that is there already stays as it is. Raises WorkspaceError where the disk does not take it.
    """
    before = takes_of(visitor)
    if same := next((other for other in before if other.id == take.id), None):
        return same
    folder = _folder(visitor) / take.id
    take = replace(take, number=1 + max((other.number for other in before), default=0), folder=folder)
    try:
        with atomic_folder(folder) as draft:
            shutil.copyfile(sound, draft / SOUND)
            shutil.copyfile(sidecar_of(sound), draft / sidecar_of(Path(SOUND)).name)
            (draft / NOTE).write_bytes(_as_json(take))
    except OSError as error:
        raise not_written(folder, error) from error
    for other in [other for other in before if not other.favourite][MAX_TAKES - 1 :]:
        let_go(visitor, other.id)
    return take


def mark_favourite(visitor: str, take: Take, favourite: bool) -> Take:
    """Give a take a star or take it away; raises WorkspaceError where there are too many, or the disk refuses."""
    others = sum(other.favourite for other in takes_of(visitor) if other.id != take.id)
    if favourite and others >= MAX_FAVOURITES:
        raise WorkspaceError(f"there are {MAX_FAVOURITES} favourites already; take the star from one of them first")
    changed = replace(take, favourite=favourite)
    if take.folder.is_dir():  # not let go of in another tab
        try:
            write_atomic(take.folder / NOTE, _as_json(changed))
        except OSError as error:
            raise not_written(take.folder / NOTE, error) from error
    return changed


def let_go(visitor: str, identity: str) -> None:
    """Delete a take; one that is gone already is no fault."""
    if _ID.fullmatch(identity):
        shutil.rmtree(_folder(visitor) / identity, ignore_errors=True)


def _folder(visitor: str) -> Path:
    digest = hashlib.sha256(f"text {visitor}".encode()).hexdigest()[:32]
    return workspace() / "text" / "takes" / digest


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _as_json(take: Take) -> bytes:
    stored = {name: value for name, value in asdict(take).items() if name != "folder"}
    return json.dumps(stored, indent=1).encode()


def _read(folder: Path) -> Take | None:
    try:
        stored = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        take = Take(**stored, folder=folder)
        is_whole = take.path.is_file() and take.duration_s > 0 and isinstance(take.number, int)
        return take if is_whole and take.id == folder.name else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # deleted in another tab since, or written by another version


@lru_cache(maxsize=256)
def _mark_of(path: Path) -> Mark:
    mark = read_mark(sidecar_of(path))
    if mark is None:
        raise DataError(f"the mark beside {path.name} is gone; delete the take, and make it again by its seed")
    return mark
