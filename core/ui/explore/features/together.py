"""The numbers of a dataset in, which of them go together out: a map of correlations, and any two of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.errors import CoreError
from core.figures.explore.correlations import correlation_map
from core.figures.explore.maps import map_config
from core.figures.explore.pairs import MAX_POINTS, Pair, drawn_inside, pair_chart
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence, minus
from core.ui.explore.charting import choose, clicked, outlines, selected
from core.ui.explore.columns import Column, axis_words, columns_of
from core.ui.explore.features.results import results
from core.ui.explore.heard import hear, heard_call, heard_track
from core.ui.explore.selection import chart_key, select
from core.ui.markup import banner, caption, heading
from core.ui.theme import look

if TYPE_CHECKING:
    from core.explore.correlation import Correlations
    from core.ui.explore.numbers import Exploration

USUAL = ("spectral_centroid_mean", "rms_mean")
PAIR = "pair"
# |r| from which on: what one may say of two numbers.
WORDS = ((0.95, "tied almost one to one"), (0.7, "closely tied"), (0.25, "loosely tied"), (0.0, "hardly tied"))


def together(exploration: Exploration) -> None:
    """Show which numbers go together, and any two of them as a picture of all tracks."""
    heading("Which numbers go together?", "What rises and falls together tells a model the same thing twice.")
    columns = columns_of(exploration.points)
    first = [name for name in USUAL if name in columns] or list(columns)
    for key, name in zip(_keys(exploration), (first[0], first[-1] if len(first) > 1 else first[0]), strict=True):
        if st.session_state.get(key) not in columns:
            st.session_state[key] = name
    left, right = st.columns(2, gap="medium")
    with left:
        _correlations(exploration, columns)
    with right:
        _pair(exploration, columns)


def _keys(exploration: Exploration) -> tuple[str, str]:
    """Where the session keeps the two numbers that are looked at."""
    return f"explore-x-{exploration.opened.id}", f"explore-y-{exploration.opened.id}"


def _correlations(exploration: Exploration, columns: dict[str, Column]) -> None:
    from core.ui.explore.engine import correlated

    points = exploration.points
    try:
        found = results.get(
            (points.data_hash, "correlations"),
            lambda: correlated(points.X),
            "Comparing every number with every other.",
            heights_px=(560,),
        )
    except CoreError as error:
        banner("unsure", "They cannot be compared", as_sentence(str(error)))
        return
    if found is None:
        return
    picked = tuple(st.session_state[key] for key in _keys(exploration))
    key = f"correlations-{exploration.opened.id}-{exploration.source.name}"
    labels = [columns[name].label for name in found.order]
    st.plotly_chart(
        correlation_map(found.order, labels, found.matrix, look=look(), picked=picked),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_pick, key, _keys(exploration)),
        selection_mode="points",
        alt=f"Map of the correlations of {len(labels)} numbers, alike ones together. {strongest_words(found, labels)}",
    )
    caption(" ".join(map_words(found, labels)))


def map_words(found: Correlations, labels: list[str]) -> list[str]:
    """What to see in the map of correlations."""
    words = [
        "Orange: both rise together. Blue: one falls as the other rises. Alike ones stand side by side, so blocks are "
        "families of one meaning.",
        strongest_words(found, labels),
        "Click a cell to see the two. The scale of the numbers changes nothing here.",
    ]
    if found.n_fainter:
        words.append(f"Shown: the {len(found.order):,} that vary most; {found.n_fainter:,} others are left out.")
    if found.constant:
        words.append(f"Left out, because they never vary: {len(found.constant):,}.")
    return [word for word in words if word]


def strongest_words(found: Correlations, labels: list[str]) -> str:
    """The two numbers that go together most."""
    if len(labels) < 2:
        return ""
    apart = np.abs(np.triu(found.matrix, k=1))
    i, j = np.unravel_index(int(apart.argmax()), apart.shape)
    return f"Closest: {labels[i]} and {labels[j]}, r = {minus(f'{found.matrix[i, j]:.2f}')}."


def _pick(key: str, axes: tuple[str, str]) -> None:
    names = clicked(key)
    if isinstance(names, (list, tuple)) and len(names) == 2:
        st.session_state[axes[0]], st.session_state[axes[1]] = names


def _pair(exploration: Exploration, columns: dict[str, Column]) -> None:
    x_key, y_key = _keys(exploration)
    x, y = (
        choose(label, list(columns), key=key, first=next(iter(columns)), words=lambda name: columns[name].label)
        for label, key in (("Across", x_key), ("Up", y_key))
    )
    pair = _pair_of(exploration, columns[x], columns[y])
    key = f"{chart_key(exploration.opened.id, PAIR)}-{heard_call(exploration.opened.id)}"
    title = f"{columns[x].label} and {columns[y].label}"
    st.plotly_chart(
        pair_chart(pair, look=look(), title="", selected=selected(exploration), heard=heard_track(exploration)),
        theme=None,
        config=map_config(f"genrescope_pair_{x}_{y}"),
        key=key,
        on_select=partial(_chosen, exploration.opened.id, key, pair, title),
        selection_mode=("points", "lasso", "box"),
        alt=f"{len(pair.ids):,} tracks by {title}. {tie_words(pair)}",
    )
    words = [tie_words(pair), "Click a point to hear it; draw a lasso or a box to select."]
    if len(pair.ids) > MAX_POINTS:
        words.append(f"Drawn: {MAX_POINTS:,} of the {len(pair.ids):,} tracks.")
    caption(" ".join(words))


def _pair_of(exploration: Exploration, x: Column, y: Column) -> Pair:
    points = exploration.points
    return Pair(
        ids=points.ids,
        genres=points.genres,
        x=exploration.X[x.name].to_numpy(),
        y=exploration.X[y.name].to_numpy(),
        measured=points.X[[x.name, y.name]].to_numpy(),
        units=(x.unit, y.unit),
        axes=(axis_words(exploration, x), axis_words(exploration, y)),
    )


def tie_words(pair: Pair) -> str:
    """How closely two numbers are tied, in words and by Pearson's r."""
    if np.ptp(pair.x) == 0 or np.ptp(pair.y) == 0:
        return "One of the two never varies."
    r = float(np.corrcoef(pair.x, pair.y)[0, 1])
    words = next(words for least, words in WORDS if abs(r) >= least)
    return f"The two are {words} (r = {minus(f'{r:.2f}')})."


def _chosen(opened_id: str, key: str, pair: Pair, title: str) -> None:
    shapes = outlines(key)
    if shapes:
        within = drawn_inside(pair, shapes)
        ids = [pair.ids[place] for place in np.flatnonzero(within)]
        select(opened_id, ids, f"inside the shape drawn on {title}", by=PAIR)
    elif isinstance(track := clicked(key), str):
        hear(opened_id, track)
