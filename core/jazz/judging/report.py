"""A batch of clips and real pieces in; all that can be told of the batch, to be printed, stored or shown, out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from core.errors import DataError
from core.jazz.data.piece import Piece
from core.jazz.judging.copying import Copy, Learnt, longest_copy
from core.jazz.judging.descriptors import FEWEST_NOTES, Described, describe, shuffled
from core.jazz.judging.distances import DISTANCES, Measured, distances, floor, nearer
from core.jazz.judging.second_judge import Auc, judged
from core.jazz.models.ngram import NGram
from core.jazz.notes import Notes
from core.jazz.representations import Representation
from core.jazz.representations.tokens import STEP_S
from core.jazz.strokes import one_a_stroke

SHUFFLED, NGRAM = "shuffled notes", "n-gram"
_CHUNK = 200  # notes that an n-gram adds until it has played long enough
MAX_NGRAM_NOTES = 2000


@dataclass(frozen=True)
class Row:
    """One of the distances: of the batch, of the n-gram, and what real jazz of other tracks has (``floor``)."""

    name: str
    title: str
    unit: str
    batch: Measured
    ngram: Measured
    floor: float
    is_nearer: bool


@dataclass(frozen=True)
class ClipReport:
    """One clip; ``looks_real`` is the share of real clips that look less real to the second judge."""

    name: str
    n_notes: int
    pitch_range: float
    density: float
    repetition: float
    chroma_similarity: float
    grooving_similarity: float | None
    looks_real: float
    copy: Copy | None


@dataclass(frozen=True)
class Report:
    """What is known of a batch of clips.

    Attributes
    ----------
    n_clips, n_real, n_tracks : how many were compared with how many real ones of how many tracks
    left_out : names of what has too few notes to be described, of both sides
    compared_on : how much of each clip was looked at, in words
    rows : the distances
    n_nearer : in how many of them the batch is nearer to real jazz than the n-gram, the intervals apart
    judge : the second judge: how well it tells shuffled notes, an n-gram's and the batch from real jazz
    n_warned : clips that share more with the music learnt from than 95 % of real ones; None where that is not at hand
    """

    n_clips: int
    n_real: int
    n_tracks: int
    left_out: tuple[str, ...]
    compared_on: str
    rows: tuple[Row, ...]
    n_nearer: int
    judge: dict[str, Auc]
    n_warned: int | None
    clips: tuple[ClipReport, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def judge(
    batch: Sequence[Piece],
    against: Sequence[Piece],
    *,
    ngram: NGram,
    representation: Representation,
    learnt: Learnt | None = None,
    seed: int = 0,
) -> Report:
    """Compare a batch with real pieces, and beside it as many clips of an n-gram.

    Parameters
    ----------
    batch, against : made pieces, and real ones that no model learnt from; their groups are the tracks that are drawn
    ngram : that learnt from what the models learnt from, in codes of ``representation``
    learnt : the music that the batch may have been copied from

    Raises
    ------
    DataError
        Nothing is left of one of the two once pieces of too few notes are left out, or there are too few tracks.
    """
    found = _compared(batch, against, representation)
    ours, real, is_timed = found.ours, found.real, representation.is_timed
    made, played = (describe([piece.notes for piece in some], is_timed=is_timed) for some in (ours, real))
    groups, own_groups = ([piece.group for piece in pieces] for pieces in (real, ours))
    others = _others(ours, real, ngram=ngram, representation=representation, seed=seed)
    verdicts = judged(made, played, others, groups=groups, batch_groups=own_groups, seed=seed)
    rows = _rows({"batch": (made, own_groups), NGRAM: others[NGRAM]}, played, groups, is_timed, seed)
    copies = [longest_copy(notes, learnt) if learnt else None for notes in found.whole]
    return Report(
        n_clips=len(ours),
        n_real=len(real),
        n_tracks=len(set(groups)),
        left_out=found.left_out,
        compared_on=found.compared_on,
        rows=rows,
        n_nearer=sum(row.is_nearer for row in rows),
        judge={**verdicts.trained_on, "batch": verdicts.batch},
        n_warned=sum(copy.warns for copy in copies if copy) if learnt else None,
        clips=_clips(ours, made, verdicts.looks_real, copies, is_timed),
    )


def _others(
    ours: Sequence[Piece], real: Sequence[Piece], *, ngram: NGram, representation: Representation, seed: int
) -> dict[str, tuple[Described, list[str]]]:
    """What the second judge learns from beside real clips, with their groups: a shuffled clip has that of its piece."""
    mixed = [shuffled(piece.notes, seed=seed + i) for i, piece in enumerate(real)]
    counted = ngram_clips(ngram, representation, like=[piece.notes for piece in ours], seed=seed)
    return {
        SHUFFLED: (describe(mixed, is_timed=representation.is_timed), [piece.group for piece in real]),
        NGRAM: (describe(counted, is_timed=representation.is_timed), [f"n-gram {i}" for i in range(len(ours))]),
    }


@dataclass(frozen=True)
class _Compared:
    """Both sides rounded and cut alike; ``whole`` are the notes of ``ours`` as they were brought."""

    ours: list[Piece]
    real: list[Piece]
    whole: list[Notes]
    left_out: tuple[str, ...]
    compared_on: str


def _compared(batch: Sequence[Piece], against: Sequence[Piece], representation: Representation) -> _Compared:
    brought, theirs = _on_the_grid(batch, representation), _on_the_grid(against, representation)
    common_s = _common_s(_long_enough(brought, "the batch"), _long_enough(theirs, "the real pieces"))
    ours, real = _long_enough(brought, "the batch", common_s), _long_enough(theirs, "the real pieces", common_s)
    kept = {id(piece) for piece in (*ours, *real)}
    is_timed = representation.is_timed
    return _Compared(
        ours=_cut(ours, common_s),
        real=_cut(real, common_s),
        whole=[piece.notes for piece, rounded in zip(batch, brought, strict=True) if id(rounded) in kept],
        left_out=tuple(piece.name for piece in (*brought, *theirs) if id(piece) not in kept),
        compared_on=f"the first {common_s:.1f} s" if is_timed else f"the first {common_s / STEP_S:.0f} tokens",
    )


def ngram_of(pieces: Sequence[Piece], representation: Representation, *, order: int = 2) -> NGram:
    """An n-gram of the pieces themselves, tuned on a fifth of their groups; for when there is none of what was learnt.

    It knows what it is compared with, so a batch that comes nearer than it has done more than it had to.
    """
    groups = sorted({piece.group for piece in pieces})
    tuned_on = set(groups[::5]) if len(groups) > 1 else set()
    codes = [(piece.group in tuned_on, representation.encode(piece.notes)) for piece in pieces]
    train, valid = ([code for is_valid, code in codes if is_valid == part and len(code)] for part in (False, True))
    return NGram(representation.fields, order=order).fit(train, valid=valid)


def ngram_clips(ngram: NGram, representation: Representation, *, like: Sequence[Notes], seed: int) -> list[Notes]:
    """Clips of an n-gram, each as long as one of ``like``: in seconds with time, in tokens without."""
    return [_ngram_clip(ngram, representation, notes, seed=seed * 100_003 + i) for i, notes in enumerate(like)]


def _ngram_clip(ngram: NGram, representation: Representation, like: Notes, *, seed: int) -> Notes:
    if not representation.is_timed:
        return representation.decode(ngram.sample(max(len(like.chords()), FEWEST_NOTES), seed=seed))
    for n_notes in range(_CHUNK, MAX_NGRAM_NOTES + 1, _CHUNK):
        notes = _decoded(ngram.sample(n_notes, seed=seed), representation)
        clip = notes.within(0.0, like.end_s)
        if len(clip) < len(notes):
            break
    return clip if len(clip) >= FEWEST_NOTES else notes.taken(slice(0, FEWEST_NOTES))


def _on_the_grid(pieces: Sequence[Piece], representation: Representation) -> list[Piece]:
    """The pieces as their codes say them, so that nothing made is told from what was played by its rounding alone."""
    return [replace(piece, notes=_decoded(representation.encode(piece.notes), representation)) for piece in pieces]


def _decoded(codes: np.ndarray, representation: Representation) -> Notes:
    """From 0 s on; with time, a key that is struck again ends its note, as it does in what is compared with it."""
    notes = representation.decode(codes).from_zero()
    return one_a_stroke(notes) if representation.is_timed else notes


def _cut(pieces: Sequence[Piece], until_s: float) -> list[Piece]:
    return [replace(piece, notes=piece.notes.within(0.0, until_s)) for piece in pieces]


def _common_s(*kinds: Sequence[Piece]) -> float:
    """The usual length of the shorter kind: long clips repeat themselves more than short ones, whoever plays."""
    return min(float(np.median([piece.notes.end_s for piece in pieces])) for pieces in kinds)


def _long_enough(pieces: Sequence[Piece], what: str, within_s: float = np.inf) -> list[Piece]:
    left = [piece for piece in pieces if len(piece.notes.within(0.0, within_s)) >= FEWEST_NOTES]
    if not left:
        raise DataError(
            f"{what}: none of {len(pieces)} pieces has {FEWEST_NOTES} notes, so nothing can be compared; give others"
        )
    return left


def _rows(
    batches: dict[str, tuple[Described, list[str]]],
    played: Described,
    groups: Sequence[str],
    is_timed: bool,
    seed: int,
) -> tuple[Row, ...]:
    """The distances of the batch and of the n-gram, in this order."""
    ours, theirs = (
        distances(batch, played, groups=groups, batch_groups=own, is_timed=is_timed, seed=seed)
        for batch, own in batches.values()
    )
    among_real = floor(played, groups=groups, n=len(batches["batch"][1]), is_timed=is_timed, seed=seed)
    won = nearer(ours, theirs)
    return tuple(
        Row(
            own.name,
            DISTANCES[own.name].title,
            DISTANCES[own.name].unit,
            own,
            other,
            among_real[own.name],
            own.name in won,
        )
        for own, other in zip(ours, theirs, strict=True)
    )


def _clips(
    pieces: Sequence[Piece], made: Described, looks_real: np.ndarray, copies: Sequence[Copy | None], is_timed: bool
) -> tuple[ClipReport, ...]:
    return tuple(
        ClipReport(
            name=piece.name,
            n_notes=len(piece.notes),
            pitch_range=float(made.pitch_range[i]),
            density=float(made.density[i]),
            repetition=float(made.repetition[i]),
            chroma_similarity=float(made.chroma_similarity[i]),
            grooving_similarity=float(made.grooving_similarity[i]) if is_timed else None,
            looks_real=float(looks_real[i]),
            copy=copies[i],
        )
        for i, piece in enumerate(pieces)
    )
