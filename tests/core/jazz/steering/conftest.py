"""Made music whose attributes differ, and a model whose z says what they are."""

import numpy as np
import pytest

from core.jazz.data.sequences import Sequences
from core.jazz.data.windows import Windows
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import JazzModel


def made_windows(model: JazzModel, n: int = 120, seed: int = 0) -> Windows:
    """Windows of music that is anything, low or high, and longer or shorter."""
    rng = np.random.default_rng(seed)
    sizes = [field.size for field in model.representation.fields]
    pieces = []
    for _ in range(n):
        codes = rng.integers(sizes, size=(int(rng.integers(20, model.n_steps + 1)), len(sizes)))
        if model.representation.is_timed:
            codes[:, 0] = rng.integers(0, 8, len(codes))
            codes[:, 1] = rng.integers(10, 70) + rng.integers(0, 15, len(codes))
        pieces.append(codes)
    return model.shape.cutter.all(Sequences.of(pieces))


@pytest.fixture(scope="module", params=["performance", "tokens"])
def model(request) -> JazzModel:
    return debug_model(request.param)


@pytest.fixture(scope="module")
def windows(model) -> Windows:
    return made_windows(model)


@pytest.fixture(scope="module")
def windows_of():
    """``windows_of(model)``: made windows, as the model's own cutter cuts them."""
    return made_windows
