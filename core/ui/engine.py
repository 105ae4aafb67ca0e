"""The bytes of a recording and a model in, what was heard out: the one door to all that is slow to import.

Only `core.ui.cache` imports it, when it is first needed (see there).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.anatomy import SongFacts, song_facts
from core.errors import DownloadError, ModelError
from core.features import SR
from core.generation import demos
from core.genre_mix import GenreMix, Progress, check_listens, genre_mix
from core.models.backbones.fetching import ask_for_files, job_of
from core.models.backbones.spec import Backbone
from core.models.inputs import PRETRAINED
from core.models.loaded import (
    BUILT_IN,
    LISTENER,
    LoadedModel,
    bytes_of,
    default_model,
    describe_models,
    load_model,
    missing_files,
)
from core.models.pretrained import listeners_of
from core.runs import RunRecord, is_visible
from core.sound.decode import Signal, decode
from core.sound.rates import at_rate
from core.sound.waveform import waveform_peaks

__all__ = [
    "BUILT_IN",
    "LISTENER",
    "Heard",
    "ModelOption",
    "ask_for_files",
    "default_model",
    "job_of",
    "listen_to",
    "load_listener",
    "options_for",
    "titled_demo",
    "warm_up",
]

# Enough to look sharp on a wide screen; two numbers each travel to the browser.
N_PEAKS = 1200


@dataclass(frozen=True, eq=False)
class Heard:
    """What a model made of one recording; ``peaks`` (N_PEAKS, 2) draw its waveform. No name, no sound."""

    mix: GenreMix
    facts: SongFacts
    peaks: np.ndarray


def listen_to(data: bytes, *, model: LoadedModel, progress: Progress | None = None) -> Heard:
    """Decode, judge and measure one recording; raises AudioError with words for the visitor.

    ModelError and DownloadError say that the model cannot listen, whatever the recording.
    """
    say = progress or (lambda share, words: None)
    say(0.0, "Reading the sound")
    signal = decode(data, sr=model.sr)
    # The mix comes first: its checks refuse what is too short or silent, in words for the visitor.
    mix = genre_mix(signal, model=model, progress=lambda share, words: say(0.05 + 0.85 * share, words))
    say(0.92, "Measuring tempo, key and loudness")
    # A listener may hear higher than the facts are defined for.
    facts = song_facts(Signal(y=at_rate(signal.y, sr=signal.sr, wanted=SR), sr=SR))
    return Heard(mix=mix, facts=facts, peaks=waveform_peaks(signal.y, N_PEAKS))


def load_listener(name: str) -> LoadedModel:
    """A model by name that can listen to songs; raises ModelError with words for the visitor."""
    model = load_model(name)
    check_listens(model)
    return model


@dataclass(frozen=True)
class ModelOption:
    """A model that a visitor may choose, before anything of it is loaded.

    ``listeners`` are the pretrained listeners that it hears by, ``missing`` the files of theirs that are not here.
    """

    record: RunRecord
    listeners: tuple[Backbone, ...]
    missing: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """All files of its listeners, each once."""
        return tuple(dict.fromkeys(file for listener in self.listeners for file in listener.files))

    @property
    def badge(self) -> str:
        """What stands beside its score where others trained what it hears by."""
        return PRETRAINED if self.listeners else ""

    @property
    def n_bytes(self) -> int:
        return bytes_of(self.files)

    @property
    def n_missing_bytes(self) -> int:
        return bytes_of(self.missing)


def options_for(visitor: str) -> dict[str, ModelOption]:
    """The models that a visitor may choose from by name, the built-in ones first, the best of them foremost."""
    options = {record.name: _option(record) for record in describe_models() if is_visible(record, visitor)}
    first = [name for name in (LISTENER, BUILT_IN) if name in options]
    return {name: options[name] for name in (*first, *(name for name in options if name not in first))}


def _option(record: RunRecord) -> ModelOption:
    listeners = listeners_of(record)
    return ModelOption(record, listeners, missing_files(record) if listeners else ())


def titled_demo(name: str) -> tuple[str, bytes]:
    """The title and the bytes of one of the project's own clips."""
    return demos.DEMOS[name].title, demos.make_demo(name)


def warm_up(load_built_in: Callable[[], LoadedModel]) -> None:
    """Compile and load what the first song would wait for (seconds)."""
    noise = np.random.default_rng(0).normal(0, 0.1, 5 * SR).astype(np.float32)
    try:
        model = load_built_in()
        genre_mix(Signal(y=at_rate(noise, sr=SR, wanted=model.sr), sr=model.sr), model=model)
    except (ModelError, DownloadError):
        return  # the page meets the same error and tells the visitor
    song_facts(Signal(y=noise, sr=SR))
