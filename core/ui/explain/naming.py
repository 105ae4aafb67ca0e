"""A player or a column in, the words that people read for it out: plain ones, with the field's own term and a unit."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from core.figures.lanes import value_words

if TYPE_CHECKING:
    from core.ui.explain.engine import Explanation

# Families of many parts have no words for all of them: these are theirs.
PLAIN = {
    "mfcc": "timbre (MFCC)",
    "mfcc_delta": "how fast timbre moves (MFCC first difference)",
    "mfcc_delta2": "how fast timbre turns (MFCC second difference)",
    "contrast": "peaks over valleys (spectral contrast)",
    "tonnetz": "place of the harmony (tonnetz)",
    "tempogram_ratio": "metre (tempogram ratio)",
}


def titles_of(explanation: Explanation) -> dict[str, str]:
    """Player -> what people read."""
    from core.ui.explain.engine import FAMILY

    players = explanation.players
    if players.by != FAMILY:
        return {name: column_words(name)[0] for name in players.names}
    # A family of which the model sees one column only is that column.
    return {
        name: family_words(name) if len(members) > 1 else column_words(players.columns[members[0]])[0]
        for name, members in zip(players.names, players.members, strict=True)
    }


@lru_cache(maxsize=256)
def family_words(name: str) -> str:
    """A family in plain words: those of its one part, or its own; what is measured elsewhere keeps its name."""
    from core.ui.explain.engine import BACKBONES, FAMILIES

    if name in BACKBONES:
        return f"what {BACKBONES[name].title} hears"
    if name not in FAMILIES:
        return column_words(name)[0]
    family = FAMILIES[name]
    return next(iter(family.parts.values())) if len(family.parts) == 1 else PLAIN.get(name, family.title)


@lru_cache(maxsize=4096)
def column_words(name: str) -> tuple[str, str]:
    """The words of a column and its unit; one that is measured elsewhere keeps its name and has none."""
    from core.ui.explain.engine import ABOUT_RATIOS, COLUMNS, about_column, about_heard, family_of

    if name in ABOUT_RATIOS:
        return ABOUT_RATIOS[name], ""
    if heard := about_heard(name):
        return heard, ""
    if name not in COLUMNS:
        return name.replace("_", " "), ""
    words = about_column(name)
    if not family_of(name).unit:
        return words, ""
    # "average brightness (spectral centroid), Hz": the unit of a variance differs from that of its family.
    label, _, unit = words.rpartition(", ")
    return label, unit


def measured_words(explanation: Explanation, player: int, row: int) -> str:
    """What was measured of a row, where the player is a single column: "2,310 Hz"; else nothing."""
    columns = explanation.players.members[player]
    if len(columns) != 1:
        return ""
    unit = column_words(explanation.players.columns[columns[0]])[1]
    return value_words(float(explanation.X[row, columns[0]]), unit)
