"""Nothing in, the song that the visitor wants taken apart out: brought here or before, a demo clip, or a track."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.ui import cache, state
from core.ui.anatomy import kept
from core.ui.anatomy.piece import of_song, of_track
from core.ui.datasets import dataset_in_use
from core.ui.datasets.contents import ARTIST, GENRE, ID, LENGTH, matching
from core.ui.datasets.reading import read_contents
from core.ui.files import spreadsheet_text
from core.ui.markup import banner, caption, heading, show, tag
from core.ui.picking import pick_one
from core.ui.songs import FORMATS, MAX_MB
from core.ui.state import Song

if TYPE_CHECKING:
    from core.data.datasets import Track
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents

MAX_ROWS = 500
HEIGHT_PX = 260
ALL = "All genres"


def choose(place: int) -> OpenDataset | None:
    """Ask for the song of this place; the page runs again with it. Returns the dataset in use."""
    _ask_for_a_file(place)
    _offer_own_songs(place)
    _offer_demos(place)
    opened = dataset_in_use()
    if opened is not None:
        _offer_tracks(opened, place)
    return opened


def tell_problem() -> None:
    """What could not be taken apart last, and why."""
    if problem := state.problem_in(kept.ANATOMY):
        banner("error", "This song cannot be taken apart", problem)


def _ask_for_a_file(place: int) -> None:
    file = st.file_uploader(
        "Drop a song here", max_upload_size=MAX_MB, key=f"anatomy-upload-{place}-{state.drop_round()}"
    )
    caption(f"Up to 15 minutes and {MAX_MB} MB: {FORMATS}. It is kept for this visit only.")
    if file is not None:
        state.begin_drop()
        kept.put_piece(of_song(Song(file.name, file.getvalue())), place)
        st.rerun()


def _offer_own_songs(place: int) -> None:
    songs = state.songs()
    if not songs:
        return
    names = [song.name for song in songs]
    chosen = pick_one("Or a song that you brought to Genre mix", names, key=f"anatomy-own-{place}")
    if chosen is not None:
        kept.put_piece(of_song(songs[chosen]), place)
        st.rerun()


def _offer_demos(place: int) -> None:
    from core.generation.demos import DEMOS  # seconds on a fresh server: the uploader above is up by then

    show(tag("p", "Or a clip that this project's own code composed", cls="gs-label"))
    for column, (name, clip) in zip(st.columns(len(DEMOS)), DEMOS.items(), strict=True):
        if column.button(clip.title, key=f"anatomy-demo-{place}-{name}", width="stretch", icon=":material/music_note:"):
            with st.spinner("Playing the clip's notes, a few seconds"):
                title, sound = cache.demo(name)
            kept.put_piece(of_song(Song(title, sound)), place)
            st.rerun()


def _offer_tracks(opened: OpenDataset, place: int) -> None:
    heading(
        f"Or a track of {opened.title}",
        "The dataset in use; choose another in the sidebar. Click a row to take it apart.",
    )
    contents = read_contents(opened)
    if contents is None:
        return
    if not contents.n_with_sound:
        show(tag("p", "It comes as numbers, without sound: there is nothing to take apart.", cls="gs-muted"))
        return
    _tracks(opened, contents, place)


def _tracks(opened: OpenDataset, contents: Contents, place: int) -> None:
    left, right = st.columns([1, 2])
    key = f"{opened.id}-{place}"
    genre = left.selectbox(
        "Genre", ["", *contents.genres], format_func=lambda name: name or ALL, key=f"anatomy-genre-{key}"
    )
    text = right.text_input("Search", key=f"anatomy-text-{key}", placeholder="Track, artist or tag", max_chars=100)
    found = matching(contents, genre=genre, text=text)
    rows = [row for row in found.index if contents.tracks[row].sound is not None][:MAX_ROWS]
    if not rows:
        show(tag("p", f"No track fits “{text}”. Try fewer letters, or all genres.", cls="gs-muted", role="status"))
        return
    table = found.loc[rows, [name for name in (ID, GENRE, ARTIST, LENGTH) if name in found.columns]]
    table_key = f"anatomy-tracks-{key}-{genre}-{text}"
    st.dataframe(
        table.map(lambda value: spreadsheet_text(value) if isinstance(value, str) else value),
        key=table_key,
        hide_index=True,
        placeholder="",
        height=min(HEIGHT_PX, 36 + 35 * len(table)),
        on_select=partial(_take, table_key, tuple(contents.tracks[row] for row in rows), place),
        selection_mode="single-cell",
        column_config={LENGTH: st.column_config.NumberColumn(format="%.0f s", width=80)},
        alt=f"Table of {len(table)} tracks; a click on a row takes it apart",
    )
    if len(rows) < len(found):
        caption(f"The first {len(rows):,} of {len(found):,} tracks; name a genre or an artist to see others.")


def _take(table: str, tracks: tuple[Track, ...], place: int) -> None:
    cells = st.session_state[table].selection.cells
    if cells and cells[0][0] < len(tracks):
        kept.put_piece(of_track(tracks[cells[0][0]]), place)
