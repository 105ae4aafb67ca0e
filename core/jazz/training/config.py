"""How a network learns: every number one may tune."""

import math
from dataclasses import asdict, dataclass

from core.errors import ModelError


@dataclass(frozen=True)
class TrainConfig:
    """How a network learns.

    Attributes
    ----------
    n_epochs, patience : at most so many epochs; fewer when so many in a row brought nothing on the validation part
    batch_size : sequences
    learning_rate, weight_decay, clip : of AdamW; ``clip`` bounds the norm of a gradient
    warm_up : share of all steps in which the learning rate rises; it falls as a cosine after that
    free_bits : nats of a sequence's KL that cost nothing, shared out evenly among the dimensions of z
    anneal_epochs : epochs in which the weight of the KL rises from 0 to 1
    word_dropout : share of steps that the decoder does not see
    condition_dropout : share of conditions that it is not told
    transpose : pieces are moved at random by up to so many semitones, up or down
    epoch_share : share of the training part that makes an epoch; less than 1 for curves that move sooner
    valid_windows : at most so many sequences of the validation part are looked at after an epoch
    seed : of the first weights, the order and every draw
    """

    n_epochs: int = 40
    patience: int = 6
    batch_size: int = 64
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    clip: float = 1.0
    warm_up: float = 0.05
    free_bits: float = 9.0
    anneal_epochs: float = 3.0
    word_dropout: float = 0.25
    condition_dropout: float = 0.3
    transpose: int = 0
    epoch_share: float = 1.0
    valid_windows: int = 400
    seed: int = 0

    def __post_init__(self) -> None:
        for name, low, high in (("word_dropout", 0, 1), ("condition_dropout", 0, 1), ("epoch_share", 0.001, 1)):
            if not low <= getattr(self, name) <= high:
                raise ModelError(f"{name}={getattr(self, name)} must lie from {low} to {high}")
        for name in ("free_bits", "anneal_epochs", "learning_rate", "weight_decay", "clip"):
            if not (math.isfinite(getattr(self, name)) and getattr(self, name) >= 0):
                raise ModelError(f"{name}={getattr(self, name)} must be a number from 0 on")
        for name in ("n_epochs", "patience", "batch_size"):
            if getattr(self, name) < 1:
                raise ModelError(f"{name}={getattr(self, name)} must be at least 1")

    def as_dict(self) -> dict:
        return asdict(self)
