"""The names of training tracks in, those that are on this machine to be heard out, by a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import streamlit as st

from core.data.datasets import DATASETS
from core.data.opened import open_dataset, opened_datasets
from core.errors import CoreError
from core.ui import state
from core.ui.datasets.contents import track_named
from core.ui.datasets.hear import track_player
from core.ui.datasets.reading import contents_now
from core.ui.markup import caption
from core.ui.pages import PAGES
from core.ui.sections.card import data_title
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.data.datasets import Track
    from core.data.opened import OpenDataset

PLACE = "nearest tracks"
_PAGE = next(entry.name for entry in PAGES if entry.url_path == "Datasets")
# A page that asks for the third time has it; nobody waits for it here.
PATIENCE_S = 0.3


def hear_nearest(names: Sequence[str], card: Mapping) -> None:
    """A button for each of these training tracks that the visitor has, and the player of the one that was clicked."""
    here = tracks_here(names, dataset=card["data"]["name"], visitor=visitor_id() or "")
    if not here:
        return caption(_absent_words(card))
    key = f"{PLACE}-{'-'.join(names)}"
    st.pills("Hear them", list(here), key=key, on_change=_hear, args=(key,))
    if len(here) < len(names):
        caption(f"The sound of {len(here)} of the {len(names)} is on this machine.")
    name, call = state.chosen_track(PLACE)
    if st.session_state.get(key) in here and st.session_state[key] == name:
        track_player(here[name], key=PLACE, call=call, mel=False)
    return None


def tracks_here(names: Sequence[str], *, dataset: str, visitor: str) -> dict[str, Track]:
    """The tracks of these names whose sound is on this machine, in their order."""
    found: dict[str, Track] = {}
    for opened in _places(dataset, visitor):
        with suppress(CoreError):  # who looks at that dataset is told what is wrong with it
            contents = contents_now(opened, wait_s=PATIENCE_S)
            tracks = {name: track_named(contents, name) for name in names} if contents is not None else {}
            found |= {name: track for name, track in tracks.items() if track is not None and track.sound is not None}
    return {name: found[name] for name in names if name in found}


def _places(name: str, visitor: str) -> list[OpenDataset]:
    """The dataset of that name in the data folder, and where else the visitor has opened it."""
    if name not in DATASETS:
        return []
    opened = {found.id: found for found in opened_datasets(visitor) if found.dataset.name == name}
    with suppress(CoreError):
        found = open_dataset(name)
        opened[found.id] = found
    return list(opened.values())


def _absent_words(card: Mapping) -> str:
    return f"To hear them, open {data_title(card)} on the page “{_PAGE}”: their sound is not on this machine."


def _hear(key: str) -> None:
    if name := st.session_state[key]:
        state.choose_track(PLACE, name)
