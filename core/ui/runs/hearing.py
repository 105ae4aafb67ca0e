"""Some held-out tracks in, a list of them out: a click plays one, beside the track that it may have been taken for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.ui import state
from core.ui.datasets.hear import track_player
from core.ui.explore.track_table import NO_SOUND, SOUND, digest
from core.ui.markup import caption, show, tag

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from core.ui.runs.sounds import Sounds

MAX_ROWS = 500
HEIGHT_PX = 330
TRACK = "Track"


@dataclass(frozen=True)
class HeldOutTrack:
    """One row of a list.

    Attributes
    ----------
    identity : its name among the held-out tracks
    recording : what is played
    title : as people read it
    words : what was said of it, for the line above its player
    """

    identity: str
    recording: str
    title: str
    words: str


def hear_list(
    tracks: Sequence[HeldOutTrack],
    facts: pd.DataFrame,
    *,
    place: str,
    sounds: Sounds,
    columns: dict,
    beside: Callable[[HeldOutTrack], None] | None = None,
    list_in: DeltaGenerator | None = None,
    audible_first: bool = False,
) -> None:
    """Show a row per track, and below them the one that was clicked, with its player.

    Parameters
    ----------
    facts : what the list tells of each track, in the same order
    place : names this list on the page
    beside : shows what belongs beside the player of a track
    list_in : where the list goes, if not here
    audible_first : whether tracks that can be heard here come first
    """
    heard = [sounds.track(track.recording) is not None for track in tracks]
    order = sorted(range(len(tracks)), key=lambda i: audible_first and not heard[i])[:MAX_ROWS]
    shown = [tracks[i] for i in order]
    with list_in or st.container():
        _table(shown, facts.iloc[order], place, [heard[i] for i in order], columns)
        if sounds.words:
            caption(sounds.words)
        if len(tracks) > len(shown):
            caption(f"The first {len(shown):,} of {len(tracks):,}.")
    chosen, _ = state.chosen_track(place)
    track = next((track for track in shown if track.identity == chosen), None)
    if track is not None:
        _player(track, place, sounds, beside)


def _player(track: HeldOutTrack, place: str, sounds: Sounds, beside) -> None:
    _, call = state.chosen_track(place)
    if beside is None:
        return play(track.title, track.words, track.recording, key=f"{place}-own", sounds=sounds, call=call)
    left, right = st.columns(2, gap="medium")
    with left:
        play(track.title, track.words, track.recording, key=f"{place}-own", sounds=sounds, call=call)
    with right:
        beside(track)
    return None


def play(title: str, words: str, recording: str, *, key: str, sounds: Sounds, call: int = 0) -> None:
    """The player of one recording under its name, or why it cannot be heard."""
    show(tag("h3", title, cls="gs-song"), tag("p", words, cls="gs-muted"))
    found = sounds.track(recording)
    if found is None:
        show(tag("p", sounds.words or "Its recording is not on this machine.", cls="gs-muted", role="status"))
    else:
        track_player(found, key=key, call=call)


def _table(
    tracks: Sequence[HeldOutTrack], facts: pd.DataFrame, place: str, heard: Sequence[bool], columns: dict
) -> None:
    frame = facts.copy()
    frame.insert(0, TRACK, [track.title for track in tracks])
    if any(heard) and not all(heard):
        frame.insert(1, SOUND, ["" if has_sound else NO_SOUND for has_sound in heard])
    ids = tuple(track.identity for track in tracks)
    key = f"{place}-{digest(ids)}"
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        placeholder="",
        height=min(HEIGHT_PX, 36 + 35 * len(frame)),
        on_select=partial(state.choose_clicked, place, key, ids),
        selection_mode="single-cell",
        column_config={
            TRACK: st.column_config.TextColumn(width=150),
            SOUND: st.column_config.TextColumn(width=75),
            **columns,
        },
        alt=f"Table of {len(frame)} held-out tracks; a click on a row plays it",
    )
