"""The bytes of a recording and a model in, what was heard out: the one door to all that is slow to import.

Only `core.ui.cache` imports it, when it is first needed (see there).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.anatomy import SongFacts, song_facts
from core.errors import ModelError
from core.features import SR
from core.generation import demos
from core.genre_mix import GenreMix, Progress, check_listens, genre_mix
from core.models.loaded import BUILT_IN, LoadedModel, describe_models, load_model
from core.runs import is_visible
from core.sound.decode import Signal, decode
from core.sound.waveform import waveform_peaks

__all__ = ["BUILT_IN", "Heard", "listen_to", "load_listener", "names_for", "titled_demo", "warm_up"]

# Enough to look sharp on a wide screen; two numbers each travel to the browser.
N_PEAKS = 1200


@dataclass(frozen=True, eq=False)
class Heard:
    """What a model made of one recording; ``peaks`` (N_PEAKS, 2) draw its waveform. No name, no sound."""

    mix: GenreMix
    facts: SongFacts
    peaks: np.ndarray


def listen_to(data: bytes, *, model: LoadedModel, progress: Progress | None = None) -> Heard:
    """Decode, judge and measure one recording; raises AudioError with words for the visitor."""
    say = progress or (lambda share, words: None)
    say(0.0, "Reading the sound")
    signal = decode(data, sr=SR)
    # The mix comes first: its checks refuse what is too short or silent, in words for the visitor.
    mix = genre_mix(signal, model=model, progress=lambda share, words: say(0.05 + 0.85 * share, words))
    say(0.92, "Measuring tempo, key and loudness")
    return Heard(mix=mix, facts=song_facts(signal), peaks=waveform_peaks(signal.y, N_PEAKS))


def load_listener(name: str) -> LoadedModel:
    """A model by name that can listen to songs; raises ModelError with words for the visitor."""
    model = load_model(name)
    check_listens(model)
    return model


def names_for(visitor: str) -> list[str]:
    """The models that a visitor may choose from, the built-in ones first."""
    return [record.name for record in describe_models() if is_visible(record, visitor)]


def titled_demo(name: str) -> tuple[str, bytes]:
    """The title and the bytes of one of the project's own clips."""
    return demos.DEMOS[name].title, demos.make_demo(name)


def warm_up(load_built_in: Callable[[], LoadedModel]) -> None:
    """Compile and load what the first song would wait for (seconds)."""
    noise = np.random.default_rng(0).normal(0, 0.1, 5 * SR).astype(np.float32)
    signal = Signal(y=noise, sr=SR)
    try:
        genre_mix(signal, model=load_built_in())
    except ModelError:
        return  # the page meets the same error and tells the visitor
    song_facts(signal)
