"""What a visitor asks a model for, and how a clip is played, as plain values: no model is needed to make them."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any

from core.jazz.sampling import SampleParams

MAX_SEED = 2**31 - 1


@dataclass(frozen=True)
class Wish:
    """A clip to come.

    Attributes
    ----------
    model : its name
    params : how it is drawn
    manner : number of a manner; None leaves it open
    attributes : (name, value) of those that are asked for
    """

    model: str
    params: SampleParams
    manner: int | None = None
    attributes: tuple[tuple[str, float], ...] = ()

    @property
    def wishes(self) -> dict[str, Any]:
        """What the model is asked for, as a clip remembers it."""
        manner = {} if self.manner is None else {"manner": self.manner}
        return manner | {name: round(float(value), 3) for name, value in self.attributes}

    @property
    def settings(self) -> dict[str, Any]:
        return asdict(self.params)

    def with_seed(self, seed: int) -> Wish:
        return replace(self, params=replace(self.params, seed=seed))


def chance_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(1_000_000)
