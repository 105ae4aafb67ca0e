"""Jazz that was made, as notes, in; how much more or less jazz the genre model hears in it than in jazz played, out.

As the thesis did (Pricop 2023), but with something to compare: notes of an n-gram, real jazz that no model learnt from,
its notes shuffled, and a band that plays by classical rules, all by one piano of one synthesiser.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from core.errors import DataError, ModelError
from core.generation.arranger import arrange, brief_for, midi_bytes
from core.genre_mix import genre_mix
from core.jazz.data.piece import Piece
from core.jazz.judging.descriptors import FEWEST_NOTES, shuffled
from core.jazz.judging.distances import LEVEL, N_DRAWS, drawn_weights
from core.jazz.judging.report import NGRAM, SHUFFLED, ngram_clips
from core.jazz.midi import read_midi
from core.jazz.models.ngram import NGram
from core.jazz.notes import Notes
from core.jazz.playing.params import PlayParams
from core.jazz.playing.sound import play
from core.jazz.representations import Representation
from core.models.loaded import LoadedModel
from core.sound.decode import Signal

GENRE = "jazz"
REAL, MADE, CLASSICAL = "held-out jazz", "generated", "classical rules"
N_CLIPS, DURATION_S = 30, 20.0
FEWEST_TRACKS = 5
CAVEAT = (
    "The genre model learnt from recordings; here it hears the piano of a synthesiser, which it may take for anything. "
    "How much jazz it hears in a clip means nothing by itself: only differences from real jazz, played by the same "
    "piano, are told."
)

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Heard:
    """The probability of jazz that is heard in a source, less that of held-out jazz; 95 % bootstrap over tracks."""

    source: str
    n_clips: int
    difference: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class HeardReport:
    """What ``model`` hears in each source; ``caveat`` is told beside it."""

    model: str
    n_real: int
    n_tracks: int
    sources: tuple[Heard, ...]
    caveat: str = CAVEAT

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def what_is_heard(
    batch: Sequence[Notes],
    against: Sequence[Piece],
    *,
    ngram: NGram,
    representation: Representation,
    model: LoadedModel,
    n_clips: int = N_CLIPS,
    seed: int = 0,
    progress: Progress | None = None,
) -> HeardReport:
    """Let a genre model hear up to ``n_clips`` of the batch and of each other source.

    Parameters
    ----------
    against : real jazz that no model learnt from; one clip of a track is heard before a second one of any
    representation : in whose codes all sources are rounded alike, and lose their time if it has none

    Raises
    ------
    DataError
        Nothing of the batch is long enough, or the real clips are of fewer than ``FEWEST_TRACKS`` tracks.
    ModelError
        The model does not know jazz.
    """
    if GENRE not in model.genres:
        raise ModelError(f"the model {model.name!r} knows {', '.join(model.genres)}, but not jazz; choose another one")
    made = _played([batch[i] for i in _some(len(batch), n_clips, seed)], representation)
    if not made:
        raise DataError(f"no clip of the batch has {FEWEST_NOTES} notes in {DURATION_S:.0f} s; give longer ones")
    chosen = [against[i] for i in _one_of_each([piece.group for piece in against], n_clips, seed)]
    real = [(piece.group, notes) for piece in chosen for notes in _played([piece.notes], representation)]
    groups = [group for group, _ in real]
    if len(set(groups)) < FEWEST_TRACKS:
        raise DataError(
            f"the real clips are of {len(set(groups))} tracks, but an interval needs at least {FEWEST_TRACKS}; give "
            "more"
        )
    notes = [notes for _, notes in real]
    sources = {
        REAL: notes,
        MADE: made,
        NGRAM: ngram_clips(ngram, representation, like=made, seed=seed),
        SHUFFLED: [shuffled(clip, seed=seed + i) for i, clip in enumerate(notes)],
        CLASSICAL: _played(classical_clips(len(made), seed=seed), representation),
    }
    heard = _heard_in(sources, representation=representation, model=model, progress=progress)
    owners = {REAL: groups, SHUFFLED: groups}
    return HeardReport(model.name, len(real), len(set(groups)), differences(heard, owners, seed=seed))


def differences(
    heard: Mapping[str, Sequence[float]], groups: Mapping[str, Sequence[str]], *, seed: int = 0
) -> tuple[Heard, ...]:
    """Of each source from held-out jazz; a source without ``groups`` has as many tracks as clips."""
    named = {name: groups.get(name, [f"{name} {i}" for i in range(len(values))]) for name, values in heard.items()}
    return tuple(_difference(name, heard, named, seed=seed) for name in heard if name != REAL)


def jazz_in(notes: Notes, *, is_timed: bool, model: LoadedModel) -> float:
    """How probable jazz is to a genre model that hears the notes played on a piano, 0 to 1."""
    y = play(notes, PlayParams(), is_timed=is_timed, sr=model.sr).mean(axis=0)
    mix = genre_mix(Signal(y=y.astype(np.float32), sr=model.sr), model=model)
    return float(mix.share[mix.genres.index(GENRE)])


def classical_clips(n: int, *, seed: int) -> list[Notes]:
    """Notes of all players but drums of the band, which plays ``n`` clips by its classical rules."""
    briefs = [brief_for("classical", seed=seed * 100_003 + i, duration_s=DURATION_S) for i in range(n)]
    return [read_midi(midi_bytes(arrange(brief))) for brief in briefs]


def _difference(
    name: str, heard: Mapping[str, Sequence[float]], groups: Mapping[str, Sequence[str]], *, seed: int
) -> Heard:
    """Tracks are drawn for both together, so that shuffled notes are drawn with the piece that they are of."""
    values = np.array([*heard[name], *heard[REAL]])
    is_source = np.arange(len(values)) < len(heard[name])
    weights = drawn_weights([*groups[name], *groups[REAL]], n_draws=N_DRAWS, seed=seed)
    with np.errstate(invalid="ignore"):  # a draw may hold none of the one or the other
        means = [(weights * of) @ values / (weights * of).sum(axis=1) for of in (is_source, ~is_source)]
    low, high = np.nanquantile((means[0] - means[1])[1:], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Heard(name, int(is_source.sum()), float(means[0][0] - means[1][0]), (float(low), float(high)))


def _heard_in(
    sources: Mapping[str, Sequence[Notes]],
    *,
    representation: Representation,
    model: LoadedModel,
    progress: Progress | None,
) -> dict[str, list[float]]:
    n_all, heard = sum(map(len, sources.values())), {}
    for name, clips in sources.items():
        heard[name] = []
        for clip in clips:
            heard[name].append(jazz_in(clip, is_timed=representation.is_timed, model=model))
            if progress:
                progress(sum(map(len, heard.values())) / n_all, f"listening to {name}")
    return heard


def _played(clips: Sequence[Notes], representation: Representation) -> list[Notes]:
    """The first seconds of clips in codes and back, of those that have enough notes in them."""
    cut = [representation.decode(representation.encode(clip)).from_zero().within(0.0, DURATION_S) for clip in clips]
    return [clip for clip in cut if len(clip) >= FEWEST_NOTES]


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
