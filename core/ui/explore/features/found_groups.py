"""The numbers of a dataset in, the groups that they make without the genres out, and how well both agree."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.errors import CoreError
from core.figures.explore.groups import MAX_GENRES, group_table
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence, minus, percent
from core.ui.explore.charting import clicked
from core.ui.explore.features.results import results
from core.ui.explore.selection import select
from core.ui.markup import Html, banner, caption, heading, show, tag
from core.ui.theme import look

if TYPE_CHECKING:
    from core.explore.clusters import Clustering
    from core.ui.explore.numbers import Exploration

MIN_GROUPS, MAX_GROUPS = 2, 30
SEED = 0
# Of the adjusted Rand index, from which on: how far groups and genres are the same.
VERDICTS = ((0.75, "nearly the genres"), (0.4, "partly the genres"), (0.15, "a little like the genres"))
AS_CHANCE = "hardly more like the genres than chance makes them"


def found_groups(exploration: Exploration) -> None:
    """Let k-means group the tracks by their numbers alone, and compare its groups with the genres."""
    heading(
        "Do the numbers find the genres by themselves?",
        "K-means puts tracks with alike numbers into groups and never sees a genre.",
    )
    n_genres = len(set(exploration.points.genres) - {""})
    k = st.slider(
        "Groups",
        MIN_GROUPS,
        MAX_GROUPS,
        value=min(max(n_genres, MIN_GROUPS), MAX_GROUPS),
        key=f"explore-k-{exploration.opened.id}-{exploration.source.name}",
        persist_state="session",
        width=420,
    )
    found = _clustering(exploration, k)
    if found is not None:
        _scores(found)
        _table(exploration, found)


def _clustering(exploration: Exploration, k: int) -> Clustering | None:
    from core.ui.explore.engine import k_means_against

    try:
        return results.get(
            (*exploration.key, "groups", k),
            lambda: k_means_against(exploration.X, exploration.points.genres, k=k, seed=SEED),
            f"Looking for {k} groups among {len(exploration.points):,} tracks.",
        )
    except CoreError as error:
        banner("unsure", "There are no groups to show", as_sentence(str(error)))
        return None


def _scores(found: Clustering) -> None:
    ari, nmi = (minus(f"{score:.2f}") for score in (found.ari, found.nmi))
    cards = (
        ("Adjusted Rand index", ari, "1: groups and genres are the same. 0: no more alike than by chance."),
        (
            "Normalised mutual information",
            nmi,
            "1: the group tells the genre. 0: it tells nothing; with many groups, chance alone reaches a little more.",
        ),
    )
    bodies = [
        tag(
            "div",
            tag("p", title, cls="gs-label"),
            tag("p", number, cls="gs-number"),
            tag("p", words, cls="gs-muted"),
            cls="gs-card",
        )
        for title, number, words in cards
    ]
    show(tag("p", verdict_words(found), cls="gs-strong"))
    show(tag("div", Html("".join(bodies)), cls="gs-cards"))


def verdict_words(found: Clustering) -> str:
    """How far the groups are the genres, in a sentence."""
    words = next((words for least, words in VERDICTS if found.ari >= least), AS_CHANCE)
    best = purest(found)
    return f"The groups are {words}.{f' {best}' if best else ''}"


def purest(found: Clustering) -> str:
    """The genre that most nearly has a group of its own: most of its tracks in one, and that one mostly of it."""
    counts = found.table.to_numpy(dtype=float)
    overlap = 2 * counts / np.maximum(counts.sum(axis=1, keepdims=True) + counts.sum(axis=0, keepdims=True), 1)
    if not overlap.size:
        return ""
    i, j = np.unravel_index(int(overlap.argmax()), overlap.shape)
    share = counts[i, j] / counts[i].sum()
    genre = str(found.table.index[i])
    named = f"{genre[:1].upper()}{genre[1:]}"
    pure = percent(counts[i, j] / counts[:, j].sum())
    return (
        f"{named} comes nearest to a group of its own: {percent(share)} of it are in group {j + 1}, "
        f"and {pure} of that group are {genre}."
    )


def _table(exploration: Exploration, found: Clustering) -> None:
    genres = list(found.table.index)
    key = f"groups-{exploration.opened.id}-{exploration.source.name}-{found.table.shape[1]}"
    st.plotly_chart(
        group_table(genres, found.table.to_numpy(), look=look()),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_select_cell, exploration, found, key),
        selection_mode="points",
        alt=f"Table of {len(genres)} genres by {found.table.shape[1]} groups, with counts of tracks",
    )
    words = ["A row with one strong cell: a genre that the numbers find. Click a cell to select its tracks."]
    if len(genres) > MAX_GENRES:
        words.append(f"The first {MAX_GENRES} of {len(genres)} genres.")
    if found.n_fitted < len(found.labels):
        words.append(f"The groups were learned from {found.n_fitted:,} of the {len(found.labels):,} tracks.")
    caption(" ".join(words))


def _select_cell(exploration: Exploration, found: Clustering, key: str) -> None:
    cell = clicked(key)
    if not isinstance(cell, (list, tuple)) or len(cell) != 2:
        return
    genre, group = str(cell[0]), int(cell[1])
    within = (exploration.points.genres == genre) & (found.labels == group)
    ids = [exploration.points.ids[place] for place in np.flatnonzero(within)]
    select(exploration.opened.id, ids, f"{genre} in group {group + 1} of k-means", by="groups")
