"""Windows of music in; where they lie in a model's latent space, and what one would notice of them, out."""

import numpy as np

from core.errors import ModelError
from core.jazz.attributes import ATTRIBUTES, measured, measured_codes
from core.jazz.data.windows import Windows
from core.jazz.models.loaded import JazzModel
from core.jazz.representations import Representation

_BATCH = 128


def posteriors(model: JazzModel, windows: Windows) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of z for each window, float32, each (n, latent).

    Raises
    ------
    ModelError
        The model has no latent space.
    """
    if not model.latent:
        raise ModelError(f"{model.name} has no latent space, only a VAE has one; choose another model")
    found = [model.encode(part.codes, part.conditions, mask=part.mask) for part in windows.batches(_BATCH)]
    mean, deviation = zip(*found, strict=True)
    return np.concatenate(mean), np.concatenate(deviation)


def attributes_of(representation: Representation, windows: Windows) -> np.ndarray:
    """The attributes of each window as it sounds, in the order of `ATTRIBUTES`, float32, (n, 4)."""
    if representation.is_timed:
        return measured_codes(windows.codes, windows.mask)
    rows = [
        measured(representation.decode(codes[mask])) for codes, mask in zip(windows.codes, windows.mask, strict=True)
    ]
    return np.array([[row[name] for name in ATTRIBUTES] for row in rows], dtype=np.float32)
