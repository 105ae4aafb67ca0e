"""Points in, what a table of tracks tells of each out; plain values."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from core.ui.explore.numbers import Exploration

# So many rows travel to the browser at once; who looks for another track types its name.
MAX_ROWS = 2_000
ID, GENRE, ARTIST, SOUND = "Track", "Genre", "Artist", "Sound"
NO_SOUND = "not here"


def matching(exploration: Exploration, *, ids: frozenset[str] | None, text: str) -> np.ndarray:
    """The places of the tracks that are selected and whose name, genre or artist holds every word of ``text``."""
    points = exploration.points
    kept = np.ones(len(points.ids), dtype=bool)
    if ids is not None:
        kept &= np.fromiter((identity in ids for identity in points.ids), dtype=bool, count=len(points.ids))
    for word in text.casefold().split():
        told = (f"{a}\n{b}\n{c}" for a, b, c in zip(points.ids, points.genres, points.artists, strict=True))
        kept &= np.fromiter((word in line.casefold() for line in told), dtype=bool, count=len(points.ids))
    return np.flatnonzero(kept)


def track_frame(exploration: Exploration, places: np.ndarray) -> pd.DataFrame:
    """A row per track: its name, genre and artist, and whether it can be heard where not all can."""
    points = exploration.points
    frame = pd.DataFrame({ID: points.ids[places], GENRE: points.genres[places], ARTIST: points.artists[places]})
    sounds = [has_sound(exploration, identity) for identity in frame[ID]]
    if any(sounds) and not all(sounds):
        frame[SOUND] = ["" if heard else NO_SOUND for heard in sounds]
    return frame[[name for name in frame if name in (ID, SOUND) or frame[name].astype(bool).any()]]


def has_sound(exploration: Exploration, identity: str) -> bool:
    """Whether a track can be heard here."""
    track = exploration.track(identity)
    return track is not None and track.sound is not None


def digest(ids: Iterable[str]) -> str:
    """A short name for a list of tracks: a table of others is another table, and forgets its clicks."""
    named = "\n".join(ids).encode(errors="replace")
    return f"{zlib.crc32(named):08x}"
