"""A recording to be taken apart: a song of the visitor, or a track of a dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.sound.decode import Signal, decode
from core.ui.datasets.hear import sound_key

if TYPE_CHECKING:
    from collections.abc import Hashable

    from core.data.datasets import Track
    from core.ui.state import Song

SR = 22_050


@dataclass(frozen=True, eq=False)
class Piece:
    """One of ``song`` and ``track`` is there. ``name`` is untrusted text; ``genre`` is what the dataset says, or ""."""

    name: str
    genre: str = ""
    song: Song | None = None
    track: Track | None = None

    @property
    def key(self) -> Hashable:
        """The same for the same sound, whatever it is called; raises AudioError when a file is gone."""
        return self.song.sha256 if self.song is not None else sound_key(self.track)

    def decode(self) -> Signal:
        """Its sound at the features' rate; raises AudioError or DataError with words for the visitor."""
        return self.track.decode(sr=SR) if self.song is None else decode(self.song.data, sr=SR)


def of_song(song: Song) -> Piece:
    return Piece(name=song.name, song=song)


def of_track(track: Track) -> Piece:
    return Piece(name=track.id, genre=track.genre or "", track=track)
