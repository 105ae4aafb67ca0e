"""Held-out pieces in, a map of where they live in a model's latent space out: a point to click, a z to play from.

The axes are the principal components of the posterior means. A plane holds little of 64 dimensions, and its points are
shorter vectors than any piece has; so what can be clicked are the pieces. A click on one is its own posterior mean,
under the conditions that it was encoded with, and what is heard lives there.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import DataError, ModelError
from core.jazz.attributes import ATTRIBUTES
from core.jazz.data.windows import Windows
from core.jazz.models.config import NetworkConfig
from core.jazz.models.loaded import JazzModel
from core.jazz.steering.measuring import attributes_of, posteriors
from core.workspace import write_atomic

MAP = "map.safetensors"  # beside a model's weights
N_POINTS = 1500
LEAST_POINTS = 3


@dataclass(frozen=True, eq=False)
class LatentMap:
    """A plane through the latent space and the pieces on it; no note of them is kept.

    Attributes
    ----------
    means : np.ndarray of float32, shape (n, latent): posterior means, in half precision as they are stored
    attributes : np.ndarray of float32, shape (n, 4), in the order of `ATTRIBUTES`
    conditions : np.ndarray of int16, shape (n, n_conditions): those under which each piece was encoded
    centre, axes : np.ndarray of float32, shapes (latent,) and (2, latent); the axes are orthonormal
    explained : of the two axes, the share of the variance of the means
    """

    means: np.ndarray
    attributes: np.ndarray
    conditions: np.ndarray
    centre: np.ndarray
    axes: np.ndarray
    explained: tuple[float, float]

    def __len__(self) -> int:
        return len(self.means)

    @property
    def points(self) -> np.ndarray:
        """Where each piece lies, float32, shape (n, 2)."""
        return (self.means - self.centre) @ self.axes.T

    def attribute(self, name: str) -> np.ndarray:
        """One attribute of every piece, shape (n,), to colour the map by."""
        return self.attributes[:, list(ATTRIBUTES).index(name)]


def latent_map(model: JazzModel, windows: Windows, *, n_points: int = N_POINTS, seed: int = 0) -> LatentMap:
    """The map of pieces that a model has not learnt from.

    Parameters
    ----------
    windows : cut by the model's own `Shape.cutter`
    n_points : at most so many of them, drawn by the seed

    Raises
    ------
    DataError
        There are fewer than three windows.
    ModelError
        The model has no latent space.
    """
    if len(windows) < LEAST_POINTS:
        raise DataError(f"{len(windows)} pieces make no map; bring at least {LEAST_POINTS}, better some hundreds")
    rows = np.sort(np.random.default_rng(seed).permutation(len(windows))[:n_points])
    windows = windows.taken(rows)
    means = posteriors(model, windows)[0].astype(np.float16).astype(np.float32)
    centre = means.mean(axis=0)
    axes, explained = _components(means - centre)
    attributes = attributes_of(model.representation, windows)
    return LatentMap(means, attributes, windows.conditions.astype(np.int16), centre, axes, explained)


def save_map(folder: Path, found: LatentMap) -> None:
    """Keep a map beside the weights of its model."""
    from safetensors.numpy import save

    tensors = {
        "means": found.means.astype(np.float16),
        "attributes": found.attributes.astype(np.float32),
        "conditions": found.conditions.astype(np.int16),
        "centre": found.centre.astype(np.float32),
        "axes": found.axes.astype(np.float32),
        "explained": np.array(found.explained, dtype=np.float64),
    }
    write_atomic(folder / MAP, save({name: np.ascontiguousarray(value) for name, value in tensors.items()}))


def has_map(folder: Path) -> bool:
    return (folder / MAP).is_file()


def load_map(folder: Path, *, config: NetworkConfig | None = None) -> LatentMap:
    """The map that lies beside a model's weights.

    Parameters
    ----------
    config : of the model's network, which it must fit

    Raises
    ------
    ModelError
        There is none, it is damaged, or it is that of another model.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    if not has_map(folder):
        raise ModelError(f"the jazz model {folder.name!r} has no map; train it again, which makes one")
    try:
        stored = load((folder / MAP).read_bytes())
        across, up = stored["explained"].tolist()
        found = LatentMap(
            stored["means"].astype(np.float32),
            stored["attributes"],
            stored["conditions"],
            stored["centre"],
            stored["axes"],
            (across, up),
        )
        _check_shapes(found)
        if config is not None:
            _check_fits(found, config)
    except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
        raise ModelError(
            f"the map of the jazz model {folder.name!r} is damaged ({error}); train the model again or copy it anew"
        ) from error
    return found


def _components(centred: np.ndarray) -> tuple[np.ndarray, tuple[float, float]]:
    """The two directions of most variance, (2, latent), each with its largest weight positive, and their shares."""
    _, lengths, directions = np.linalg.svd(centred.astype(np.float64), full_matrices=False)
    axes = directions[:2]
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    shares = lengths**2 / max((lengths**2).sum(), np.finfo(float).tiny)
    return (axes * np.where(largest < 0, -1, 1)).astype(np.float32), (float(shares[0]), float(shares[1]))


def _check_shapes(found: LatentMap) -> None:
    n, latent = found.means.shape
    shapes = (found.attributes.shape, found.conditions.shape[:1], found.centre.shape, found.axes.shape)
    if shapes != ((n, len(ATTRIBUTES)), (n,), (latent,), (2, latent)):
        raise ValueError(f"its parts have shapes that do not fit together: {shapes}")
    if not n or not all(np.isfinite(part).all() for part in (found.means, found.attributes, found.centre, found.axes)):
        raise ValueError("it has no point, or one that lies nowhere")


def _check_fits(found: LatentMap, config: NetworkConfig) -> None:
    """Raises ValueError where a map is that of another model."""
    sizes, conditions = np.array(config.condition_sizes, dtype=int), found.conditions
    if found.means.shape[1] != config.latent:
        raise ValueError(f"its points have {found.means.shape[1]} numbers, where the model's z has {config.latent}")
    if conditions.ndim != 2 or conditions.shape[1] != len(sizes) or ((conditions < 0) | (conditions >= sizes)).any():
        raise ValueError("its conditions are not those of the model")
