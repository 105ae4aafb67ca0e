"""A recipe in, the job that makes it out: first how many clips, how long and how large, then one click, one job."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.datasets import work
from core.ui.explore.background import Background
from core.ui.jobs.words import duration_words
from core.ui.markup import banner, caption, show, tag
from core.ui.synthetic import kept
from core.ui.synthetic.words import bytes_words, clips_words

if TYPE_CHECKING:
    from core.ui.synthetic.engine import Estimate, Recipe

RECKONING = "{clips} to make. A few like them are played now, to tell how long all will take."
WAIT = "One dataset is being made. When that has ended, or was cancelled, the next may start."
NOT_READY = "MusicGen still lacks its model, see above. The band plays the same recipe without one: choose it above."
STAYS = "It is a job: you may leave the page, or close the tab. Each clip is kept as soon as it is finished."
LEAKS = "Its clips can be trained on. They never stand in the validation or test part of a protocol for real music."
FRESH_S = 600.0
_probes = Background("synthesis-estimates", max_entries=64)


def start(recipe: Recipe, *, is_ready: bool, is_busy: bool) -> None:
    """Say what the recipe takes, and offer to make it."""
    from core.ui.synthetic.engine import count_made

    n_missing = max(recipe.n_clips - count_made(recipe.folder), 0)
    if n_missing == 0:
        _offer_look(recipe)
        return
    try:
        taken = estimate_of(recipe)
    except CoreError as error:
        banner("error", "This recipe cannot be made", as_sentence(str(error)))
        return
    if taken is not None:
        show(tag("p", estimate_words(taken), cls="gs-strong", role="status"))
    fits = taken is None or _fits(taken)
    wanted = st.button(
        "Make the dataset" if n_missing == recipe.n_clips else "Make the rest",
        icon=":material/library_add:",
        type="primary",
        key="synth-make",
        width="stretch",
        disabled=is_busy or not is_ready or not fits,
    )
    caption(WAIT if is_busy else STAYS if is_ready else NOT_READY)
    caption(LEAKS)
    if wanted and submit(recipe):
        st.rerun()


def estimate_of(recipe: Recipe) -> Estimate | None:
    """What it costs; None while clips are played to know it, and that is told; raises as `estimate` does."""
    from core.ui.synthetic.engine import BAND, alike, estimate, guessed, n_workers, probed

    if recipe.engine != BAND:  # read off what is there, which takes no time
        return estimate(recipe, n_workers=n_workers())
    words = RECKONING.format(clips=clips_words(recipe.n_clips))
    # Now and then anew: the machine may have other things to do by then.
    key = (alike(recipe), int(time.time() // FRESH_S))
    probe = _probes.get(key, lambda: probed(recipe), words, heights_px=())
    return None if probe is None else guessed(recipe, probe, n_workers=n_workers())


def estimate_words(taken: Estimate) -> str:
    """ "40 clips, about 20 s, about 38 MB of 67 GB that are free." """
    there = taken.n_clips - taken.n_missing
    what = f"{clips_words(taken.n_missing)} to make" + (f", {there:,} are there" if there else "")
    if taken.seconds is None:
        how_long = "how long it takes is known after the first of them"
    else:
        how_long = f"about {duration_words(taken.seconds)}"
    return (
        f"{what}: {how_long}, and about {bytes_words(taken.n_bytes)} of {bytes_words(taken.free_bytes)} that are free."
    )


def submit(recipe: Recipe) -> bool:
    """Whether the job has begun; else the page says why not."""
    from core.ui.synthetic.engine import KIND, make_dataset, title_of

    begun = work.start(make_dataset, recipe, kind=KIND, title=title_of(asdict(recipe)), purpose=kept.PURPOSE)
    if begun:
        kept.note_begun(recipe.folder.name)
    return begun


def _fits(taken: Estimate) -> bool:
    try:
        taken.check_room()
    except CoreError as error:
        banner("error", "There is no room for it", as_sentence(str(error)))
        return False
    return True


def _offer_look(recipe: Recipe) -> None:
    show(tag("p", f"All {clips_words(recipe.n_clips)} of this recipe are there.", cls="gs-strong", role="status"))
    st.button(
        "Look at the dataset",
        icon=":material/library_music:",
        type="primary",
        key="synth-look",
        width="stretch",
        on_click=kept.show_set,
        args=(recipe.folder.name,),
    )
    caption("Another seed makes other clips of the same recipe.")
