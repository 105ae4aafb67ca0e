"""A visitor in, the dataset that the visitor works with out: chosen in the sidebar, the same on every page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from core.data.opened import found_datasets, opened_datasets
from core.figures.words import as_sentence
from core.ui import state
from core.ui.markup import caption
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.data.opened import OpenDataset

SKELETON_PX = (60, 260, 120)


def dataset_in_use() -> OpenDataset:
    """The dataset that the visitor chose; by default the newest upload, else one of real music, else the built-in.

    The page ends here for the moment in which the browser has not said yet who is there: it runs again by itself, and
    what it shows meanwhile would belong to nobody.
    """
    visitor = visitor_id()
    if visitor is None:
        for height_px in SKELETON_PX:
            st.skeleton(height=height_px)
        st.stop()
    known = known_datasets(visitor)
    by_id = {opened.id: opened for opened in known}
    before = _settled(by_id)
    names = names_of(known)
    with state.place_in_sidebar():
        chosen = st.selectbox(
            "The dataset in use",
            list(by_id),
            index=list(by_id).index(before),
            format_func=names.get,
            key=f"dataset-menu-{state.dataset_round()}",
            persist_state="session",
        )
        state.use_dataset(chosen)
        if label := by_id[chosen].dataset.label:
            caption(as_sentence(label))
    return by_id[chosen]


def known_datasets(visitor: str) -> list[OpenDataset]:
    """What this visitor may open, by title: everybody's, and the visitor's own uploads."""
    found_datasets()  # remembers the built-in and those in GENRESCOPE_DATA, so that they are among the opened
    return opened_datasets(visitor)


def names_of(known: Sequence[OpenDataset]) -> dict[str, str]:
    """Id -> what people read: the title, and the end of the id where two have the same title."""
    titles = Counter(opened.title for opened in known)
    return {
        opened.id: opened.title if titles[opened.title] == 1 else f"{opened.title} ({opened.id[-4:]})"
        for opened in known
    }


def _first_choice(known: Sequence[OpenDataset]) -> OpenDataset:
    """What the visitor brought last: who comes back for it finds it; else the first by title, real music first."""
    own = [opened for opened in known if opened.owner]
    if own:
        return max(own, key=lambda opened: opened.folder.stat().st_ctime_ns)
    return min(known, key=lambda opened: opened.dataset.is_built_in)


def _settled(by_id: dict[str, OpenDataset]) -> str:
    """What a click before this run asked for; else what is in use; the first choice where that is nothing, or gone."""
    wanted = state.take_wanted_dataset()
    if wanted in by_id:
        state.settle_dataset(wanted)
    elif state.dataset() not in by_id:
        state.settle_dataset(_first_choice(list(by_id.values())).id)
    return state.dataset()
