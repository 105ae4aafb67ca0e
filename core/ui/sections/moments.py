"""A song and what was heard in it in, the player with its ribbons out: of genres, and of the tags of a listener."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core import figures
from core.figures.tag_lanes import tag_lanes
from core.ui.anatomy.sending import anatomy_button
from core.ui.markup import caption, heading
from core.ui.playable import playable
from core.ui.player import mix_player
from core.ui.state import Song

if TYPE_CHECKING:
    from core.figures.lanes import ImageLane
    from core.genre_mix import GenreMix, TagTrack
    from core.ui.engine import Heard

TAGS_KEY = "tags-by"


def moments(song: Song, heard: Heard, *, context_s: float) -> None:
    """Play the song over its waveform, its ribbon of genres and what a listener names in it."""
    mix = heard.mix
    heading("Moment by moment")
    track = _tags_to_show(mix.tags)
    lanes = [] if track is None else _lanes(track, mix)
    data, mime = playable(song)
    mix_player(
        data,
        mime=mime,
        peaks=heard.peaks,
        duration_s=mix.duration_s,
        starts_s=mix.starts_s,
        ends_s=mix.ends_s,
        proba=mix.proba,
        genres=mix.genres,
        colours=figures.genre_colours(mix.genres),
        key=f"{song.sha256[:12]}",
        gain_db=heard.facts.playback_gain_db,
        known=mix.known,
        name=song.name,
        lanes=lanes,
    )
    caption(ribbon_words(mix.duration_s, context_s=context_s))
    if track is not None:
        caption(tags_words(track.listener, n_rows=sum(len(lane.row_names) for lane in lanes)))
    anatomy_button(song, key="take-apart")


def ribbon_words(duration_s: float, *, context_s: float) -> str:
    """What the ribbon shows, and that its columns look finer than the model listens."""
    judged = (
        f"each column is judged from the {context_s:.0f} s around it"
        if duration_s >= context_s
        else f"the song is shorter than the {context_s:.0f} s the model listens to, so all columns are the same"
    )
    return (
        "Each column of the ribbon is about 3 seconds, cut by how likely each genre is there; click one to jump there. "
        f"The ribbon looks finer than it is: {judged}. Loudness is evened for listening only."
    )


def tags_words(listener: str, *, n_rows: int) -> str:
    """What the strips under the ribbon show, and what they are not."""
    if not n_rows:
        return f"{listener} names none of its tags in this song with any certainty."
    return (
        f"The strips under it show what {listener} names in each moment, by how sure it is. It learnt these words from "
        "other people's labels, and may be wrong."
    )


def _tags_to_show(tracks: tuple[TagTrack, ...]) -> TagTrack | None:
    """The tags of the listener that the visitor asks for; of the first one before that, None where none names any."""
    if not tracks:
        return None
    by_listener = {track.listener: track for track in tracks}
    if len(by_listener) == 1:
        return tracks[0]
    chosen = st.segmented_control(
        "What is heard in it, by",
        list(by_listener),
        default=tracks[0].listener,
        required=True,
        key=TAGS_KEY,
        persist_state="session",
    )
    return by_listener[chosen]


def _lanes(track: TagTrack, mix: GenreMix) -> list[ImageLane]:
    from core.models.backbones.tag_kinds import GENRE, INSTRUMENT, MOOD, OTHER, TITLES, VOICE, kinds_of

    # The ribbon above is of genres already: what it is played on comes first.
    order = [TITLES[kind] for kind in (INSTRUMENT, VOICE, MOOD, GENRE, OTHER)]
    kinds = kinds_of(track.names)
    kinds = {title: kinds[title] for title in order if title in kinds}
    return tag_lanes(kinds, track.names, track.proba, starts_s=mix.starts_s, ends_s=mix.ends_s)
