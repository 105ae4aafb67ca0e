"""A take in, its player out; under it what made it, a badge, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.generation.marks import sidecar_of
from core.generation.whence import made_by
from core.ui import state
from core.ui.files import download_name
from core.ui.markup import banner, caption, preview, show, tag
from core.ui.player import sound_player
from core.ui.text import kept
from core.ui.text.making import engine
from core.ui.text.sending import dataset_button, genre_mix_button
from core.ui.text.settings import take_settings
from core.ui.text.takes import mark_favourite
from core.ui.text.words import facts_words, sound_name, unread_words
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.generation.marks import Mark
    from core.ui.text.takes import Take

WILL_BE_HERE = (
    ("graphic_eq", "The take", "Heard here as soon as it is made; longer ones are jobs that run while you listen."),
    ("compare", "Two takes beside each other", "The same prompt by another seed, or with one word changed."),
    ("send", "Where it can go", "To Genre mix to be judged, into a dataset to be trained on, or home as FLAC."),
)


def tell_problem() -> None:
    """What could not be made last, and why."""
    if problem := state.problem_in(kept.TEXT):
        banner("error", "This could not be made", problem)


def nothing_yet() -> None:
    """What stands here before the first take."""
    preview(WILL_BE_HERE)


def show_take(take: Take) -> None:
    """The player, and what can be done with the take."""
    show(tag("h2", take.name, cls="gs-song"), tag("p", f"“{take.prompt}”", cls="gs-muted gs-text-prompt"))
    if not play(take, key="text", call=kept.visit().call):
        return
    told = [facts_words(take), unread_words(take), *map(as_sentence, take.notes)]
    show(badge(take.mark), *(tag("p", words, cls="gs-caption") for words in told if words))
    with st.container(horizontal=True, vertical_alignment="center", key="text-acts"):
        star_button(take, key="text-star")
        genre_mix_button(take, key="text-to-mix")
        dataset_button(take)
        _take_home(take)
        st.button(
            *("Take its settings", "text-use-settings"),
            icon=":material/settings_backup_restore:",
            help="Puts the sentence, the seed and all settings as they were for this take.",
            on_click=take_settings,
            args=(take,),
        )


def play(take: Take, *, key: str, call: int = 0) -> bool:
    """The player of a take; False where its file is gone, which is then said."""
    try:
        found = engine().sounded(take)
    except CoreError as error:
        banner("error", f"{take.name} cannot be played", as_sentence(str(error)))
        return False
    sound_player(
        take.path,
        mime="audio/flac",
        peaks=found.peaks,
        duration_s=found.duration_s,
        key=key,
        gain_db=found.gain_db,
        name=take.name,
        call=call,
    )
    return True


def badge(mark: Mark):
    """Says that it was made here, as the Genre mix page says it of a file."""
    return tag("p", tag("span", made_by(mark), cls="gs-badge"), cls="gs-badges", style="margin-bottom: 0.5rem")


def star_button(take: Take, *, key: str, is_small: bool = False) -> None:
    """A star that marks a take as a favourite, or takes the mark away."""
    st.button(
        *(f"Favourite: {take.name}" if is_small else "Favourite", key),
        icon=":material/star:" if take.favourite else ":material/star_outline:",
        type="primary" if take.favourite and not is_small else "tertiary" if is_small else "secondary",
        help="Take the star away" if take.favourite else "Mark as a favourite",
        on_click=_star,
        args=(take,),
    )


def _star(take: Take) -> None:
    state.tell_problem(kept.TEXT, "")
    visitor = visitor_id()
    if visitor is None:
        return
    try:
        mark_favourite(visitor, take, not take.favourite)
    except CoreError as error:
        state.tell_problem(kept.TEXT, as_sentence(str(error)))


def _take_home(take: Take) -> None:
    with st.popover("Take it home", icon=":material/download:"):
        caption("Both files say that a machine made it, and which words, seed and settings.")
        files = (("Sound (FLAC)", "flac", take.path), ("Settings (JSON)", "json", sidecar_of(take.path)))
        for title, ending, path in files:
            st.download_button(
                title,
                path.read_bytes,
                file_name=download_name(take.engine, sound_name(take), ending),
                icon=":material/download:",
                on_click="ignore",
                key=f"text-download-{ending}",
                width="stretch",
            )
