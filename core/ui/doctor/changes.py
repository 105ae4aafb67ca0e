"""What was decided in, what it changes out: tracks left out of which parts, the names of protocols, the data hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.doctor import words
from core.ui.markup import Html, heading, icon, show, tag

if TYPE_CHECKING:
    from core.data.consequences import Consequences, ProtocolChange
    from core.data.opened import OpenDataset

NO_TABLE = "No table of features was made of it yet; the one that you make will follow these decisions."


def changes(opened: OpenDataset) -> None:
    """Show what the decisions about a dataset change, in words and numbers."""
    engine = _engine()
    excluded = engine.exclusions(opened)
    found = engine.consequences(opened, excluded)
    heading("What your decisions change")
    is_whole = not excluded.everywhere and not excluded.training
    told = (words.together_words(found), _hash(opened, is_whole=is_whole))
    notes = [tag("p", sentence, cls="gs-muted") for sentence in told if sentence]
    if is_whole:
        return show(tag("p", words.NOTHING_LEFT_OUT), *notes)
    lines = [tag("p", words.left_out_words(found), cls="gs-strong"), protocol_list(found), *notes]
    return show(tag("div", *lines, cls="gs-card gs-changes"))


def protocol_list(found: Consequences) -> Html:
    """One line for each protocol; another one is never ranked with the one that it comes from, and says so."""
    items = [_line(change) for change in found.protocols]
    renamed = any(change.is_another for change in found.protocols)
    note = tag("p", words.NEVER_RANKED, cls="gs-muted") if renamed else Html()
    return Html(tag("ul", *items, cls="gs-protocols") + note)


def _line(change: ProtocolChange) -> Html:
    symbol = "error" if change.problem else "call_split" if change.is_another else "check"
    return tag("li", icon(symbol), tag("span", words.change_words(change)))


def _hash(opened: OpenDataset, *, is_whole: bool) -> str:
    try:
        hashes = _engine().data_hashes(opened)
    except CoreError as error:
        return as_sentence(f"its data hash is not known: {error}")
    if hashes is None:
        return NO_TABLE
    before, after = hashes
    return words.copies_hash_words(before, after) if is_whole and before != after else words.hash_words(before, after)


def _engine():
    from core.ui.doctor import engine

    return engine
