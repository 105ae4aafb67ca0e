"""The contents of a dataset in, what there is of it out: how much, by whom, how evenly, and how each genre sounds."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from core.figures.words import as_sentence, clock
from core.ui.datasets.contents import NO_GENRE
from core.ui.datasets.overview import details, genre_chart, named_genres, totals
from core.ui.explore.glance import glance
from core.ui.explore.numbers import ids_of_genre
from core.ui.explore.selection import chart_key, select, selection

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents
    from core.ui.explore.sources import NumberSource

BARS = "genre-bars"
MIN_TRACKS = 5  # of a genre, before anything is said of how few artists it has
UNVARIED = 0.5  # artists to tracks


def overview(opened: OpenDataset, contents: Contents, source: NumberSource | None) -> None:
    """Show counts, durations, artists and balance, and a waveform and mel spectrogram of each genre."""
    sentences = [
        *details(opened, contents),
        duration_words(contents),
        artist_words(contents),
        origin_words(contents, label=opened.dataset.label),
    ]
    totals(opened, contents, *filter(None, sentences))
    genre_chart(
        contents,
        key=chart_key(opened.id, BARS),
        on_genre=partial(_select_genre, opened, contents, source),
        action="select its tracks",
        pale=unselected_genres(opened, contents),
    )
    glance(opened, contents)


def unselected_genres(opened: OpenDataset, contents: Contents) -> set[str]:
    """The genres of which no track is selected; none where everything is."""
    chosen = selection(opened.id)
    if chosen is None:
        return set()
    return set(contents.genres) - {track.genre or NO_GENRE for track in contents.tracks if track.id in chosen.ids}


def duration_words(contents: Contents) -> str:
    """How long the music lasts, as far as the dataset says it."""
    lengths = np.array([track.duration_s for track in contents.tracks if track.duration_s])
    if not len(lengths):
        return ""
    total = f"Together {clock(float(lengths.sum()))}"
    if len(lengths) < contents.n_tracks:
        total += f", as far as the length is known (of {len(lengths):,} tracks)"
    if contents.length_s:
        return f"{total}."
    shortest, middle, longest = (clock(float(seconds)) for seconds in np.percentile(lengths, (0, 50, 100)))
    return f"{total}; from {shortest} to {longest}, half of them over {middle}."


def artist_words(contents: Contents) -> str:
    """The genre that owes most to few artists: what a model learns there may be the artist."""
    few = {
        genre: contents.artists[genre] / count
        for genre, count in named_genres(contents).items()
        if count >= MIN_TRACKS and contents.artists.get(genre)
    }
    genre = min(few, key=few.get, default=NO_GENRE)
    if few.get(genre, 1.0) > UNVARIED:
        return ""
    artist, n_most = Counter(track.artist for track in contents.tracks if track.genre == genre).most_common(1)[0]
    n_tracks, n_artists = contents.genres[genre], contents.artists[genre]
    if n_artists == 1:
        return f"Least varied is {genre}: all its {n_tracks:,} tracks are by {artist}."
    most = f", {n_most:,} of them by {artist}" if artist else ""
    return f"Least varied is {genre}: {n_tracks:,} tracks by {n_artists:,} artists{most}."


def origin_words(contents: Contents, *, label: str = "") -> str:
    """Which of the music a program made, in the words of its dataset's label; "" where all was recorded."""
    n_made = sum(track.is_synthetic for track in contents.tracks)
    if not n_made:
        return ""
    if n_made == contents.n_tracks:
        return as_sentence(label or "a program made it: none of it is a recording of real music")
    return f"A program made {n_made:,} of them; the others are recordings."


def _select_genre(opened: OpenDataset, contents: Contents, source: NumberSource | None, genre: str) -> None:
    select(opened.id, ids_of_genre(opened, contents, source, genre), genre, by=BARS)
