"""A song + a model -> the numbers of some of its cells, ready to be explained, and one explanation of them all."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.errors import ModelError
from core.explain.engines import MAX_EVALS
from core.explain.players import FAMILY
from core.explain.rows import explain_song, hindrance
from core.explain.values import Explanation, mean_row
from core.models.loaded import LoadedModel
from core.models.measuring import measure, unmeasured
from core.sound.decode import Signal
from core.sound.segments import Span, around, cells
from core.sound.song import check_song

MAX_CELLS = 12


@dataclass(frozen=True, eq=False)
class ExplainedSong:
    """``cells`` are the steps of 3 s that were explained, one row of ``by_cell`` each; ``whole`` is their mean."""

    cells: tuple[Span, ...]
    by_cell: Explanation
    whole: Explanation


def explained_song(
    signal: Signal,
    *,
    model: LoadedModel,
    name: str = "song",
    by: str = FAMILY,
    only: Span | None = None,
    max_evals: int = MAX_EVALS,
    n_threads: int = 2,
    progress: Callable[[float, str], None] | None = None,
) -> ExplainedSong:
    """Explain a song by the mean over at most ``MAX_CELLS`` of its cells, evenly spread, or ``only`` one cell.

    Parameters
    ----------
    signal : at ``model.sr`` or more

    Raises
    ------
    AudioError
        The song is too short or silent.
    ModelError
        The model reads columns that nobody can measure in a sound here.
    """
    check_measurable(model)
    if signal.sr < model.sr:
        raise ValueError(f"signal.sr={signal.sr}, but the model hears {model.sr} Hz; decode the song at that rate")
    check_song(signal)
    chosen = (only,) if only is not None else some_cells(cells(signal.duration_s))
    spans = [around(cell, context_s=model.context_s, duration_s=signal.duration_s) for cell in chosen]
    heard = measure(
        signal,
        columns=model.columns,
        spans=[(span.start_s, span.end_s) for span in spans],
        n_threads=n_threads,
        progress=(lambda share, _: progress(0.7 * share, "listening")) if progress else None,
    )
    if progress:
        progress(0.7, "explaining")
    X = model.inputs(heard.X)
    names = [f"{name} at {cell.start_s:.0f} s" for cell in chosen]
    by_cell = explain_song(model, X, names=names, by=by, max_evals=max_evals)
    return ExplainedSong(tuple(chosen), by_cell, mean_row(by_cell, name=name))


def check_measurable(model: LoadedModel) -> None:
    """Raise ModelError where a song cannot be measured for the model or compared with what it learnt from.

    A sound has not all that is read by a model of a table that was made elsewhere; a run may keep no numbers.
    """
    if words := hindrance(model.name, view=model.view, training=model.training):
        raise ModelError(words)
    unknown = unmeasured(model.columns)
    if unknown:
        raise ModelError(
            f"the run {model.name!r} was trained on {len(unknown)} columns that are not measured here, for example "
            f"{unknown[0]!r}; a song can be explained by a run on features of this program"
        )


def some_cells(every: list[Span], n: int = MAX_CELLS) -> tuple[Span, ...]:
    """At most ``n`` of the cells, evenly spread over the song."""
    if len(every) <= n:
        return tuple(every)
    return tuple(every[i] for i in np.linspace(0, len(every) - 1, n).round().astype(int))
