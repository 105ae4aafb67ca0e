"""A generator and a judge in; of n clips those that the judge likes best out, with who judged.

Choosing by a model and reporting by the same model reports the choice, not the clips: whoever selects never reports.
Inside an experiment a judge that has seen test tracks would carry them into what is trained on, so there it may have
seen that fold's training tracks alone; clips that lie there already are asked by `core.data.judged`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.data.datasets import Track
from core.data.datasets.synthetic import KEPT_BY
from core.errors import AudioError, ModelError
from core.generation.marks import mark_at
from core.genre_mix import check_listens, genre_mix
from core.models.loaded import LoadedModel
from core.sound.decode import Signal


@dataclass(frozen=True)
class Judge:
    """Who selects.

    Attributes
    ----------
    identity : of the weights, so that another name of the same model is the same judge
    score : a clip -> a number, the more the better; raises AudioError for what cannot be judged
    seen : the ids of the tracks that it learnt from
    """

    name: str
    identity: str
    score: Callable[[Signal], float] = field(repr=False)
    seen: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True)
class Try:
    """One clip that was made: its seed and score; None with the ``reason`` where it could not be judged."""

    seed: int
    score: float | None
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Selection:
    """The clips that are kept, the best first, their seeds, all that was tried, and who judged."""

    clips: tuple[Any, ...]
    seeds: tuple[int, ...]
    tries: tuple[Try, ...]
    judge: str
    identity: str

    @property
    def marks(self) -> Mapping[str, str]:
        """What belongs into the settings of the marks of the clips, so that nobody has the judge report on them."""
        return {KEPT_BY: self.identity}


def genre_judge(model: LoadedModel, genre: str) -> Judge:
    """A genre model as a judge: how large the share of the asked genre is in the mix.

    Raises
    ------
    ModelError
        The model does not know the genre, or cannot listen.
    """
    if genre not in model.genres:
        raise ModelError(f"the model {model.name!r} knows {', '.join(model.genres)}, but not {genre}; choose another")
    check_listens(model)
    column = model.genres.index(genre)
    return Judge(
        model.name,
        identity_of(model),
        lambda signal: float(genre_mix(signal, model=model).share[column]),
        frozenset(model.training["track_id"].astype(str)),
    )


def identity_of(model: LoadedModel) -> str:
    """What tells one model from another, whatever their names are."""
    return model.record.weights_sha256


def best_of(
    make: Callable[[int], Any],
    *,
    seeds: Sequence[int],
    judge: Judge,
    sound: Callable[[Any], Signal] = lambda clip: clip,
    n_kept: int = 1,
    reporter: str | None = None,
    may_have_seen: Collection[str] | None = None,
) -> Selection:
    """Make a clip of each seed and keep those with the highest scores; of equals the earlier one.

    Parameters
    ----------
    make : a seed -> a clip; what it raises is not caught
    sound : a clip -> its Signal, where ``make`` gives something else
    reporter : the identity of the model that will report on the clips, where it is known already
    may_have_seen : inside an experiment, the ids of the fold's training tracks; None outside of one

    Raises
    ------
    ModelError
        The judge reports too, or has seen other tracks than it may, or fewer than ``n_kept`` clips could be judged.
    """
    if not 1 <= n_kept <= len(seeds) or len(set(seeds)) < len(seeds):
        raise ValueError(f"n_kept={n_kept} of {len(seeds)} seeds; needed are as many seeds at least, each another one")
    if reporter is not None:
        check_reporter(reporter, selected_by=[judge.identity], name=judge.name)
    if may_have_seen is not None:
        check_seen_only(judge, may_have_seen)
    clips, tries = {}, []
    for seed in seeds:
        clip = make(seed)
        try:
            tries.append(Try(seed, judge.score(sound(clip))))
        except AudioError as error:
            tries.append(Try(seed, None, str(error)))
            continue
        clips[seed] = clip
        clips = _best(clips, tries, n_kept)
    if len(clips) < n_kept:
        raise ModelError(
            f"{judge.name!r} could judge {len(clips)} of {len(seeds)} clips, but {n_kept} are wanted; the last that it "
            f"could not: {next(one.reason for one in reversed(tries) if one.score is None)}; try more seeds"
        )
    return Selection(tuple(clips.values()), tuple(clips), tuple(tries), judge.name, judge.identity)


def selected_by(track: Track) -> str:
    """The identity of the model that selected a clip, as its mark tells; "" where none did."""
    mark = mark_at(track.path) if track.path else None
    return str(mark.settings.get(KEPT_BY, "")) if mark else ""


def check_reporter(reporter: str, *, selected_by: Collection[str], name: str) -> None:
    """Raise ModelError where the model that shall report on clips has selected them."""
    if reporter in selected_by:
        raise ModelError(
            f"the model {name!r} selected these clips, so that its report would praise its own choice; let another "
            "model report, or another one select"
        )


def check_seen_only(judge: Judge, may_have_seen: Collection[str]) -> None:
    """Raise ModelError where a judge learnt from tracks that the experiment holds back, or nobody knows from which."""
    if not judge.seen:
        raise ModelError(
            f"nobody knows which tracks {judge.name!r} learnt from, so that it may know test tracks; inside an "
            "experiment let a model select that was trained on the fold's training tracks"
        )
    strange = sorted(judge.seen - set(may_have_seen))
    if strange:
        raise ModelError(
            f"{judge.name!r} learnt from {len(strange)} tracks that are not among the fold's training tracks, such as "
            f"{strange[0]}; let a model select that was trained on those alone"
        )


def _best(clips: dict[int, Any], tries: Sequence[Try], n_kept: int) -> dict[int, Any]:
    """The best so far, the best first: no more clips stay in memory than are kept."""
    score = {one.seed: one.score for one in tries}
    kept = sorted(clips, key=lambda seed: -score[seed])[:n_kept]  # stable: of equals the earlier one
    return {seed: clips[seed] for seed in kept}
