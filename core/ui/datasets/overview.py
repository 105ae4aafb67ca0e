"""The contents of a dataset in, how much of what there is out: one sentence, and a picture of its genres."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core import figures
from core.figures.template import CHART_CONFIG
from core.figures.words import NBSP, clock, listed, percent
from core.ui import state
from core.ui.datasets.contents import NO_GENRE, UNEVEN, Contents
from core.ui.markup import caption, show, tag
from core.ui.theme import look

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from core.data.opened import OpenDataset

KEY = "genre-bars"
N_NAMED = 3


def overview(opened: OpenDataset, contents: Contents) -> None:
    """Say how much music there is, and show how it is spread over the genres; a click on a bar lists its tracks."""
    totals(opened, contents, *details(opened, contents))
    genre_chart(contents, key=f"{KEY}-{opened.id}", on_genre=state.list_genre, action="list its tracks")


def totals(opened: OpenDataset, contents: Contents, *sentences: str) -> None:
    """Say how much music there is: the title, the headline, and what it leaves out."""
    show(
        tag("p", opened.title, cls="gs-label gs-dataset-title"),
        tag("p", headline(contents), cls="gs-answer"),
        tag("p", " ".join(sentences), cls="gs-muted gs-dataset-details"),
    )


def genre_chart(
    contents: Contents,
    *,
    key: str,
    on_genre: Callable[[str], None],
    action: str,
    pale: Collection[str] = (),
) -> None:
    """Show how the tracks are spread over the genres.

    Parameters
    ----------
    on_genre : what happens with the genre whose bar is clicked; ``action`` says it: "Click a bar to ..."
    pale : genres that step back, because others are selected
    """
    artists = contents.artists if contents.n_artists else None
    st.plotly_chart(
        figures.genre_bars(contents.genres, look=look(), artists=artists, pale=pale),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_clicked, key, on_genre),
        selection_mode="points",
        alt=alt_text(contents),
    )
    caption(" ".join([*chart_words(contents), f"Click a bar to {action}."]))


def headline(contents: Contents) -> str:
    """ "127 tracks in 10 genres." """
    n_genres = len(named_genres(contents))
    return f"{_counted(contents.n_tracks, 'track')} in {_counted(n_genres, 'genre')}."


def details(opened: OpenDataset, contents: Contents) -> list[str]:
    """What the headline leaves out: how much of the dataset is here, what can be heard, whose music it is."""
    published = opened.dataset.published.n_clips
    sentences = []
    if published and published > contents.n_tracks:
        sentences.append(f"That is part of it: {published:,} are published.")
    sentences.append(sound_words(contents))
    sentences.append(artist_words(contents))
    return sentences


def sound_words(contents: Contents) -> str:
    """What of it can be heard."""
    if not contents.n_with_sound:
        return "No audio, only numbers: nothing here can be played."
    length = f" of {_length(contents.length_s)}" if contents.length_s else ""
    if contents.n_with_sound < contents.n_tracks:
        return f"{contents.n_with_sound:,} of them have sound here{length}."
    if contents.n_tracks == 1:
        return f"It has sound{length}."
    return f"All have sound{f', {_length(contents.length_s)} each' if contents.length_s else ''}."


def artist_words(contents: Contents) -> str:
    """Whose music it is: without artists no split can keep them apart."""
    if not contents.n_artists:
        if contents.n_tracks and all(track.is_synthetic for track in contents.tracks):
            return "It has no artists: a program played it."
        return "Nobody knows the artists, so a score cannot promise anything about new ones."
    known = f"By {_counted(contents.n_artists, 'artist')}"
    if not contents.n_without_artist:
        return f"{known}."
    return f"{known}; of {_counted(contents.n_without_artist, 'track')} nobody knows whose they are."


def chart_words(contents: Contents) -> list[str]:
    """What to see in the picture."""
    words = [f"Tracks per genre, {contents.n_tracks:,} in all.", balance_words(contents)]
    if contents.n_artists:
        words.append("The mark on a bar counts its artists: far left of the end, few artists made many tracks.")
    return words


def balance_words(contents: Contents) -> str:
    """How evenly the genres are spread, by what a model gains that always names the largest."""
    genres = named_genres(contents)
    if len(genres) < 2:
        return "With one genre there is nothing to tell apart."
    (first, most), (last, least) = next(iter(genres.items())), list(genres.items())[-1]
    if most <= UNEVEN * least:
        spread = f"{most:,}" if most == least else f"{least:,} to {most:,}"
        return f"Evenly spread: {spread} of each."
    share = percent(most / sum(genres.values()))
    return f"Unevenly spread: {last} has {least:,}, {first} {most:,}; always saying {first} would be right in {share}."


def alt_text(contents: Contents) -> str:
    genres = list(contents.genres.items())
    named = listed([f"{genre} {count:,}" for genre, count in genres[:N_NAMED]]) if genres else "none"
    return f"Bars of tracks per genre, {len(genres)} genres; the largest: {named}"


def named_genres(contents: Contents) -> dict[str, int]:
    """The genres and their tracks, without the tracks that have no genre."""
    return {genre: count for genre, count in contents.genres.items() if genre != NO_GENRE}


def _clicked(key: str, on_genre: Callable[[str], None]) -> None:
    points = st.session_state[key].selection.points
    genre = next((point.get("customdata") for point in points if point.get("customdata")), None)
    if isinstance(genre, str):
        on_genre(genre)


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}{'s' * (n != 1)}"


def _length(seconds: float) -> str:
    return f"{seconds:.0f}{NBSP}s" if seconds < 90 else clock(seconds)
