"""What a model is, without its weights: a folder's ``model.json`` and ``about.json`` in, checked values out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import DataError, ModelError
from core.jazz.attributes import ATTRIBUTES
from core.jazz.data.windows import Cutter
from core.jazz.models.config import NetworkConfig
from core.jazz.representations import Representation, representation

MODEL, ABOUT = "model.json", "about.json"
_COUNTS = ("n_steps", "width", "n_layers", "n_heads", "embedding")
_COUNTS_OR_NONE = ("latent", "n_manners", "n_bins")
# What reading JSON raises, and what values of another kind than were stored raise in the hands that take them.
_DAMAGED = (OSError, ValueError, KeyError, TypeError, RecursionError, DataError, ModelError)


@dataclass(frozen=True, eq=False)
class Shape:
    """What a model is, without its weights.

    Attributes
    ----------
    config : of the network
    representation : what its codes mean
    edges : np.ndarray, shape (n_attributes, n_bins - 1): between the bins of each condition
    manner_words : of each known manner, neutral words such as "manner 7: sparse, low register"
    """

    config: NetworkConfig
    representation: Representation
    edges: np.ndarray
    manner_words: tuple[str, ...] = ()

    @property
    def cutter(self) -> Cutter:
        """How music is cut into what the network sees."""
        return Cutter(
            self.representation,
            self.config.n_steps,
            attributes=self.config.attributes,
            edges=self.edges,
            knows_manner=bool(self.config.n_manners),
        )

    def as_dict(self) -> dict:
        return {
            "network": self.config.as_dict(),
            "representation": self.representation.name,
            "vocabulary": list(getattr(self.representation, "vocabulary", ())),
            "edges": np.asarray(self.edges).tolist(),
            "manner_words": list(self.manner_words),
        }

    @classmethod
    def of(cls, stored: dict) -> "Shape":
        return cls(
            NetworkConfig.of(stored["network"]),
            representation(stored["representation"], vocabulary=stored["vocabulary"]),
            np.array(stored["edges"], dtype=float),
            tuple(stored["manner_words"]),
        )


def read_shape(folder: Path) -> Shape:
    """The shape of the model in a folder; raises ModelError where its file is missing or damaged."""
    try:
        stored = _object(folder / MODEL)
        if not isinstance(stored["network"], dict) or not _are_words(stored["vocabulary"]):
            raise TypeError("its network or its vocabulary is none")
        shape = Shape.of(stored)
        _check(shape)
    except _DAMAGED as error:
        raise damaged(folder, error, file=MODEL) from error
    return shape


def read_about(folder: Path) -> dict[str, Any]:
    """What is stored about the model in a folder; raises ModelError where its file is missing or damaged."""
    try:
        about = _object(folder / ABOUT)
        for part in ("data", "scores"):
            if not isinstance(about.get(part) or {}, Mapping):
                raise TypeError(f"{part} is no object")
    except _DAMAGED as error:
        raise damaged(folder, error, file=ABOUT) from error
    return about


def damaged(folder: Path, error: Exception, *, file: str) -> ModelError:
    """That a file of a model is missing or damaged, in words."""
    if isinstance(error, FileNotFoundError):
        return ModelError(f"the jazz model {folder.name!r} lacks {file}; train it again or copy it anew")
    why = f"{error} is missing" if isinstance(error, KeyError) else getattr(error, "strerror", None) or str(error)
    return ModelError(f"the jazz model {folder.name!r} is damaged ({file}: {why}); train it again or copy it anew")


def _object(path: Path) -> dict[str, Any]:
    stored = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(stored, dict):
        raise TypeError("it is no JSON object")
    return stored


def _check(shape: Shape) -> None:
    """Raises ValueError where the parts of a shape do not fit together."""
    config = shape.config
    for name, least in [*((name, 1) for name in _COUNTS), *((name, 0) for name in _COUNTS_OR_NONE)]:
        value = getattr(config, name)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise ValueError(f"{name}={value!r} is no whole number from {least}")
    sizes = tuple(field.size for field in shape.representation.fields)
    if config.field_sizes != sizes:
        raise ValueError(f"field_sizes={config.field_sizes} are not those of its representation, {sizes}")
    if config.architecture == "transformer" and config.width % config.n_heads:
        raise ValueError(f"width={config.width} cannot be dealt to {config.n_heads} heads")
    if unknown := [name for name in config.attributes if name not in ATTRIBUTES]:
        raise ValueError(f"attributes={unknown} are unknown")
    n_edges = len(config.attributes) * (config.n_bins - 1)
    wanted = (len(config.attributes), config.n_bins - 1)
    if not np.isfinite(shape.edges).all() or (shape.edges.shape != wanted if n_edges else shape.edges.size):
        raise ValueError(f"edges have the shape {shape.edges.shape}, needed are {wanted} finite numbers")
    if len(shape.manner_words) not in {0, config.n_manners} or not _are_words(list(shape.manner_words)):
        raise ValueError(f"there are {len(shape.manner_words)} manner_words for {config.n_manners} manners")


def _are_words(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
