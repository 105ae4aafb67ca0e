"""A song and its mix in, the answer out: one large sentence, the bars beside it, and what the numbers mean."""

import streamlit as st

from core import figures
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence, clock, give_or_take, percent
from core.genre_mix import GenreMix
from core.ui import state
from core.ui.markup import Html, banner, caption, show, tag
from core.ui.state import Song
from core.ui.theme import look


def answer(song: Song, mix: GenreMix) -> None:
    """Show what the song sounds most like, how much that varies within it, and what such a share is."""
    _song_line(song, mix)
    if not mix.known:
        banner("unsure", "I am not sure: this is unlike anything I was trained on.", as_sentence(mix.reason))
    words, chart = st.columns([5, 7], gap="medium")
    with words:
        start, genre, end = headline(mix)
        mark = tag("span", genre, cls="gs-genre", style=f"--genre: {figures.genre_colours(mix.genres)[genre]}")
        show(tag("p", start, mark, end, cls="gs-answer"), *_meaning(mix))
    with chart:
        intervals = intervals_by_genre(mix)
        figure = figures.mix_bars(mix.ranking, look=look(), intervals=intervals, sure=mix.known)
        st.plotly_chart(figure, theme=None, config=CHART_CONFIG, key="mix-bars", alt=alt_text(mix))
        caption(_what_to_see(mix))


def headline(mix: GenreMix) -> tuple[str, str, str]:
    """The answer as one sentence, cut before and after the genre: "Sounds most like ", "jazz", ": 46 %, ..."."""
    genre, share = mix.top
    start = "Sounds most like " if mix.known else "If I had to choose, "
    intervals = intervals_by_genre(mix)
    if intervals is None:
        return start, genre, f": {percent(share)}."
    return start, genre, f": {percent(share)}, give or take {give_or_take(share, *intervals[genre])}."


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
        show(tag("h2", song.name, cls="gs-song"), tag("p", length, cls="gs-muted"))
    again.button(
        "Another song", icon=":material/restart_alt:", on_click=state.forget, width="stretch", key="another-song"
    )


def _meaning(mix: GenreMix) -> list[Html]:
    n_cells = mix.starts_s.size
    genre, share = mix.top
    lines = [
        f"This is a mean of probabilities. At each of {n_cells} places in the song the model said how likely every "
        f"genre is; a share is the average of what it said. {percent(share)} does not mean that this much of the "
        f"song is {genre}: it is how strongly the whole leans that way."
    ]
    lines.append(_variation(mix))
    notes = (tag("p", as_sentence(note), cls="gs-muted") for note in mix.notes)
    return [*(tag("p", line) for line in lines), *notes]


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
    return f"{words} {_listed(rivals)} may lie as high." if rivals else words


def _listed(genres: list[str]) -> str:
    first = genres[0].capitalize() if genres[0].islower() else genres[0]
    return first if len(genres) == 1 else f"{', '.join([first, *genres[1:-1]])} and {genres[-1]}"


def _what_to_see(mix: GenreMix) -> str:
    if mix.interval is None:
        return "The longer a bar, the more the song sounds like that genre; all bars together make 100 %."
    return (
        "The longer a bar, the more the song sounds like that genre; a line shows how far that varies within the song."
    )
