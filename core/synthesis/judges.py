"""A clip to be made and a genre model in; the best of a few takes of it, and in its mark who chose, out.

What chooses must not report on the choice: the mark names the weights, and `core.fidelity` refuses them as a reporter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from core.data.datasets.synthetic import BEST_OF, JUDGE, JUDGE_LEARNT_FROM, JUDGE_LISTENERS, TRIED
from core.errors import ModelError
from core.generation.clips import clip_bytes
from core.generation.marks import Mark
from core.sound.decode import Signal, decode

if TYPE_CHECKING:
    from core.models.loaded import LoadedModel
    from core.runs import RunRecord

MAX_BEST_OF = 32
N_SEEDS = 2**31  # every engine takes a seed below it
_STEP = 0x3779_97B1  # between the seeds of two takes; odd, so that no two of them meet


@dataclass(frozen=True, eq=False)
class Take:
    """One attempt at a clip: the sound, shape (n_channels, n_samples), and how loud its file will be."""

    y: np.ndarray
    mark: Mark
    sr: int
    target_lufs: float | None = None

    def heard(self, *, sr: int) -> Signal:
        """The sound as its file will have it, mono at ``sr``."""
        return decode(clip_bytes(self.y, self.mark, sr=self.sr, target_lufs=self.target_lufs), sr=sr)


def judge_record(name: str, genres: Sequence[str]) -> "RunRecord":
    """What is known of the model that shall choose among clips of these genres.

    Raises
    ------
    ModelError
        There is none of the name, it cannot listen here, or it does not know a genre.
    """
    from core.models.inputs import input_view
    from core.models.loaded import available_models, missing_files
    from core.models.measuring import unmeasured
    from core.runs import read_record

    models = available_models()
    if name not in models:
        raise ModelError(f"judge={name!r}: there is no such model; there are {', '.join(models)}")
    record = read_record(models[name])
    strange = [genre for genre in genres if genre not in record.genres]
    if strange:
        raise ModelError(f"judge={name!r} knows {', '.join(record.genres)}, but not {strange[0]}; choose another")
    if missing := missing_files(record):
        raise ModelError(f"judge={name!r} listens with {missing[0]}, which is not on this machine; fetch it first")
    if unmeasured(input_view(record.config["inputs"], record.config.get("columns", ())).columns):
        raise ModelError(f"judge={name!r} was trained on columns that are not measured here; choose another")
    return record


def told_of(record: "RunRecord") -> dict[str, Any]:
    """What the recipe and each clip tell of a judge, beside its name and weights.

    Who tests on what it learnt from, or by one of its listeners, tests on what had a say in the clips.
    """
    from core.models.pretrained import listeners_of

    learnt_from = f"{record.data['n_tracks']:,} tracks of {record.data['name']}"
    return {JUDGE_LEARNT_FROM: learnt_from, JUDGE_LISTENERS: [listener.name for listener in listeners_of(record)]}


def training_ids_of(judge: str, identity: str) -> frozenset[str]:
    """The tracks that a judge of these weights learnt from; raises ModelError where it is another one by now."""
    return frozenset(_model(judge, identity).training["track_id"].astype(str))


def seeds_of(seed: int, *, n: int) -> list[int]:
    """The seeds of ``n`` takes; the first is the clip's own, so that more takes hold those of fewer."""
    return [(seed + place * _STEP) % N_SEEDS for place in range(n)]


def best_take(make: Callable[[int], Take], *, seeds: Sequence[int], genre: str, judge: str, identity: str) -> Take:
    """Of one take for each seed, the one in which the judge hears the genre most.

    Parameters
    ----------
    make : a seed -> a take; what it raises is not caught
    identity : of the weights that the recipe was checked with

    Raises
    ------
    ModelError
        The judge is another one by now, or could judge none of the takes.
    """
    from core.fidelity.best_of import best_of as keep_best
    from core.fidelity.best_of import genre_judge

    model = _model(judge, identity)
    chosen = keep_best(
        make,
        seeds=seeds,
        judge=genre_judge(model, genre),
        sound=lambda take: take.heard(sr=model.sr),
    )
    tried = [[one.seed, one.score and round(one.score, 4)] for one in chosen.tries]
    told = {JUDGE: judge, BEST_OF: len(seeds), TRIED: tried, **told_of(model.record), **chosen.marks}
    take = chosen.clips[0]
    return replace(take, mark=replace(take.mark, settings={**take.mark.settings, **told}))


@lru_cache(maxsize=1)
def _model(name: str, identity: str) -> "LoadedModel":
    """Loaded once by a worker, which makes many clips of a recipe."""
    from core.fidelity.best_of import identity_of
    from core.models.loaded import load_model

    model = load_model(name)
    if identity_of(model) != identity:
        raise ModelError(f"judge={name!r} is another model than the one this recipe began with; begin it anew")
    return model
