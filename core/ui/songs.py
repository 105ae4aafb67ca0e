"""Nothing in, the visitor's songs out: uploaded, recorded, or one of the project's own clips."""

import streamlit as st

from core.figures.words import as_sentence
from core.ui import cache, state
from core.ui.markup import banner, caption, preview, show, tag
from core.ui.state import Song

RECORD_SR = 44_100
MAX_SONGS = 20
MAX_MB = 100  # core.sound.decode has the same limit
FORMATS = "WAV, FLAC, MP3, Ogg, Opus, AIFF, AU, M4A, AAC, WMA, and the sound of MP4 and WebM"
WILL_BE_HERE = (
    ("bar_chart", "Its genre mix", "How strongly it sounds like each genre, and how much that varies within the song."),
    ("graphic_eq", "A player", "The song moment by moment: listen to the place where it turns from rock to blues."),
    ("verified", "How far to trust it", "What the model scores on artists it has never heard, and what it confuses."),
)


def ask_for_songs() -> tuple[Song, ...]:
    """The songs of this visitor; while there are none, the page asks for some and says what will be here."""
    _take_wanted_demo()
    _tell_problems()
    songs = state.songs()
    if not songs:
        _ask()
    # After the page is up: what it starts would slow down the first paint of a fresh server.
    cache.start_warm_up()
    return songs


def _tell_problems() -> None:
    for problem in state.problems():
        name = f"“{problem.name}”" if problem.name else "This recording"
        banner("error", f"{name} cannot be heard", as_sentence(problem.words))


def _ask() -> None:
    files = st.file_uploader(
        "Drop a song here, or several",
        accept_multiple_files=True,
        max_upload_size=MAX_MB,
        key=f"upload-{state.ask_round()}",
    )
    caption(
        f"Up to 15 minutes and {MAX_MB} MB each, {MAX_SONGS} songs at a time: {FORMATS}. Songs are kept for this visit "
        "only."
    )
    if files:
        _take_files(files)
    _ask_the_microphone()
    _offer_demos()
    preview(WILL_BE_HERE)


def _ask_the_microphone() -> None:
    recording = st.audio_input(
        "Or let it listen: ten seconds or more of music, by your microphone",
        sample_rate=RECORD_SR,
        key=f"record-{state.ask_round()}",
    )
    if recording:
        _take((Song("Your recording", recording.getvalue()),))


def _offer_demos() -> None:
    from core.generation.demos import DEMOS  # seconds on a fresh server: the uploader above is up by then

    show(tag("p", "Or try a clip that this project's own code composed", cls="gs-label"))
    for column, (name, clip) in zip(st.columns(len(DEMOS)), DEMOS.items(), strict=True):
        with column:
            st.button(
                clip.title,
                key=f"demo-{name}",
                width="stretch",
                icon=":material/music_note:",
                on_click=state.want_demo,
                args=(name,),
            )
            show(tag("p", clip.about, cls="gs-caption"))


def _take_wanted_demo() -> None:
    """Render the clip that was asked for, and say so before anything else on the page."""
    name = state.wanted_demo()
    if name is None:
        return
    with st.spinner("Playing the clip's notes, a few seconds"):
        title, sound = cache.demo(name)
    _take((Song(title, sound),))


def _take_files(files) -> None:
    songs = tuple(Song(file.name, file.getvalue()) for file in files[:MAX_SONGS])
    ignored = tuple(
        state.Problem(file.name, f"{MAX_SONGS} songs fit on this page at a time; bring this one in the next round")
        for file in files[MAX_SONGS:]
    )
    _take(songs, ignored)


def _take(songs: tuple[Song, ...], problems: tuple[state.Problem, ...] = ()) -> None:
    state.bring(songs, problems)
    st.rerun()
