"""What was measured in a song in, its numbers beside each genre's usual range out, with the formulas on demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from core import figures
from core.figures.lanes import value_words
from core.figures.template import CHART_CONFIG
from core.figures.words import listed
from core.ui.lanes import capital
from core.ui.markup import Html, caption, show, tag
from core.ui.theme import look

if TYPE_CHECKING:
    from core.anatomy.ranges import GenreRange
    from core.ui.anatomy.engine import Descriptor, TakenApart, UsualRanges
    from core.ui.anatomy.piece import Piece
    from core.ui.anatomy.reference import Reference

MOST_NAMED = 4


def tell_numbers(
    piece: Piece,
    taken: TakenApart,
    descriptors: Sequence[Descriptor],
    reference: Reference | None,
    *,
    key: str,
    wide: bool,
) -> None:
    """The numbers of these descriptors, and one of them against the tracks of each genre; ``wide``: side by side."""
    cards = [card for card in (_card(taken, descriptor) for descriptor in descriptors) if card]
    if not cards:
        return
    left, right = st.columns(2, gap="medium") if wide else (st.container(), st.container())
    with left:
        show(tag("div", *cards, cls="gs-cards gs-measures"))
    if reference is not None:
        with right:
            _against_genres(piece, taken, descriptors, reference, key=key)


def tell_formulas(descriptors: Sequence[Descriptor]) -> None:
    """What exactly is computed, for who asks."""
    with st.expander("The formulas", icon=":material/function:", key=f"formulas-{descriptors[0].name}"):
        for descriptor in descriptors:
            st.markdown(f"**{capital(descriptor.title)}**: {descriptor.axis}{_in_unit(descriptor)}")
            st.latex(descriptor.formula)
            st.caption(descriptor.symbols)


def usual_words(found: UsualRanges, genre: str) -> str:
    """Where the song's number lies: first in its own genre, where that is known, then in which others it is usual."""
    own = next((each for each in found.genres if each.genre == genre), None)
    others = [each for each in found.genres if each is not own]
    usual = [each.genre for each in others if _is_usual(found, each)]
    first, also = "", "Usual"
    if own is not None:
        share = f"higher than in {own.percentile:.0f} of 100 {own.genre} tracks"
        first = f"{'Usual' if _is_usual(found, own) else 'Unusual'} for {own.genre}: {share}. "
        also = "Also usual" if _is_usual(found, own) else "Usual"
    kind = "genre" if own is None else "other genre"
    if not usual:
        return f"{first}No {kind} usually has this value."
    if len(usual) == len(others):
        return f"{first}{also} in every {kind}."
    if len(usual) > MOST_NAMED:
        return f"{first}{also} in {len(usual)} of {len(others)} {kind}s."
    return f"{first}{also} in {listed(usual)}."


def _is_usual(found: UsualRanges, genre: GenreRange) -> bool:
    return genre.low <= found.value <= genre.high


def _card(taken: TakenApart, descriptor: Descriptor) -> Html:
    """The most telling number of a descriptor; nothing for one that is only looked at."""
    from core.ui.anatomy.engine import about_input, is_spread, unit_of

    name = next((column for column in descriptor.columns if column in taken.numbers), None)
    if name is None:
        return Html()
    label = tag("p", capital(descriptor.title), cls="gs-label")
    value = taken.numbers[name] ** 0.5 if is_spread(name) else taken.numbers[name]
    number, _, unit = value_words(value, unit_of(name)).partition(" ")
    words = (
        tag("p", number, " ", tag("span", unit, cls="gs-unit"), cls="gs-number"),
        tag("p", capital(about_input(name))),
    )
    return tag("div", label, *words, cls="gs-card")


def _in_unit(descriptor: Descriptor) -> str:
    return f", {descriptor.unit}" if descriptor.unit else ""


def _against_genres(
    piece: Piece, taken: TakenApart, descriptors: Sequence[Descriptor], reference: Reference, *, key: str
) -> None:
    from core.ui.anatomy.engine import columns_with_ranges

    known = {each.title: columns_with_ranges(each, reference.X) for each in descriptors if each.columns}
    unknown = [title for title, columns in known.items() if not columns]
    names = list(dict.fromkeys(name for columns in known.values() for name in columns))
    if names:
        _chart(piece, taken, names, reference, key=key)
    if unknown:
        caption(f"Of {listed(unknown)} nothing usual is known: {reference.words} were not measured for it.")


def _chart(piece: Piece, taken: TakenApart, names: Sequence[str], reference: Reference, *, key: str) -> None:
    from core.ui.anatomy.engine import about_input, usual_ranges

    name = st.selectbox(
        "Against the genres", names, format_func=lambda each: capital(about_input(each)), key=f"range-{names[0]}-{key}"
    )
    found = usual_ranges(taken.numbers[name], name, X=reference.X, genres=reference.genres)
    value = value_words(found.value, found.unit)
    st.plotly_chart(
        figures.genre_ranges(
            [(each.genre, each.low, each.middle, each.high, _row_words(each, found.unit)) for each in found.genres],
            value=found.value,
            value_text=value,
            axis=f"{found.about}{f', {found.unit}' if found.unit else ''}",
            look=look(),
        ),
        theme=None,
        config=CHART_CONFIG,
        key=f"ranges-{key}",
        alt=f"{capital(found.about)}: {value} here, beside the usual range of {len(found.genres)} genres",
    )
    caption(
        f"{usual_words(found, piece.genre)} A bar holds nine of ten tracks of its genre, its notch the middle one; "
        f"{reference.words}."
    )


def _row_words(each: GenreRange, unit: str) -> str:
    low, high = value_words(each.low, ""), value_words(each.high, unit)
    return (
        f"{each.genre}: nine of ten tracks lie from {low} to {high}; this song is above {each.percentile:.0f} % of "
        f"its {each.n_tracks}"
    )
