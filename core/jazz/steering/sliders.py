"""An attribute and how much of it is wished in, the z and the conditions that give it out.

A model that was taught an attribute takes it as a condition. For one that was not, the attribute is read off z: a ridge
regression on the posterior of the pieces that it learnt from gives the direction in which it grows, and the slider says
how far along it z shall lie. The strength of the ridge is, in each dimension, the variance of the posterior there: that
is the regression on infinitely many draws of z, so dimensions that say nothing get no weight.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from core.errors import DataError, ModelError
from core.jazz.attributes import ATTRIBUTES
from core.jazz.data.windows import Windows
from core.jazz.models.loaded import JazzModel
from core.jazz.steering.measuring import attributes_of, posteriors
from core.workspace import write_atomic

SLIDERS = "sliders.json"  # beside a model's weights
REACH = 2.5  # standard deviations of the prior that a direction is followed to either side
# Tokens last alike, so that how many there are in a second says how many notes there are in one.
_OF_TOKENS = ("register", "polyphony")
_LEAST = 50


@dataclass(frozen=True)
class Slider:
    """How to ask a model for an attribute.

    Attributes
    ----------
    attribute : a key of `ATTRIBUTES`
    low, high : in its unit, what the slider runs between
    is_condition : whether the model takes it as a condition
    direction : else the unit vector of z along which it grows, of which ``low`` and ``high`` lie `REACH` either way
    """

    attribute: str
    low: float
    high: float
    is_condition: bool
    direction: tuple[float, ...] = ()

    def place(self, value: np.ndarray) -> np.ndarray:
        """How far along the direction a value lies, in standard deviations of the prior."""
        return REACH * (2 * (value - self.low) / (self.high - self.low) - 1)


def condition_sliders(model: JazzModel) -> tuple[Slider, ...]:
    """Those of the attributes that a model was taught; they reach into the outermost bins."""
    found = []
    for name, edges in zip(model.attributes, model.edges, strict=True):
        low, high = edges[0] - (edges[1] - edges[0]), edges[-1] + (edges[-1] - edges[-2])
        found.append(Slider(name, float(low), float(high), is_condition=True))
    return tuple(found)


def fit_sliders(model: JazzModel, windows: Windows) -> tuple[Slider, ...]:
    """All sliders of a model: conditions, and directions for what it was not taught.

    Parameters
    ----------
    windows : of the training part, cut by the model's own `Shape.cutter`

    Raises
    ------
    DataError
        There are too few windows to fit a direction.
    """
    conditions = condition_sliders(model)
    taught = {slider.attribute for slider in conditions}
    names = [name for name in (ATTRIBUTES if model.representation.is_timed else _OF_TOKENS) if name not in taught]
    if not names or not model.latent:
        return conditions
    if len(windows) < _LEAST:
        raise DataError(f"{len(windows)} pieces are too few to fit a slider; bring at least {_LEAST}")
    mean, deviation = posteriors(model, windows)
    values = attributes_of(model.representation, windows)
    columns = [list(ATTRIBUTES).index(name) for name in names]
    fitted = (_direction(name, values[:, i], mean, deviation) for name, i in zip(names, columns, strict=True))
    return (*conditions, *(slider for slider in fitted if slider))


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
    z : np.ndarray, shape (n, latent). It is moved as little as possible; the places along the directions of sliders
        that nobody moved stay
    conditions : (n_conditions,) or (n, n_conditions) to start from; by default none is known

    Returns
    -------
    z of float32 (n, latent) and conditions of int16 (n, n_conditions)

    Raises
    ------
    ModelError
        The model has no slider of a name.
    """
    known = {slider.attribute: slider for slider in sliders}
    if unknown := [name for name in wished if name not in known]:
        raise ModelError(f"{model.name} has no slider for {', '.join(unknown)}; it has: {', '.join(known) or 'none'}")
    values = {name: np.broadcast_to(np.asarray(value, dtype=float), len(z)) for name, value in wished.items()}
    start = model.conditions() if conditions is None else np.asarray(conditions)
    start = np.broadcast_to(start, (len(z), start.shape[-1])).astype(np.int16)
    for name in (name for name in values if known[name].is_condition):
        at = bool(model.n_manners) + model.attributes.index(name)
        start[:, at] = [model.conditions(**{name: value})[at] for value in values[name]]
    return _moved(z, [slider for slider in sliders if slider.direction], values), start


def save_sliders(folder: Path, sliders: Sequence[Slider]) -> None:
    """Keep the sliders beside the weights of their model."""
    write_atomic(folder / SLIDERS, json.dumps([asdict(slider) for slider in sliders]).encode())


def load_sliders(folder: Path) -> tuple[Slider, ...]:
    """The sliders that lie beside a model's weights.

    Raises
    ------
    ModelError
        There are none, or the file is damaged.
    """
    if not (folder / SLIDERS).is_file():
        raise ModelError(f"the jazz model {folder.name!r} has no sliders; train it again, which makes them")
    try:
        rows = json.loads((folder / SLIDERS).read_text(encoding="utf-8"))
        return tuple(Slider(**(row | {"direction": tuple(map(float, row["direction"]))})) for row in rows)
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(
            f"the sliders of the jazz model {folder.name!r} are damaged ({error}); train it again or copy it anew"
        ) from error


def _direction(name: str, values: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> Slider | None:
    """The direction of an attribute; None where z says nothing about it."""
    mean = mean.astype(np.float64) - mean.mean(axis=0)
    spread = np.cov(mean, rowvar=False, bias=True) + np.diag((deviation.astype(np.float64) ** 2).mean(axis=0))
    weights = np.linalg.solve(spread, mean.T @ (values - values.mean()) / len(mean))
    per_deviation = float(np.linalg.norm(weights))
    if per_deviation < 1e-6:
        return None
    middle, reach = float(values.mean()), REACH * per_deviation
    direction = tuple(np.round(weights / per_deviation, 6).tolist())
    return Slider(name, middle - reach, middle + reach, is_condition=False, direction=direction)


def _moved(z: np.ndarray, sliders: Sequence[Slider], values: Mapping[str, np.ndarray]) -> np.ndarray:
    """The nearest z whose places along the directions are those that are wished, or else its own."""
    if not any(slider.attribute in values for slider in sliders):
        return np.asarray(z, dtype=np.float32)
    directions = np.array([slider.direction for slider in sliders])
    now = z @ directions.T
    wished = [
        slider.place(values[slider.attribute]) if slider.attribute in values else now[:, i]
        for i, slider in enumerate(sliders)
    ]
    steps, *_ = np.linalg.lstsq(directions, (np.stack(wished, axis=1) - now).T, rcond=None)
    return (z + steps.T).astype(np.float32)
