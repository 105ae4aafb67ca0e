"""A feature of a run in, the tracks lowest and highest in it out: to hear what the number means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.errors import CoreError
from core.figures.lanes import value_words
from core.figures.words import as_sentence
from core.ui.explain.directions import chosen_column
from core.ui.explain.naming import column_words
from core.ui.explain.words import track_title
from core.ui.markup import banner, heading, show, tag
from core.ui.runs.hearing import HeldOutTrack, hear_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ui.explain.engine import Extreme
    from core.ui.explain.explained import Explained

N_ENDS = 5


def ends(explained: Explained) -> None:
    """Two short lists: a click on a row plays its track."""
    from core.ui.explain.engine import extremes

    column = chosen_column(explained)
    title, unit = column_words(column)
    heading(
        "What does that sound like?",
        f"The tracks lowest and highest in {title}, the feature that is chosen above. Click a row to hear one.",
    )
    try:
        found = extremes(explained.run.stored, column, n=N_ENDS)
    except CoreError as error:
        banner("error", "They cannot be listed", as_sentence(str(error)))
        return
    for words, tracks, place in zip(
        ("Lowest", "Highest"), (found.lowest, found.highest), st.columns(2, gap="medium"), strict=True
    ):
        with place:
            show(tag("h3", words, cls="gs-song"))
            _list(explained, tracks, unit, f"{explained.place}-{column}-{words}")


def _list(explained: Explained, tracks: Sequence[Extreme], unit: str, place: str) -> None:
    listed = [
        HeldOutTrack(
            track.track_id,
            track.recording,
            track_title(track.track_id, track.recording, track.start_s),
            f"{track.genre}: {value_words(track.value, unit)}",
        )
        for track in tracks
    ]
    facts = pd.DataFrame(
        {
            "Genre": [track.genre for track in tracks],
            "Value": [value_words(track.value, unit) for track in tracks],
        }
    )
    columns = {"Genre": st.column_config.TextColumn(width=90), "Value": st.column_config.TextColumn(width=140)}
    hear_list(listed, facts, place=place, sounds=explained.sounds, columns=columns)
