"""A dataset in; a card per genre out: how a track of it looks, a click to hear it, another one at random."""

from __future__ import annotations

import random
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from core.figures import genre_colours
from core.figures.scales import SEQUENTIAL
from core.figures.words import as_sentence
from core.ui import state
from core.ui.datasets.contents import NO_GENRE
from core.ui.datasets.hear import track_player
from core.ui.explore.background import LOOK_S
from core.ui.explore.glance.pictures import Picture, pictures_of
from core.ui.markup import caption, heading, show, tag
from core.ui.theme import look

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from core.data.datasets import Track
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents

MAX_GENRES = 12
PLAYER_PX = 330
PATIENCE_S = 0.15  # for each picture: those that are kept are there at once

_chance = random.SystemRandom()  # the common one may be seeded by whoever wants repeatable numbers
_FOLDER = Path(__file__).parent
_cards = st.components.v2.component(
    "genrescope_glance",
    **{kind: (_FOLDER / f"glance.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")},
)


def glance(opened: OpenDataset, contents: Contents) -> None:
    """Show a track of each genre, to be heard; nothing where the dataset has no sound."""
    by_genre = heard_genres(contents)
    if not by_genre:
        return
    heading("Every genre at a glance", "A track of each: its waveform, and below it its mel spectrogram.")
    picked = _picked(opened, by_genre)
    pictures = pictures_of(picked, wait_s=PATIENCE_S)
    is_waiting = len(pictures) < len(picked)
    # While pictures are missing the section looks for them by itself; the page around it stays.
    st.fragment(_section, run_every=LOOK_S if is_waiting else None)(opened, contents, is_waiting)


@lru_cache(maxsize=8)
def heard_genres(contents: Contents) -> dict[str, tuple[Track, ...]]:
    """The largest genres that can be heard, by name, with the tracks of each that have sound."""
    tracks: dict[str, list[Track]] = {}
    for track in contents.tracks:
        if track.genre and track.sound is not None and not track.is_skipped:
            tracks.setdefault(track.genre, []).append(track)
    largest = sorted(tracks, key=lambda genre: (-len(tracks[genre]), genre))[:MAX_GENRES]
    return {genre: tuple(tracks[genre]) for genre in sorted(largest)}


def _section(opened: OpenDataset, contents: Contents, was_waiting: bool) -> None:
    by_genre = heard_genres(contents)
    picked = _picked(opened, by_genre)
    pictures = pictures_of(picked, wait_s=PATIENCE_S if not was_waiting else 0.0)
    if was_waiting and len(pictures) == len(picked):
        st.rerun()  # now as a section that no longer looks
    player = st.container()
    _show_cards(opened, contents, picked, pictures)
    n_genres = len(contents.genres) - (NO_GENRE in contents.genres)
    caption(" ".join(glance_words(n_shown=len(by_genre), n_genres=n_genres)))
    with player:
        _player(opened, by_genre, picked, ready=set(pictures))


def glance_words(*, n_shown: int, n_genres: int) -> list[str]:
    """What to see in the cards."""
    words = [
        "Time runs to the right, low tones lie at the bottom: beats stand upright, held tones lie flat, noise fills "
        "the height. Click a picture to hear it; the arrows bring another track."
    ]
    if n_shown < n_genres:
        words.append(f"{n_shown} of {n_genres} genres: the largest that can be heard.")
    return words


def _picked(opened: OpenDataset, by_genre: Mapping[str, tuple[Track, ...]]) -> dict[str, Track]:
    """The track that stands for each genre: the one the visitor asked for, else the one in the middle of the list."""
    wished = state.glance_picks(opened.id)
    picked = {}
    for genre, tracks in by_genre.items():
        wanted = next((track for track in tracks if track.id == wished.get(genre)), None)
        picked[genre] = wanted or tracks[len(tracks) // 2]
    return picked


def _show_cards(
    opened: OpenDataset, contents: Contents, picked: Mapping[str, Track], pictures: Mapping[str, Picture]
) -> None:
    heard, _ = state.chosen_track(_player_of(opened))
    colours, by_genre = genre_colours(picked), heard_genres(contents)
    cards = [
        _card(track, pictures.get(genre), colours[genre], n_all=contents.genres[genre])
        | {"genre": genre, "heard": track.id == heard, "has_others": len(by_genre[genre]) > 1}
        for genre, track in picked.items()
    ]
    key = f"glance-{opened.id}"
    _cards(
        data={"cards": cards, "scale": list(SEQUENTIAL[look()])},
        key=key,
        on_heard_change=partial(_hear, opened, key),
        on_another_change=partial(_hear_another, opened, contents, key),
    )


def _card(track: Track, picture: Picture | None, colour: str, *, n_all: int) -> dict:
    artist = f" by {track.artist}" if track.artist else ""
    return {
        "track": track.id,
        "colour": colour,
        "count": f"{n_all:,} track{'s' * (n_all != 1)}",
        "alt": f"Hear {track.id}{artist}: waveform and mel spectrogram",
        "picture": picture.drawn if picture else None,
        "trouble": as_sentence(picture.trouble) if picture else "",
    }


def _player_of(opened: OpenDataset) -> str:
    """The name under which the session keeps what is heard here: apart from the player below the views."""
    return f"glance-{opened.id}"


def _hear(opened: OpenDataset, key: str) -> None:
    asked = st.session_state[key].get("heard")
    if isinstance(asked, dict) and isinstance(asked.get("track"), str):
        state.choose_track(_player_of(opened), asked["track"])


def _hear_another(opened: OpenDataset, contents: Contents, key: str) -> None:
    """Take another track of the genre by chance, and play it."""
    asked = st.session_state[key].get("another")
    by_genre = heard_genres(contents)
    genre = asked.get("genre") if isinstance(asked, dict) else None
    if not isinstance(genre, str) or genre not in by_genre:
        return
    now = _picked(opened, by_genre)[genre]
    others = [track for track in by_genre[genre] if track.id != now.id]
    if others:
        track = _chance.choice(others)
        state.pick_for_glance(opened.id, genre, track.id)
        state.choose_track(_player_of(opened), track.id)


def _player(
    opened: OpenDataset,
    by_genre: Mapping[str, tuple[Track, ...]],
    picked: Mapping[str, Track],
    *,
    ready: Collection[str],
) -> None:
    """The one player of the section; before the first click the first genre's track waits in it."""
    heard, call = state.chosen_track(_player_of(opened))
    every = (track for tracks in by_genre.values() for track in tracks)
    track = next((track for track in every if track.id == heard), None) or next(iter(picked.values()))
    artist = f" by {track.artist}" if track.artist else ""
    show(tag("h3", track.id, cls="gs-song"), tag("p", f"{track.genre}{artist}", cls="gs-muted"))
    if heard is None and track.genre not in ready:
        st.skeleton(height=PLAYER_PX)  # its sound is being read with its picture
    else:
        track_player(track, key=f"glance-{opened.id}", call=call)
