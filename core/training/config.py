"""What a person may choose about a training; saved beside each run, so that the run alone rebuilds itself."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from core.errors import ModelError
from core.models.inputs import input_view

BEST = "best"
SEARCHES = ("none", "grid", "random")
CRITERIA = ("log-loss", "accuracy")


@dataclass(frozen=True)
class TrainConfig:
    """``settings`` override the model's defaults; ``model="best"`` lets inner folds choose among several models."""

    model: str
    inputs: str = "robust"  # a name of core.models.inputs.INPUT_VIEWS, or "table"
    columns: tuple[str, ...] = ()  # those of the view "table"
    scaling: str = "quantile"  # a name of core.models.steps.SCALINGS
    selection: str = "none"  # a name of core.models.steps.SELECTIONS
    n_selected: int = 20  # columns that a selection keeps
    settings: Mapping[str, Any] = field(default_factory=dict)
    search: str = "none"  # "grid" tries all of the grid, "random" a draw of it
    grid: Mapping[str, Sequence[Any]] = field(default_factory=dict)  # empty: the model's own small one
    n_draws: int = 10  # candidates of a random search
    search_by: str = "log-loss"  # what the choice makes best on held-out tracks: "log-loss" or "accuracy"
    # Over some 600 training tracks about three tracks a step, so that the edges are not single tracks.
    n_quantiles: int = 200
    n_inner_folds: int = 5  # grouped like the protocol: calibration, choice, novelty threshold
    lone_stay: bool = True  # the only artist of a genre is learnt from in every inner fold; else it is refused
    novelty_rate: float = 0.01  # share of rows by unseen artists that may be called unknown
    n_neighbours: int = 5  # training rows that novelty is measured against
    seed: int = 0

    @classmethod
    def of_run(cls, stored: Mapping[str, Any]) -> "TrainConfig":
        """The configuration in a run's record, which holds a few more facts."""
        names = {field.name for field in fields(cls)}
        known = {name: value for name, value in stored.items() if name in names}
        return cls(**known | {"columns": tuple(known.get("columns", ()))})

    @classmethod
    def from_json(cls, text: str) -> "TrainConfig":
        """The configuration that ``to_json`` wrote; raises ModelError for any other text."""
        try:
            stored = json.loads(text)
            return cls(**stored | {"columns": tuple(stored.get("columns", ()))})
        except (ValueError, TypeError) as error:
            raise ModelError(f"the configuration of a training cannot be read: {error}") from error

    @property
    def listeners(self) -> tuple[str, ...]:
        """The pretrained listeners whose columns the model reads; raises ModelError for inputs that there are not."""
        return tuple(backbone.name for backbone in input_view(self.inputs, self.columns).backbones)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, allow_nan=False)

    def check(self) -> None:
        """Raise ModelError for a search that there is not, and for what would be left unread."""
        if self.search not in SEARCHES:
            raise ModelError(f"search={self.search!r} is not known; choose one of {', '.join(SEARCHES)}")
        if self.search_by not in CRITERIA:
            raise ModelError(f"search_by={self.search_by!r} is not known; choose one of {', '.join(CRITERIA)}")
        if self.model == BEST and (self.settings or self.grid):
            raise ModelError("model='best' tries the small grids of several models; name one model to set or try more")
        if self.grid and self.search == "none":
            raise ModelError(f"a grid of {', '.join(self.grid)} is named, but search='none'; choose grid or random")
        if self.n_draws < 1:
            raise ModelError(f"n_draws={self.n_draws} must be at least 1")
