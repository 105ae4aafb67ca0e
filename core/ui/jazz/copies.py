"""A clip in; how much of it stands in what its model learnt from, and that place itself where it is at hand, out."""

from __future__ import annotations

from dataclasses import replace

from core.jazz.judging.copying import LEARNT, Copy, Learnt, longest_copy
from core.jazz.models.loaded import model_folder
from core.jazz.notes import Notes
from core.ui.jazz.clips import Clip
from core.ui.shelf import Shelf

__all__ = ["Copy", "copy_of", "own_passage", "source_passage"]

_learnt = Shelf(max_entries=4)
_copies = Shelf(max_entries=256)
_music = Shelf(max_entries=2)  # up to 20 MB each, and ten seconds to make: for all clips of a model, whoever asks
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
    """That part of the clip as a clip, played by the pianist alone."""
    notes = _own(clip).taken(slice(copy.begin, copy.begin + copy.n_notes)).from_zero()
    return _alone(clip, notes, end="own")


def source_passage(clip: Clip, copy: Copy) -> Clip | None:
    """The same place in the music that was learnt from, at its own pitch; None where that is not on this machine.

    The first time for a model all of its music is read.

    Raises
    ------
    CoreError
        The music cannot be read.
    """
    from core.jazz.training.learnt_from import learnt_from, origin_of  # late: seconds, and few clips need it

    origin = origin_of(clip.model)
    if origin is None:
        return None
    music = _music.get_or_make(origin, lambda: learnt_from(origin))
    found = _sources.get_or_make((clip.id, origin), lambda: music.passage(own_passage(clip, copy).notes))
    return None if found is None else _alone(clip, found, end="source", transpose=0)


def _own(clip: Clip) -> Notes:
    return clip.notes.taken(slice(clip.n_given, None))


def _alone(clip: Clip, notes: Notes, *, end: str, **playing) -> Clip:
    """Some notes played as the clip is, but for the trio: a few notes have no pulse, and are compared note for note."""
    alone = {**clip.playing, "trio": False, **playing}
    return replace(clip, id=f"{clip.id}-{end}", notes=notes, n_given=0, playing=alone)
