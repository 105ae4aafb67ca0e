"""A track and spans of it in, what a backbone hears in each span out: heard once, then read from the workspace.

Each file is ``workspace()/embeddings/<digest of the backbone>/<sha256 of the sound>-<digest of the spans>.npz`` and
holds numbers alone. Another sound, other spans or another backbone have another name, so nothing ever goes stale; a
broken file is a file that is not there.
"""

import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.data.datasets import Track
from core.errors import AudioError
from core.models.backbones import backbones_of
from core.models.backbones.listening import listen
from core.models.backbones.spec import Backbone, Listened
from core.sound.decode import Signal
from core.workspace import not_written, workspace, write_atomic

FOLDER = "embeddings"
N_DIGITS = 16  # of the digest of spans
# All the ways in which numpy and zipfile tell of a file that is gone, torn or altered: a flipped byte may ask for a
# password (RuntimeError), or for a compression that nobody knows (its child NotImplementedError).
BROKEN = (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
Spans = Sequence[tuple[float, float]]


def columns_of(listeners: Sequence[str]) -> tuple[str, ...]:
    """The columns of a table that these backbones listened to: of each its embedding, then its tags."""
    return tuple(column for one in backbones_of(listeners) for column in (*one.columns, *one.tag_columns))


def hear_track(track: Track, signal: Signal, *, backbone: Backbone, cuts: Sequence[Spans]) -> list[Listened]:
    """What a backbone hears in the spans of each cut, by one pass of its network over what is not yet known.

    Parameters
    ----------
    signal : the track at the rate of the features; a backbone that wants more is given the sound decoded at its own
    cuts : lists of (start_s, end_s)

    Returns
    -------
    list of Listened, one for each cut, with a row for each of its spans

    Raises
    ------
    AudioError
        The sound is too short, or gone.
    ModelError, DownloadError
        The network cannot be had.
    WorkspaceError
        The disk refuses what was heard.
    """
    sound = _digest_of(track, signal)
    places = [_place(backbone, sound, spans) for spans in cuts]
    known = [_read(place, backbone, len(spans)) for place, spans in zip(places, cuts, strict=True)]
    missing = [n for n, heard in enumerate(known) if heard is None]
    if missing:
        if backbone.sr > signal.sr:
            signal = track.decode(sr=backbone.sr)
        spans = [span for n in missing for span in cuts[n]]
        heard, start = listen(signal.y, sr=signal.sr, backbone=backbone, spans=spans), 0
        for n in missing:
            known[n] = _between(heard, start, start + len(cuts[n]))
            _write(places[n], known[n])
            start += len(cuts[n])
    return known


def values_of(heard: Listened) -> np.ndarray:
    """The embedding and, beside it, the tags, shape (n_spans, n_columns), as `columns_of` names them."""
    return heard.embedding if heard.tags is None else np.concatenate([heard.embedding, heard.tags], axis=1)


def _digest_of(track: Track, signal: Signal) -> str:
    """Of the bytes of a file; of what is rendered its samples."""
    if track.path is None:
        return hashlib.sha256(signal.y.tobytes()).hexdigest()
    try:
        with track.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AudioError(f"“{track.id}” cannot be read ({error.strerror}); is its drive still there?") from error


def _place(backbone: Backbone, sound: str, spans: Spans) -> Path:
    text = "\n".join(f"{start_s:.3f} {end_s:.3f}" for start_s, end_s in spans)
    name = f"{sound}-{hashlib.sha256(text.encode()).hexdigest()[:N_DIGITS]}.npz"
    return workspace() / FOLDER / backbone.digest / name


def _between(heard: Listened, start: int, stop: int) -> Listened:
    return Listened(heard.embedding[start:stop], None if heard.tags is None else heard.tags[start:stop])


def _read(place: Path, backbone: Backbone, n_spans: int) -> Listened | None:
    """What lies there; None where nothing does, or no whole file of this backbone."""
    try:
        with np.load(place, allow_pickle=False) as stored:
            if stored.zip.testzip() is not None:  # numpy stops reading where its array ends, and asks for no sum
                return None
            heard = Listened(stored["embedding"], stored["tags"] if backbone.tags else None)
    except BROKEN:
        return None
    fits = heard.embedding.shape == (n_spans, backbone.n_dims)
    return heard if fits and (heard.tags is None or heard.tags.shape == (n_spans, len(backbone.tags))) else None


def _write(place: Path, heard: Listened) -> None:
    arrays = {"embedding": heard.embedding} | ({} if heard.tags is None else {"tags": heard.tags})
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # such numbers hardly get smaller
    try:
        write_atomic(place, buffer.getvalue())
    except OSError as error:
        raise not_written(place, error) from error
