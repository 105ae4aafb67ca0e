"""A mix in, what it is like and unlike among the training tracks out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from core import figures
from core.figures.template import CHART_CONFIG
from core.figures.words import NBSP, minus
from core.ui.markup import Html, caption, heading, show, tag
from core.ui.sections.card import data_title
from core.ui.sections.nearest import hear_nearest
from core.ui.theme import look

if TYPE_CHECKING:
    from core.genre_mix import GenreMix
    from core.likeness import Neighbour, Standout


def likeness(mix: GenreMix, card: Mapping) -> None:
    """What the song is like and unlike, side by side where there is room; of a listener only what it is like."""
    if not mix.standouts:
        return neighbours(mix, card)
    left, right = st.columns(2, gap="medium")
    with left:
        neighbours(mix, card)
    with right:
        stands_out(mix)
    return None


def neighbours(mix: GenreMix, card: Mapping) -> None:
    """The nearest training tracks, with genre and artist, and those that are here to be heard."""
    by = "by what its listeners hear" if card.get("pretrained") else "by the numbers the model looks at"
    heading("Nearest training tracks", f"What it resembles most in {data_title(card)}, {by}.")
    if not mix.neighbours:
        return caption("The model does not keep where its training tracks lie.")
    colours = figures.genre_colours(mix.genres)
    rows = (_row(number, near, colours) for number, near in enumerate(mix.neighbours, start=1))
    head = tag("tr", *(tag("th", word, scope="col") for word in ("", "Track", "Genre", "Artist", "Distance")))
    body = Html("".join(rows))
    table = tag("table", tag("thead", head), tag("tbody", body), cls="gs-table")
    show(tag("div", table, cls="gs-scroll", tabindex="0", role="region", aria_label="Nearest training tracks"))
    caption(neighbour_words(mix.neighbours))
    hear_nearest([near.track_id for near in mix.neighbours], card)
    return None


def stands_out(mix: GenreMix) -> None:
    """The features in which this song lies farthest from the average training track."""
    heading("What stands out", "Where this song is unlike most of what the model was trained on.")
    rows = [(found.about, found.percentile, _measured(found), standout_words(found)) for found in mix.standouts]
    alt = "Strip chart. " + " ".join(f"{standout_words(found)}." for found in mix.standouts)
    figure = figures.standout_strip(rows, look=look())
    st.plotly_chart(figure, theme=None, config=CHART_CONFIG, key="standouts", alt=alt)
    caption("A dot is this song; the thick line is the middle half of the training tracks.")


def neighbour_words(near: tuple[Neighbour, ...]) -> str:
    """How many of the nearest tracks are of which genre, in a sentence."""
    counts: dict[str, int] = {}
    for track in near:
        counts[track.genre] = counts.get(track.genre, 0) + 1
    listed = ", ".join(f"{n} {genre}" for genre, n in sorted(counts.items(), key=lambda pair: -pair[1]))
    return f"Of the {len(near)} nearest: {listed}. A smaller distance is a closer track."


def standout_words(found: Standout) -> str:
    low, high = (number(edge) for edge in found.typical)
    return f"{found.about}: {_measured(found)}, {found.sentence} (half of them: {low} to {high})"


def number(value: float) -> str:
    """Three significant digits, never an exponent."""
    digits = f"{value:.3g}"
    if abs(value) >= 100:
        return minus(f"{float(digits):,.0f}")
    return minus(f"{Decimal(digits):f}")


def _measured(found: Standout) -> str:
    return f"{number(found.value)}{NBSP}{found.unit}" if found.unit else number(found.value)


def _row(number: int, near: Neighbour, colours: dict[str, str]) -> Html:
    mark = tag("span", "", cls="gs-mark", style=f"--genre: {colours.get(near.genre, 'gray')}")
    artist = near.artist if isinstance(near.artist, str) and near.artist else "unknown"
    return tag(
        "tr",
        tag("td", str(number), cls="gs-muted"),
        tag("td", near.track_id),
        tag("td", mark, near.genre),
        tag("td", artist),
        tag("td", f"{near.distance:.2f}", cls="gs-right"),
    )
