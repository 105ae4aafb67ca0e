"""A recording and spans of it in, what a backbone hears in each span out: the mean over the segments that lie in it."""

import threading
from collections.abc import Callable, Sequence

import numpy as np

from core.errors import AudioError, ModelError
from core.models.backbones import backbones_of
from core.models.backbones.spec import Backbone, Hear, Listened
from core.sound.rates import at_rate

# What is shorter says nothing, however often it is repeated.
MIN_DURATION_S = 0.5
# Segments that travel to a network at once; bounds memory for a recording of 15 minutes.
BATCH = 64


_loaded: dict[str, Hear] = {}
_loading = threading.Lock()


def hear_of(name: str) -> Hear:
    """The network of a backbone, loaded once in a process by whoever asks first; the others wait for it.

    Raises
    ------
    ModelError, DownloadError
        Its files cannot be had or read, or they are others than those that its digest tells of.
    """
    if name not in _loaded:
        with _loading:
            if name not in _loaded:
                _loaded[name] = _load(backbones_of(name)[0])
    return _loaded[name]


def _load(backbone: Backbone) -> Hear:
    """Between digest and weights a visitor may exchange own files; numbers of the new must not be kept as the old's."""
    digest = backbone.digest
    hear = backbone.load()
    if backbone.local_files and backbone.digest_now() != digest:
        raise ModelError(
            f"the files of {backbone.title} have changed since they were first read; start the program anew"
        )
    return hear


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
    y = at_rate(y, sr=sr, wanted=backbone.sr)
    starts = starts_of(y.size, backbone)
    heard = _in_batches(y, starts, backbone, progress)
    starts_s = starts / backbone.sr
    rows = [_within(span, starts_s, backbone) for span in (spans or [(0.0, duration_s)])]
    return Listened(
        embedding=np.stack([heard.embedding[row].mean(axis=0) for row in rows]),
        tags=None if heard.tags is None else np.stack([heard.tags[row].mean(axis=0) for row in rows]),
    )


def starts_of(n_samples: int, backbone: Backbone) -> np.ndarray:
    """The first samples of the segments of a signal that is so long at the backbone's rate.

    The last segment ends where the signal ends, so that nothing of it is left unheard.
    """
    last = n_samples - backbone.n_samples
    if last <= 0:
        return np.zeros(1, dtype=int)
    starts = np.arange(0, last + 1, round(backbone.hop_s * backbone.sr))
    return starts if starts[-1] == last else np.append(starts, last)


def segments_of(y: np.ndarray, starts: np.ndarray, backbone: Backbone) -> np.ndarray:
    """The segments of a signal at the backbone's rate that begin at these samples, a copy (n_starts, n_samples)."""
    n = backbone.n_samples
    whole = y if y.size >= n else np.resize(y, n)
    return np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(whole, n)[starts])


def _in_batches(
    y: np.ndarray, starts: np.ndarray, backbone: Backbone, progress: Callable[[float], None] | None
) -> Listened:
    hear, parts = hear_of(backbone.name), []
    for first in range(0, len(starts), BATCH):
        # Cut here: the segments of a whole recording overlap, and together would be a copy of it or more.
        parts.append(hear(segments_of(y, starts[first : first + BATCH], backbone)))
        if progress:
            progress(min(1.0, (first + BATCH) / len(starts)))
    tags = [part.tags for part in parts]
    return Listened(
        np.concatenate([part.embedding for part in parts]), None if tags[0] is None else np.concatenate(tags)
    )


def _within(span: tuple[float, float], starts_s: np.ndarray, backbone: Backbone) -> np.ndarray:
    """The segments whose middle lies in a span; the nearest one where none does."""
    middles = starts_s + backbone.segment_s / 2
    inside = np.flatnonzero((middles >= span[0]) & (middles <= span[1]))
    return inside if inside.size else np.array([np.argmin(np.abs(middles - sum(span) / 2))])
