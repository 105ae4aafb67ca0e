"""An attribute and how much of it is wished in, the z and the conditions that give it out.

Attributes are read off z: a ridge regression on the posterior of the pieces that a model learnt from gives the
direction in which one grows, and the slider says how far along it z lies. The strength of the ridge is, in each
dimension, the variance of the posterior there: that is the regression on infinitely many draws of z, so dimensions
that say nothing get no weight. A model that was taught an attribute takes it as a condition as well; without the
direction, a z from the prior would ask for one thing and the condition for another.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from core.errors import ModelError
from core.jazz.attributes import ATTRIBUTES
from core.jazz.data.windows import Windows
from core.jazz.models.config import NetworkConfig
from core.jazz.models.loaded import JazzModel
from core.jazz.steering.measuring import attributes_of, posteriors
from core.workspace import write_atomic

SLIDERS = "sliders.json"  # beside a model's weights
# Standard deviations of the prior that a direction is followed to either side: in 64 dimensions z is then hardly longer
# than any other, and no less probable music comes of it.
REACH = 4.0
# Tokens last alike, so that how many there are in a second says how many notes there are in one.
_OF_TOKENS = ("register", "polyphony")
N_FITTED = 3000
LEAST_FITTED = 50
_LEAST_CORRELATION = 0.2  # of an attribute with its regression; chance gives 0.15 with 64 dimensions
_RARE = 0.01
_ROUNDED = 0.01  # ends are told to hundredths
_ALIKE = 0.5  # cosine of directions from which on one attribute may drag the other along


@dataclass(frozen=True)
class Slider:
    """How to ask a model for an attribute.

    Attributes
    ----------
    attribute : a key of `ATTRIBUTES`
    low, high : in its unit, what the slider runs between
    is_condition : whether the model takes it as a condition
    direction : unit vector of z along which it grows; empty where z says nothing about it
    middle, per_deviation : its value at z = 0, and by how much it grows with one standard deviation of the prior
    """

    attribute: str
    low: float
    high: float
    is_condition: bool
    direction: tuple[float, ...] = ()
    middle: float = 0.0
    per_deviation: float = 1.0

    def place(self, value: np.ndarray) -> np.ndarray:
        """How far along the direction a value lies, in standard deviations of the prior, `REACH` at most."""
        return np.clip((value - self.middle) / self.per_deviation, -REACH, REACH)


class Taught(Protocol):
    """What can be asked for attributes: a `JazzModel`, or what is known of one without its weights.

    Attributes
    ----------
    config : of its network
    attributes : names of its conditions
    edges : np.ndarray, shape (n_attributes, n_bins - 1): between the bins of each
    """

    config: NetworkConfig
    attributes: tuple[str, ...]
    edges: np.ndarray


def taught_sliders(model: Taught) -> tuple[Slider, ...]:
    """A slider for each condition, from within its lowest bin to within its highest, without a direction."""
    return tuple(
        Slider(name, float(2 * edges[0] - edges[1]), float(2 * edges[-1] - edges[-2]), is_condition=True)
        for name, edges in zip(model.attributes, model.edges, strict=True)
    )


def offered_sliders(model: Taught, folder: Path) -> tuple[Slider, ...]:
    """The sliders beside a model's weights; where nobody fitted any, its conditions alone.

    Raises
    ------
    ModelError
        What is stored is damaged or of another model.
    """
    return load_sliders(folder, config=model.config) if (folder / SLIDERS).is_file() else taught_sliders(model)


def fit_sliders(model: JazzModel, windows: Windows, *, seed: int = 0) -> tuple[Slider, ...]:
    """All sliders of a model: of what it was taught, and of what can be read off its z.

    Parameters
    ----------
    windows : of the training part, cut by the model's own `Shape.cutter`; `N_FITTED` of them are drawn by the seed.
        Fewer than `LEAST_FITTED` give no direction: what is left are the conditions

    Raises
    ------
    ModelError
        The model has no latent space.
    """
    taught = {slider.attribute: slider for slider in taught_sliders(model)}
    if len(windows) < LEAST_FITTED:
        return tuple(taught.values())
    windows = windows.taken(np.sort(np.random.default_rng(seed).permutation(len(windows))[:N_FITTED]))
    mean, deviation = posteriors(model, windows)
    values = attributes_of(model.representation, windows)
    found = []
    for name in ATTRIBUTES if model.representation.is_timed else _OF_TOKENS:
        of_attribute = values[:, list(ATTRIBUTES).index(name)]
        found.append(_fitted(name, taught.get(name), of_attribute, _weights(of_attribute, mean, deviation)))
    return tuple(slider for slider in found if slider)


def steered(
    model: JazzModel,
    sliders: Sequence[Slider],
    wished: Mapping[str, float | np.ndarray],
    *,
    z: np.ndarray,
    conditions: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """What to play from, when some attributes are wished.

    Parameters
    ----------
    sliders : of the model
    wished : attribute -> its value, or one for each row of ``z``, shape (n,)
    z : np.ndarray, shape (n, latent). It is moved as little as possible, and not along the directions of sliders that
        nobody moved; but one that grows in much the same direction goes along, as density does with pace
    conditions : (n_conditions,) or (n, n_conditions) to start from; by default none is known

    Returns
    -------
    z of float32 (n, latent) and conditions of int16 (n, n_conditions)

    Raises
    ------
    ModelError
        The model has no slider of a name, or a value is no finite number.
    """
    known = {slider.attribute: slider for slider in sliders}
    if unknown := [name for name in wished if name not in known]:
        raise ModelError(f"{model.name} has no slider for {', '.join(unknown)}; it has: {', '.join(known) or 'none'}")
    values = {name: np.broadcast_to(np.asarray(value, dtype=float), len(z)) for name, value in wished.items()}
    if endless := [name for name, value in values.items() if not np.isfinite(value).all()]:
        raise ModelError(f"{', '.join(endless)}: what is wished must be a finite number")
    start = model.conditions() if conditions is None else np.asarray(conditions)
    start = np.broadcast_to(start, (len(z), start.shape[-1])).astype(np.int16)
    for name in (name for name in values if known[name].is_condition):
        at = bool(model.n_manners) + model.attributes.index(name)
        start[:, at] = [model.conditions(**{name: value})[at] for value in values[name]]
    return _moved(z, [slider for slider in sliders if slider.direction], values), start


def check_wishes(sliders: Sequence[Slider], wished: Mapping[str, float]) -> None:
    """Raises ModelError for a value beyond the ends of its slider, where nothing more would change."""
    for slider in sliders:
        value = wished.get(slider.attribute, slider.low)
        if not slider.low - _ROUNDED <= value <= slider.high + _ROUNDED:
            raise ModelError(
                f"{slider.attribute}={value:g} lies outside what the model can be asked for; choose a number from "
                f"{slider.low:.2f} to {slider.high:.2f}"
            )


def save_sliders(folder: Path, sliders: Sequence[Slider]) -> None:
    """Keep the sliders beside the weights of their model."""
    write_atomic(folder / SLIDERS, json.dumps([asdict(slider) for slider in sliders]).encode())


def load_sliders(folder: Path, *, config: NetworkConfig | None = None) -> tuple[Slider, ...]:
    """The sliders that lie beside a model's weights.

    Parameters
    ----------
    config : of the model's network, which they must fit

    Raises
    ------
    ModelError
        There are none, the file is damaged, or they are those of another model.
    """
    if not (folder / SLIDERS).is_file():
        raise ModelError(f"the jazz model {folder.name!r} has no sliders; train it again, which makes them")
    try:
        rows = json.loads((folder / SLIDERS).read_text(encoding="utf-8"))
        found = tuple(Slider(**(row | {"direction": tuple(map(float, row["direction"]))})) for row in rows)
        for slider in found:
            _check(slider, config)
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise ModelError(
            f"the sliders of the jazz model {folder.name!r} are damaged ({error}); train it again or copy it anew"
        ) from error
    return found


def _check(slider: Slider, config: NetworkConfig | None) -> None:
    """Raises ValueError or TypeError where a slider is none, or none of a model's."""
    if slider.attribute not in ATTRIBUTES:
        raise ValueError(f"{slider.attribute!r} is no attribute")
    numbers = (slider.low, slider.high, slider.middle, slider.per_deviation, *slider.direction)
    if not all(map(math.isfinite, numbers)) or slider.low > slider.high or slider.per_deviation <= 0:
        raise ValueError(f"that of {slider.attribute} has numbers that cannot be")
    if config is None:
        return
    if len(slider.direction) not in {0, config.latent}:
        raise ValueError(f"a direction of {len(slider.direction)} numbers, where the model's z has {config.latent}")
    if slider.is_condition and slider.attribute not in config.attributes:
        raise ValueError(f"{slider.attribute} is none of the model's conditions")


