"""An explanation in, which way features push out: a swarm of tracks for a genre, and one feature against its effect."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.figures.explain.dependence import FeatureEffect, dependence_points
from core.figures.explain.swarm import SwarmRow, beeswarm, is_by_value
from core.figures.template import CHART_CONFIG
from core.figures.words import listed
from core.ui import state
from core.ui.explain.importance import genre_key, rows_of
from core.ui.explain.naming import column_words, measured_words
from core.ui.explain.words import dependence_words, swarm_words
from core.ui.explore.charting import choose, clicked
from core.ui.markup import caption, heading
from core.ui.theme import look

if TYPE_CHECKING:
    from core.ui.explain.explained import Explained

N_ROWS = 9


def directions(explained: Explained) -> None:
    """Show both pictures for one genre; a click on a point of either plays its track."""
    heading("Which way does it push?", "For one genre: what speaks for it and what against it, track by track.")
    made = explained.made
    sizes = abs(made.values).sum(axis=(0, 1))
    left, right = st.columns(2, gap="medium")
    with left:
        genre = choose(
            "Genre",
            made.genres,
            key=f"{explained.place}-genre",
            first=made.genres[int(sizes.argmax())],
            words=str,
        )
        _swarm(explained, genre)
    with right:
        _dependence(explained, genre)


def _swarm(explained: Explained, genre: str) -> None:
    from core.ui.explain.engine import beeswarm as swarms_of

    made = explained.made
    rows = [_row(explained, swarm) for swarm in swarms_of(made, genre, n=N_ROWS)]
    heard, call = state.chosen_track(explained.place)
    key = f"{explained.place}-swarm-{genre}-{call}"
    st.plotly_chart(
        beeswarm(
            rows,
            ids=made.ids,
            truth=made.truth,
            genre=genre,
            quantity=explained.quantity,
            look=look(),
            heard=heard,
        ),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_hear, explained.place, key),
        selection_mode="points",
        alt=f"Swarms of {len(explained.tracks)} tracks for {genre}; what matters most is "
        f"{listed([row.title for row in rows[:3]])}",
    )
    caption(swarm_words(explained, genre=genre, by_value=is_by_value(rows)))


def _row(explained: Explained, swarm) -> SwarmRow:
    made, player = explained.made, explained.made.players.names.index(swarm.name)
    measured = () if swarm.place is None else [measured_words(made, player, row) for row in range(len(made))]
    return SwarmRow(swarm.name, explained.titles[swarm.name], swarm.values, swarm.place, measured)


def _dependence(explained: Explained, genre: str) -> None:
    from core.ui.explain.engine import dependence

    made = explained.made
    column = choose(
        "Feature",
        columns_of(explained),
        key=f"{explained.place}-column",
        first=first_column(explained),
        words=lambda name: column_words(name)[0],
    )
    found = dependence(made, column)
    title, unit = column_words(column)
    player = explained.titles[found.player]
    heard, call = state.chosen_track(explained.place)
    key = f"{explained.place}-dependence-{genre}-{column}-{call}"
    effect = FeatureEffect(
        title=title,
        unit=unit,
        player=player,
        measured=found.feature,
        values=found.values[:, made.genres.index(genre)],
        ids=found.ids,
        truth=made.truth,
    )
    st.plotly_chart(
        dependence_points(effect, genre=genre, quantity=explained.quantity, look=look(), heard=heard),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_hear, explained.place, key),
        selection_mode="points",
        alt=f"Points of {len(explained.tracks)} tracks: {title} against what it adds for {genre}",
    )
    genre_key([name for name in made.genres if name in set(made.truth)])
    is_whole = len(made.players.members[made.players.names.index(found.player)]) == 1
    caption(dependence_words(player=player, title=title, is_whole=is_whole))


def columns_of(explained: Explained) -> list[str]:
    """The columns of the model, those of the most important players first."""
    players = explained.made.players
    of_player = dict(zip(players.names, players.members, strict=True))
    return [players.columns[column] for row in rows_of(explained) for column in of_player[row.name]]


def first_column(explained: Explained) -> str:
    """Of the player that was clicked, else of the most important one, the column that its values go with most."""
    picked, made = state.picked(f"{explained.place}-player"), explained.made
    name = picked if picked in made.players.names else rows_of(explained)[0].name
    player = made.players.names.index(name)
    values = made.values[:, player, abs(made.values[:, player]).sum(axis=0).argmax()]
    return max(
        (made.players.columns[column] for column in made.players.members[player]),
        key=lambda column: going_together(made.X[:, made.players.columns.index(column)], values),
    )


def going_together(a: np.ndarray, b: np.ndarray) -> float:
    """The size of the correlation of two numbers, both shape (n,); 0 where one of them never changes."""
    return 0.0 if not np.ptp(a) or not np.ptp(b) else abs(float(np.corrcoef(a, b)[0, 1]))


def chosen_column(explained: Explained) -> str:
    """The feature that is looked at."""
    chosen = st.session_state.get(f"{explained.place}-column")
    return chosen if chosen in explained.made.players.columns else first_column(explained)


def _hear(place: str, key: str) -> None:
    data = clicked(key)
    track = data[0] if isinstance(data, (list, tuple)) and data else data
    if isinstance(track, str):
        state.choose_track(place, track)
