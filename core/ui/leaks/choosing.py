"""A dataset in, what the visitor wants measured on it out: which table, what the model sees of it, and which model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.data.stored import tables_of
from core.figures.words import as_sentence
from core.ui.datasets.feature_tables import feature_tables
from core.ui.explore.sources import NumberSource, number_sources
from core.ui.markup import Html, banner, caption, icon, show, tag
from core.ui.train.choosing import ask_for_view, changed_words
from core.ui.train.settings import ask_for_settings

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents
    from core.ui.leaks.engine import TrainConfig
    from core.ui.train.material import Material

FIRST_MODEL = "knn"
# Who knows the nearest piece knows the song: the classic of all leaks.
CLASSIC = {"knn": {"n_neighbors": 1}}
PIECES = "The first bar shuffles pieces of songs, so it needs a table with several short segments of each track."
ONE_ROW = "This table has one row for each track: it begins with whole tracks, and shows no shuffled segments."


@dataclass(frozen=True)
class Wish:
    """What is to be measured; ``problem`` says why it cannot be, in words."""

    config: TrainConfig
    problem: str = ""


def ask_for_table(opened: OpenDataset) -> NumberSource | None:
    """The table to measure on, the one with short segments first; None where there is none yet."""
    sources = {source.name: source for source in number_sources(opened)}
    if not sources:
        return None
    key = f"leaks-table-{opened.id}"
    if st.session_state.get(key) not in sources:
        st.session_state.pop(key, None)
    if len(sources) == 1:
        return next(iter(sources.values()))
    cut = cut_in_segments(opened)
    name = st.radio(
        "The table",
        list(sources),
        index=next((place for place, name in enumerate(sources) if name in cut), 0),
        format_func=lambda name: sources[name].title + (", several of each track" if name in cut else ""),
        key=key,
        persist_state="session",
        help=PIECES,
    )
    return sources[name]


def cut_in_segments(opened: OpenDataset) -> set[str]:
    """The names of the tables that hold several segments of a track, as far as it can be told without reading them."""
    made = {f"made-{table.segment_s:g}s" for table in tables_of(opened) if table.n_rows > table.n_tracks}
    return made | {source.name for source in number_sources(opened) if source.name == "features_3_sec.csv"}


def tell_steps() -> None:
    """What the bars will be, from left to right."""
    from core.ui.leaks.engine import BARS

    items = (
        tag("li", icon(f"counter_{place}"), tag("span", tag("strong", bar.title), tag("span", f": {bar.words}")))
        for place, bar in enumerate(BARS, start=1)
    )
    show(tag("p", "What each step changes", cls="gs-label"), tag("ul", Html("".join(items)), cls="gs-protocols"))


def tell_segments(material: Material, contents: Contents) -> None:
    """Where a table has one row for each track: what is missing for it, and how to get it."""
    table = material.table
    if len(table.rows) > len(table.track_ids):
        return
    if cut_in_segments(material.opened):
        banner("note", "Without shuffled segments", ONE_ROW, "Choose the table with several segments of each track.")
        return
    if not contents.n_with_sound:
        banner("note", "Without shuffled segments", ONE_ROW, "Its recordings are not here: no other can be made.")
        return
    banner("note", "Without shuffled segments", ONE_ROW, "A table of 3 s segments can be made of its recordings.")
    with st.expander("Make a table of 3 s segments", icon=":material/table_chart:", key="leaks-make-table"):
        feature_tables(material.opened, contents)


def ask_for_wish(material: Material) -> Wish:
    """The model as it is measured; its settings are folded."""
    from core.ui.leaks.engine import MODELS, TrainConfig

    model = st.selectbox(
        "The model",
        [name for name, spec in MODELS.items() if not spec.reads],  # what learns nothing cannot leak
        index=list(MODELS).index(FIRST_MODEL),
        format_func=lambda name: MODELS[name].title,
        key="leaks-model",
        persist_state="session",
        help="It learns anew for every bar. Nearest neighbours with k = 1 show best how a song is known again.",
    )
    caption(as_sentence(MODELS[model].about))
    with st.expander("Settings", icon=":material/tune:", key="leaks-settings"):
        view = ask_for_view(material)
        n_columns = len(material.views[view].names)
        usual = CLASSIC.get(model, {})
        asked = ask_for_settings(model, n_columns=n_columns, place="leaks", usual=usual, inner=False)
    columns = material.views[view].columns if view == "table" else ()
    config = TrainConfig(model=model, inputs=view, columns=columns, **asked.fields)
    if words := changed_words(config):
        caption(words)
    return Wish(config, asked.problem)
