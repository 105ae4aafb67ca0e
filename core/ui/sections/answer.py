"""A song and its mix in, the answer out: one large sentence, the bars beside it, and what the numbers mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core import figures
from core.figures.template import CHART_CONFIG
from core.figures.words import DOUBTS, as_sentence, clock, give_or_take, listed, percent, tied_with_first
from core.ui import state
from core.ui.markup import Html, banner, caption, show, tag
from core.ui.sections.origin import origin
from core.ui.state import Song
from core.ui.theme import look

if TYPE_CHECKING:
    from core.genre_mix import GenreMix

# More names than this make no sentence.
N_NAMED = 3
NOT_MUSIC = "not-music"
# The look of each kind of doubt: a symbol and a colour of its own.
LOOKS = {"unlike": "unsure", "other-music": "other", NOT_MUSIC: "silent"}


def answer(song: Song, mix: GenreMix, *, context_s: float) -> None:
    """Show what the song sounds most like, how much that varies within it, and what such a share is.

    Of what is no music the answer is that; what the shares would be is folded.
    """
    _song_line(song, mix)
    if not mix.known:
        banner(LOOKS[mix.verdict], DOUBTS[mix.verdict], as_sentence(mix.reason))
    if mix.verdict != NOT_MUSIC:
        return _shares(mix, context_s)
    with st.expander("What the mix would be", icon=":material/bar_chart:"):
        _shares(mix, context_s)


def _shares(mix: GenreMix, context_s: float) -> None:
    words, chart = st.columns([5, 7], gap="medium")
    with words:
        start, genre, end = headline(mix)
        mark = tag("span", genre, cls="gs-genre", style=f"--genre: {figures.genre_colours(mix.genres)[genre]}")
        show(tag("p", start, mark, end, cls="gs-answer"), *_meaning(mix, context_s))
    with chart:
        intervals = intervals_by_genre(mix)
        figure = figures.mix_bars(mix.ranking, look=look(), intervals=intervals, sure=mix.known)
        st.plotly_chart(figure, theme=None, config=CHART_CONFIG, key="mix-bars", alt=alt_text(mix))
        caption(_what_to_see(mix))


def headline(mix: GenreMix) -> tuple[str, str, str]:
    """The answer as one sentence, cut before and after the genre: "Sounds most like ", "jazz", ": 46 %, ...".

    Where others cannot be told from the first, it names no winner: "Sounds about as much like reggae (20 %) as ...".
    """
    genre, share = mix.top
    intervals = intervals_by_genre(mix)
    words, half_width = percent(share), None
    if intervals:
        low, high = intervals[genre]
        words, half_width = f"{words}, give or take {give_or_take(share, low, high)}", (high - low) / 2
    rivals = tied_with_first(mix.ranking, half_width=half_width)
    unsure = "If it were music, " if mix.verdict == NOT_MUSIC else "If I had to choose, "
    if not rivals:
        return "Sounds most like " if mix.known else unsure, genre, f": {words}."
    start = "Sounds about as much like " if mix.known else f"{unsure}about as much "
    return start, genre, f" ({words}) as {'like ' if mix.known else ''}{_rivals(rivals)}."


def alt_text(mix: GenreMix) -> str:
    """The whole mix in words, for people who hear the chart."""
    return "Bar chart of the genre mix: " + ", ".join(f"{genre} {percent(share)}" for genre, share in mix.ranking)


def intervals_by_genre(mix: GenreMix) -> dict[str, tuple[float, float]] | None:
    if mix.interval is None:
        return None
    return {genre: (float(low), float(high)) for genre, low, high in zip(mix.genres, *mix.interval, strict=True)}


def _song_line(song: Song, mix: GenreMix) -> None:
    title, again = st.columns([3, 1], vertical_alignment="center")
    with title:
        length = f"{clock(mix.duration_s)} long, {mix.starts_s.size} cells of about 3 seconds"
        show(tag("h2", song.name, cls="gs-song"), tag("p", length, cls="gs-muted"), *origin(song.data))
    again.button(
        "Another song", icon=":material/restart_alt:", on_click=state.forget, width="stretch", key="another-song"
    )


def _meaning(mix: GenreMix, context_s: float) -> list[Html]:
    notes = (tag("p", as_sentence(note), cls="gs-muted") for note in mix.notes)
    return [tag("p", share_words(mix, context_s=context_s)), tag("p", _variation(mix)), *notes]


def share_words(mix: GenreMix, *, context_s: float) -> str:
    """What a share is, and what it is not."""
    genre, share = mix.top
    if mix.duration_s < context_s:
        made = (
            f"The song is shorter than the {context_s:.0f} s the model listens to, so it was judged as a whole: a "
            "share is how likely the model finds that genre."
        )
    else:
        made = (
            f"This is a mean of probabilities. At each of {mix.starts_s.size} places in the song the model said how "
            f"likely every genre is, judging by the {context_s:.0f} s around it; a share is the average of that."
        )
    return (
        f"{made} {percent(share)} does not mean that this much of the song is {genre}: it is how strongly the whole "
        "leans that way."
    )


def _variation(mix: GenreMix) -> str:
    intervals = intervals_by_genre(mix)
    if intervals is None:
        return f"How much it varies within the song cannot be told: {mix.interval_reason}."
    genre, _ = mix.top
    low, high = intervals[genre]
    words = (
        f"How much it varies within the song: with other stretches of the same length, {genre} would lie between "
        f"{percent(low)} and {percent(high)} in 95 of 100 cases."
    )
    rivals = [rival for rival, _ in mix.ranking[1:] if intervals[rival][1] >= low]
    return f"{words} {as_sentence(f'{listed(rivals)} may lie as high')}" if rivals else words


def _rivals(rivals: list[tuple[str, float]]) -> str:
    named = [f"{genre} ({percent(share)})" for genre, share in rivals[:N_NAMED]]
    n_more = len(rivals) - len(named)
    return listed([*named, f"{n_more} more"] if n_more else named)


def _what_to_see(mix: GenreMix) -> str:
    if mix.interval is None:
        return "The longer a bar, the more the song sounds like that genre; all bars together make 100 %."
    return (
        "The longer a bar, the more the song sounds like that genre; a line shows how far that varies within the song."
    )
