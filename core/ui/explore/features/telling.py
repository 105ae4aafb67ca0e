"""The numbers of a dataset in, which of them tell its genres apart out: a ranking, and the one that was picked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.errors import CoreError
from core.figures.explore.distributions import (
    MAX_DOTS,
    MAX_GENRES,
    FeatureValues,
    edges,
    genre_clouds,
    rows_by_median,
)
from core.figures.explore.rankings import ranking_bars
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence, listed
from core.ui.explore.charting import choose, clicked, selected
from core.ui.explore.columns import Column, axis_words, columns_of
from core.ui.explore.features.results import results
from core.ui.explore.heard import hear, heard_call, heard_track
from core.ui.markup import banner, caption, heading
from core.ui.theme import look

if TYPE_CHECKING:
    import pandas as pd

    from core.explore.ranking import Ranking
    from core.ui.explore.numbers import Exploration

N_BARS = 12
USUAL_FIRST = "spectral_centroid_mean"
N_NAMED = 2


def telling(exploration: Exploration) -> None:
    """Rank the numbers, and show how the picked one is spread in each genre."""
    heading("What tells the genres apart?", "How much each number says about the genre, and how it is spread.")
    columns = columns_of(exploration.points)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        first = _ranking(exploration, columns)
    with right:
        _clouds(exploration, columns, first=first)


def feature_key(exploration: Exploration) -> str:
    """Where the session keeps the feature that is looked at."""
    return f"explore-feature-{exploration.opened.id}"


def _ranking(exploration: Exploration, columns: dict[str, Column]) -> str:
    """Show the most telling numbers; returns the first of them, or a usual one while that is not known."""
    from core.ui.explore.engine import MOST_RANKED, RANKINGS, ranked_sample

    how = st.selectbox(
        "Ranked by",
        list(RANKINGS),
        format_func=lambda name: RANKINGS[name].title,
        key="explore-ranking",
        persist_state="session",
    )
    points = exploration.points
    usual = USUAL_FIRST if USUAL_FIRST in columns else next(iter(columns))
    try:
        found = results.get(
            (points.data_hash, "ranking", how),
            lambda: ranked_sample(points.X, points.genres, how),
            f"Ranking {len(columns)} numbers by how much they tell.",
            heights_px=(480,),
        )
    except CoreError as error:
        banner("unsure", "They cannot be ranked", as_sentence(str(error)))
        return usual
    if found is None:
        return usual
    first = str(found["column"].iloc[0])
    _bars(exploration, columns, RANKINGS[how], found, picked=st.session_state.get(feature_key(exploration), first))
    if len(points) > MOST_RANKED:
        caption(f"Measured on {MOST_RANKED:,} of the {len(points):,} tracks, the same share of each genre.")
    if len(found) < len(columns):
        caption(f"Measured for the {len(found):,} of {len(columns):,} numbers whose F score is highest.")
    return first


def _bars(
    exploration: Exploration, columns: dict[str, Column], ranking: Ranking, found: pd.DataFrame, *, picked: str
) -> None:
    top = found[np.isfinite(found["score"])].head(N_BARS)
    rows = [
        (name, columns[name].label, float(score), columns[name].about)
        for name, score in zip(top["column"], top["score"], strict=True)
    ]
    key = f"ranking-{exploration.opened.id}-{exploration.source.name}-{ranking.name}"
    st.plotly_chart(
        ranking_bars(rows, look=look(), unit=ranking.unit, picked=picked),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_pick, key, feature_key(exploration)),
        selection_mode="points",
        alt=f"Bars of the {len(rows)} most telling numbers; first {listed([label for _, label, *_ in rows[:3]])}",
    )
    caption(f"Click a bar to see that number. {ranking.about}")
    with st.expander(f"All {len(found):,} numbers, ranked", icon=":material/format_list_numbered:"):
        table = found.assign(
            number=[columns[name].label for name in found["column"]],
            about=[columns[name].about for name in found["column"]],
        )
        st.dataframe(
            table[["number", "score", "column", "about"]],
            hide_index=True,
            key=f"all-{key}",
            column_config={
                "number": st.column_config.TextColumn("Number", width=220),
                "score": st.column_config.NumberColumn("Score", format="%.4g", width=80),
                "column": st.column_config.TextColumn("Column", width=130),
                "about": st.column_config.TextColumn("What it measures", width=420),
            },
            alt="Table of all numbers with their score, the highest first",
        )


def _pick(key: str, feature: str) -> None:
    name = clicked(key)
    if isinstance(name, str):
        st.session_state[feature] = name


def _clouds(exploration: Exploration, columns: dict[str, Column], *, first: str) -> None:
    name = choose(
        "Number", list(columns), key=feature_key(exploration), first=first, words=lambda name: columns[name].label
    )
    column, points = columns[name], exploration.points
    feature = feature_values(exploration, column)
    names = rows_by_median(feature)
    if not names:
        banner("unsure", "No track of this table has a genre", "There is nothing to compare.")
        return
    key = f"clouds-{exploration.opened.id}-{heard_call(exploration.opened.id)}"
    st.plotly_chart(
        genre_clouds(feature, look=look(), selected=selected(exploration), heard=heard_track(exploration)),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_hear, exploration.opened.id, key),
        selection_mode="points",
        alt=f"Spread of {column.label} in {len(names)} genres, from {names[-1]}, the highest, to {names[0]}",
    )
    caption(" ".join(cloud_words(feature, column, n_genres=len(set(points.genres) - {""}))))


def _hear(opened_id: str, key: str) -> None:
    track = clicked(key)
    if isinstance(track, str):
        hear(opened_id, track)


def feature_values(exploration: Exploration, column: Column) -> FeatureValues:
    """One number of all tracks as it is drawn: on the scale of the page, and told in its own unit."""
    points = exploration.points
    return FeatureValues(
        ids=points.ids,
        genres=points.genres,
        values=exploration.X[column.name].to_numpy(),
        measured=points.X[column.name].to_numpy(),
        axis=axis_words(exploration, column),
        unit=column.unit,
        is_scaled=exploration.scaling != "none",
    )


def cloud_words(feature: FeatureValues, column: Column, *, n_genres: int) -> list[str]:
    """What to see in the picture."""
    names = rows_by_median(feature)
    words = [column.about]
    if len(names) > 1:
        words.append(f"Highest in {names[-1]}, lowest in {names[0]}, by their medians (the diamonds).")
    words.append("A dot is a track: click it to hear it.")
    low, high = edges(feature.values)
    n_beyond = int(((feature.values < low) | (feature.values > high)).sum())
    if n_beyond:
        words.append(
            f"{n_beyond:,} track{'s' * (n_beyond != 1)} beyond the axis stand{'s' * (n_beyond == 1)} at its edge."
        )
    if len(feature.ids) > MAX_DOTS:
        words.append(f"Dots: {MAX_DOTS:,} of the {len(feature.ids):,} tracks.")
    if n_genres > MAX_GENRES:
        words.append(f"The {MAX_GENRES} largest of {n_genres} genres.")
    return words
