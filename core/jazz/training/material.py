"""Music in, what a network learns from out: codes, the parts they fall into, and the conditions' bins."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import DataError
from core.jazz.attributes import ATTRIBUTES, measured_codes
from core.jazz.data.piece import Piece
from core.jazz.data.sequences import Sequences
from core.jazz.data.splitting import PARTS, part_of
from core.jazz.data.stream import split_stream, vocabulary_of
from core.jazz.data.windows import SHORTEST, Cutter, bin_edges
from core.jazz.models.config import NetworkConfig
from core.jazz.models.loaded import Shape
from core.jazz.representations import Representation, representation
from core.jazz.training.loop import Material

N_BINS = 12
MANY_GROUPS = 60  # from so many on a group's own hash says in which part it is
STEPS = {"tokens": 100, "performance": 256}  # of a sequence


@dataclass(frozen=True, eq=False)
class Prepared:
    """All that a training needs.

    Attributes
    ----------
    shape : of the model to come
    material : what it learns from and stops by
    test : held out; a part of nobody's choice
    """

    shape: Shape
    material: Material
    test: Sequences


def from_stream(tokens: Sequence[str], *, architecture: str, **network) -> Prepared:
    """The thesis' tokens: its last tenth tests, the last tenth of the rest decides when to stop; no conditions."""
    codes = representation("tokens", vocabulary=vocabulary_of(tokens))
    train, valid, test = (Sequences.of([codes.encode_tokens(part)]) for part in split_stream(tokens))
    return _prepared(codes, train, valid, test, architecture=architecture, **network)


def from_pieces(
    pieces: Sequence[Piece], *, kind: str = "performance", architecture: str, has_manners: bool = False, **network
) -> Prepared:
    """Pieces, each once, split by their groups: all of a group falls into one part.

    Raises
    ------
    DataError
        A part has no piece of ``SHORTEST`` steps or more.
    """
    pieces = distinct(pieces)
    codes = representation(kind, vocabulary=_vocabulary(pieces) if kind == "tokens" else ())
    encoded = [(piece, codes.encode(piece.notes)) for piece in pieces]
    parts = [_part(encoded, part) for part in _split(pieces)]
    conditions = {}
    if codes.is_timed:
        n_manners = 1 + max(piece.manner for piece in pieces) if has_manners else 0
        conditions = {"attributes": tuple(ATTRIBUTES), "n_bins": N_BINS, "n_manners": n_manners}
    return _prepared(codes, *parts, architecture=architecture, **conditions, **network)


def distinct(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, of those with the same notes only the first: a collection may hold one several times."""
    seen: dict[tuple[bytes, bytes], Piece] = {}
    for piece in pieces:
        seen.setdefault((piece.notes.start_s.tobytes(), piece.notes.pitch.tobytes()), piece)
    return list(seen.values())


def _prepared(codes: Representation, train: Sequences, valid: Sequences, test: Sequences, **network) -> Prepared:
    sizes = tuple(field.size for field in codes.fields)
    config = NetworkConfig(field_sizes=sizes, n_steps=STEPS[codes.name], **network)
    plain = Cutter(codes, config.n_steps)
    edges = bin_edges(plain.all(train), config.attributes, config.n_bins) if config.attributes else np.zeros((0, 0))
    words = manner_words(train, plain, config.n_manners) if config.n_manners else ()
    shape = Shape(config, codes, edges, words)
    return Prepared(shape, Material(train, valid, shape.cutter), test)


def manner_words(train: Sequences, cutter: Cutter, n_manners: int) -> tuple[str, ...]:
    """Neutral words for each manner, by what it has more or less of than a third of the others."""
    windows = cutter.all(train)
    values = measured_codes(windows.codes, windows.mask)
    owners = train.manners[windows.pieces]
    means = np.stack([values[owners == i].mean(axis=0) for i in range(n_manners)])
    low, high = np.quantile(means, [1 / 3, 2 / 3], axis=0)
    return tuple(f"manner {i}: {_described(row, low, high)}" for i, row in enumerate(means))


_WORDS = {
    "density": ("sparse", "dense"),
    "register": ("low register", "high register"),
    "pace": ("calm", "quick"),
    "polyphony": ("single lines", "full chords"),
}


def _described(row: np.ndarray, low: np.ndarray, high: np.ndarray) -> str:
    found = [
        _WORDS[name][int(value > low[i])]
        for i, (name, value) in enumerate(zip(ATTRIBUTES, row, strict=True))
        if value <= low[i] or value >= high[i]
    ]
    return ", ".join(found) or "middling in all"


def _split(pieces: Sequence[Piece]) -> list[list[int]]:
    """The indices of the pieces of each part."""
    groups = sorted({piece.group for piece in pieces})
    part = {group: part_of(group) for group in groups} if len(groups) >= MANY_GROUPS else _dealt(groups)
    return [[i for i, piece in enumerate(pieces) if part[piece.group] == name] for name in PARTS]


def _dealt(groups: list[str]) -> dict[str, str]:
    """The parts of a few groups, of which a hash might leave one empty: a tenth each, but at least one group."""
    order = np.random.default_rng(len(groups)).permutation(len(groups))
    n = max(1, round(len(groups) / 10))
    return {groups[i]: "test" if k < n else "valid" if k < 2 * n else "train" for k, i in enumerate(order)}


def _part(encoded: list[tuple[Piece, np.ndarray]], rows: list[int]) -> Sequences:
    kept = [encoded[i] for i in rows if len(encoded[i][1]) >= SHORTEST]
    if not kept:
        raise DataError(
            f"too little music: after splitting, a part has no piece of {SHORTEST} steps or more; bring at least 3 "
            "pieces (better 30) that are not copies of each other"
        )
    pieces, codes = zip(*kept, strict=True)
    return Sequences.of(codes, groups=[piece.group for piece in pieces], manners=[piece.manner for piece in pieces])


def _vocabulary(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The tokens of the pieces, commonest first."""
    from core.jazz.representations.tokens import chord_token, note_name

    chords = (chord.pitch for piece in pieces for chord in piece.notes.chords())
    return vocabulary_of([chord_token(pitch) if len(pitch) > 1 else note_name(int(pitch[0])) for pitch in chords])
