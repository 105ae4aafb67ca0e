"""A run in, a song of the visitor and why it sounds as it does to that run out: the whole of it, or one cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.colours import genre_colours
from core.figures.words import as_sentence, clock, percent
from core.ui import cache, state
from core.ui.explain.naming import titles_of
from core.ui.explain.track import waterfall
from core.ui.explore.charting import choose
from core.ui.markup import banner, caption, heading, show, tag
from core.ui.pages import PAGES
from core.ui.picking import pick_one
from core.ui.playable import playable
from core.ui.player import mix_player
from core.ui.progress import ProgressLine
from core.ui.shelf import Shelf
from core.ui.songs import FORMATS, MAX_MB
from core.ui.state import Song

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.models.loaded import LoadedModel
    from core.ui.engine import Heard
    from core.ui.explain.engine import ExplainedSong, Signal
    from core.ui.runs.reading import OpenRun

PLACE = "explain-song"
WHOLE = -1  # instead of a cell
LISTENERS_LACK = "On the page “{}”, choose this run and download what it hears by; then it can listen to songs here."
_explained = Shelf(max_entries=64)
_signals = Shelf(max_entries=2)  # a long song is 80 MB


@dataclass(frozen=True, eq=False)
class SongInUse:
    """A song, the model that listens, and what it heard."""

    song: Song
    model: LoadedModel
    heard: Heard
    by: str


@st.fragment
def song_section(run: OpenRun, by: str) -> None:
    """Ask for a song, and show what makes the model's answer on it."""
    from core.ui.explain.engine import check_measurable

    heading(
        "Why does your song sound so to it?",
        "Bring a song, and see what made the answer: of all of it, or of a moment.",
    )
    try:
        with st.spinner("Getting ready to listen"):
            model = cache.model(run.name)
        check_measurable(model)
    except CoreError as error:
        banner("unsure", "This run cannot listen to a song", as_sentence(str(error)))
        return
    if not model.is_ready:
        banner("note", "Its listeners are not on this machine", LISTENERS_LACK.format(PAGES[0].name))
        return
    if problem := state.problem_in(PLACE):
        banner("error", "This song cannot be explained", problem)
    song = state.picked(PLACE)
    if song is None:
        _ask()
        return
    try:
        _song(song, model, by)
    except CoreError as error:  # the song is let go, and its place tells why
        state.pick(PLACE, None)
        state.tell_problem(PLACE, f"“{song.name}”: {as_sentence(str(error))}")
        st.rerun()


def _song(song: Song, model: LoadedModel, by: str) -> None:
    st.button("Another song", icon=":material/arrow_back:", key="explain-other-song", on_click=_let_go)
    show(tag("h3", song.name, cls="gs-song"))
    used = SongInUse(song, model, _with_progress(lambda tell: cache.hear(song, model=model, progress=tell)), by)
    left, right = st.columns(2, gap="medium")
    with left:
        clicked = _player(used)
        cell = _cell(used, clicked)
    with right:
        found = explained_song_of(used, cell)
        one = found.whole
        genre = choose(
            "Why, or why not",
            one.genres,
            key=f"explain-song-for-{song.sha256[:12]}-{cell}",
            first=one.genres[int(one.predicted[0])],
            words=str,
        )
        waterfall(one, 0, genre=genre, titles=titles_of(one), key="explain-song-why")
        caption(as_sentence(f"explained is the {one.output.words}"))


def _player(used: SongInUse) -> int | None:
    """The song over its ribbon; returns the cell that was clicked now."""
    mix, song = used.heard.mix, used.song
    data, mime = playable(song)
    event = mix_player(
        data,
        mime=mime,
        peaks=used.heard.peaks,
        duration_s=mix.duration_s,
        starts_s=mix.starts_s,
        ends_s=mix.ends_s,
        proba=mix.proba,
        genres=mix.genres,
        colours=genre_colours(mix.genres),
        key=f"explain-{song.sha256[:12]}",
        gain_db=used.heard.facts.playback_gain_db,
        known=mix.known,
        name=song.name,
        on_cell="rerun",
    )
    caption("Click a column of the ribbon, or choose a moment under it, to see what made the answer there.")
    is_new = event is not None and state.is_new_cell(f"{PLACE}-{song.sha256}", (event.cell,))
    return event.cell if is_new else None


