"""A song + a model -> its genre mix, cell by cell.

Each cell is predicted from the segment around it that is as long as the model's context. The share of a genre is
the mean of its probabilities over the cells; the interval beside it says how much it varies within this song.
"""

from collections.abc import Sequence

import numpy as np

from core.errors import ModelError
from core.genre_mix.interval import within_song_interval
from core.genre_mix.result import GenreMix, TagTrack
from core.genre_mix.verdict import verdict_of
from core.likeness import nearest_tracks, standouts
from core.models.backbones import backbones_of
from core.models.loaded import LoadedModel
from core.models.measuring import Measured, Progress, measure, unmeasured
from core.sound.bandwidth import cut_off_hz
from core.sound.decode import Signal
from core.sound.segments import Span, around, cells
from core.sound.song import check_song

# What lies above this share of the band that a listener hears does not count as lost.
_HEARD_SHARE = 0.9


def check_listens(model: LoadedModel) -> None:
    """Raise ModelError unless every column that the model reads can be measured in a song."""
    strange = unmeasured(model.columns)
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

    ``signal`` must be at ``model.sr`` or more. Raises AudioError when it is too short or silent, ModelError when the
    model asks for numbers that are not measured here, DownloadError when files that it listens with cannot be had.
    """
    if signal.sr < model.sr:
        raise ValueError(f"signal.sr={signal.sr}, but the model hears {model.sr} Hz; decode the song at that rate")
    check_listens(model)
    check_song(signal)
    spans = cells(signal.duration_s)
    measured = _measure(signal, spans, model, n_threads, progress)
    X = model.inputs(measured.X)
    proba = model.classifier.predict_proba(X)
    interval, interval_reason = within_song_interval(proba, duration_s=signal.duration_s, context_s=model.context_s)
    verdict, reason = verdict_of(X, model=model)
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
        verdict=verdict,
        reason=reason,
        notes=signal.notes + _context_note(signal.duration_s, model.context_s) + _bandwidth_note(signal, model),
        neighbours=nearest_tracks(middle, model=model),
        standouts=standouts(middle, model=model),
        tags=tuple(_tag_track(listener, proba) for listener, proba in measured.tags.items()),
    )


def _measure(
    signal: Signal, spans: Sequence[Span], model: LoadedModel, n_threads: int, progress: Progress | None
) -> Measured:
    """What the model reads of each cell's context, and the tags of the cells themselves."""
    contexts = [around(cell, context_s=model.context_s, duration_s=signal.duration_s) for cell in spans]
    return measure(
        signal,
        columns=model.columns,
        spans=[(context.start_s, context.end_s) for context in contexts],
        tag_spans=[(cell.start_s, cell.end_s) for cell in spans],
        n_threads=n_threads,
        progress=progress,
    )


def _tag_track(listener: str, proba: np.ndarray) -> TagTrack:
    (backbone,) = backbones_of(listener)
    return TagTrack(listener=backbone.title, names=backbone.tags, proba=proba)


def _context_note(duration_s: float, context_s: float) -> tuple[str, ...]:
    if duration_s >= context_s:
        return ()
    return (
        f"the song lasts {duration_s:.1f} s, less than the {context_s:.0f} s that the model listens to at once: "
        "every cell is judged from the whole song",
    )


def _bandwidth_note(signal: Signal, model: LoadedModel) -> tuple[str, ...]:
    """Said where the answer is known to move: the card measures by how much at 16 kHz and as mp3 of 32 kb/s."""
    cut = cut_off_hz(signal.y, sr=signal.sr)
    heard_hz = max((backbone.sr / 2 for backbone in model.backbones), default=np.inf)
    if cut is None or cut >= _HEARD_SHARE * heard_hz:
        return ()
    return (
        f"the recording holds next to nothing above {cut / 1000:.1f} kHz, as after a low sampling rate or a strong "
        "encoder; the model was trained on fuller sound, so a better copy may get another answer",
    )
