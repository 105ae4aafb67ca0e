"""An explanation in, why one held-out track got its answer out: a waterfall beside its player, and a list of others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.figures.explain.waterfall import WaterfallStep, waterfall_bars
from core.figures.template import CHART_CONFIG
from core.ui import state
from core.ui.explain.naming import measured_words
from core.ui.explain.words import said_words, track_title, waterfall_words
from core.ui.explore.charting import choose
from core.ui.explore.track_table import NO_SOUND, SOUND, digest
from core.ui.markup import caption, heading
from core.ui.runs.hearing import play
from core.ui.theme import look

if TYPE_CHECKING:
    from core.ui.explain.engine import Explanation
    from core.ui.explain.explained import Explained

HEIGHT_PX = 250
N_STEPS = 8
KINDS = {
    "Most surprising": "Least belief in the true genre first.",
    "Wrong": "Called by another genre, the surest first.",
    "Undecided": "The two likeliest genres are closest.",
    "All": "By name.",
}


def one_track(explained: Explained) -> None:
    """Show why the chosen track got its answer; the most surprising one before any click."""
    heading("Why this track?", "Click a point above, or a row here, to hear another one and see why.")
    tracks = explained.tracks
    chosen, call = state.chosen_track(explained.place)
    if chosen not in set(tracks["track_id"]):
        chosen = first_choice(explained)
    row = tracks.set_index("track_id").loc[chosen]
    left, right = st.columns(2, gap="medium")
    with left:
        play(
            track_title(chosen, row["recording"], row["start_s"]),
            said_words(row["genre"], row["guess"], row["p_guess"], row["p_truth"]),
            row["recording"],
            key=f"{explained.place}-heard",
            sounds=explained.sounds,
            call=call,
        )
        _list(explained)
    with right:
        genre = choose(
            "Why, or why not",
            explained.made.genres,
            key=f"{explained.place}-for-{chosen}",
            first=row["guess"],
            words=str,
        )
        waterfall(explained.made, int(row["row"]), genre=genre, titles=explained.titles, key=f"{explained.place}-why")


def waterfall(explanation: Explanation, row: int, *, genre: str, titles: dict[str, str], key: str) -> None:
    """The waterfall of one row, with what was measured of it where the players are single features."""
    from core.ui.explain.engine import waterfall as waterfall_of

    found = waterfall_of(explanation, row, genre=genre, n=N_STEPS)
    names = explanation.players.names
    steps = [
        WaterfallStep(
            with_value(titles[step.name], measured_words(explanation, names.index(step.name), row)),
            step.value,
            step.error,
        )
        for step in found.steps
    ]
    if found.n_rest:
        steps.append(WaterfallStep(f"the other {found.n_rest}", found.rest))
    words = waterfall_words(found, len(found.steps))
    st.plotly_chart(
        waterfall_bars(steps, base=found.base, said=found.said, genre=genre, quantity=found.quantity, look=look()),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        alt=f"Waterfall of {len(steps)} steps for {genre}. {words}",
    )
    caption(words)


def with_value(title: str, measured: str) -> str:
    return f"{title}: {measured}" if measured else title


def first_choice(explained: Explained) -> str:
    """The most surprising track, of those that can be heard where there are any."""
    tracks = ordered(explained.tracks, "Most surprising")
    heard = tracks[[explained.sounds.track(name) is not None for name in tracks["recording"]]]
    return (tracks if heard.empty else heard)["track_id"].iloc[0]


def ordered(tracks: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The explained tracks of one kind, in the order of its list."""
    if kind == "Wrong":
        wrong = tracks[(tracks["guess"] != tracks["genre"]) & (tracks["genre"] != "")]
        return wrong.sort_values("p_guess", ascending=False, kind="stable")
    by = {"Most surprising": "p_truth", "Undecided": "margin"}.get(kind, "track_id")
    return tracks.sort_values(by, kind="stable")


def _list(explained: Explained) -> None:
    kind = st.segmented_control(
        "Which tracks",
        list(KINDS),
        default="Most surprising",
        required=True,
        key=f"{explained.place}-kind",
        label_visibility="collapsed",
    )
    tracks = ordered(explained.tracks, kind)
    if tracks.empty:
        caption("There is none.")
        return
    ids = tuple(tracks["track_id"])
    key = f"{explained.place}-list-{kind}-{digest(ids)}"
    st.dataframe(
        table_of(explained, tracks),
        key=key,
        hide_index=True,
        placeholder="",
        height=min(HEIGHT_PX, 36 + 35 * len(tracks)),
        on_select=partial(state.choose_clicked, explained.place, key, ids),
        selection_mode="single-cell",
        column_config={
            "Track": st.column_config.TextColumn(width=130),
            SOUND: st.column_config.TextColumn(width=70),
            "Genre": st.column_config.TextColumn(width=75),
            "Called": st.column_config.TextColumn(width=75),
            "How sure": st.column_config.NumberColumn(format="%.0f %%", width=70),
            "Its own genre": st.column_config.NumberColumn(format="%.0f %%", width=90),
        },
        alt=f"Table of {len(tracks)} held-out tracks; a click on a row plays it and shows why",
    )
    caption(KINDS[kind])


def table_of(explained: Explained, tracks: pd.DataFrame) -> pd.DataFrame:
    """What the list tells of each track, and which cannot be heard where not all can."""
    heard = [explained.sounds.track(name) is not None for name in tracks["recording"]]
    told = {
        "Track": [track_title(row.track_id, row.recording, row.start_s) for row in tracks.itertuples()],
        SOUND: ["" if has_sound else NO_SOUND for has_sound in heard],
        "Genre": tracks["genre"].to_numpy(),
        "Called": tracks["guess"].to_numpy(),
        "How sure": 100 * tracks["p_guess"].to_numpy(),
        "Its own genre": 100 * tracks["p_truth"].to_numpy(),
    }
    return pd.DataFrame(told).drop(columns=[] if any(heard) and not all(heard) else [SOUND])
