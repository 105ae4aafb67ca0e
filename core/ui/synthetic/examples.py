"""The clips of a report in, the best and the worst of them to hear out, each with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence, percent
from core.ui.datasets.contents import track_named
from core.ui.datasets.hear import track_player
from core.ui.datasets.reading import read_contents
from core.ui.markup import banner, caption, heading, plain_label, show, tag
from core.ui.synthetic import kept
from core.ui.synthetic.words import ROWS

if TYPE_CHECKING:
    import pandas as pd

    from core.data.datasets import Track
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents
    from core.ui.synthetic.fidelity_engine import Fidelity

MADE, REAL = "made", "real"  # what a key of a track begins with; the first is the set's name in the report too
N_SHOWN = 3
NO_GOOD, NO_BAD = "Not one clip is without a fault.", "Nothing was found that is wrong with any of them."


@dataclass(frozen=True, eq=False)
class Pair:
    """A report with the datasets whose tracks it is about."""

    found: Fidelity
    made: OpenDataset
    contents: Contents
    real: OpenDataset

    @property
    def place(self) -> str:
        """Where the tracks of this report are heard."""
        return f"{self.made.id}-{self.real.id}"

    def track(self, key: str) -> Track | None:
        """The track of "made/..." or "real/..."; None where it is not there any more."""
        side, _, identity = key.partition("/")
        contents = self.contents if side == MADE else read_contents(self.real)
        return None if contents is None else track_named(contents, identity)


def key_of(which: str, track: str) -> str:
    """A track of one of the sets of a report, among both datasets."""
    return f"{MADE if which == MADE else REAL}/{track}"


def examples(pair: Pair) -> None:
    """Good and bad clips side by side, each with a button that plays it above."""
    show(ROWS)
    good, bad = best(pair.found.clips), worst(pair.found.clips)
    left, right = st.columns(2, gap="large")
    with left:
        heading("The best", "Nothing wrong was found, and the genre that was asked for is heard most clearly.")
        _rows(pair, good, NO_GOOD)
    with right:
        heading("The worst", "The gravest fault first: silence, stuck, clipped, another genre, another tempo.")
        _rows(pair, bad, NO_BAD)


def best(clips: pd.DataFrame) -> pd.DataFrame:
    """The clips without a fault, those first in which most of the asked genre is heard."""
    sound = clips[(clips["set"] == MADE) & (clips["worst"] == "")]
    return sound.sort_values("asked_share", ascending=False, na_position="last", kind="stable").head(N_SHOWN)


def worst(clips: pd.DataFrame) -> pd.DataFrame:
    """A clip of each kind of fault, the gravest kind first, then more of them; least of the asked genre first."""
    faulty = clips[(clips["set"] == MADE) & (clips["worst"] != "")]
    ordered = faulty.sort_values("asked_share", ascending=True, na_position="last", kind="stable")
    one_of_each = ordered.groupby("worst", sort=False).head(1)
    rest = ordered.drop(one_of_each.index)
    order = one_of_each["worst"].map(list(_kinds()).index)
    import pandas as pd

    return pd.concat([one_of_each.loc[order.sort_values(kind="stable").index], rest]).head(N_SHOWN)


def play_first(pair: Pair, *, asked: str, heard: str) -> None:
    """Play a clip that was to be of one genre and is heard as another; the clearest of them."""
    clips = pair.found.clips
    fitting = clips[(clips["set"] == MADE) & (clips["genre"] == asked) & (clips["heard"] == heard)]
    if len(fitting):
        row = fitting.sort_values("heard_share", ascending=False, kind="stable").iloc[0]
        kept.hear(pair.place, key_of(MADE, row["track"]))


def now_heard(pair: Pair) -> None:
    """The player of the report, with what is known of its track; nothing before something was asked for."""
    key, call = kept.heard(pair.place)
    if key is None:
        return
    try:
        track = pair.track(key)
    except CoreError as error:
        banner("error", "It cannot be heard", as_sentence(str(error)))
        return
    if track is None:
        caption("The sound of this track is not on this machine any more.")
        return
    side = "A made clip" if key.startswith(f"{MADE}/") else "A real track"
    show(tag("p", tag("strong", f"{side}, {track.genre}"), "  ", reason_words(pair, key), cls="gs-clip"))
    track_player(track, key="synth-fidelity-player", call=call)


def reason_words(pair: Pair, key: str) -> str:
    """What the report says of a track."""
    side, _, identity = key.partition("/")
    clips = pair.found.clips
    rows = clips[(clips["track"] == identity) & ((clips["set"] == MADE) == (side == MADE))]
    return words_of(rows.iloc[0]) if len(rows) else ""


def words_of(row) -> str:
    """What is heard in one track, and what is wrong with it."""
    faults = [as_sentence(fault) for fault in row["faults"]]
    if faults:
        return " ".join(faults)
    if row["heard"]:
        return f"Heard as {row['heard']}, {percent(row['heard_share'])}; nothing wrong was found."
    return "Nothing wrong was found."


def _rows(pair: Pair, rows: pd.DataFrame, nothing: str) -> None:
    if rows.empty:
        caption(nothing)
    for _, row in rows.iterrows():
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"synth-prompt-example-{row['track']}", gap="small"
        ):
            st.button(
                *(f"Hear {plain_label(row['track'])}", f"synth-example-{row['track']}"),
                icon=":material/play_arrow:",
                on_click=kept.hear,
                args=(pair.place, key_of(MADE, row["track"])),
            )
            show(tag("p", tag("strong", str(row["genre"])), "  ", words_of(row), cls="gs-clip"))


def _kinds():
    from core.fidelity.clip import FAULTS

    return FAULTS
