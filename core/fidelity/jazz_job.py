"""A jazz model and a genre model by name in, what the one hears in the other's clips out: by a job, and kept."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.fidelity.jazz import N_CLIPS, check_knows_jazz, what_is_heard
from core.fidelity.jazz_heard import Hearing, key_of, store_hearing
from core.fidelity.jazz_sources import DURATION_S, FEWEST_TRACKS
from core.jazz.models.loaded import WEIGHTS, JazzModel, load_model, model_folder
from core.jazz.models.ngram import NGram
from core.jazz.notes import Notes
from core.jazz.representations.tokens import STEP_S
from core.jazz.sampling import SampleParams, sample_many
from core.jazz.training.beside import ngram_beside
from core.jazz.training.held_out import held_out_jazz
from core.jobs import Workbench
from core.models.loaded import load_model as load_genre_model

KIND = "jazz-heard"
MOST_CLIPS = 200
# The shares of the job at which it begins to listen.
_PLAYED, _LISTENS = 0.02, 0.1

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class HearWish:
    """What is to be heard: ``n_clips`` clips of ``model`` and of each other source, by ``genre_model``.

    ``seed`` is that of the first clip; the others follow it one by one.
    """

    model: str
    genre_model: str
    n_clips: int = N_CLIPS
    seed: int = 0

    def check(self) -> None:
        """Raise ModelError for a number of clips that says nothing, or takes hours."""
        if not FEWEST_TRACKS <= self.n_clips <= MOST_CLIPS:
            raise ModelError(f"n_clips={self.n_clips} must be a whole number from {FEWEST_TRACKS} to {MOST_CLIPS}")


def hear_jazz(wish: HearWish, bench: Workbench) -> dict[str, Any]:
    """The job: play, listen, and keep what was heard; returns its ``key`` for `find_hearing`, and both names."""
    hearing = measure_hearing(wish, progress=bench.tell)
    key = key_of(weights_of(model_folder(wish.model)), hearing.listener)
    store_hearing(key, hearing)
    return {"key": key, "model": wish.model, "genre_model": wish.genre_model}


def measure_hearing(wish: HearWish, *, progress: Progress, command: str = "") -> Hearing:
    """What a genre model hears in clips that a jazz model makes when nothing is wished for.

    Raises
    ------
    DataError
        The real jazz is not on this machine.
    ModelError
        There is no such model, the one lacks its n-gram, or the other does not know jazz.
    DownloadError
        Files that the genre model listens with cannot be had.
    """
    wish.check()
    progress(0.0, "getting the models ready")
    model, listener = load_model(wish.model), load_genre_model(wish.genre_model)
    check_knows_jazz(listener)
    ngram = _ngram_of(model)
    progress(_PLAYED, "reading held-out jazz")
    against = held_out_jazz(is_timed=model.representation.is_timed)
    report = what_is_heard(
        fresh_clips(model, n=wish.n_clips, seed=wish.seed),
        against,
        ngram=ngram,
        representation=model.representation,
        model=listener,
        n_clips=wish.n_clips,
        seed=wish.seed,
        progress=lambda share, words: progress(_LISTENS + (1 - _LISTENS) * share, words),
    )
    made = datetime.now(UTC).isoformat(timespec="seconds")
    sha256 = listener.record.weights_sha256
    return Hearing(model.name, report, sha256, wish.n_clips, wish.seed, made, command)


def fresh_clips(model: JazzModel, *, n: int, seed: int) -> list[Notes]:
    """Clips of seeds in a row, as the page makes them when nothing is touched, as long as they are listened to."""
    is_timed = model.representation.is_timed
    params = SampleParams(duration_s=DURATION_S) if is_timed else SampleParams(n_notes=round(DURATION_S / STEP_S))
    return [made.notes for made in sample_many(model, params, seeds=range(seed, seed + n))]


def weights_of(folder: Path) -> str:
    """sha256 of the weights of a jazz model: what a hearing is kept by."""
    path = folder / WEIGHTS
    return _sha256(path, path.stat().st_mtime_ns)


def _ngram_of(model: JazzModel) -> NGram:
    ngram = ngram_beside(model.name)
    if ngram is None:
        raise ModelError(f"{model.name} has no n-gram beside it to compare with; train it again")
    return ngram


@lru_cache(maxsize=32)
def _sha256(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
