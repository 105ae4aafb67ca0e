"""A model and wishes in, new notes out: drawn step by step, the same for the same seed.

A step of a performance model is a note; a step of a token model is a note or a chord and lasts `STEP_S` seconds. Each
step has draws of its own, whatever came before it, so that a z a little to the side, or a slider a little higher, gives
music that differs a little.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from core.errors import DataError, ModelError
from core.jazz.drawing import Draws
from core.jazz.models.loaded import JazzModel
from core.jazz.notes import HIGHEST_PITCH, LOWEST_PITCH, Notes, check_notes
from core.jazz.representations.performance import SHIFTS_MS
from core.jazz.representations.tokens import STEP_S
from core.jazz.sample_params import SampleParams
from core.jazz.strokes import one_a_stroke

# What stops a model that hardly moves on in time; the densest of 1,472 held-out clips has 26.
MAX_NOTES_PER_S = 40
_ROWS_AT_ONCE = 64  # more are no faster, and a transformer remembers everything of each


@dataclass(frozen=True, eq=False)
class Sample:
    """New music and all that it came from.

    Attributes
    ----------
    notes : with those of the phrase that it goes on from, which come first; a key that is struck again falls silent
    codes : np.ndarray of int16, shape (n_steps, n_fields): of the new steps
    z : np.ndarray of float32, shape (latent,)
    conditions : np.ndarray of int16, shape (n_conditions,)
    params : with the seed of this sample, and with the temperature and top-p that it was played with
    n_prime : how many of the notes were given
    """

    notes: Notes
    codes: np.ndarray
    z: np.ndarray
    conditions: np.ndarray
    params: SampleParams
    n_prime: int = 0


def sample(
    model: JazzModel,
    params: SampleParams,
    *,
    z: np.ndarray | None = None,
    conditions: np.ndarray | None = None,
    prime: Notes | None = None,
) -> Sample:
    """Play once.

    Parameters
    ----------
    z : np.ndarray, shape (latent,); by default from the prior, by the seed, or from the posterior of ``prime``
    conditions : from `JazzModel.conditions`, by default those of ``prime``. Without a prime, what is not known is
        drawn by the seed from what is usual, see `core.jazz.models.usual`
    prime : a phrase to go on from. A performance model keeps its times; a token model writes it out in even steps, and
        in tokens that it knows. The network sees its last `JazzModel.n_steps` steps.

    Raises
    ------
    DataError
        The phrase has no note that the model knows.
    ModelError
        ``z`` or ``conditions`` are not those of this model.
    """
    return sample_many(model, params, seeds=[params.seed], z=z, conditions=conditions, prime=prime)[0]


def sample_many(
    model: JazzModel,
    params: SampleParams,
    *,
    seeds: Sequence[int],
    z: np.ndarray | None = None,
    conditions: np.ndarray | None = None,
    prime: Notes | None = None,
) -> list[Sample]:
    """Play once for each seed (that of ``params`` is not asked), all at once, which is many times faster.

    As `sample`, whose notes these are but for rounding in the last digit of a probability; ``z`` may have the shape
    (n, latent) and ``conditions`` (n, n_conditions).
    """
    params = params.told_to(model.representation.name)
    each = [replace(params, seed=int(seed)) for seed in seeds]
    phrase = None if prime is None else _Phrase.of(model, prime)
    z = _latents(model, each, z, phrase)
    conditions = _conditions(model, each, conditions, phrase)
    codes: list[np.ndarray] = []
    with _one_thread() as thread:
        for at in range(0, len(each), _ROWS_AT_ONCE):
            rows = slice(at, at + _ROWS_AT_ONCE)
            codes += thread.submit(_played, model, each[rows], z[rows], conditions[rows], phrase).result()
    notes = [_written(model, row, params, phrase) for row in codes]
    n_prime = len(phrase.notes) if phrase else 0
    return [Sample(*parts, n_prime=n_prime) for parts in zip(notes, codes, z, conditions, each, strict=True)]


def posterior(model: JazzModel, notes: Notes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where a piece lives: mean and standard deviation of z, each (latent,), and its conditions (n_conditions,).

    Of a piece longer than `JazzModel.n_steps`, its end counts.
    """
    if not model.latent:
        raise ModelError(f"{model.name} has no latent space, only a VAE has one; choose another model")
    seen = _Phrase.of(model, notes).seen[None]
    conditions = model.measured(seen, np.ones(seen.shape[:2], dtype=bool))
    mean, deviation = model.encode(seen, conditions)
    return mean[0], deviation[0], conditions[0]


@dataclass(frozen=True, eq=False)
class _Phrase:
    """What is gone on from: its notes as they will be heard, its codes, and those that the network sees."""

    notes: Notes
    codes: np.ndarray
    seen: np.ndarray

    @classmethod
    def of(cls, model: JazzModel, prime: Notes) -> "_Phrase":
        notes = prime.taken((prime.pitch >= LOWEST_PITCH) & (prime.pitch <= HIGHEST_PITCH)).from_zero()
        check_notes(notes)
        codes = model.representation.encode(notes)
        if not len(codes):
            raise DataError(f"of the {len(notes)} notes of the phrase {model.name} knows none; choose another phrase")
        seen = codes[-model.n_steps :].copy()
        if model.representation.is_timed:
            seen[0, 0] = 0  # as all that the network learnt from
            return cls(one_a_stroke(notes), codes, seen)
        return cls(model.representation.decode(codes), codes, seen)