def _cell(used: SongInUse, clicked: int | None) -> int:
    """The cell to explain, or the whole song: as it was clicked, or chosen from the list of moments."""
    mix, key = used.heard.mix, f"explain-cell-{used.song.sha256[:12]}"
    if clicked is not None:
        st.session_state[key] = clicked
    cell = st.selectbox(
        "What to explain",
        [WHOLE, *range(len(mix.starts_s))],
        format_func=lambda cell: "The whole song" if cell == WHOLE else span_words(mix, cell),
        key=key,
    )
    shares = mix.proba.mean(axis=0) if cell == WHOLE else mix.proba[cell]
    best = int(shares.argmax())
    show(tag("p", f"Most like {mix.genres[best]}: {percent(float(shares[best]))}.", cls="gs-strong"))
    return cell


def span_words(mix, cell: int) -> str:
    """A cell by its time, and what it sounds most like."""
    return f"{clock(mix.starts_s[cell])} to {clock(mix.ends_s[cell])}, {mix.genres[int(mix.proba[cell].argmax())]}"


def explained_song_of(used: SongInUse, cell: int) -> ExplainedSong:
    """The explanation of a cell, or of the mean over some of them; worked out once. Raises CoreError."""
    from core.ui.explain.engine import cells, explained_song

    key = (used.song.sha256, used.model.name, used.model.record.weights_sha256, used.by, cell)
    if key in _explained:
        return _explained.get_or_make(key, lambda: None)

    def make(tell: Callable[[float, str], None]) -> ExplainedSong:
        signal = _signal(used.song, sr=used.model.sr)
        only = None if cell == WHOLE else cells(signal.duration_s)[cell]
        return explained_song(signal, model=used.model, name=used.song.name, by=used.by, only=only, progress=tell)

    return _with_progress(lambda tell: _explained.get_or_make(key, lambda: make(tell)))


def _signal(song: Song, *, sr: int) -> Signal:
    from core.ui.explain.engine import decode

    return _signals.get_or_make((song.sha256, sr), lambda: decode(song.data, sr=sr))


def _with_progress(make: Callable):
    """Work that takes a while, with a line of words and a bar in its place until it is done."""
    place = st.empty()
    try:
        with place.container():
            line = ProgressLine(st.empty())
            return make(line)
    finally:
        place.empty()


def _let_go() -> None:
    state.pick(PLACE, None)
    state.tell_problem(PLACE, "")


def _take(song: Song) -> None:
    state.pick(PLACE, song)
    state.tell_problem(PLACE, "")
    st.rerun()


def _ask() -> None:
    file = st.file_uploader("Drop a song here", max_upload_size=MAX_MB, key=f"explain-upload-{state.drop_round()}")
    caption(f"Up to 15 minutes and {MAX_MB} MB: {FORMATS}. It is kept for this visit only.")
    if file is not None:
        state.begin_drop()
        _take(Song(file.name, file.getvalue()))
    _offer_own_songs()
    _offer_demos()


def _offer_own_songs() -> None:
    songs = state.songs()
    if not songs:
        return
    names = [song.name for song in songs]
    chosen = pick_one("Or a song that you brought to Genre mix", names, key=f"explain-own-{state.ask_round()}")
    if chosen is not None:
        _take(songs[chosen])


def _offer_demos() -> None:
    from core.generation.demos import DEMOS  # seconds on a fresh server: the uploader above is up by then

    show(tag("p", "Or a clip that this project's own code composed", cls="gs-label"))
    for column, (name, clip) in zip(st.columns(len(DEMOS)), DEMOS.items(), strict=True):
        if column.button(clip.title, key=f"explain-demo-{name}", width="stretch", icon=":material/music_note:"):
            with st.spinner("Playing the clip's notes, a few seconds"):
                title, sound = cache.demo(name)
            _take(Song(title, sound))
