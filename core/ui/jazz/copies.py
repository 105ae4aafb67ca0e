"""A clip in; how much of it stands in what its model learnt from, and that place itself where it is at hand, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from core.errors import DataError
from core.jazz.judging.copying import LEARNT, Copy, Learnt, longest_copy, symbols
from core.jazz.models.loaded import BUILT_IN, about_model, model_folder
from core.jazz.notes import Notes
from core.ui.jazz.clips import Clip
from core.ui.shelf import Shelf

__all__ = ["Copy", "copy_of", "own_passage", "source_passage"]

_learnt = Shelf(max_entries=4)
_copies = Shelf(max_entries=256)
_sources = Shelf(max_entries=16)


def copy_of(clip: Clip) -> Copy | None:
    """The longest part of a clip's own notes that was learnt from; None where nobody can tell for its model."""
    path = model_folder(clip.model) / LEARNT
    if not path.is_file():
        return None
    changed = path.stat().st_mtime_ns
    learnt = _learnt.get_or_make((path, changed), lambda: Learnt.load(path))
    return _copies.get_or_make((clip.id, changed), lambda: longest_copy(_own(clip), learnt))


def own_passage(clip: Clip, copy: Copy) -> Clip:
    """That part of the clip, as a clip."""
    notes = _own(clip).taken(slice(copy.begin, copy.begin + copy.n_notes)).from_zero()
    return replace(clip, id=f"{clip.id}-own", notes=notes, n_given=0)


def source_passage(clip: Clip, copy: Copy) -> Clip | None:
    """The same place in the music that was learnt from; None where that music is not on this machine."""
    found = _sources.get_or_make(clip.id, lambda: _found(clip, copy))
    return None if found is None else replace(clip, id=f"{clip.id}-source", notes=found, n_given=0)


def _own(clip: Clip) -> Notes:
    return clip.notes.taken(slice(clip.n_given, None))


def _found(clip: Clip, copy: Copy) -> Notes | None:
    wanted = symbols(own_passage(clip, copy).notes, is_timed=clip.is_timed)
    for piece in _learnt_from(clip.model):
        row = symbols(piece, is_timed=clip.is_timed)
        if (begin := _place(row, wanted)) is not None:
            return piece.taken(slice(begin, begin + copy.n_notes)).from_zero()
    return None


def _learnt_from(model: str) -> Iterator[Notes]:
    """The pieces that a model which ships learnt from, as it saw them; none where they are not on this machine."""
    if model not in BUILT_IN:
        return
    from core.jazz.training.job import prepare  # late: seconds, and few clips need it
    from core.jazz.training.recipes import RECIPES

    recipe = RECIPES[str(about_model(model)["recipe"])]
    try:
        prepared = prepare(recipe, "stream" if recipe.kind == "tokens" else "clips")
    except DataError:
        return
    train, codes = prepared.material.train, prepared.shape.representation
    yield from (codes.decode(train.piece(i)) for i in range(len(train)))


def _place(row: np.ndarray, wanted: np.ndarray) -> int | None:
    """Where ``wanted`` stands in ``row`` for the first time."""
    if not 0 < len(wanted) <= len(row):
        return None
    starts = np.flatnonzero(row[: len(row) - len(wanted) + 1] == wanted[0])
    return next((int(at) for at in starts if np.array_equal(row[at : at + len(wanted)], wanted)), None)
