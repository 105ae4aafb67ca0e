"""What a person may choose about a training; saved beside each run, so that the run alone rebuilds itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class TrainConfig:
    """``settings`` override the model's defaults; ``model="best"`` lets inner folds choose among all candidates."""

    model: str
    inputs: str = "robust"  # a name of core.models.inputs.INPUT_VIEWS
    scaling: str = "quantile"  # "quantile" or "standard"
    settings: Mapping[str, Any] = field(default_factory=dict)
    # Over some 600 training tracks about three tracks a step, so that the edges are not single tracks.
    n_quantiles: int = 200
    n_inner_folds: int = 5  # grouped by artist: calibration, choice, novelty threshold
    novelty_rate: float = 0.01  # share of rows by unseen artists that may be called unknown
    n_neighbours: int = 5  # training rows that novelty is measured against
    seed: int = 0

    @classmethod
    def of_run(cls, stored: Mapping[str, Any]) -> "TrainConfig":
        """The configuration in a run's record, which holds a few more facts."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in names})
