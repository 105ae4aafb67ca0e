"""A visitor's bytes in, everything slow about them out, computed once per content and model.

What is kept is found by the sha256 of the bytes and holds neither a file name nor the sound, so that it may serve
two visitors with the same recording without telling one about the other.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock, RLock, Thread
from typing import TypeVar

import numpy as np

from core.anatomy import SongFacts, song_facts
from core.errors import ModelError
from core.features import SR
from core.generation.demos import make_demo
from core.genre_mix import GenreMix, Progress, genre_mix
from core.models.loaded import BUILT_IN, LoadedModel, load_model
from core.sound.decode import Signal, decode
from core.sound.waveform import waveform_peaks
from core.ui.state import Song

Made = TypeVar("Made")
# Enough to look sharp on a wide screen; two numbers each travel to the browser.
N_PEAKS = 1200


class Shelf:
    """A bounded store of results: the least recently used leaves first, and two who ask for one thing wait for one."""

    def __init__(self, max_entries: int):
        self.max_entries = max_entries
        self._entries: OrderedDict[Hashable, object] = OrderedDict()
        self._making: dict[Hashable, list] = {}
        self._guard = Lock()

    def get_or_make(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The result under ``key``; ``make`` runs when there is none, and an error it raises is not kept."""
        with self._turn(key):
            with self._guard:
                if key in self._entries:
                    self._entries.move_to_end(key)
                    return self._entries[key]
            made = make()
            with self._guard:
                self._entries[key] = made
                while len(self._entries) > self.max_entries:
                    self._entries.popitem(last=False)
            return made

    def __contains__(self, key: Hashable) -> bool:
        with self._guard:
            return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    @contextmanager
    def _turn(self, key: Hashable):
        """Hold the lock of one key, and drop it when the last one who waits has gone."""
        with self._guard:
            waiting = self._making.setdefault(key, [RLock(), 0])
            waiting[1] += 1
        try:
            with waiting[0]:
                yield
        finally:
            with self._guard:
                waiting[1] -= 1
                if not waiting[1]:
                    self._making.pop(key, None)


@dataclass(frozen=True, eq=False)
class Heard:
    """What a model made of one recording; ``peaks`` (N_PEAKS, 2) draw its waveform. No name, no sound."""

    mix: GenreMix
    facts: SongFacts
    peaks: np.ndarray


_heard = Shelf(max_entries=128)
_models = Shelf(max_entries=4)
_demos = Shelf(max_entries=8)


def hear(song: Song, *, model: LoadedModel, progress: Progress | None = None) -> Heard:
    """Listen to a song; raises AudioError with words for the visitor. ``progress`` is no part of the key."""
    return _heard.get_or_make((song.sha256, model.name), lambda: _listen(song.data, model, progress))


def is_heard(song: Song, *, model: LoadedModel) -> bool:
    return (song.sha256, model.name) in _heard


def model(name: str) -> LoadedModel:
    """A model by name, loaded once; raises ModelError."""
    return _models.get_or_make(name, lambda: load_model(name))


@cache
def start_warm_up() -> Thread:
    """Compile and load in the background what the first song would wait for (seconds); once per server."""
    thread = Thread(target=_warm_up, name="warm-up", daemon=True)
    thread.start()
    return thread


def demo(name: str) -> bytes:
    """The bytes of one of the project's own clips."""
    return _demos.get_or_make(name, lambda: make_demo(name))


def _warm_up() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 5 * SR).astype(np.float32)
    signal = Signal(y=noise, sr=SR)
    try:
        genre_mix(signal, model=model(BUILT_IN))
    except ModelError:
        return  # the page meets the same error and tells the visitor
    song_facts(signal)


def _listen(data: bytes, model: LoadedModel, progress: Progress | None) -> Heard:
    say = progress or (lambda share, words: None)
    say(0.0, "Reading the sound")
    signal = decode(data, sr=SR)
    # The mix comes first: its checks refuse what is too short or silent, in words for the visitor.
    mix = genre_mix(signal, model=model, progress=lambda share, words: say(0.05 + 0.85 * share, words))
    say(0.92, "Measuring tempo, key and loudness")
    return Heard(mix=mix, facts=song_facts(signal), peaks=waveform_peaks(signal.y, N_PEAKS))
