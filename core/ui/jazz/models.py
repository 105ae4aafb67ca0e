"""The models that may play, told from their files alone: no weights are loaded, so that the page is up at once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import ModelError
from core.jazz.models.config import NetworkConfig
from core.jazz.models.loaded import built_in_models, model_folder, trained_models
from core.jazz.models.shape import ABOUT, MODEL, Shape, read_about, read_shape

MINE = "mine-"  # what the name of a model begins with that belongs to one visitor


@dataclass(frozen=True, eq=False)
class Offered:
    """A model as the page offers it.

    Attributes
    ----------
    folder : where its files lie
    title : for people
    is_built_in : whether it ships with the program
    shape : what it is, without weights
    about : data, protocol and scores, as stored
    card : its card, as Markdown; "" where there is none
    """

    folder: Path
    title: str
    is_built_in: bool
    shape: Shape
    about: Mapping[str, Any]
    card: str = ""

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def config(self) -> NetworkConfig:
        """Of its network."""
        return self.shape.config

    @property
    def attributes(self) -> tuple[str, ...]:
        """What it was taught to be asked for."""
        return self.shape.config.attributes

    @property
    def edges(self) -> np.ndarray:
        """Between the bins of each of them."""
        return self.shape.edges

    @property
    def is_timed(self) -> bool:
        return self.shape.representation.is_timed

    @property
    def step(self) -> str:
        """What a step of it is called."""
        return "note" if self.is_timed else "token"

    @property
    def collapses(self) -> bool:
        """Whether it was made as a lesson: its decoder sees nothing but z."""
        return not self.shape.config.sees_previous


def offered(visitor: str | None) -> dict[str, Offered]:
    """The models that play here, the default first; of the trained ones those of this visitor and of the commands."""
    found = {name: model for name in _names(visitor) if isinstance(model := _offered(name), Offered)}
    return {name: model for name, model in found.items() if model.shape.config.latent}


def left_out(visitor: str | None) -> tuple[str, ...]:
    """Of each model that should play here and cannot: which, why, and what to do."""
    return tuple(problem for name in _names(visitor) if isinstance(problem := _offered(name), str))


def own_name(visitor: str, wish: str) -> str:
    """The name of a model that only this visitor is offered; ``wish`` tells one training from another."""
    return f"{MINE}{_digest(visitor)}-{hashlib.sha256(wish.encode()).hexdigest()[:10]}"


def score_line(model: Offered) -> str:
    """One honest line: what it costs to tell a step of music that it has not heard; "" where nothing was measured."""
    scores = model.about.get("scores") or {}
    if "bound" not in scores:
        return ""
    interval = scores.get("interval")
    span = f" ({interval[0]:.2f} to {interval[1]:.2f})" if interval else ""
    words = f"{scores['bound']:.2f}{span} nats per {model.step} on held-out music; less is better."
    if model.collapses:
        return f"A lesson, collapsed on purpose. {words}"
    return words


def _names(visitor: str | None) -> list[str]:
    return [*built_in_models(), *(name for name in trained_models() if _may_see(name, visitor))]


def _may_see(name: str, visitor: str | None) -> bool:
    return not name.startswith(MINE) or (visitor is not None and name.startswith(f"{MINE}{_digest(visitor)}-"))


def _digest(visitor: str) -> str:
    return hashlib.sha256(f"jazz model {visitor}".encode()).hexdigest()[:10]


def _offered(name: str) -> Offered | str | None:
    """The model, what is wrong with it in words, or None where it was deleted just now."""
    is_built_in, folder = name in built_in_models(), model_folder(name)
    try:
        return _read(folder, is_built_in, tuple(_changed(folder / file) for file in (MODEL, ABOUT)))
    except ModelError as error:
        return str(error) if folder.is_dir() else None


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=32)
def _read(folder: Path, is_built_in: bool, changed: tuple[int, ...]) -> Offered:
    about, shape = read_about(folder), read_shape(folder)
    card = folder / "CARD.md"
    title = str(about.get("title", folder.name))
    data = about.get("data") or {}
    if not is_built_in and data.get("title"):
        title = f"{title}, from {data['title']}"
    words = card.read_text(encoding="utf-8") if card.is_file() else ""
    return Offered(folder, title, is_built_in, shape, about, words)
