"""What was begun in, one of them out: what it is of, its clips to hear, how near it is to real music, how varied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence, listed
from core.ui import state
from core.ui.datasets.choose import known_datasets, names_of
from core.ui.datasets.reading import read_contents
from core.ui.markup import banner, caption, show, tag
from core.ui.pages import PAGES
from core.ui.standing import put
from core.ui.synthetic import kept
from core.ui.synthetic.comparing import comparing
from core.ui.synthetic.hearing import hearing
from core.ui.synthetic.starting import LEAKS, submit
from core.ui.synthetic.variety import set_variety
from core.ui.synthetic.words import BY, clips_words
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.data.opened import OpenDataset
    from core.ui.synthetic.engine import Begun

GOES_ON_AT = ("2_Datasets.py", "4_Explore.py", "3_Doctor.py", "6_Train.py")
N_FAILED = 5
NOT_WHOLE = "It is not whole yet"
NOTHING_YET = ("There is nothing to hear yet", "The first clips will be here as soon as they are finished.")
NOT_AGAIN = (
    "What its clips depend on is not known here any more: a CSV that is gone, or a folder of a network. Start a new "
    "recipe with the same settings."
)


def sets(found: Sequence[Begun], *, is_busy: bool) -> None:
    """Let the visitor choose one of what was made, and show it."""
    if not found:
        banner("note", *NOTHING_YET)
        return
    known = _known()
    one = _ask_for_set(found, known)
    _headline(one)
    _unfinished(one, is_busy=is_busy)
    _told_failures(one)
    opened = next((opened for opened in known if opened.path == one.folder), None)
    if opened is None:
        banner("note", *NOTHING_YET)
        return
    _go_on(opened)
    contents = read_contents(opened)
    if contents is None:
        return
    hearing(one, contents)
    comparing(opened, contents)
    set_variety(one)


def _ask_for_set(found: Sequence[Begun], known: Sequence[OpenDataset]) -> Begun:
    by_name = {one.folder.name: one for one in found}
    if kept.begun_last() in by_name:
        put(kept.SET, kept.begun_last())
        kept.forget_begun()
    if st.session_state.get(kept.SET) not in by_name:
        st.session_state.pop(kept.SET, None)
    titles = _titles(found, known)
    name = st.selectbox(
        "Dataset",
        list(by_name),
        format_func=lambda name: titles[name] + so_far_words(by_name[name]),
        key=kept.SET,
        persist_state="session",
        on_change=kept.forget_begun,
    )
    return by_name[name]


def _titles(found: Sequence[Begun], known: Sequence[OpenDataset]) -> dict[str, str]:
    """Folder -> what the dataset is called, here as on all other pages."""
    from core.ui.synthetic.engine import title_of

    names, ids = names_of(known), {opened.path: opened.id for opened in known}
    return {one.folder.name: names[ids[one.folder]] if one.folder in ids else title_of(one.said) for one in found}


def so_far_words(one: Begun) -> str:
    """What a menu adds to the name of a dataset that is not whole: ", 23 so far"."""
    return "" if one.is_whole else f", {one.n_made:,} so far"


def _headline(one: Begun) -> None:
    said = one.said
    how_many = clips_words(one.n_made) if one.is_whole else f"{one.n_made:,} of {clips_words(one.n_clips)}"
    n_genres = len(said["genres"])
    show(
        tag("p", f"{how_many} in {n_genres} genres, {BY.get(said['engine'], '')}.", cls="gs-answer"),
        tag("p", facts_words(one), cls="gs-muted"),
    )


def facts_words(one: Begun) -> str:
    """What it was made of, in two sentences."""
    said = one.said
    source = "the grammar" if said.get("descriptions") == "grammar" else f"“{said.get('descriptions')}”"
    words = [f"{said['duration_s']:g} s each, of {listed(said['genres'])}"]
    words.append(f"prompts by {said.get('maker')} of descriptions from {source}, seed {said.get('seed')}")
    if said["engine"] == "musicgen":
        words.append(f"model {said.get('model')}, guidance {said.get('guidance'):g}; CC BY-NC 4.0, not commercial")
    else:
        words.append("made by rules, no AI; free to use")
    if said.get("best_of", 1) > 1:
        words.append(f"the best of {said['best_of']} by {said.get('judge')}")
    return " ".join(as_sentence(each) for each in words)


def _unfinished(one: Begun, *, is_busy: bool) -> None:
    """That clips are missing, and the way to make them."""
    if one.is_whole:
        return
    missing = one.n_clips - one.n_made
    if is_busy:
        banner("note", NOT_WHOLE, "A dataset is being made now; see above.")
        return
    if one.recipe is None:
        banner("note", NOT_WHOLE, NOT_AGAIN)
        return
    banner("note", NOT_WHOLE, f"{clips_words(missing)} can still be made.")
    if st.button("Make the rest", icon=":material/library_add:", key="synth-rest", type="primary") and submit(
        one.recipe
    ):
        st.rerun()


def _told_failures(one: Begun) -> None:
    failures = kept.failed(one.folder.name)
    if failures:
        lines = [as_sentence(f"{clip}: {reason}") for clip, reason in failures[:N_FAILED]]
        more = [f"And {len(failures) - N_FAILED:,} more; the log of the job names all."][: len(failures) > N_FAILED]
        banner("unsure", f"{clips_words(len(failures))} could not be made", *lines, *more)


def _known() -> list[OpenDataset]:
    """All datasets that the visitor may open; none, which is told, where they cannot be read."""
    try:
        return known_datasets(visitor_id() or "")
    except CoreError as error:
        banner("error", "The datasets cannot be read", as_sentence(str(error)))
        return []


def _go_on(opened: OpenDataset) -> None:
    """Buttons to other pages, where this dataset is then the one in use."""
    entries = [entry for file in GOES_ON_AT for entry in PAGES if entry.file == file]
    show(tag("p", "Go on with it", cls="gs-label"))
    with st.container(horizontal=True, vertical_alignment="center", key="synth-go-on"):
        for entry in entries:
            if st.button(entry.name, icon=entry.icon, key=f"synth-to-{entry.url_path}"):
                state.want_dataset(opened.id)
                st.switch_page(entry.path)
        st.button("A new recipe", icon=":material/add:", type="tertiary", key="synth-anew", on_click=kept.show_recipe)
    caption(LEAKS)
