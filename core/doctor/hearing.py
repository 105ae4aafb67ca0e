"""A track in; all that the doctor keeps of its sound, as bytes, out. This runs on the workers, track by track."""

import io
import json
from dataclasses import dataclass

import numpy as np

from core.data.audio import SEGMENT_S, rows_of
from core.data.datasets import Track
from core.doctor.measures import Measures, listen
from core.errors import AudioError
from core.features import SR
from core.jobs.workbench import Workbench
from core.models.inputs import ROBUST
from core.sound.decode import Signal
from core.sound.fingerprint import Fingerprint, fingerprint, from_bytes

COLUMNS = ROBUST.columns  # what labels are judged by


@dataclass(frozen=True)
class Listening:
    """A track to listen to, and whether the numbers behind its genre are wanted."""

    track: Track
    features: bool


@dataclass(frozen=True, eq=False)
class Heard:
    """What is kept of one track: nothing but ``failure`` where it could not be read.

    Attributes
    ----------
    failure : the decoder's words; "" where the track could be read
    features : np.ndarray, shape (n_segments, n_columns): a row of ``COLUMNS`` for every segment of 30 s; no rows where
        they were not wanted or the track is too short for them
    """

    failure: str = ""
    measures: Measures | None = None
    features: np.ndarray | None = None
    fingerprint: Fingerprint | None = None


def hear(item: Listening, bench: Workbench) -> bytes:
    """Decode a track once and measure everything that the doctor needs of it."""
    try:
        signal, measures = listen(item.track)
    except AudioError as error:
        return pack(Heard(failure=str(error)))
    bench.tell(0.3, item.track.id)
    features = _features(item.track, signal) if item.features else np.zeros((0, len(COLUMNS)))
    bench.tell(0.8, item.track.id)
    return pack(Heard("", measures, features, fingerprint(signal.y, sr=SR)))


def pack(heard: Heard) -> bytes:
    """``heard`` as bytes that ``unpack`` reads, without pickle."""
    arrays: dict[str, np.ndarray] = {}
    if heard.measures is not None:
        arrays["measures"] = _text(json.dumps(heard.measures.to_json()))
    if heard.features is not None:
        arrays["features"] = heard.features
    if heard.fingerprint is not None:
        arrays["fingerprint"] = np.frombuffer(heard.fingerprint.to_bytes(), np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, failure=_text(heard.failure), **arrays)
    return buffer.getvalue()


def unpack(content: bytes) -> Heard:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        if "measures" not in stored:
            return Heard(failure=stored["failure"].tobytes().decode())
        return Heard(
            measures=Measures.from_json(json.loads(stored["measures"].tobytes())),
            features=stored["features"],
            fingerprint=from_bytes(stored["fingerprint"].tobytes()),
        )


def _features(track: Track, signal: Signal) -> np.ndarray:
    try:
        rows = rows_of(track, signal, columns=COLUMNS, segment_s=SEGMENT_S)
    except AudioError:  # too short for features: that is a finding, by what was measured
        return np.zeros((0, len(COLUMNS)))
    return rows[list(COLUMNS)].to_numpy(dtype=np.float64)


def _text(words: str) -> np.ndarray:
    return np.frombuffer(words.encode(), np.uint8)
