"""The visitor's songs and a map in, where they lie on it out: measured as the tracks of the table were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.explore.map_marks import PlacedSong
from core.figures.words import as_sentence, listed
from core.ui import state
from core.ui.markup import banner, caption
from core.ui.pages import PAGES
from core.ui.progress import ProgressLine
from core.ui.shelf import Shelf

if TYPE_CHECKING:
    import pandas as pd

    from core.ui.explore.map_engine import Map
    from core.ui.explore.numbers import Exploration
    from core.ui.state import Song

N_TOLD = 3
_rows = Shelf(max_entries=64)
_places = Shelf(max_entries=256)


@dataclass(frozen=True, eq=False)
class MeasuredSong:
    """A song of the visitor and its numbers, by the columns of the table in use."""

    song: Song
    row: pd.Series


def ask_for_songs(exploration: Exploration) -> list[MeasuredSong]:
    """The songs that shall be on the maps; measuring one takes seconds, and is shown."""
    songs = state.songs()
    if not songs:
        caption(f"A song that you bring to “{PAGES[0].name}” can be put on the maps.")
        return []
    chosen = st.multiselect(
        "Put your songs on the maps",
        range(len(songs)),
        format_func=lambda place: songs[place].name,
        key=f"map-songs-{state.ask_round()}",
        placeholder="None",
        persist_state="session",
    )
    measured = (_measure(exploration, songs[place]) for place in chosen if place < len(songs))
    return [song for song in measured if song is not None]


def places_on(exploration: Exploration, made: Map, songs: Sequence[MeasuredSong]) -> tuple[list[PlacedSong], list[str]]:
    """Where the songs lie on a map, and a sentence on each: how the place was found, and what is near."""
    from core.ui.explore.map_engine import place_song

    placed, words = [], []
    for song in songs:
        key = (made.params.key, song.song.sha256, *_table(exploration))
        place = _places.get_or_make(key, lambda song=song: place_song(song.row, made, exploration.points))
        placed.append(PlacedSong(song.song.name, place.x, place.y, place.is_exact))
        near = listed(list(place.neighbours[:N_TOLD]))
        words.append(f"{song.song.name}: {place.words} Its nearest tracks are {near}.")
    return placed, words


def _measure(exploration: Exploration, song: Song) -> MeasuredSong | None:
    from core.ui.explore.map_engine import song_row

    columns, segment_s = _table(exploration)
    key = (song.sha256, columns, segment_s)
    shown = st.empty()
    line = (lambda share, words: None) if key in _rows else ProgressLine(shown, prefix=f"{song.name}: ")
    try:
        row = _rows.get_or_make(key, lambda: song_row(song.data, columns=columns, segment_s=segment_s, progress=line))
    except CoreError as error:
        banner("error", f"“{song.name}” cannot be put on the maps", as_sentence(str(error)))
        return None
    finally:
        shown.empty()
    return MeasuredSong(song, row)


def _table(exploration: Exploration) -> tuple[tuple[str, ...], float | None]:
    """What decides the numbers of a song: which are measured, and over what length."""
    return tuple(exploration.points.X.columns), exploration.source.segment_s
