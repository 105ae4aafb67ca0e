"""All datasets that are known in, how they compare out: their sizes, a table, and how to get the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core import figures
from core.data.datasets import DATASETS
from core.data.opened import UNKNOWN
from core.errors import CoreError
from core.figures import DatasetSize
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence
from core.ui.datasets.choose import known_datasets
from core.ui.datasets.overview import balance_words, named_genres
from core.ui.datasets.reading import contents_now
from core.ui.markup import Html, caption, heading, show, tag
from core.ui.theme import look
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.data.datasets import Dataset
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents


@dataclass(frozen=True)
class Row:
    """One dataset in a comparison; None where nobody knows."""

    title: str
    n_clips: int | None
    n_here: int | None
    n_artists: int | None
    n_genres: int | None
    clip_s: float | None
    year: int | None
    has_audio: bool
    balance: str
    licence: str
    is_here: bool


def compare() -> None:
    """Show every dataset of the registry and every one that this visitor may open, side by side."""
    known = known_datasets(visitor_id() or "")
    rows = rows_of(known)
    heading("All datasets compared", "What others have published to learn genres from, and what you have.")
    sized = [row for row in rows if row.n_clips]
    if sized:
        sizes = [DatasetSize(row.title, row.n_clips, has_audio=row.has_audio, is_here=row.is_here) for row in sized]
        st.plotly_chart(
            figures.size_bars(sizes, look=look()),
            theme=None,
            config=CHART_CONFIG,
            key="dataset-sizes",
            alt="Bars of clips per dataset: " + ", ".join(f"{row.title} {row.n_clips:,}" for row in sized),
        )
        caption(
            "Clips per dataset, on an axis where equal steps multiply. Hatched: numbers only, no sound. Grey: not on "
            "this machine."
        )
    st.dataframe(
        table_of(rows),
        hide_index=True,
        key="datasets-compared",
        placeholder="\u2013",
        column_config=_columns(),
        alt="Table of datasets: clips, artists, genres, year, audio, licence, balance",
    )
    caption("As published, or counted where it is a folder of somebody's own. Click the head of a column to sort.")
    _how_to_get(known)


def rows_of(known: Sequence[OpenDataset]) -> list[Row]:
    """The largest first; those of the registry as they were published, folders and what was made here as counted."""
    by_name: dict[str, list[OpenDataset]] = {}
    for opened in known:
        by_name.setdefault(opened.dataset.name, []).append(opened)
    own = [opened for opened in known if opened.dataset.name == UNKNOWN or opened.dataset.kept_in]
    counted = {UNKNOWN, *(opened.dataset.name for opened in own)}
    published = [_published(one, by_name.get(one.name, [])) for one in DATASETS.values() if one.name not in counted]
    rows = [*published, *map(_counted, own)]
    return sorted(rows, key=lambda row: (-(row.n_clips or 0), row.title.lower()))


def table_of(rows: Sequence[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Dataset": [row.title for row in rows],
            "Clips": pd.array([row.n_clips for row in rows], dtype="Int64"),
            "Here": pd.array([row.n_here for row in rows], dtype="Int64"),
            "Artists": pd.array([row.n_artists for row in rows], dtype="Int64"),
            "Genres": pd.array([row.n_genres for row in rows], dtype="Int64"),
            "Year": pd.array([row.year for row in rows], dtype="Int64"),
            "Audio": ["yes" if row.has_audio else "numbers only" for row in rows],
            "Clip": [row.clip_s for row in rows],
            "Licence": [row.licence for row in rows],
            "Balance": [row.balance for row in rows],
        }
    )


def _published(dataset: Dataset, here: Sequence[OpenDataset]) -> Row:
    said = dataset.published
    held = [contents for contents in map(_known_contents, here) if contents is not None]
    return Row(
        title=dataset.title,
        n_clips=said.n_clips,
        n_here=max((contents.n_tracks for contents in held), default=None if here else 0),
        n_artists=said.n_artists,
        n_genres=said.n_genres,
        clip_s=said.clip_s,
        year=said.year,
        has_audio=dataset.has_audio,
        balance=said.balance,
        licence=dataset.licence.title,
        is_here=bool(here),
    )


def _counted(opened: OpenDataset) -> Row:
    """A folder of somebody's own; what is not counted yet stays open."""
    contents = _known_contents(opened)
    return Row(
        title=opened.title,
        n_clips=contents.n_tracks if contents else None,
        n_here=contents.n_tracks if contents else None,
        n_artists=contents.n_artists or None if contents else None,
        n_genres=len(named_genres(contents)) if contents else None,
        clip_s=contents.length_s if contents else None,
        year=None,
        has_audio=contents.n_with_sound > 0 if contents else True,
        balance=balance_words(contents) if contents else "",
        licence=opened.dataset.licence.title,
        is_here=True,
    )


def _known_contents(opened: OpenDataset) -> Contents | None:
    try:
        return contents_now(opened, wait_s=0.1)
    except CoreError:
        return None  # who chooses it reads why


def _columns() -> dict:
    number = st.column_config.NumberColumn
    return {
        "Dataset": st.column_config.TextColumn(width=170),
        **{name: number(format="localized", width=84) for name in ("Clips", "Artists")},
        "Here": number(format="localized", width=70, help="How many of its clips are on this machine"),
        "Genres": number(width=70),
        "Year": number(format="%d", width=70),
        "Audio": st.column_config.TextColumn(width=110),
        "Clip": number(format="%.0f s", width=70),
        "Licence": st.column_config.TextColumn(width=130),
        "Balance": st.column_config.TextColumn(width=220),
    }


def _how_to_get(known: Sequence[OpenDataset]) -> None:
    here = {opened.dataset.name for opened in known}
    missing = [dataset for dataset in DATASETS.values() if dataset.name not in {*here, UNKNOWN}]
    if not missing:
        return
    with st.expander(f"How to get the {len(missing)} that are not here", icon=":material/download:"):
        for dataset in missing:
            show(_way_to(dataset))


def _way_to(dataset: Dataset) -> Html:
    facts = (("Licence", as_sentence(dataset.licence.words)), ("Cite as", dataset.citation))
    pairs = [tag("dt", name) + tag("dd", words) for name, words in facts if words]
    how = as_sentence(dataset.how_to_get) or f"Open its folder on this page, as {dataset.name}:FOLDER."
    return tag(
        "section",
        tag("h3", dataset.title, cls="gs-song"),
        tag("p", as_sentence(dataset.about), cls="gs-muted"),
        tag("p", how),
        tag("dl", Html("".join(pairs)), cls="gs-facts"),
        cls="gs-way",
    )
