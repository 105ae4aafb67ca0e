"""A folder with a trained network in, a `JazzModel` out that samples, encodes and scores in plain arrays.

A folder holds ``weights.safetensors`` (half precision), ``model.json`` (what rebuilds the network, its representation
and its conditions), ``about.json`` (data, protocol, scores) and, for those that ship, ``CARD.md``.
"""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import ModelError
from core.jazz.models.shape import ABOUT, MODEL, Shape, damaged, read_about, read_shape
from core.jazz.models.usual import USUAL, Usual, load_usual
from core.workspace import asset, atomic_folder, recover, workspace

if TYPE_CHECKING:
    from core.jazz.models.network import JazzNetwork
    from core.jazz.models.session import Session

__all__ = [
    "ABOUT",
    "BUILT_IN",
    "MODEL",
    "WEIGHTS",
    "JazzModel",
    "Shape",
    "about_model",
    "built_in_models",
    "load_model",
    "model_folder",
    "models_folder",
    "round_to_stored",
    "save_model",
    "trained_models",
]

WEIGHTS = "weights.safetensors"
# In the order of the chooser: the first is what answers when nobody chooses.
BUILT_IN = ("jazz-performance-lstm", "jazz-performance-transformer", "jazz-tokens-lstm", "jazz-tokens-transformer")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


