"""Pieces that somebody brought in, an id out under which a job on any worker finds them."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.errors import DataError
from core.jazz.arrays import DAMAGED, save_arrays
from core.jazz.data.piece import Piece
from core.jazz.notes import Notes
from core.workspace import workspace

_ID = re.compile(r"[0-9a-f]{16}")
_COLUMNS = ("start_s", "duration_s", "pitch", "velocity")


def keep_pieces(pieces: Sequence[Piece]) -> str:
    """Store pieces in the workspace; the same pieces get the same id."""
    if not pieces:
        raise DataError("there are no pieces to keep; bring at least one")
    arrays = {name: np.concatenate([getattr(piece.notes, name) for piece in pieces]) for name in _COLUMNS}
    arrays |= {
        "sizes": np.array([len(piece.notes) for piece in pieces]),
        "groups": np.array([piece.group for piece in pieces], dtype=np.str_),
        "names": np.array([piece.name for piece in pieces], dtype=np.str_),
        "manners": np.array([piece.manner for piece in pieces], dtype=np.int64),
    }
    digest = hashlib.sha256(b"".join(array.tobytes() for array in arrays.values())).hexdigest()[:16]
    save_arrays(_path(digest), **arrays)
    return digest


def load_pieces(pieces_id: str) -> list[Piece]:
    """The pieces of an id; raises DataError when there are none, or none that can be read."""
    path = pieces_path(pieces_id)
    try:
        with np.load(path, allow_pickle=False) as stored:
            ends = np.cumsum(stored["sizes"])
            columns = [np.split(stored[name], ends[:-1]) for name in _COLUMNS]
            about = zip(stored["groups"].tolist(), stored["manners"].tolist(), stored["names"].tolist(), strict=True)
            return [
                Piece(Notes(*notes), group, manner, name)
                for notes, (group, manner, name) in zip(zip(*columns, strict=True), about, strict=True)
            ]
    except DAMAGED as error:
        raise DataError(f"the music kept as {pieces_id} is damaged ({error}); bring the files again") from error


def pieces_path(pieces_id: str) -> Path:
    """The file of an id; raises DataError when there is none."""
    if not _ID.fullmatch(pieces_id) or not _path(pieces_id).is_file():
        raise DataError(f"source={pieces_id!r} names no music that is here; bring the files again")
    return _path(pieces_id)


def _path(pieces_id: str) -> Path:
    return workspace() / "jazz" / "pieces" / f"{pieces_id}.npz"
