"""A click on a point or a row in, the track that is in the player out; every view rings it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ui import state

if TYPE_CHECKING:
    from core.ui.explore.numbers import Exploration


def hear(opened_id: str, track_id: str) -> None:
    """Put a track in the player, which plays it at once."""
    state.choose_track(opened_id, track_id)


def heard_track(exploration: Exploration) -> str | None:
    """The track in the player, where it is among those of the table."""
    name, _ = state.chosen_track(exploration.opened.id)
    return name if name in exploration.X.index else None


def heard_call(opened_id: str) -> int:
    """Rises with each click that asks for a track: part of the keys of charts, which would still show the last one."""
    return state.chosen_track(opened_id)[1]
