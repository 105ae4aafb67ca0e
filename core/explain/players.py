"""Columns of a model in, the players among whom an answer is divided out: families of features, or single columns.

Columns of one family say nearly the same, and single values share the credit among them almost at random. So the
family is the player by default: its value is the total that Owen's value gives to its columns. Of a pretrained listener
the numbers of its embedding are one family, because none of them means anything by itself, and each tag is its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import ModelError
from core.features import COLUMNS, FAMILIES, family_of
from core.likeness import about_input
from core.models.backbones import BACKBONES, backbone_of
from core.models.inputs import ABOUT_RATIOS

FAMILY, SINGLE = "family", "single"
# The ratios of the robust view belong where the columns behind them do.
_FAMILY_OF_RATIO = {"harmonic_share": "harmony", "percussive_share": "perceptr", "rms_variation": "rms"}


@dataclass(frozen=True)
class Players:
    """``members`` are the numbers of the ``columns`` that each player holds; ``names`` are keys, ``titles`` words."""

    by: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    titles: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return len(self.names)

    def among(self, kept: Sequence[int]) -> tuple[list[int], list[list[int]]]:
        """The players that hold any of the columns ``kept``, and where among those their columns stand."""
        place = {column: i for i, column in enumerate(kept)}
        inside = [[place[column] for column in own if column in place] for own in self.members]
        return [i for i, own in enumerate(inside) if own], [own for own in inside if own]


def players_of(columns: Sequence[str], by: str) -> Players:
    """The players of a model with these columns; raises ModelError unless ``by`` is "family" or "single"."""
    columns = tuple(columns)
    if by == SINGLE:
        return Players(by, columns, columns, tuple(map(_about, columns)), tuple((i,) for i in range(len(columns))))
    if by != FAMILY:
        raise ModelError(f"by={by!r} is not known; explain by {FAMILY!r} or by {SINGLE!r}")
    holding: dict[str, list[int]] = {}
    for i, column in enumerate(columns):
        holding.setdefault(family_name(column), []).append(i)
    titles = tuple(map(_family_title, holding))
    return Players(by, columns, tuple(holding), titles, tuple(map(tuple, holding.values())))


def _family_title(name: str) -> str:
    if name in FAMILIES:
        return FAMILIES[name].title
    return f"what {BACKBONES[name].title} hears" if name in BACKBONES else _about(name)


def _about(column: str) -> str:
    """What a column says in plain words; its name where it is measured elsewhere."""
    is_known = column in COLUMNS or column in ABOUT_RATIOS or backbone_of(column)
    return about_input(column) if is_known else column


def family_name(column: str) -> str:
    """The family of a column: of an embedding its listener; what is measured elsewhere is a family of its own."""
    if column in _FAMILY_OF_RATIO:
        return _FAMILY_OF_RATIO[column]
    listener = backbone_of(column)
    if listener and column in listener.columns:
        return listener.name
    try:
        return family_of(column).name
    except KeyError:
        return column
