"""The tracks of a dataset in, what there is to see and to count of them out; plain values, computed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from core.data.datasets import gtzan
from core.licences import Licence, strictest

if TYPE_CHECKING:
    from core.data.datasets import Dataset, Track

ID, GENRE, ARTIST, LENGTH, LICENCE, PART, NOTE = "Track", "Genre", "Artist", "Length", "Licence", "Part", "Known fault"
NO_GENRE = "no genre"
TEXT = "_text"  # what a search looks through
UNEVEN = 1.5  # the largest genre this many times the smallest is still called nearly even


@dataclass(frozen=True, eq=False)
class Contents:
    """The tracks of a dataset and what was counted of them.

    Attributes
    ----------
    frame : a row per track in the order of ``tracks``: what a table shows, and TEXT, which it does not
    genres : genre -> number of tracks, from the most frequent; those without one are under NO_GENRE
    artists : genre -> number of different artists; empty where no artist is known
    length_s : the length of nearly every track; None where unknown or mixed
    """

    tracks: tuple[Track, ...]
    frame: pd.DataFrame
    genres: Mapping[str, int]
    artists: Mapping[str, int]
    n_artists: int
    n_without_artist: int
    n_with_sound: int
    length_s: float | None
    licence: Licence

    @property
    def n_tracks(self) -> int:
        return len(self.tracks)


def contents_of(dataset: Dataset, tracks: Sequence[Track]) -> Contents:
    """Count and list the tracks of a dataset."""
    by_genre: dict[str, set[str]] = {}
    for track in tracks:
        if track.artist:
            by_genre.setdefault(track.genre or NO_GENRE, set()).add(track.artist)
    counted = Counter(track.genre or NO_GENRE for track in tracks)
    return Contents(
        tracks=tuple(tracks),
        frame=_frame(dataset, tracks),
        genres=dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))),
        artists={genre: len(artists) for genre, artists in by_genre.items()},
        n_artists=len(set().union(*by_genre.values())),
        n_without_artist=sum(not track.artist for track in tracks),
        n_with_sound=sum(track.sound is not None for track in tracks),
        length_s=_usual_length(tracks),
        licence=strictest([dataset.licence, *{track.licence for track in tracks}]),
    )


def track_named(contents: Contents, identity: str) -> Track | None:
    """The track that a row of a table belongs to, to be heard; None where the dataset has none of that name here.

    GTZAN's own files have its plain ids in every table, whatever folder they lie in.
    """
    return _by_id(contents).get(identity) or _by_known_name(contents).get(identity)


def matching(contents: Contents, *, genre: str = "", text: str = "") -> pd.DataFrame:
    """The rows of one genre, or of all, whose id, artist, genre or tags hold every word of ``text``, in any case."""
    found = contents.frame
    if genre:
        found = found[found[GENRE] == genre]
    for word in text.casefold().split():
        found = found[found[TEXT].str.contains(word, regex=False)]
    return found


@lru_cache(maxsize=4)
def _by_id(contents: Contents) -> Mapping[str, Track]:
    return {track.id: track for track in contents.tracks}


@lru_cache(maxsize=4)
def _by_known_name(contents: Contents) -> Mapping[str, Track]:
    plain = {gtzan.parse_id(track.id): track for track in contents.tracks if not track.is_synthetic}
    return {identity: track for identity, track in plain.items() if identity}


def _frame(dataset: Dataset, tracks: Sequence[Track]) -> pd.DataFrame:
    columns: dict[str, list] = {
        ID: [track.id for track in tracks],
        GENRE: [track.genre or NO_GENRE for track in tracks],
        ARTIST: [track.artist for track in tracks],
        LENGTH: [track.duration_s for track in tracks],
        LICENCE: [track.licence.title for track in tracks],
        PART: [track.split for track in tracks],
        NOTE: [_fault(dataset, track) for track in tracks],
    }
    told = {ID, GENRE} | {name for name, values in columns.items() if any(values)}
    if len(set(columns[LICENCE])) <= 1:  # the facts of the dataset say it
        told.discard(LICENCE)
    frame = pd.DataFrame({name: values for name, values in columns.items() if name in told})
    frame[TEXT] = [" ".join([t.id, t.genre, t.artist or "", *t.tags]).casefold() for t in tracks]
    return frame


def _fault(dataset: Dataset, track: Track) -> str:
    fault = dataset.faults.get(track.id)
    if fault is None:
        return ""
    return f"{fault.reason} ({fault.repeats})" if fault.repeats and fault.repeats not in fault.reason else fault.reason


def _usual_length(tracks: Sequence[Track]) -> float | None:
    lengths = pd.Series([track.duration_s for track in tracks if track.duration_s])
    if lengths.empty or lengths.quantile(0.95) - lengths.quantile(0.05) > 1.0:
        return None
    return float(lengths.median())
