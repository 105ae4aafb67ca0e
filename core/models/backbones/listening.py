"""A recording and spans of it in, what a backbone hears in each span out: the mean over the segments that lie in it."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import soxr

from core.errors import AudioError
from core.models.backbones import backbones_of
from core.models.backbones.spec import Backbone, Hear, Listened

# What is shorter says nothing, however often it is repeated.
MIN_DURATION_S = 0.5
# Segments that travel to a network at once; bounds memory for a recording of 15 minutes.
BATCH = 64


@lru_cache(maxsize=8)
def hear_of(name: str) -> Hear:
    """The network of a backbone, loaded once in a process; raises ModelError or DownloadError."""
    return backbones_of(name)[0].load()


def listen(
    y: np.ndarray,
    *,
    sr: int,
    backbone: Backbone,
    spans: Sequence[tuple[float, float]] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Listened:
    """Hear a recording segment by segment and average what lies in each span.

    A recording shorter than a segment is tiled: repeated from its beginning until it fills one.

    Parameters
    ----------
    y : np.ndarray, float32, shape (n_samples,), mono
    spans : (start_s, end_s) each; None: one span, the whole recording
    progress : called with the share done, 0 to 1

    Returns
    -------
    Listened of shape (n_spans, n_dims) and (n_spans, n_tags)

    Raises
    ------
    AudioError
        The recording is shorter than half a second.
    """
    duration_s = y.size / sr
    if duration_s < MIN_DURATION_S:
        raise AudioError(f"the recording lasts {duration_s:.2f} s, but a listener needs at least {MIN_DURATION_S:g} s")
    segments, starts_s = segments_of(at_rate(y, sr=sr, wanted=backbone.sr), backbone)
    heard = _in_batches(segments, hear_of(backbone.name), progress)
    rows = [_within(span, starts_s, backbone) for span in (spans or [(0.0, duration_s)])]
    return Listened(
        embedding=np.stack([heard.embedding[row].mean(axis=0) for row in rows]),
        tags=None if heard.tags is None else np.stack([heard.tags[row].mean(axis=0) for row in rows]),
    )


def at_rate(y: np.ndarray, *, sr: int, wanted: int) -> np.ndarray:
    """The same sound at another rate (soxr, HQ), float32."""
    return y if sr == wanted else soxr.resample(y, sr, wanted).astype(np.float32)


def segments_of(y: np.ndarray, backbone: Backbone) -> tuple[np.ndarray, np.ndarray]:
    """A signal at the backbone's rate as segments (n_segments, n_samples), and where each begins, in seconds.

    The last one ends where the signal ends, so that nothing of it is left unheard.
    """
    n = backbone.n_samples
    if y.size <= n:
        return np.resize(y, n)[None], np.zeros(1)
    starts = np.arange(0, y.size - n + 1, round(backbone.hop_s * backbone.sr))
    if starts[-1] + n < y.size:
        starts = np.append(starts, y.size - n)
    # A view, not a copy: each batch is copied when it is heard.
    return np.lib.stride_tricks.sliding_window_view(y, n)[starts], starts / backbone.sr


def _in_batches(segments: np.ndarray, hear: Hear, progress: Callable[[float], None] | None) -> Listened:
    parts = []
    for start in range(0, len(segments), BATCH):
        parts.append(hear(np.ascontiguousarray(segments[start : start + BATCH])))
        if progress:
            progress(min(1.0, (start + BATCH) / len(segments)))
    tags = [part.tags for part in parts]
    return Listened(
        np.concatenate([part.embedding for part in parts]), None if tags[0] is None else np.concatenate(tags)
    )


def _within(span: tuple[float, float], starts_s: np.ndarray, backbone: Backbone) -> np.ndarray:
    """The segments whose middle lies in a span; the nearest one where none does."""
    middles = starts_s + backbone.segment_s / 2
    inside = np.flatnonzero((middles >= span[0]) & (middles <= span[1]))
    return inside if inside.size else np.array([np.argmin(np.abs(middles - sum(span) / 2))])
