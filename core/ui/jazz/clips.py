"""What a visitor made on the Jazz page, clip by clip, as small files of the workspace: kept, listed, and let go.

A clip holds its notes too, so that it outlives the model that made it. A folder stands for a visitor and is named by
a digest of the visitor's id, which itself is never written anywhere.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import WorkspaceError
from core.jazz.notes import Notes
from core.workspace import not_written, workspace, write_atomic

MAX_CLIPS = 60  # of a visitor; the oldest that is no favourite makes room
MAX_FAVOURITES = 40
_ID = re.compile(r"[0-9a-f]{16}")
_MS = 4  # decimals of a second: finer than any ear


@dataclass(frozen=True, eq=False)
class Clip:
    """A piece that was made here, and all that made it.

    Attributes
    ----------
    id, number : of the file, and what the page calls it: the visitor's first clip is number 1
    made : UTC, ISO 8601
    model, model_title : its name, and what people read for it
    is_timed : whether its notes say when they sound, see `core.jazz.representations.spec`
    way : what it came from in a few words: "a new seed", "halfway from clip 3 to clip 5"
    settings : of the sampling: seed, temperature, top_p, n_notes, duration_s, repetition_guard
    wishes : what the model was asked for: attribute -> value, and "manner"
    playing : how it is played, as `core.jazz.playing.params.PlayParams` takes it
    notes : as the model wrote them, after the given ones
    n_given : so many of the first notes were brought by the visitor
    z : where it lies in the model's latent space
    favourite : whether the visitor marked it
    """

    id: str
    number: int
    made: str
    model: str
    model_title: str
    is_timed: bool
    way: str
    settings: Mapping[str, Any]
    wishes: Mapping[str, Any]
    notes: Notes
    z: Sequence[float]
    n_given: int = 0
    playing: Mapping[str, Any] = field(default_factory=dict)
    favourite: bool = False

    @property
    def name(self) -> str:
        return f"Clip {self.number}"

    @property
    def seed(self) -> int:
        return int(self.settings["seed"])


def new_id() -> str:
    """The id of a clip to come."""
    return secrets.token_hex(8)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def clips_of(visitor: str) -> list[Clip]:
    """A visitor's clips, the newest first; a file that cannot be read is left out."""
    found = [_read(path) for path in _folder(visitor).glob("*.json")]
    return sorted((clip for clip in found if clip is not None), key=lambda clip: clip.number, reverse=True)


def keep(visitor: str, clip: Clip) -> Clip:
    """Store a clip, and let the oldest go that is no favourite where there are too many.

    Raises
    ------
    WorkspaceError
        The disk does not take it, or all that is kept are favourites.
    """
    before = clips_of(visitor)
    others = [other for other in before if other.id != clip.id]
    if clip.favourite and sum(other.favourite for other in others) >= MAX_FAVOURITES:
        raise WorkspaceError(f"there are {MAX_FAVOURITES} favourites already; take the star from one of them first")
    if not clip.number:
        same = next((other for other in before if other.id == clip.id), None)
        last = max((other.number for other in before), default=0)
        clip = replace(clip, number=same.number if same else 1 + last)
    path = _folder(visitor) / f"{clip.id}.json"
    try:
        write_atomic(path, json.dumps(_as_json(clip)).encode())
    except OSError as error:
        raise not_written(path, error) from error
    for other in [other for other in others if not other.favourite][MAX_CLIPS - 1 :]:
        let_go(visitor, other.id)
    return clip


def let_go(visitor: str, identity: str) -> None:
    """Delete a clip; one that is gone already is no fault."""
    if _ID.fullmatch(identity):
        (_folder(visitor) / f"{identity}.json").unlink(missing_ok=True)


def _folder(visitor: str) -> Path:
    digest = hashlib.sha256(f"jazz {visitor}".encode()).hexdigest()[:32]
    return workspace() / "jazz" / "clips" / digest


def _as_json(clip: Clip) -> dict:
    notes = clip.notes
    stored = {name: value for name, value in asdict(replace(clip, notes=None)).items() if name != "notes"}
    return stored | {
        "z": [round(float(value), 5) for value in clip.z],
        "start_s": np.round(notes.start_s, _MS).tolist(),
        "duration_s": np.round(notes.duration_s, _MS).tolist(),
        "pitch": notes.pitch.tolist(),
        "velocity": notes.velocity.tolist(),
    }


def _read(path: Path) -> Clip | None:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        columns = (stored.pop(name) for name in ("start_s", "duration_s", "pitch", "velocity"))
        return Clip(notes=Notes.of(zip(*columns, strict=True)), **stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # deleted in another tab since, or written by another version