class JazzModel:
    """A trained network and what its numbers mean.

    Attributes
    ----------
    name : of its folder
    shape : see `Shape`; ``config``, ``representation``, ``attributes``, ``edges`` and ``manner_words`` are its parts
    about : what it learnt from and how well: data, protocol, scores, as stored
    usual : conditions of what it learnt from, to draw from; None where it has none
    """

    def __init__(self, name: str, shape: Shape, net: "JazzNetwork", about: dict, *, usual: Usual | None = None) -> None:
        self.name, self.shape, self.about, self.usual = name, shape, about, usual
        self.net = net.eval()
        self.config, self.representation, self.edges = shape.config, shape.representation, shape.edges
        self.attributes, self.manner_words = shape.config.attributes, shape.manner_words
        self.latent, self.n_steps, self.n_manners = shape.config.latent, shape.config.n_steps, shape.config.n_manners

    @property
    def title(self) -> str:
        return str(self.about.get("title", self.name))

    def prior(self, n: int, *, seed: int) -> np.ndarray:
        """Latent vectors from the prior, float32, shape (n, latent)."""
        return np.random.default_rng([seed, 7]).standard_normal((n, self.latent)).astype(np.float32)

    def conditions(self, *, manner: int | None = None, **wished: float | None) -> np.ndarray:
        """Wishes in their units as codes, int16, shape (n_conditions,); what is not wished is code 0, "not known".

        Parameters
        ----------
        manner : number of a manner, from 0
        wished : attribute -> value, for attributes that the model knows; see `core.jazz.attributes`

        Raises
        ------
        ModelError
            The model knows no such condition.
        """
        unknown = [name for name in wished if name not in self.attributes and wished[name] is not None]
        if unknown:
            known = ", ".join(self.attributes) or "none"
            raise ModelError(f"{self.name} was not taught {', '.join(unknown)}; its conditions: {known}")
        manner_code = self._manner_code(manner)
        codes = [manner_code] if self.n_manners else []
        for name, edges in zip(self.attributes, self.edges, strict=True):
            value = wished.get(name)
            codes.append(0 if value is None else int(np.searchsorted(edges, value)) + 1)
        return np.array(codes, dtype=np.int16)

    def measured(self, codes: np.ndarray, mask: np.ndarray, *, manners: np.ndarray | None = None) -> np.ndarray:
        """The conditions of given music: codes (n, n_steps, n_fields), mask (n, n_steps) -> int16 (n, n_conditions)."""
        unknown = np.full(len(codes), -1, dtype=np.int16)
        return self.shape.cutter.conditions(codes, mask, unknown if manners is None else manners)

    def encode(
        self, codes: np.ndarray, conditions: np.ndarray, *, mask: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """The posterior of music: its mean and standard deviation, each float32, shape (n, latent).

        Parameters
        ----------
        codes : np.ndarray of int, shape (n, up to n_steps, n_fields)
        conditions : np.ndarray of int, shape (n_conditions,) or (n, n_conditions)
        mask : np.ndarray of bool, shape (n, n_steps): the steps that are there; by default all
        """
        import torch

        mask = np.ones(codes.shape[:2], dtype=bool) if mask is None else mask
        with torch.inference_mode():
            mean, log_var = self.net.encode(_long(codes), torch.from_numpy(mask), self._rows(conditions, len(codes)))
        return mean.numpy(), (0.5 * log_var).exp().numpy()

    def nll(self, codes: np.ndarray, z: np.ndarray, conditions: np.ndarray) -> np.ndarray:
        """-log p of each code given those before it, z and the conditions: nats, shape (n, n_steps, n_fields)."""
        import torch

        with torch.inference_mode():
            rows = self._rows(conditions, len(codes))
            return self.net.nll(_long(codes), torch.from_numpy(np.asarray(z, np.float32)), rows).numpy()

    def start(self, z: np.ndarray, conditions: np.ndarray) -> "Session":
        """Begin to play: a session for each row of ``z``, shape (n, latent)."""
        from core.jazz.models.session import Session

        return Session(self.net, np.asarray(z, np.float32), self._rows(conditions, len(z)))

    def _manner_code(self, manner: int | None) -> int:
        if manner is None:
            return 0
        if not self.n_manners:
            raise ModelError(f"manner={manner}: {self.name} was taught no manners; leave it out, or change the model")
        if not 0 <= manner < self.n_manners:
            raise ModelError(f"manner={manner} is unknown; {self.name} knows 0 to {self.n_manners - 1}")
        return manner + 1

    def _rows(self, conditions: np.ndarray, n: int):
        wide = np.broadcast_to(np.asarray(conditions, dtype=np.int64), (n, len(self.config.condition_sizes)))
        return _long(wide)


def save_model(folder: Path, *, net: "JazzNetwork", shape: Shape, about: dict, card: str | None = None) -> None:
    """Store a model as a folder, whole or not at all; weights in half precision."""
    import torch
    from safetensors.torch import save

    weights = {name: value.detach().cpu().to(torch.float16).clone() for name, value in _untied(net).items()}
    with atomic_folder(folder) as draft:
        (draft / WEIGHTS).write_bytes(save(weights))
        (draft / MODEL).write_text(json.dumps(shape.as_dict()), encoding="utf-8")
        (draft / ABOUT).write_text(json.dumps(about, indent=1), encoding="utf-8")
        if card is not None:
            (draft / "CARD.md").write_text(card, encoding="utf-8")


def round_to_stored(net: "JazzNetwork") -> None:
    """Make the weights those that `save_model` will store, so that what is then measured holds for the stored model."""
    net.load_state_dict({name: value.half().float() for name, value in net.state_dict().items()})


def load_model(name: str | Path) -> JazzModel:
    """A built-in model, one that was trained here, or a folder.

    Raises
    ------
    ModelError
        There is none of that name, or its files are damaged or do not fit together.
    """
    folder = name if isinstance(name, Path) else model_folder(name)
    if folder.parent.is_dir():
        recover(folder.parent)
    if not (folder / WEIGHTS).is_file():
        known = ", ".join((*built_in_models(), *trained_models())) or "none"
        raise ModelError(f"there is no jazz model {folder.name!r}; there are: {known}")
    return _loaded(folder, tuple(_version(folder / file) for file in (WEIGHTS, MODEL, ABOUT, USUAL)))


def built_in_models() -> tuple[str, ...]:
    """The names of the models that ship, the default one first."""
    return tuple(name for name in BUILT_IN if (asset("models", name) / WEIGHTS).is_file())


def trained_models() -> tuple[str, ...]:
    """The names of the models that were trained in this workspace, the latest first."""
    found = [path.parent for path in models_folder().glob(f"*/{WEIGHTS}") if _NAME.fullmatch(path.parent.name)]
    return tuple(path.name for path in sorted(found, key=lambda path: (path / WEIGHTS).stat().st_mtime, reverse=True))


def models_folder() -> Path:
    """Where models lie that were trained here."""
    return workspace() / "jazz" / "models"


def model_folder(name: str) -> Path:
    """Where the files of a model lie, or would lie; raises ModelError for what is no name of one."""
    if not _NAME.fullmatch(name):
        raise ModelError(f"model={name!r} is no name of a jazz model: small letters, digits and hyphens")
    built_in = asset("models", name)
    return built_in if name in BUILT_IN and built_in.is_dir() else models_folder() / name


def about_model(name: str) -> dict:
    """What is stored about a model, without loading it; raises ModelError where that is missing or damaged."""
    return read_about(model_folder(name))


def _version(path: Path) -> tuple[int, int]:
    """What changes with a file: when it was written, in nanoseconds, and its bytes."""
    if not path.is_file():
        return 0, 0
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=4)
def _loaded(folder: Path, versions: tuple[tuple[int, int], ...]) -> JazzModel:
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load

    from core.jazz.models.network import JazzNetwork

    shape, about = read_shape(folder), read_about(folder)
    try:
        weights = {name: value.to(torch.float32) for name, value in load((folder / WEIGHTS).read_bytes()).items()}
        net = JazzNetwork(shape.config)
        net.load_state_dict(_tied(weights))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise damaged(folder, error, file=WEIGHTS) from error
    usual = load_usual(folder / USUAL)
    if usual is not None and not _fits(usual, shape):
        raise damaged(folder, ValueError("its conditions are not those of the model"), file=USUAL)
    return JazzModel(folder.name, shape, net, about, usual=usual)


def _fits(usual: Usual, shape: Shape) -> bool:
    """Whether all rows are codes of the conditions that the model was taught."""
    sizes, rows = np.array(shape.config.condition_sizes, dtype=int), usual.rows
    if rows.ndim != 2 or rows.shape[1] != len(sizes) or not np.issubdtype(rows.dtype, np.integer):
        return False
    return usual.knows_manner == bool(shape.config.n_manners) and bool(((rows >= 0) & (rows < sizes)).all())


_SHARED = "heads.embedding."  # the output weights are the embedding's, and stored once


def _untied(net: "JazzNetwork") -> dict:
    return {name: value for name, value in net.state_dict().items() if not name.startswith(_SHARED)}


def _tied(weights: dict) -> dict:
    twice = {
        _SHARED + name.removeprefix("embedding."): value
        for name, value in weights.items()
        if name.startswith("embedding.")
    }
    return weights | twice


def _long(values: np.ndarray | Sequence):
    import torch

    return torch.from_numpy(np.array(values, dtype=np.int64))
