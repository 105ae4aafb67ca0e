"""Two runs of one list in; which is better and how sure that is, and the tracks on which they differ, to hear, out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.errors import CoreError
from core.figures.runs.difference import Part, agreement_bar, difference_strip
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence, minus
from core.ui import state
from core.ui.explore.charting import clicked
from core.ui.markup import banner, caption, heading, show, tag
from core.ui.runs.head import AGAINST
from core.ui.runs.hearing import HeldOutTrack, hear_list
from core.ui.runs.rivals import artist_of
from core.ui.runs.sounds import sounds_of
from core.ui.shelf import Shelf
from core.ui.theme import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.comparison import Comparison, Comparisons
    from core.ui.runs.reading import OpenRun
    from core.ui.runs.sounds import Sounds

PARTS = ("first", "second", "both", "neither")
_made = Shelf(max_entries=16)


def comparing(run: OpenRun, others: Sequence[OpenRun], *, against: str, names: Mapping[str, str], visitor: str) -> None:
    """Show one run beside another.

    Parameters
    ----------
    others : all runs that it is compared with on this page; p-values are corrected for their number
    against : the name of the one that is looked at
    names : run -> what people read
    """
    try:
        with st.spinner("Comparing track by track", show_time=False):
            found = compared(run, others)
    except CoreError as error:
        banner("error", "They cannot be compared", as_sentence(str(error)))
        return
    for name, why in found.refused:
        if name == against:
            banner("error", "They cannot be compared", as_sentence(why))
    pair = next((one for one in found.comparisons if one.second.name == against), None)
    if pair is not None:
        _pair(pair, names, visitor)
    _all(found, names)


def compared(run: OpenRun, others: Sequence[OpenRun]) -> Comparisons:
    """The run against each of the others, worked out once."""
    from core.ui.runs.engine import compare_all

    key = (run.key, *sorted(one.key for one in others))
    return _made.get_or_make(key, lambda: compare_all(run.stored, [one.stored for one in others]))


def _pair(pair: Comparison, names: Mapping[str, str], visitor: str) -> None:
    first, second = names[pair.first.name], names[pair.second.name]
    if first == second:
        first, second = f"{first} (1)", f"{second} (2)"
    show(tag("h2", f"{first} or {second}?", cls="gs-head"), tag("p", pair.sentence(first, second), cls="gs-strong"))
    for note in pair.notes:
        caption(note)
    st.plotly_chart(
        difference_strip(pair.accuracy.value, pair.accuracy.interval, first=first, second=second, look=look()),
        theme=None,
        config=CHART_CONFIG,
        key=f"difference-{pair.first.name}-{pair.second.name}",
        alt=f"Difference of accuracies with its interval. {pair.sentence(first, second)}",
    )
    caption(difference_words(pair))
    _agreement(pair, first, second, visitor)


def difference_words(pair: Comparison) -> str:
    """What to see in the picture of the difference."""
    loss = f"Its log loss differs by {minus(f'{pair.log_loss.value:+.3f}')} nats."
    if pair.accuracy.interval is None:
        return loss
    low, high = pair.accuracy.interval
    if low <= 0 <= high:
        return f"The interval holds the dashed line: with other {pair.accuracy.over} the order could turn. {loss}"
    return f"The whole interval lies on one side of the dashed line, which is no difference. {loss}"


@st.fragment
def _agreement(pair: Comparison, first: str, second: str, visitor: str) -> None:
    heading("Where do they differ?", "Click a part of the bar to hear its tracks.")
    parts = parts_of(pair, first, second)
    place = f"pair-{pair.first.name}-{pair.second.name}"
    part = state.picked(place) or next((part.name for part in parts if part.n_tracks), PARTS[0])
    key = f"{place}-{part}"
    st.plotly_chart(
        agreement_bar(parts, look=look()),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_pick, place, key),
        selection_mode="points",
        alt="Bar of all tracks: " + ", ".join(f"{part.words} {part.n_tracks}" for part in parts),
    )
    caption("From the left: " + ", ".join(f"{part.words} {part.n_tracks:,}" for part in parts) + ".")
    words = next(one.words for one in parts if one.name == part)
    show(tag("div", tag("h3", f"{words[:1].upper()}{words[1:]}", cls="gs-song"), role="status"))
    tracks = pair.tracks[_in_part(pair, part)]
    if tracks.empty:
        caption("There is none.")
        return
    _tracks(tracks, place=f"{place}-{part}", first=first, second=second, sounds=sounds_of(pair.first, visitor))


def parts_of(pair: Comparison, first: str, second: str) -> list[Part]:
    """The tracks of a pair by who names them right."""
    words = {
        "first": f"only {first} right",
        "second": f"only {second} right",
        "both": "both right",
        "neither": "neither right",
    }
    return [Part(name, words[name], pair.counts[name]) for name in PARTS]


def _in_part(pair: Comparison, part: str) -> pd.Series:
    first, second = (pair.tracks[f"{which}_right"] > 0.5 for which in ("first", "second"))
    return {"first": first & ~second, "second": second & ~first, "both": first & second}.get(part, ~first & ~second)


def _tracks(tracks: pd.DataFrame, *, place: str, first: str, second: str, sounds: Sounds) -> None:
    listed = [
        HeldOutTrack(
            row.track_id,
            row.recording,
            row.track_id,
            f"{row.genre}; {first} calls it {row.first_guess}, {second} {row.second_guess}",
        )
        for row in tracks.itertuples()
    ]
    facts = pd.DataFrame(
        {
            "Genre": tracks["genre"].to_numpy(),
            first: tracks["first_guess"].to_numpy(),
            second: tracks["second_guess"].to_numpy(),
            "Artist": [artist_of(group) for group in tracks["group"]],
        }
    )
    columns = {name: st.column_config.TextColumn(f"{name} says", width=150) for name in (first, second)}
    hear_list(listed, facts, place=place, sounds=sounds, columns=columns, audible_first=True)


def _all(found: Comparisons, names: Mapping[str, str]) -> None:
    if len(found.comparisons) < 2:
        return
    heading("Against every other run of its list", "Click a row to look at that pair.")
    rows = [
        {
            "Against": names[one.second.name],
            "Points": 100 * one.accuracy.value,
            "Interval": interval_words(one),
            "p": p_words(one.accuracy.p),
            "p, corrected": p_words(one.accuracy.p_holm),
        }
        for one in found.comparisons
    ]
    others = tuple(one.second.name for one in found.comparisons)
    key = f"all-{found.comparisons[0].first.name}"
    st.dataframe(
        pd.DataFrame(rows),
        key=key,
        hide_index=True,
        placeholder="",
        on_select=partial(_look_at, key, others),
        selection_mode="single-cell",
        column_config={
            "Points": st.column_config.NumberColumn(format="%+.1f", width=80),
            "p": st.column_config.TextColumn(width=80),
            "p, corrected": st.column_config.TextColumn(width=110),
        },
        alt=f"Table of {len(rows)} comparisons with interval and p-value",
    )
    caption(
        f"Points of accuracy that it is ahead. Of {len(rows)} comparisons one may look better by luck, so the last "
        "column is corrected for their number (Holm): under 0.05 the difference is hardly chance."
    )


def p_words(p: float) -> str:
    """A p-value with three digits; a smaller one by its bound."""
    return "under 0.001" if p < 0.001 else f"{p:.3f}"


def interval_words(one: Comparison) -> str:
    """The interval of a difference in points."""
    if one.accuracy.interval is None:
        return f"too few {one.accuracy.over}"
    low, high = (minus(f"{100 * edge:+.1f}") for edge in one.accuracy.interval)
    return f"{low} to {high}"


def _pick(place: str, key: str) -> None:
    part = clicked(key)
    part = part[0] if isinstance(part, (list, tuple)) and part else part
    if part in PARTS:
        state.pick(place, part)


def _look_at(key: str, others: tuple[str, ...]) -> None:
    cells = st.session_state[key].selection.cells
    if cells and cells[0][0] < len(others):
        st.query_params[AGAINST] = others[cells[0][0]]
