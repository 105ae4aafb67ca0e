"""A tiny untrained model: every path of playing and steering can be tested in seconds, without a training."""

import numpy as np
import torch

from core.jazz.attributes import ATTRIBUTES
from core.jazz.models.config import NetworkConfig
from core.jazz.models.loaded import JazzModel, Shape
from core.jazz.models.network import JazzNetwork
from core.jazz.representations import representation


def debug_model(kind: str = "performance", *, architecture: str = "lstm", seed: int = 0, latent: int = 8) -> JazzModel:
    """A tiny untrained model for tests: right in shape, wrong in every note."""
    attributes = tuple(ATTRIBUTES) if kind == "performance" else ()
    vocabulary = ("C4", "D4", "E4", "G4", "A4", "0.4.7", "2.5.9", "7.11.2")
    codes = representation(kind, vocabulary=vocabulary)
    config = NetworkConfig(
        architecture=architecture,
        field_sizes=tuple(field.size for field in codes.fields),
        n_steps=32,
        latent=latent,
        width=16,
        n_layers=1,
        n_heads=2,
        embedding=8,
        n_manners=2 if attributes else 0,
        n_bins=4 if attributes else 0,
        attributes=attributes,
    )
    edges = np.array([[2.0, 4.0, 8.0], [50.0, 60.0, 70.0], [1.0, 3.0, 6.0], [1.2, 1.6, 2.2]][: len(attributes)])
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = JazzNetwork(config)
    words = tuple(f"manner {i}" for i in range(config.n_manners))
    return JazzModel(f"debug-{kind}", Shape(config, codes, edges, words), net, {"title": "untrained, for tests"})
