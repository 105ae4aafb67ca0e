"""Jazz that was made, as notes, in; how much more or less jazz the genre model hears in it than in jazz played, out.

All sources are played by one piano of one synthesiser, see `core.fidelity.jazz_sources`.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from core.errors import ModelError
from core.fidelity.jazz_heard import REAL, Heard, HeardReport
from core.fidelity.jazz_sources import DURATION_S, sources_of
from core.genre_mix import check_listens, genre_mix
from core.intervals import drawn_weights, middle
from core.jazz.data.piece import Piece
from core.jazz.judging.distances import N_DRAWS
from core.jazz.models.ngram import NGram
from core.jazz.notes import Notes
from core.jazz.playing.params import PlayParams
from core.jazz.playing.sound import play
from core.jazz.representations import Representation
from core.models.loaded import LoadedModel
from core.sound.decode import Signal

GENRE = "jazz"
N_CLIPS = 30

Progress = Callable[[float, str], None]


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
        Nothing of the batch is long enough, or the real clips are of too few tracks.
    ModelError
        The model does not know jazz, or cannot listen.
    """
    check_knows_jazz(model)
    sources = sources_of(batch, against, ngram=ngram, representation=representation, n_clips=n_clips, seed=seed)
    heard = _heard_in(sources.clips, is_timed=representation.is_timed, model=model, progress=progress)
    return HeardReport(
        model=model.name,
        n_real=len(heard[REAL]),
        n_tracks=len(set(sources.groups[REAL])),
        duration_s=DURATION_S,
        sources=differences(heard, sources.groups, seed=seed),
    )


def check_knows_jazz(model: LoadedModel) -> None:
    """Raise ModelError unless a genre model can listen, and may answer with jazz."""
    if GENRE not in model.genres:
        raise ModelError(f"the model {model.name!r} knows {', '.join(model.genres)}, but not jazz; choose another one")
    check_listens(model)


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


def _difference(
    name: str, heard: Mapping[str, Sequence[float]], groups: Mapping[str, Sequence[str]], *, seed: int
) -> Heard:
    """Tracks are drawn for both together, so that shuffled notes are drawn with the piece that they are of."""
    values = np.array([*heard[name], *heard[REAL]])
    is_source = np.arange(len(values)) < len(heard[name])
    weights = drawn_weights([*groups[name], *groups[REAL]], n_draws=N_DRAWS, seed=seed)
    with np.errstate(invalid="ignore"):  # a draw may hold none of the one or the other
        means = [(weights * of) @ values / (weights * of).sum(axis=1) for of in (is_source, ~is_source)]
    return Heard(name, int(is_source.sum()), float(means[0][0] - means[1][0]), middle((means[0] - means[1])[1:]))


def _heard_in(
    sources: Mapping[str, Sequence[Notes]], *, is_timed: bool, model: LoadedModel, progress: Progress | None
) -> dict[str, list[float]]:
    n_all, heard = sum(map(len, sources.values())), {}
    for name, clips in sources.items():
        heard[name] = []
        for clip in clips:
            if progress:
                progress(sum(map(len, heard.values())) / n_all, f"listening to {name}")
            heard[name].append(jazz_in(clip, is_timed=is_timed, model=model))
    if progress:
        progress(1.0, "listened")
    return heard
