"""A song + a model -> the genre mix: a probability of each genre for every 3 s cell, and their mean.

Each cell is predicted from the segment around it that is as long as the model's context. The share of a genre is
the mean of its probabilities over the cells; the interval beside it says how much it varies within this song.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import ModelError
from core.features import COLUMNS, SR
from core.features.extract import extract
from core.likeness import Neighbour, Standout, about_input, nearest_tracks, standouts
from core.models.loaded import LoadedModel
from core.models.novelty import typical_excess
from core.sound.bandwidth import cut_off_hz
from core.sound.decode import Signal
from core.sound.segments import Span, around, cells
from core.sound.song import check_song

# A block bootstrap of fewer than three independent pieces says nothing about how a song varies.
MIN_CONTEXTS = 3
N_DRAWS = 2000
LEVEL = 0.95
Progress = Callable[[float, str], None]


@dataclass(frozen=True, eq=False)
class GenreMix:
    """``share`` (n_genres,) is the mean of ``proba`` (n_cells, n_genres); ``interval`` (2, n_genres) or None with
    ``interval_reason``; ``known`` is False, with a ``reason``, when the song is unlike the training tracks."""

    name: str
    duration_s: float
    model: str
    genres: tuple[str, ...]
    starts_s: np.ndarray
    ends_s: np.ndarray
    proba: np.ndarray
    share: np.ndarray
    interval: np.ndarray | None
    interval_reason: str
    known: bool
    reason: str
    notes: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    standouts: tuple[Standout, ...]

    @property
    def ranking(self) -> list[tuple[str, float]]:
        """(genre, share) pairs, the largest share first."""
        order = np.argsort(-self.share, kind="stable")
        return [(self.genres[i], float(self.share[i])) for i in order]

    @property
    def top(self) -> tuple[str, float]:
        return self.ranking[0]

    def to_json(self) -> dict[str, Any]:
        """The object that ``python -m core mix --json`` prints."""
        return {
            "file": self.name,
            "duration_s": round(self.duration_s, 3),
            "model": self.model,
            "known": self.known,
            "reason": self.reason,
            "mix": self._by_genre(self.share),
            "interval": None if self.interval is None else self._by_genre(self.interval.T),
            "segments": [
                {"start_s": float(start), "end_s": float(end), "proba": self._by_genre(proba)}
                for start, end, proba in zip(self.starts_s, self.ends_s, self.proba, strict=True)
            ],
            "notes": list(self.notes),
        }

    def _by_genre(self, values: np.ndarray) -> dict[str, Any]:
        return dict(zip(self.genres, values.tolist(), strict=True))


def check_listens(model: LoadedModel) -> None:
    """Raise ModelError unless every column that the model reads can be measured in a song."""
    strange = [column for column in model.columns if column not in COLUMNS]
    if strange:
        raise ModelError(
            f"the run {model.name!r} was trained on {len(strange)} columns that are not measured here, the first is "
            f"{strange[0]!r}; choose another model, or train one on features of this program"
        )


def genre_mix(
    signal: Signal,
    *,
    model: LoadedModel,
    name: str = "",
    n_threads: int = 2,
    progress: Progress | None = None,
) -> GenreMix:
    """Listen to a song cell by cell.

    ``signal`` must be at the features' rate (22,050 Hz). Raises AudioError when it is too short or silent, ModelError
    when the model asks for numbers that are not measured here.
    """
    if signal.sr != SR:
        raise ValueError(f"signal.sr={signal.sr}, but features are defined at {SR} Hz; decode the song at that rate")
    check_listens(model)
    check_song(signal)
    spans = cells(signal.duration_s)
    segments = [around(cell, context_s=model.context_s, duration_s=signal.duration_s) for cell in spans]
    X = model.inputs(_columns(signal, segments, model, n_threads, progress))
    proba = model.classifier.predict_proba(X)
    interval, interval_reason = within_song_interval(proba, duration_s=signal.duration_s, context_s=model.context_s)
    known, reason = _is_known(X, model)
    middle = X.mean(axis=0)
    return GenreMix(
        name=name,
        duration_s=signal.duration_s,
        model=model.name,
        genres=model.genres,
        starts_s=np.array([cell.start_s for cell in spans]),
        ends_s=np.array([cell.end_s for cell in spans]),
        proba=proba,
        share=proba.mean(axis=0),
        interval=interval,
        interval_reason=interval_reason,
        known=known,
        reason=reason,
        notes=signal.notes + _context_note(signal.duration_s, model.context_s) + _bandwidth_note(signal),
        neighbours=nearest_tracks(middle, model=model),
        standouts=standouts(middle, model=model),
    )


def within_song_interval(
    proba: np.ndarray, *, duration_s: float, context_s: float, seed: int = 0
) -> tuple[np.ndarray | None, str]:
    """How much each share would vary with other stretches of the same song, by a moving block bootstrap.

    Blocks are as long as the context (Künsch 1989), because cells nearer than that share sound.

    Returns
    -------
    interval : np.ndarray, shape (2, n_genres), the middle 95 % of the draws, or None
    reason : str, why there is none, else ""
    """
    n_contexts = int(duration_s // context_s)
    if n_contexts < MIN_CONTEXTS:
        needed_s = MIN_CONTEXTS * context_s
        return None, (
            f"the song lasts {duration_s:.0f} s and each answer listens to {context_s:.0f} s: "
            f"how much the mix varies can be told from {needed_s:.0f} s on"
        )
    n_cells = proba.shape[0]
    block = int(np.ceil(context_s * n_cells / duration_s))
    n_blocks = int(np.ceil(n_cells / block))
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, n_cells - block + 1, size=(N_DRAWS, n_blocks))
    # Blocks side by side may be longer than the song; a draw is as long as the song, so its last block is cut.
    cell_of_draw = (starts[:, :, None] + np.arange(block)).reshape(N_DRAWS, -1)[:, :n_cells]
    draws = proba[cell_of_draw].mean(axis=1)
    tail = 50 * (1 - LEVEL)
    return np.percentile(draws, [tail, 100 - tail], axis=0), ""


def _columns(
    signal: Signal, segments: list[Span], model: LoadedModel, n_threads: int, progress: Progress | None
) -> np.ndarray:
    """Raw columns of each segment; segments that are the same stretch of a short song are computed once."""
    unique = sorted({(segment.start_s, segment.end_s) for segment in segments})
    position = {span: i for i, span in enumerate(unique)}

    def say(share: float) -> None:
        if progress:
            progress(share, f"Listening: {round(share * len(segments))} of {len(segments)} cells")

    rows = extract(signal.y, columns=model.columns, spans=unique, n_threads=n_threads, progress=say)
    return rows[[position[segment.start_s, segment.end_s] for segment in segments]]


def _is_known(X: np.ndarray, model: LoadedModel) -> tuple[bool, str]:
    """A song is unknown when most of its cells are farther from the training tracks than unseen artists are."""
    excess = model.detector.excess(X)
    if typical_excess(excess) <= 0:
        return True, ""
    strange = X[excess > 0].mean(axis=0)
    names = [about_input(model.view.names[i]) for i in model.detector.most_unusual(strange)[:2]]
    n_tracks = model.training["track_id"].nunique()
    return False, (
        f"{100 * np.mean(excess > 0):.0f} % of this sound is unlike the {n_tracks} tracks the model was trained on; "
        f"most unusual: {names[0]}; {names[1]}"
    )


def _context_note(duration_s: float, context_s: float) -> tuple[str, ...]:
    if duration_s >= context_s:
        return ()
    return (
        f"the song lasts {duration_s:.1f} s, less than the {context_s:.0f} s the model was trained on: "
        "every cell is judged from the whole song",
    )


def _bandwidth_note(signal: Signal) -> tuple[str, ...]:
    """Said where the answer is known to move: the card measures by how much at 16 kHz and as mp3 of 32 kb/s."""
    cut = cut_off_hz(signal.y, sr=signal.sr)
    if cut is None:
        return ()
    return (
        f"the recording holds next to nothing above {cut / 1000:.1f} kHz, as after a low sampling rate or a strong "
        "encoder; the model was trained on fuller sound, so a better copy may get another answer",
    )
