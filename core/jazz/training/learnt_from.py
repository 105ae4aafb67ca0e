"""A model in, the music that it learnt from out, as far as that is on this machine: to hear where a passage stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import DataError
from core.jazz.data.sequences import Sequences
from core.jazz.data.where import CLIPS, STREAM, find_jazz
from core.jazz.judging.copying import symbols
from core.jazz.models.loaded import BUILT_IN, about_model
from core.jazz.notes import Notes
from core.jazz.representations import Representation
from core.jazz.training.job import prepare
from core.jazz.training.pieces import pieces_path
from core.jazz.training.recipes import get_recipe


@dataclass(frozen=True)
class Origin:
    """Where the music of a model lies.

    Attributes
    ----------
    recipe : name of the one that it was made by
    source : "stream", "clips", or the id of pieces that were brought
    path : the file that holds it
    changed : when that was written, in nanoseconds
    """

    recipe: str
    source: str
    path: Path
    changed: int


@dataclass(frozen=True, eq=False)
class LearntFrom:
    """The training part of a model's music, as the model saw it.

    Attributes
    ----------
    codes, pieces : how its notes are written, and all of them
    rows : of each piece, what `core.jazz.judging.copying.symbols` finds, int16
    """

    codes: Representation
    pieces: Sequences
    rows: Sequence[np.ndarray]

    def passage(self, notes: Notes) -> Notes | None:
        """The first place where these notes stand, at whatever pitch, as many notes from 0 s on; None without one."""
        wanted = symbols(notes, is_timed=self.codes.is_timed)
        for i, row in enumerate(self.rows):
            if (begin := _place(row, wanted)) is not None:
                return self.codes.decode(self.pieces.piece(i)).taken(slice(begin, begin + len(notes))).from_zero()
        return None


def origin_of(model: str) -> Origin | None:
    """Where the music of a model lies; None where that is not on this machine.

    Raises
    ------
    ModelError
        Nothing can be read about the model, or its recipe is none of this version's.
    """
    about = about_model(model)
    recipe = get_recipe(str(about.get("recipe")))
    source = recipe.source if model in BUILT_IN else str((about.get("data") or {}).get("pieces", ""))
    try:
        path = find_jazz({"stream": STREAM, "clips": CLIPS}[source]) if source in ("stream", "clips") else None
        path = path or pieces_path(source)
    except DataError:
        return None  # nobody has it but who trained the model
    return Origin(recipe.name, source, path, path.stat().st_mtime_ns)


def learnt_from(origin: Origin) -> LearntFrom:
    """All of it, read and cut as before the training: a second for the tokens, about ten for the piano clips.

    Raises
    ------
    DataError
        The music is damaged, or too little is left of it.
    """
    prepared = prepare(get_recipe(origin.recipe), origin.source)
    codes, train = prepared.shape.representation, prepared.material.train
    pieces = (codes.decode(train.piece(i)) for i in range(len(train)))
    return LearntFrom(codes, train, [symbols(piece, is_timed=codes.is_timed).astype(np.int16) for piece in pieces])


def _place(row: np.ndarray, wanted: np.ndarray) -> int | None:
    """Where ``wanted`` stands in ``row`` for the first time."""
    if not 0 < len(wanted) <= len(row):
        return None
    starts = np.flatnonzero(row[: len(row) - len(wanted) + 1] == wanted[0])
    return next((int(at) for at in starts if np.array_equal(row[at : at + len(wanted)], wanted)), None)
