"""A clip in, its piano roll that runs with its sound out; under it what made it, a star, and files to take home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.jazz import kept
from core.ui.jazz.choosing import take_settings
from core.ui.jazz.copying import hear_both, tell_copying
from core.ui.jazz.making import engine, stored
from core.ui.jazz.roll import roll_player
from core.ui.jazz.words import MACHINE, measured_words, origin_words, pulse_words, size_words
from core.ui.lanes import capital
from core.ui.markup import banner, caption, preview, show, tag

if TYPE_CHECKING:
    from core.jazz.playing.pulse import Pulse
    from core.ui.jazz.clips import Clip

SEE = "Each bar is a note: time runs to the right, high notes lie high. Point at a bar to read its name."
NO_PULSE = "No clear pulse was found in what the pianist plays"
WILL_BE_HERE = (
    ("piano", "The notes", "A piano roll that runs with the sound; point at a note to read its name."),
    ("tune", "Ways to steer it", "Bolder or safer, denser or calmer, from your own phrase, or between two clips."),
    ("download", "Files to keep", "MIDI, a score, sound, and the settings that made it, marked as machine-made."),
)


def tell_problem() -> None:
    """What could not be played last, and why."""
    if problem := state.problem_in(kept.JAZZ):
        banner("error", "This could not be played", problem)


def nothing_yet() -> None:
    """What stands here before the first press."""
    preview(WILL_BE_HERE)


def show_clip(clip: Clip) -> None:
    """The player with the roll, and what can be done with the clip."""
    try:
        sounded = engine().sounded(clip)
    except CoreError as error:
        banner("error", f"{clip.name} cannot be played", as_sentence(str(error)))
        return
    show(tag("h2", clip.name, cls="gs-song"))
    roll_player(clip, sounded, key="jazz", call=kept.visit().call)
    if sounded.pulse is not None:
        _tell_pulse(sounded.pulse)
    show(tag("p", f"{size_words(clip, sounded.duration_s)}: {measured_words(sounded.attributes)}.", cls="gs-muted"))
    caption(f"{origin_words(clip)}. {SEE}")
    warns = tell_copying(clip)
    with st.container(horizontal=True, vertical_alignment="center", key="jazz-acts"):
        star_button(clip, key="jazz-star")
        _take_home(clip)
        st.button(
            *("Take its settings", "jazz-take-settings"),
            icon=":material/settings_backup_restore:",
            help="Puts seed and sliders as they were for this clip.",
            on_click=take_settings,
            args=(clip,),
        )
    if warns:
        hear_both(clip)


def _tell_pulse(pulse: Pulse) -> None:
    """What bass and drums keep to, as a performance has no beats that are known."""
    if pulse.is_clear:
        caption(pulse_words(pulse))
    else:
        banner("unsure", NO_PULSE, pulse_words(pulse))


def star_button(clip: Clip, *, key: str, is_small: bool = False) -> None:
    """A star that marks a clip as a favourite, or takes the mark away."""
    words = "Take the star away" if clip.favourite else "Mark as a favourite"
    st.button(
        *("" if is_small else "Favourite", key),
        icon=":material/star:" if clip.favourite else ":material/star_outline:",
        type="primary" if clip.favourite and not is_small else "tertiary" if is_small else "secondary",
        help=words,
        on_click=_star,
        args=(clip,),
    )


def _star(clip: Clip) -> None:
    state.tell_problem(kept.JAZZ, "")
    try:
        changed = stored(replace(clip, favourite=not clip.favourite))
    except CoreError as error:
        state.tell_problem(kept.JAZZ, as_sentence(str(error)))
        return
    visit = kept.visit()
    if visit.shows(clip):
        visit.show(changed)


def _take_home(clip: Clip) -> None:
    with st.popover("Take it home", icon=":material/download:"):
        caption(MACHINE)
        for suffix, title in kinds():
            st.download_button(
                title,
                partial(_content, clip, suffix),
                file_name=_file_name(clip, suffix),
                icon=":material/download:",
                on_click="ignore",
                key=f"jazz-download-{suffix}",
                width="stretch",
            )


def kinds() -> Sequence[tuple[str, str]]:
    """(suffix, title) of the files that a clip can be taken home as."""
    return [(suffix, capital(kind.title)) for suffix, kind in engine().EXPORTS.items()]


def _content(clip: Clip, suffix: str) -> bytes:
    return engine().file_of(clip, suffix)


def _file_name(clip: Clip, suffix: str) -> str:
    return engine().name_of(clip, suffix)
