"""A visitor's bytes in, everything slow about them out, computed once per content and model.

What is kept is found by the sha256 of the bytes and holds neither a file name nor the sound, so that it may serve
two visitors with the same recording without telling one about the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING

from core.ui.shelf import Shelf
from core.ui.state import Song

if TYPE_CHECKING:
    from core.genre_mix import Progress
    from core.models.loaded import LoadedModel
    from core.ui.engine import Heard, ModelOption

_heard = Shelf(max_entries=128)
_models = Shelf(max_entries=4)
_demos = Shelf(max_entries=8)


def hear(song: Song, *, model: LoadedModel, progress: Progress | None = None) -> Heard:
    """Listen to a song; raises AudioError with words for the visitor. ``progress`` is no part of the key."""
    return _heard.get_or_make(
        (song.sha256, model.name), lambda: _engine().listen_to(song.data, model=model, progress=progress)
    )


def is_heard(song: Song, *, model: LoadedModel) -> bool:
    return (song.sha256, model.name) in _heard


def model(name: str | None) -> LoadedModel:
    """A model by name, loaded once, or the best built-in one that can listen here; raises ModelError."""
    wanted = name or _engine().default_model()
    return _models.get_or_make(wanted, lambda: _engine().load_listener(wanted))


def classic_model() -> LoadedModel:
    """The built-in model that needs no file from elsewhere; raises ModelError."""
    return model(_engine().BUILT_IN)


def waited_for(options: Mapping[str, ModelOption], chosen: str | None) -> ModelOption | None:
    """The model that would answer if its files were here: the chosen one, or the best; None where that can."""
    wanted = options.get(chosen or _engine().LISTENER)
    return wanted if wanted is not None and wanted.missing else None


def model_options(visitor: str) -> dict[str, ModelOption]:
    """The models that a visitor may choose from by name; not those of somebody else's uploads."""
    return _engine().options_for(visitor)


def demo(name: str) -> tuple[str, bytes]:
    """The title and the bytes of one of the project's own clips."""
    return _demos.get_or_make(name, lambda: _engine().titled_demo(name))


@cache
def start_warm_up() -> Thread:
    """Import, compile and load in the background what the first song would wait for (seconds); once per server."""
    thread = Thread(target=lambda: _engine().warm_up(lambda: model(None)), name="warm-up", daemon=True)
    thread.start()
    return thread


def _engine():
    # The engine takes seconds to import (scikit-learn, numba, torch by way of skops). The first visitor of a fresh
    # server shall not look at an empty page for so long: it is imported when it is first needed, after the page is up.
    from core.ui import engine

    return engine
