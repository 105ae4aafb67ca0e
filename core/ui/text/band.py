"""A sentence in, what the band will play of it out, said before it plays; and a choice of genre where it names none."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.generation.arranger import GENRES
from core.generation.musicgen.params import checked_prompt
from core.generation.reading import Reading, params_of, read_prompt
from core.ui.markup import banner, caption, show, tag
from core.ui.text.asking import NOTHING_SAID, Asked
from core.ui.text.order import Order
from core.ui.text.takes import BAND
from core.ui.text.words import MAX_UNREAD

GENRE = "text-genre"
CHANGE_IT = "Change the sentence: the band cannot play it so."
ABOUT = (
    "The band plays by rules of this project: no AI, no real music. It reads the genre, the tempo, the key, a mood and "
    "instruments that it knows by name, and nothing else, nor a “no” or “without”; what you leave open, the seed draws."
)


def read(prompt: str) -> tuple[Reading | None, str]:
    """What the band reads, told on the page; None, and what is lacking, where it cannot play it."""
    caption(ABOUT)
    if not prompt.strip():
        return None, NOTHING_SAID
    try:
        checked_prompt(prompt)
        reading = read_prompt(prompt)
        chosen = _ask_for_genre(reading)
        reading = read_prompt(prompt, genre=chosen) if chosen else reading
    except CoreError as error:
        banner("error", "The band cannot play this", as_sentence(str(error)))
        return None, CHANGE_IT
    _tell(reading)
    return (reading, "") if reading.genre else (None, "Choose a genre for the band.")


def order_of(asked: Asked, reading: Reading | None) -> Order:
    """What the band is asked for; raises DataError where it cannot play it."""
    params: dict[str, Any] = {"prompt": asked.prompt}
    if reading is not None:
        params = params_of(reading, seed=asked.seed, duration_s=asked.duration_s, n_clips=asked.n_clips)
    return Order(BAND, params)


def _ask_for_genre(reading: Reading) -> str:
    """The genre to play, where the sentence names none that the band knows, or several; "" where it is clear."""
    if len(reading.genres) == 1:
        return ""
    options = reading.genres or tuple(GENRES)
    if st.session_state.get(GENRE) not in options:
        st.session_state.pop(GENRE, None)
    label = "It names several genres: which shall the band play?" if reading.genres else "Which genre shall it play?"
    if not reading.genres:
        banner(
            "unsure",
            "The sentence names no genre that the band plays",
            "Choose one below, or write it into the sentence. MusicGen can play what has no name here.",
        )
    return st.pills(
        label,
        options,
        format_func=lambda name: GENRES[name].title,
        default=None,
        key=GENRE,
        persist_state="session",
    ) or (reading.genre if reading.genres else "")


def _tell(reading: Reading) -> None:
    if reading.words:
        show(tag("p", tag("strong", "The band reads: "), f"{reading.words}.", cls="gs-clip", role="status"))
    if reading.unread:
        few = reading.unread[:MAX_UNREAD]
        more = f" and {len(reading.unread) - MAX_UNREAD} more words" * (len(reading.unread) > MAX_UNREAD)
        caption(f"It does not read: {', '.join(f'“{word}”' for word in few)}{more}.")
