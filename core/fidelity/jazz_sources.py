"""Jazz that was made, as notes, in; the same beside the notes of other sources, all rounded, cut and struck alike, out.

As the thesis did (Pricop 2023), but with something to compare: notes of an n-gram, real jazz that no model learnt from,
its notes shuffled, and a band that plays by classical rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.errors import DataError
from core.fidelity.jazz_heard import CLASSICAL, MADE, NGRAM, REAL, SHUFFLED
from core.generation.arranger import arrange, brief_for, midi_bytes
from core.jazz.data.piece import Piece
from core.jazz.judging.descriptors import FEWEST_NOTES, shuffled
from core.jazz.judging.report import ngram_clips
from core.jazz.midi import read_midi
from core.jazz.models.ngram import NGram
from core.jazz.notes import Notes
from core.jazz.representations import Representation
from core.jazz.strokes import one_a_stroke
from core.sound.song import MIN_DURATION_S

DURATION_S = 20.0
FEWEST_TRACKS = 5
VELOCITY = 80  # of every note: the transcriptions know no dynamics, and nothing shall be told apart by having some


@dataclass(frozen=True, eq=False)
class Sources:
    """What is to be heard.

    Attributes
    ----------
    clips : source -> its clips, held-out jazz among them
    groups : of the sources whose clips belong to tracks: the track of each clip
    """

    clips: Mapping[str, Sequence[Notes]]
    groups: Mapping[str, Sequence[str]]


def sources_of(
    batch: Sequence[Notes],
    against: Sequence[Piece],
    *,
    ngram: NGram,
    representation: Representation,
    n_clips: int,
    seed: int,
) -> Sources:
    """Up to ``n_clips`` clips of the batch and of each other source.

    Raises
    ------
    DataError
        Nothing of the batch is long enough, or the real clips are of fewer than ``FEWEST_TRACKS`` tracks.
    """
    made = _played([batch[i] for i in _some(len(batch), n_clips, seed)], representation)
    if not made:
        raise DataError(
            f"no clip of the batch has {FEWEST_NOTES} notes in its first {DURATION_S:.0f} s and lasts "
            f"{MIN_DURATION_S:.0f} s; give longer ones"
        )
    real, groups = _real(against, representation, n_clips=n_clips, seed=seed)
    counted = ngram_clips(ngram, representation, like=made, seed=seed)
    mixed = [shuffled(clip, seed=seed + i) for i, clip in enumerate(real)]
    band = _played(classical_clips(len(made), seed=seed), representation)
    clips = {REAL: real, MADE: made, NGRAM: counted, SHUFFLED: mixed, CLASSICAL: band}
    return Sources(
        {name: [_as_heard(notes, representation) for notes in some] for name, some in clips.items()},
        {REAL: groups, SHUFFLED: groups},
    )


def classical_clips(n: int, *, seed: int) -> list[Notes]:
    """Notes of all players but drums of the band, which plays ``n`` clips by its classical rules."""
    briefs = [brief_for("classical", seed=seed * 100_003 + i, duration_s=DURATION_S) for i in range(n)]
    return [read_midi(midi_bytes(arrange(brief))) for brief in briefs]


def _real(
    against: Sequence[Piece], representation: Representation, *, n_clips: int, seed: int
) -> tuple[list[Notes], list[str]]:
    """Real clips and their tracks; one clip of a track before the second one of any."""
    chosen = [against[i] for i in _one_of_each([piece.group for piece in against], n_clips, seed)]
    found = [(piece.group, notes) for piece in chosen for notes in _played([piece.notes], representation)]
    groups = [group for group, _ in found]
    if len(set(groups)) < FEWEST_TRACKS:
        raise DataError(
            f"the real clips are of {len(set(groups))} tracks, but an interval needs at least {FEWEST_TRACKS}; give "
            "more"
        )
    return [notes for _, notes in found], groups


def _played(clips: Sequence[Notes], representation: Representation) -> list[Notes]:
    """The first seconds of clips in codes and back, of those in which there is enough to hear."""
    cut = [representation.decode(representation.encode(clip)).from_zero().within(0.0, DURATION_S) for clip in clips]
    return [clip for clip in cut if len(clip) >= FEWEST_NOTES and clip.end_s >= MIN_DURATION_S]


def _as_heard(notes: Notes, representation: Representation) -> Notes:
    """No note louder than another; with time, a key that is struck again ends its note, as it does on a piano."""
    notes = replace(notes, velocity=np.full(len(notes), VELOCITY)).within(0.0, DURATION_S)
    return one_a_stroke(notes) if representation.is_timed else notes


def _some(n: int, wanted: int, seed: int) -> np.ndarray:
    return np.sort(np.random.default_rng(seed).permutation(n)[:wanted])


def _one_of_each(groups: Sequence[str], wanted: int, seed: int) -> list[int]:
    """Indices of clips: one of each group before the second one of any."""
    seen: dict[str, int] = {}
    rounds = []
    for i in np.random.default_rng(seed).permutation(len(groups)).tolist():
        seen[groups[i]] = seen.get(groups[i], 0) + 1
        rounds.append((seen[groups[i]], len(rounds), i))
    return [i for _, _, i in sorted(rounds)[:wanted]]
