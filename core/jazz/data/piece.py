"""A piece: notes, and what may not be torn apart when pieces are split."""

from dataclasses import dataclass

from core.jazz.notes import Notes

NO_MANNER = -1


@dataclass(frozen=True, eq=False)
class Piece:
    """Music to learn from or to compare with.

    Attributes
    ----------
    notes : in seconds from the beginning of the file
    group : what all pieces of one recording (or copies of one piece) share; a split never divides it
    manner : number of the manner in which it is played; `NO_MANNER` where nobody has told
    name : to show to people; names no player
    """

    notes: Notes
    group: str
    manner: int
    name: str