def _fitted(name: str, taught: Slider | None, values: np.ndarray, weights: np.ndarray) -> Slider | None:
    """A slider with a direction; without one where z says nothing about the attribute, if there is a condition."""
    middle, per_deviation = float(values.mean()), float(np.linalg.norm(weights))
    if per_deviation <= _LEAST_CORRELATION * float(values.std()):
        return taught
    lowest, highest = np.quantile(values, [_RARE, 1 - _RARE]).tolist()  # nothing is asked for that is hardly ever heard
    reach = REACH * per_deviation
    ends = max(middle - reach, lowest), min(middle + reach, highest)
    slider = taught or Slider(name, *ends, is_condition=False)
    direction = tuple(np.round(weights / per_deviation, 6).tolist())
    return replace(slider, direction=direction, middle=middle, per_deviation=per_deviation)


def _weights(values: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    """Of the regression of an attribute on z, float64, shape (latent,)."""
    mean = mean.astype(np.float64) - mean.mean(axis=0)
    spread = mean.T @ mean / len(mean) + np.diag((deviation.astype(np.float64) ** 2).mean(axis=0))
    return np.linalg.solve(spread, mean.T @ (values - values.mean()) / len(mean))


def _moved(z: np.ndarray, sliders: Sequence[Slider], values: Mapping[str, np.ndarray]) -> np.ndarray:
    """The nearest z whose places along the directions are those that are wished, or else its own."""
    moved = [slider for slider in sliders if slider.attribute in values]
    if not moved:
        return np.asarray(z, dtype=np.float32)
    directions = np.array([slider.direction for slider in moved])
    others = np.array([slider.direction for slider in sliders if slider not in moved]).reshape(-1, z.shape[1])
    held = others[(np.abs(others @ directions.T) < _ALIKE).all(axis=1)]
    free = np.eye(z.shape[1]) - np.linalg.pinv(held, rcond=1e-2) @ held
    wished = np.stack([slider.place(values[slider.attribute]) for slider in moved], axis=1)
    steps, *_ = np.linalg.lstsq(directions @ free, (wished - z @ directions.T).T, rcond=1e-2)
    return (z + steps.T).astype(np.float32)
