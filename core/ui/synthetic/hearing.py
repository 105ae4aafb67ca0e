"""A synthetic dataset in, its clips to hear out: a genre is picked, and one clip after the other is played."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.anatomy.sending import anatomy_button
from core.ui.datasets.hear import track_player
from core.ui.markup import caption, heading, plain_label
from core.ui.synthetic import kept

if TYPE_CHECKING:
    from core.data.datasets import Track
    from core.ui.datasets.contents import Contents
    from core.ui.synthetic.engine import Begun

GENRE = "synth-hear-genre"


def hearing(one: Begun, contents: Contents) -> None:
    """The clip that is listened to, and the way to the next one."""
    heading("Hear it", "Pick a genre, and go from clip to clip.")
    by_genre: dict[str, list[Track]] = {}
    for track in contents.tracks:
        by_genre.setdefault(track.genre, []).append(track)
    place = f"set-{one.folder.name}"
    genre = st.pills(
        "Genre",
        list(by_genre),
        format_func=plain_label,
        default=next(iter(by_genre)),
        required=True,
        key=f"{GENRE}-{one.folder.name}",
        label_visibility="collapsed",
        persist_state="session",
    )
    tracks = by_genre[genre]
    name, call = kept.heard(place)
    at = next((i for i, track in enumerate(tracks) if track.id == name), None)
    track = tracks[at or 0]
    # Silent until somebody asks; another genre is shown, not played.
    track_player(track, key=f"synth-{one.folder.name}", call=call if at is not None else 0, mel=False)
    with st.container(horizontal=True, vertical_alignment="center", key="synth-hear-acts"):
        following = tracks[((0 if at is None else at) + 1) % len(tracks)]
        st.button(
            "Play the next one",
            icon=":material/skip_next:",
            key="synth-next",
            disabled=len(tracks) < 2,
            on_click=kept.hear,
            args=(place, following.id),
        )
        anatomy_button(track, key="synth-anatomy")
    caption(f"Clip {1 + (at or 0)} of {len(tracks)} of {genre}.")
