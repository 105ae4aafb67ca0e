"""A track in; as it is and, brought to what all have in common, measured out. This runs on the workers, one by one."""

import json
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from core.data.datasets import Track
from core.errors import AudioError
from core.features import GTZAN_COLUMNS, SR
from core.fidelity.clip import ClipReport, examine_clip
from core.fidelity.equal import Common, brought_to
from core.jobs.workbench import Workbench
from core.models.backbones import backbones_of
from core.models.loaded import LoadedModel, load_model
from core.models.measuring import measure
from core.sound.decode import Signal
from core.sound.rates import at_rate
from core.sound.segments import around, cells
from core.sound.song import MIN_DURATION_S

COLUMNS = "columns"
FAILURE = "failure"  # the key of the reason, alone in what is told of a track that cannot be used


@dataclass(frozen=True)
class Look:
    """A track to look at as it is; ``listener`` hears voices, None: by harmonic energy."""

    track: Track
    listener: str | None


@dataclass(frozen=True)
class Noise:
    """Noise whose power falls with the frequency to the ``exponent``: 0 is white, 2 brown."""

    id: str
    exponent: float
    duration_s: float
    seed: int

    def decode(self, *, sr: int) -> Signal:
        n_samples = round(self.duration_s * sr)
        hz = np.fft.rfftfreq(n_samples, 1 / sr)
        hz[0] = hz[1]
        spectrum = np.fft.rfft(np.random.default_rng(self.seed).standard_normal(n_samples))
        y = np.fft.irfft(spectrum * hz ** (-self.exponent / 2), n_samples)
        return Signal((0.1 * y / y.std()).astype(np.float32), sr)


@dataclass(frozen=True)
class Listening:
    """A sound to measure, brought to ``common``: by ``listeners`` and the genre model of that name ("": none)."""

    sound: Track | Noise
    common: Common
    listeners: tuple[str, ...]
    model: str


def noises(n: int, *, duration_s: float, seed: int) -> list[Noise]:
    """Noise of ``n`` colours from white to brown, each of a seed of its own."""
    exponents = np.linspace(0.0, 2.0, n).tolist()
    return [Noise(f"noise {i}", exponent, duration_s, seed + i) for i, exponent in enumerate(exponents)]


def look_at(item: Look, bench: Workbench) -> bytes:
    """A part of the job: the row of a track, as JSON; its ``failure`` where it cannot be read or is too short."""
    try:
        found = examine_clip(item.track, listener=item.listener)
        if found.duration_s < MIN_DURATION_S:
            raise AudioError(f"it lasts {found.duration_s:.1f} s; needed are at least {MIN_DURATION_S:.0f} s")
    except AudioError as error:
        return json.dumps({FAILURE: str(error)}).encode()
    return json.dumps(row_of(found)).encode()


def listen_to(item: Listening, bench: Workbench) -> bytes:
    """A part of the job: ``X`` by the name of a space and ``proba``, as JSON; the ``failure`` of a silent track.

    Raises
    ------
    ModelError, DownloadError
        A listener or the model cannot be had.
    """
    try:
        signal = brought_to(item.common, item.sound.decode(sr=SR))
    except AudioError as error:
        return json.dumps({FAILURE: str(error)}).encode()
    model = load_model(item.model) if item.model else None
    return json.dumps(heard_in(signal, listeners=item.listeners, model=model)).encode()


def heard_in(signal: Signal, *, listeners: tuple[str, ...], model: LoadedModel | None) -> dict[str, Any]:
    """What is measured of a signal as a whole, a list of numbers by the name of each space, and a model's shares.

    The shares are those of `core.genre_mix`; whatever both need is measured once.
    """
    spaces = {COLUMNS: GTZAN_COLUMNS} | {one.name: one.columns for one in backbones_of(listeners)}
    columns = list(dict.fromkeys(chain(*spaces.values(), model.columns if model else ())))
    contexts = []
    if model is not None:
        around_cells = (
            around(cell, context_s=model.context_s, duration_s=signal.duration_s) for cell in cells(signal.duration_s)
        )
        contexts = [(context.start_s, context.end_s) for context in around_cells]
    sr = max([signal.sr, *([model.sr] if model else []), *(one.sr for one in backbones_of(listeners))])
    sound = Signal(at_rate(signal.y, sr=signal.sr, wanted=sr), sr)  # above the common band there is nothing either way
    X = measure(sound, columns=columns, spans=[(0.0, signal.duration_s), *contexts]).X
    place = {column: i for i, column in enumerate(columns)}
    told = {name: X[0, [place[column] for column in names]].tolist() for name, names in spaces.items()}
    proba = model.predict(X[1:, [place[column] for column in model.columns]]).mean(axis=0).tolist() if model else None
    return {"X": told, "proba": proba}


def row_of(found: ClipReport) -> dict[str, Any]:
    """What is told of a track in a row of a table, as JSON has it; its ``faults`` are pairs of kind and words."""
    return {
        "track": found.name,
        "duration_s": found.duration_s,
        "cut_hz": found.cut_hz,
        "tempo_asked": found.tempo.asked_bpm,
        "tempo_heard": found.tempo.measured_bpm,
        "tempo_relation": found.tempo.relation,
        "lufs": found.loudness_lufs,
        "peak_dbtp": found.true_peak_dbtp,
        "clipped_share": found.clipped_share,
        "silent_share": found.silent_share,
        "loop_share": found.loop.share if found.loop else 0.0,
        "voices": found.voices.value,
        "voice_tag": found.voices.tag,
        "faults": [(fault.kind, fault.words) for fault in found.faults],
    }
