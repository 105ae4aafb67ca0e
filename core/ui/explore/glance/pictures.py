"""Tracks in, their small pictures out: decoded and measured by threads, once for each track."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from core.errors import AudioError, DataError
from core.figures.explore.glance import small_picture
from core.ui.datasets.hear import playable_track, sound_key
from core.ui.explore.background import Background

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.data.datasets import Track

_made = Background("pictures", max_entries=240)


@dataclass(frozen=True, eq=False)
class Picture:
    """The small picture of a track as JSON, or why there is none."""

    drawn: dict | None = None
    trouble: str = ""


def pictures_of(tracks: Mapping[str, Track], *, wait_s: float) -> dict[str, Picture]:
    """The pictures that are there within ``wait_s``; the others are made meanwhile. Keys as those of ``tracks``."""
    asked = {key: partial(_picture, track) for key, track in tracks.items()}
    keys = {key: _key(track) for key, track in tracks.items()}
    for key in asked:  # all are begun before the first is waited for
        _made.now(keys[key], asked[key], wait_s=0.0)
    found = {key: _made.now(keys[key], make, wait_s=wait_s) for key, make in asked.items()}
    return {key: picture for key, picture in found.items() if picture is not None}


def _key(track: Track):
    try:
        return track.id, sound_key(track)
    except AudioError:
        return track.id  # its picture says that it is gone


def _picture(track: Track) -> Picture:
    try:
        # The player wants the same, and a click shall not wait for it.
        sound = playable_track(track)
        return Picture(drawn=small_picture(sound.peaks, sound.mel.pixels if sound.mel else None))
    except (AudioError, DataError) as error:
        return Picture(trouble=str(error))
