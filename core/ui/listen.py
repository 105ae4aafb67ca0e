"""The visitor's songs and a model in, what was heard in each out; each file that cannot be heard gets its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import AudioError, DownloadError, ModelError
from core.figures.words import as_sentence
from core.ui import cache, state
from core.ui.markup import banner
from core.ui.progress import ProgressLine
from core.ui.state import Song

if TYPE_CHECKING:
    from core.models.loaded import LoadedModel
    from core.ui.engine import Heard


def listen(songs: tuple[Song, ...], *, model: LoadedModel) -> list[tuple[Song, Heard]]:
    """Hear every song, with progress in words; the page starts again without the songs that cannot be heard."""
    place = st.empty()
    heard: list[tuple[Song, Heard]] = []
    bad: dict[str, str] = {}
    for number, song in enumerate(songs, start=1):
        which = f"Song {number} of {len(songs)}. " if len(songs) > 1 else ""
        try:
            heard.append((song, _hear(song, model, place, which)))
        except AudioError as error:
            bad[song.sha256] = str(error)
        except (ModelError, DownloadError) as error:  # no fault of the song, and no song would fare better
            banner("error", "The model cannot listen", as_sentence(str(error)))
            return []
    if bad:
        state.drop(bad)
        st.rerun()
    return heard


def _hear(song: Song, model: LoadedModel, place, which: str) -> Heard:
    if cache.is_heard(song, model=model):
        return cache.hear(song, model=model)
    with place.container():
        bar, cancel = st.columns([4, 1], vertical_alignment="center")
        # One key per song: the same script run may draw it for several.
        cancel.button("Cancel", icon=":material/close:", on_click=state.forget, width="stretch", key=f"cancel-{which}")
        line = ProgressLine(bar.empty(), prefix=which)
        line(0.0, "Reading the sound")
        for height_px in (120, 320, 200):
            st.skeleton(height=height_px)
        found = cache.hear(song, model=model, progress=line)
    place.empty()
    return found
