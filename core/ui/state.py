"""What one visitor has brought and chosen, by name; it lives in the visitor's session and nowhere else."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.ui.calls import next_call

_FRAMED = "framed"
_SONGS = "songs"
_PROBLEMS = "problems"
_OPENED = "opened"
_ROUND = "ask_round"
_PLAYABLE = "playable"
_WANTED = "wanted_demo"
_VISITOR = "visitor"
_VISITOR_MISSED = "visitor_missed"
_WANTED_DATASET = "wanted_dataset"
_LISTED_GENRE = "listed_genre"
_CHOSEN_TRACKS = "chosen_tracks"
_DROPS = "drops"
_PAGE_PROBLEMS = "page_problems"
_PLACE = "place_in_sidebar"
_SELECTIONS = "selections"
_SELECTION_ROUNDS = "selection_rounds"
_CELLS = "cells"
_ASKED_MAPS = "asked_maps"
_GLANCE = "glance_picks"
_PICKED = "picked"
_DATASET = "dataset"
_DATASET_ROUND = "dataset_round"
MODEL = "model"


@dataclass(frozen=True, eq=False)
class Song:
    """A recording as the visitor gave it; ``name`` is untrusted text, ``data`` the bytes of the file."""

    name: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Problem:
    """A file that could not be heard, and the error's own words."""

    name: str
    words: str


def songs() -> tuple[Song, ...]:
    return st.session_state.get(_SONGS, ())


def bring(new: tuple[Song, ...], problems: tuple[Problem, ...] = ()) -> None:
    """Replace the visitor's songs; what belonged to the old ones goes with them."""
    st.session_state[_SONGS] = new
    st.session_state[_PROBLEMS] = problems
    st.session_state[_OPENED] = 0
    st.session_state.pop(_PLAYABLE, None)
    # Fresh widgets next time: the old ones would still hold the old files.
    st.session_state[_ROUND] = ask_round() + 1
    st.session_state.pop(_WANTED, None)  # last: should a click end this run before, the next one brings the demo


def forget() -> None:
    bring(())


def drop(bad: dict[str, str]) -> None:
    """Move the songs whose sha256 is in ``bad`` out of the way; their error's words stay to be read."""
    kept = tuple(song for song in songs() if song.sha256 not in bad)
    told = tuple(Problem(song.name, bad[song.sha256]) for song in songs() if song.sha256 in bad)
    st.session_state[_SONGS] = kept
    st.session_state[_PROBLEMS] = problems() + told


def problems() -> tuple[Problem, ...]:
    return st.session_state.get(_PROBLEMS, ())


def opened() -> int:
    """The place of the song that is looked at, among the songs."""
    return min(st.session_state.get(_OPENED, 0), max(len(songs()) - 1, 0))


def open_song(place: int) -> None:
    st.session_state[_OPENED] = place


def ask_round() -> int:
    """Counts how often songs were brought: part of the keys of the widgets that ask for them."""
    return st.session_state.get(_ROUND, 0)


def playables() -> dict[str, tuple[bytes, str]]:
    """sha256 -> (bytes, media type) of songs that had to be rewritten for the browser."""
    return st.session_state.setdefault(_PLAYABLE, {})


def model_name() -> str | None:
    """The model that the visitor chose; None is the best one that can listen here."""
    return st.session_state.get(MODEL)


def choose_model(name: str) -> None:
    st.session_state[MODEL] = name


def want_demo(name: str) -> None:
    st.session_state[_WANTED] = name


def wanted_demo() -> str | None:
    """The demo that was asked for and has not been brought yet."""
    return st.session_state.get(_WANTED)


def want_dataset(identity: str) -> None:
    """Ask for a dataset by its id: the next run of a page has it in use."""
    st.session_state[_WANTED_DATASET] = identity


def take_wanted_dataset() -> str | None:
    """The dataset that was asked for before this run, once."""
    return st.session_state.pop(_WANTED_DATASET, None)


def dataset() -> str | None:
    """The id of the dataset in use; None before a page has chosen one."""
    return st.session_state.get(_DATASET)


def use_dataset(identity: str) -> None:
    st.session_state[_DATASET] = identity


def settle_dataset(identity: str) -> None:
    """Use another dataset than the menu shows: the next menu is a fresh one.

    The browser may still send the choice of the old menu with its next click; nobody reads it any more.
    """
    use_dataset(identity)
    st.session_state[_DATASET_ROUND] = dataset_round() + 1


def dataset_round() -> int:
    """Counts how often the menu of datasets was made anew: part of its key."""
    return st.session_state.get(_DATASET_ROUND, 0)


def list_genre(genre: str) -> None:
    """Ask for the tracks of one genre: the next run lists them."""
    st.session_state[_LISTED_GENRE] = genre