def _one_thread() -> ThreadPoolExecutor:
    """A thread in which torch uses one core.

    A step is thousands of small products; two cores that share each of them wait for one another, beside a training
    a hundred times as long as the work takes.
    """
    import torch

    return ThreadPoolExecutor(1, "jazz", initializer=partial(torch.set_num_threads, 1))


def _played(
    model: JazzModel,
    each: Sequence[SampleParams],
    z: np.ndarray,
    conditions: np.ndarray,
    phrase: _Phrase | None,
) -> list[np.ndarray]:
    """The new codes of each row, int16, shape (n_steps, n_fields)."""
    session = model.start(z, conditions)
    draws = Draws(
        model.representation,
        seeds=[params.seed for params in each],
        temperature=each[0].temperature,
        top_p=each[0].top_p,
        is_guarded=each[0].repetition_guard,
        played=phrase.seen if phrase else None,
    )
    if phrase:
        session.feed(phrase.seen)
    n_steps, end_ms = _length(model, each[0])
    steps, now_ms = [], [np.zeros(len(each), dtype=np.int64)]
    while len(steps) < n_steps and now_ms[-1].min() < end_ms:
        steps.append(session.next(draws.choose))
        draws.done(steps[-1])
        now_ms.append(now_ms[-1] + _after_ms(model, steps[-1]))
    codes, is_in_time = np.stack(steps, axis=1).astype(np.int16), np.stack(now_ms[1:], axis=1) < end_ms
    return [row[:n] for row, n in zip(codes, is_in_time.sum(axis=1), strict=True)]


def _length(model: JazzModel, params: SampleParams) -> tuple[int, float]:
    """After how many steps, and before how many milliseconds, to stop."""
    if params.n_notes is not None:
        return params.n_notes, np.inf
    if model.representation.is_timed:
        return int(MAX_NOTES_PER_S * params.duration_s), round(1000 * params.duration_s, 3)
    return max(1, int(params.duration_s / STEP_S + 1e-9)), np.inf


def _after_ms(model: JazzModel, codes: np.ndarray) -> np.ndarray:
    """By how much a step comes after the one before it; tokens are counted, not timed."""
    return SHIFTS_MS[codes[:, 0]] if model.representation.is_timed else np.zeros(len(codes), dtype=np.int64)


def _written(model: JazzModel, codes: np.ndarray, params: SampleParams, phrase: _Phrase | None) -> Notes:
    """New codes as notes, behind those that they go on from."""
    if not model.representation.is_timed:
        return model.representation.decode(np.concatenate([phrase.codes, codes]) if phrase else codes)
    notes, begin_s = model.representation.decode(codes), 0.0
    if phrase:
        begin_s = float(phrase.notes.start_s[-1])
        notes = _joined(phrase.notes, replace(notes, start_s=notes.start_s + begin_s))
    return one_a_stroke(notes).within(0.0, np.inf if params.duration_s is None else begin_s + params.duration_s)


def _joined(first: Notes, then: Notes) -> Notes:
    names = ("start_s", "duration_s", "pitch", "velocity")
    return Notes(*(np.concatenate([getattr(first, name), getattr(then, name)]) for name in names))


def _latents(model: JazzModel, each: Sequence[SampleParams], z: np.ndarray | None, phrase: _Phrase | None):
    shape = (len(each), model.latent)
    if z is not None:
        z = np.asarray(z, dtype=np.float32)
        if z.shape not in {shape, shape[1:]} or not np.isfinite(z).all():
            raise ModelError(f"z has the shape {z.shape}, but {model.name} needs {shape[1:]} or {shape}, all finite")
        return np.broadcast_to(z, shape).copy()
    drawn = np.concatenate([model.prior(1, seed=params.seed) for params in each])
    if phrase is None or not model.latent:
        return drawn
    mean, deviation, _ = posterior(model, phrase.notes)
    return (mean + deviation * drawn).astype(np.float32)


def _conditions(
    model: JazzModel, each: Sequence[SampleParams], conditions: np.ndarray | None, phrase: _Phrase | None
) -> np.ndarray:
    """As int16, shape (n, n_conditions); what is left open is drawn as it comes in music, unless a phrase is there."""
    n, sizes = len(each), model.config.condition_sizes
    if conditions is None and phrase is not None:
        conditions = model.measured(phrase.seen[None], np.ones((1, len(phrase.seen)), dtype=bool))[0]
    elif conditions is None:
        conditions = model.conditions()
    conditions = np.asarray(conditions)
    if conditions.shape not in {(len(sizes),), (n, len(sizes))}:
        raise ModelError(
            f"conditions has the shape {conditions.shape}, but {model.name} needs {(len(sizes),)} or "
            f"{(n, len(sizes))}; take them from its method of that name"
        )
    if (conditions < 0).any() or (conditions >= np.array(sizes, dtype=int)).any():
        raise ModelError(f"conditions={conditions.tolist()} are not all codes from 0 to below {list(sizes)}")
    rows = np.broadcast_to(conditions, (n, len(sizes))).astype(np.int16)
    if phrase is not None or model.usual is None:
        return rows
    return np.stack([model.usual.filled(row, seed=params.seed) for row, params in zip(rows, each, strict=True)])
