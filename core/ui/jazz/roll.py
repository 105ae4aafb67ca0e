"""A clip and its sound in, the player with its piano roll out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.figures.jazz.roll import NotesLane
from core.ui.player import sound_player

if TYPE_CHECKING:
    from core.ui.jazz.clips import Clip
    from core.ui.jazz.engine import Sounded

MAX_VELOCITY = 127


def roll_player(clip: Clip, sounded: Sounded, *, key: str, call: int = 0) -> None:
    """The player of a clip: a piano roll on the time axis of its sound."""
    sound_player(
        sounded.data,
        mime="audio/flac",
        peaks=sounded.peaks,
        duration_s=sounded.duration_s,
        key=key,
        name=clip.name,
        call=call,
        lanes=(roll_of(clip, sounded),),
    )


def roll_of(clip: Clip, sounded: Sounded) -> NotesLane:
    """The notes as they sound, those that the visitor brought apart."""
    notes = sounded.notes
    return NotesLane(
        title="Notes",
        start_s=notes.start_s,
        duration_s=notes.duration_s,
        pitch=notes.pitch,
        loudness=notes.velocity / MAX_VELOCITY,
        n_given=clip.n_given,
    )
