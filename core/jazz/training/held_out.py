"""The music of this project in, pieces of its test part out: real jazz that no model that ships learnt from.

Of its validation part, too, by which numbers are chosen that the test part then judges.
"""

from collections.abc import Sequence

from core.jazz.data.clips import read_clips
from core.jazz.data.piece import NO_MANNER, Piece
from core.jazz.data.splitting import part_of
from core.jazz.data.stream import read_stream, split_stream, vocabulary_of
from core.jazz.data.where import CLIPS, STREAM, find_jazz
from core.jazz.data.windows import SHORTEST
from core.jazz.representations import representation
from core.jazz.training.material import STEPS, distinct

# The thesis' stream has no song borders; so many sequences in a row count as one track, about a song.
TOGETHER = 10
PARTS = ("train", "valid", "test")


def held_out_jazz(*, is_timed: bool, part: str = "test") -> list[Piece]:
    """Real jazz for a model of performances, or else of tokens; of the part "test" or "valid".

    Raises
    ------
    DataError
        The music is not on this machine.
    """
    if is_timed:
        return held_out_clips(read_clips(find_jazz(CLIPS)), part=part)
    return held_out_stretches(read_stream(find_jazz(STREAM)), part=part)


def file_of_jazz(*, is_timed: bool) -> str:
    """The name of the file that `held_out_jazz` reads."""
    return CLIPS if is_timed else STREAM


def held_out_clips(pieces: Sequence[Piece], *, part: str = "test") -> list[Piece]:
    """Those of a part: of all pieces with the same notes the first alone, which may stand in another part."""
    return [piece for piece in distinct(pieces) if part_of(piece.group) == part and len(piece.notes) >= SHORTEST]


def held_out_stretches(tokens: Sequence[str], *, part: str = "test") -> list[Piece]:
    """The last tenth of a stream, or the one before it, cut into sequences as models see them."""
    codes, n_steps = representation("tokens", vocabulary=vocabulary_of(tokens)), STEPS["tokens"]
    held_out = codes.encode_tokens(split_stream(tokens)[PARTS.index(part)])
    starts = range(0, max(len(held_out) - SHORTEST + 1, 0), n_steps)
    return [
        Piece(codes.decode(held_out[at : at + n_steps]), f"stretch {i // TOGETHER}", NO_MANNER, f"sequence {i}")
        for i, at in enumerate(starts)
    ]
