"""A mono signal -> one row of feature columns for the whole of it, or for each of several spans."""

from collections.abc import Callable, Sequence

import numpy as np

from core.errors import AudioError
from core.features import COLUMNS, FAMILIES
from core.features.frames import MIN_SAMPLES, SR, Segment, segment_of, whole
from core.features.spectra import Spectra

MIN_DURATION_S = MIN_SAMPLES / SR


def extract(
    y: np.ndarray,
    *,
    columns: Sequence[str],
    spans: Sequence[tuple[float, float]] | None = None,
    n_threads: int = 1,
    progress: Callable[[float], None] | None = None,
) -> np.ndarray:
    """Measure ``columns``; only the families that they belong to are computed, from one STFT of the whole signal.

    For the whole signal the numbers are librosa's. A span's numbers are those of the span cut out and analysed alone,
    but for the few frames at its ends, which here see the sound beyond them.

    Parameters
    ----------
    y : np.ndarray, float32, shape (n_samples,), mono at ``SR``, finite, at least 0.19 s
    columns : names out of ``COLUMNS``
    spans : (start_s, end_s) each; None: one row for the whole signal
    n_threads : threads over blocks of frames and over spans
    progress : called with the share done, 0 to 1

    Returns
    -------
    np.ndarray, float64, shape (n_spans, n_columns), finite

    Raises
    ------
    AudioError
        The signal or a span is shorter than a feature needs.
    ValueError
        A column that no family has, or a signal of another type or shape.
    """
    check_signal(y)
    _check_known(columns)
    segments = _segments(y, spans)
    spectra = Spectra(y, n_threads=n_threads)
    wanted = [family for family in FAMILIES.values() if not set(family.columns).isdisjoint(columns)]
    measured: dict[str, np.ndarray] = {}
    for i, family in enumerate(wanted):
        measured.update(zip(family.columns, family.measure(spectra, segments).T, strict=True))
        if progress is not None:
            progress((i + 1) / len(wanted))
    return np.stack([measured[column] for column in columns], axis=1)


def warm_up() -> None:
    """Compile and load what the first call would otherwise wait for (about two seconds)."""
    extract(np.zeros(SR, np.float32), columns=[family.columns[0] for family in FAMILIES.values()])


def check_signal(y: np.ndarray) -> None:
    """Raise ValueError where ``y`` is no finite mono float32 signal."""
    if not isinstance(y, np.ndarray) or y.dtype != np.float32 or y.ndim != 1:
        found = f"{y.dtype} of shape {y.shape}" if isinstance(y, np.ndarray) else type(y).__name__
        raise ValueError(f"y is {found}, but features need a mono float32 array of shape (n_samples,)")
    if not np.isfinite(y).all():
        raise ValueError("y has NaN or infinite samples; decode() refuses such files")


def _check_known(columns: Sequence[str]) -> None:
    if isinstance(columns, str):
        raise ValueError(f"columns={columns!r} is one string; give a list of names")
    if len(columns) == 0:
        raise ValueError("columns is empty; name at least one of core.features.COLUMNS")
    for column in columns:
        if column not in COLUMNS:
            raise ValueError(f"column {column!r} is unknown; core.features.COLUMNS lists all {len(COLUMNS)}")


def check_duration(n_samples: int, *, what: str) -> None:
    """Raise AudioError where ``n_samples`` are too few for a feature; ``what`` they are in words."""
    if n_samples < MIN_SAMPLES:
        raise AudioError(
            f"the {what} lasts {n_samples / SR:.2f} s, but features need at least {MIN_DURATION_S:.2f} s "
            f"({MIN_SAMPLES} samples at {SR} Hz); use a longer one"
        )


def _segments(y: np.ndarray, spans: Sequence[tuple[float, float]] | None) -> list[Segment]:
    """The segment of each span, or the whole; raises AudioError for one that is shorter than a feature needs."""
    if spans is None:
        check_duration(y.size, what="signal")
        return [whole(y.size)]
    segments = [segment_of(span, n_samples=y.size) for span in spans]
    for (start_s, end_s), segment in zip(spans, segments, strict=True):
        what = f"span {start_s:.2f} to {end_s:.2f} s of {y.size / SR:.2f} s"
        check_duration(segment.stop - segment.start, what=what)
    return segments
