"""What a person may choose about a training; saved beside each run, so that the run alone rebuilds itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class TrainConfig:
    """``settings`` override the model's defaults; ``model="best"`` lets inner folds choose among all candidates."""

    model: str
    inputs: str = "robust"  # a name of core.models.inputs.INPUT_VIEWS
    scaling: str = "quantile"  # "quantile" or "standard"
    settings: Mapping[str, Any] = field(default_factory=dict)
    n_inner_folds: int = 5  # grouped by artist: calibration, choice, novelty threshold
    novelty_rate: float = 0.01  # share of tracks by unseen artists that may be called unknown
    seed: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
