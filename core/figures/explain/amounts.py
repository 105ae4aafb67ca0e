"""A contribution to an output in, its words and its length on an axis out: percentage points, or plain log-odds."""

from textwrap import wrap

from core.figures.lanes import value_words
from core.figures.look import Look
from core.figures.scales import DIVERGING
from core.figures.words import NBSP, chart_text, minus

PROBABILITY = "probability"  # of an output; its contributions are told in percentage points
HOVER_CHARACTERS = 42


def times_of(quantity: str) -> float:
    """What a contribution is multiplied with before it is drawn."""
    return 100.0 if quantity == PROBABILITY else 1.0


def axis_of(quantity: str) -> str:
    """What an axis of contributions counts."""
    return "percentage points" if quantity == PROBABILITY else quantity


def level_axis_of(quantity: str) -> str:
    """What an axis of outputs themselves counts."""
    return "probability, %" if quantity == PROBABILITY else quantity


def amount_words(value: float, quantity: str, *, signed: bool = True) -> str:
    """A contribution in words: "+3.1 points", "−0.42"."""
    drawn = times_of(quantity) * value
    if quantity == PROBABILITY:
        number = f"{drawn:+.1f}" if signed else f"{drawn:.1f}"
        return f"{minus(number)}{NBSP}points"
    return minus(f"{drawn:+.2f}") if signed else value_words(round(drawn, 3), "")


def side_words(value: float, genre: str, quantity: str) -> str:
    """Which way a contribution goes: "speaks for jazz, +3.1 points"."""
    side = "for" if value > 0 else "against"
    return f"speaks {side} {genre}, {amount_words(value, quantity)}" if value else f"says nothing of {genre}"


def side_colour(value: float, look: Look) -> str:
    """The colour of what speaks for a genre, and of what speaks against it; the sign stands beside it."""
    low, high = DIVERGING[look][1], DIVERGING[look][-2]
    return high if value > 0 else low


def hover(words: str) -> str:
    """A sentence for the pointer, in lines that stay inside a narrow chart."""
    return "<br>".join(map(chart_text, wrap(words, HOVER_CHARACTERS)))


def short(name: str, characters: int) -> str:
    """A name that fits: without the field's own term, unless that has a number, as "(MFCC 12)" among its neighbours."""
    if len(name) <= characters:
        return name
    plain, _, term = name.partition(" (")
    if any(map(str.isdigit, term)) and len(term) < characters / 2:
        return f"{plain[: characters - len(term) - 3]}… ({term}"
    return plain if len(plain) <= characters else f"{plain[: characters - 1]}…"
