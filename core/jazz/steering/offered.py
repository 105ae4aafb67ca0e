"""A model in; the sliders that it has, stored beside its weights or, without them, by what it was taught, out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from core.jazz.steering.sliders import SLIDERS, Slider, load_sliders


class Taught(Protocol):
    """What can be asked for attributes: a `JazzModel`, or what is known of one without its weights.

    Attributes
    ----------
    attributes : names of its conditions
    edges : np.ndarray, shape (n_attributes, n_bins - 1): between the bins of each
    """

    attributes: tuple[str, ...]
    edges: np.ndarray


def offered_sliders(model: Taught, folder: Path) -> Sequence[Slider]:
    """The sliders beside a model's weights; where nobody fitted any, its conditions alone.

    Raises
    ------
    ModelError
        What is stored is damaged.
    """
    return load_sliders(folder) if (folder / SLIDERS).is_file() else taught_sliders(model)


def taught_sliders(model: Taught) -> tuple[Slider, ...]:
    """A slider for each condition, from below its outermost edges to above them."""
    return tuple(
        Slider(name, float(2 * edges[0] - edges[1]), float(2 * edges[-1] - edges[-2]), is_condition=True)
        for name, edges in zip(model.attributes, model.edges, strict=True)
    )