def take_listed_genre() -> str | None:
    return st.session_state.pop(_LISTED_GENRE, None)


def choose_track(dataset: str, track: str) -> None:
    """Note the track that was clicked, and that it shall be heard once."""
    st.session_state.setdefault(_CHOSEN_TRACKS, {})[dataset] = (track, next_call())


def choose_clicked(dataset: str, key: str, tracks: tuple[str, ...]) -> None:
    """Note the track whose row was clicked in the table of this key, which has a row for each of ``tracks``."""
    cells = st.session_state[key].selection.cells
    if cells and cells[0][0] < len(tracks):
        choose_track(dataset, tracks[cells[0][0]])


def chosen_track(dataset: str) -> tuple[str | None, int]:
    """The track of a dataset that was clicked last, and a number that rises with each click; 0 is none."""
    return st.session_state.get(_CHOSEN_TRACKS, {}).get(dataset, (None, 0))


def selection_of(dataset: str):
    """What is selected among the tracks of a dataset, as `core.ui.explore.selection` noted it; None is everything."""
    return st.session_state.get(_SELECTIONS, {}).get(dataset)


def note_selection(dataset: str, selection) -> None:
    st.session_state.setdefault(_SELECTIONS, {})[dataset] = selection


def selection_round(dataset: str, widget: str) -> int:
    """Counts how often what a widget selected was let go: part of its key, as it would still show it."""
    return st.session_state.get(_SELECTION_ROUNDS, {}).get((dataset, widget), 0)


def begin_selection_round(dataset: str, widget: str) -> None:
    st.session_state.setdefault(_SELECTION_ROUNDS, {})[dataset, widget] = selection_round(dataset, widget) + 1


def is_new_cell(table: str, cell: tuple) -> bool:
    """Note the cell of a table that is clicked now, and say whether it is another than the one before."""
    cells = st.session_state.setdefault(_CELLS, {})
    before, cells[table] = cells.get(table), cell
    return before != cell


def pick(place: str, what) -> None:
    """Note what was picked in one place of a page, such as a cell of a table drawn there."""
    st.session_state.setdefault(_PICKED, {})[place] = what


def picked(place: str):
    """What was picked in this place last; None before that."""
    return st.session_state.get(_PICKED, {}).get(place)


def n_asked(wish: str) -> int:
    """How often the visitor asked again for a piece of work that was started by itself before."""
    return st.session_state.get(_ASKED_MAPS, {}).get(wish, 0)


def note_asked(wish: str) -> None:
    st.session_state.setdefault(_ASKED_MAPS, {})[wish] = n_asked(wish) + 1


def glance_picks(dataset: str) -> dict[str, str]:
    """Genre -> the track that the visitor asked to stand for it among the pictures of all genres."""
    return st.session_state.get(_GLANCE, {}).get(dataset, {})


def pick_for_glance(dataset: str, genre: str, track: str) -> None:
    st.session_state.setdefault(_GLANCE, {}).setdefault(dataset, {})[genre] = track


def drop_round() -> int:
    """Counts the files that were dropped and taken: part of the key of the widget that asks for them."""
    return st.session_state.get(_DROPS, 0)


def begin_drop() -> None:
    """Ask anew: the next run has a fresh widget, and the old files are let go."""
    st.session_state[_DROPS] = drop_round() + 1


def tell_problem(place: str, words: str) -> None:
    """What refused the last thing that was asked in this place of a page; nothing when it went well."""
    st.session_state.setdefault(_PAGE_PROBLEMS, {})[place] = words


def problem_in(place: str) -> str:
    """It stays until the next thing is asked there: a page may be run again by itself."""
    return st.session_state.get(_PAGE_PROBLEMS, {}).get(place, "")


def keep_place(place: DeltaGenerator) -> None:
    """The part of the sidebar, above the jobs, for what a page has in use."""
    st.session_state[_PLACE] = place


def place_in_sidebar() -> DeltaGenerator:
    """Where a page shows what it has in use; a script without the frame has the whole sidebar."""
    return st.session_state.get(_PLACE, st.sidebar)


def mark_framed() -> None:
    """Noted by app.py on each run; a page that runs without it sees no mark and builds the frame itself."""
    st.session_state[_FRAMED] = True


def is_framed() -> bool:
    return st.session_state.get(_FRAMED, False)


def visitor() -> str | None:
    """The visitor's id as the browser told it; pages ask `core.ui.visitor.visitor_id`."""
    return st.session_state.get(_VISITOR)


def know_visitor(identity: str) -> None:
    st.session_state[_VISITOR] = identity


def mark_visitor_missed() -> None:
    """Noted when a page asked for the visitor before the browser had answered."""
    st.session_state[_VISITOR_MISSED] = True


def take_visitor_missed() -> bool:
    return st.session_state.pop(_VISITOR_MISSED, False)
