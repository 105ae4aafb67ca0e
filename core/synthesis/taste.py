"""A recipe in, prompts of it out, and its clips as the band plays them: to see and hear before anything is made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import numpy as np

from core.data.datasets import Source, Track
from core.data.datasets.track import GENRE
from core.generation.clips import clip_bytes
from core.generation.marks import Mark
from core.licences import LICENCES
from core.sound.decode import Signal
from core.sound.rates import at_rate
from core.synthesis.by_band import SR, played
from core.synthesis.plan import Order, orders_of
from core.synthesis.recipe import Recipe


@dataclass(frozen=True)
class Taste:
    """What renders a clip of a recipe for the band: the sound that its dataset will hold."""

    recipe: Recipe
    order: Order

    def render(self, *, sr: int) -> Signal:
        """The clip in mono at ``sr``."""
        y, _ = _played(self)
        return Signal(at_rate(y.mean(axis=0), sr=SR, wanted=sr), sr)

    def flac(self) -> bytes:
        """The clip in stereo, marked as the dataset's is."""
        y, mark = _played(self)
        return clip_bytes(y, mark, sr=SR)


def first_orders(recipe: Recipe, *, n: int) -> Iterator[Order]:
    """The first ``n`` clips of each genre, genre by genre, without drawing the prompts of the others."""
    for genre in recipe.genres:
        yield from islice(orders_of(replace(recipe, genres=(genre,))), n)


def taste_of(recipe: Recipe, order: Order) -> Track:
    """A clip of the band as a track that renders itself when somebody listens; nothing is written."""
    return Track(
        id=f"{order.genre}, clip {order.place + 1}",
        sound=Taste(recipe, order),
        labels={GENRE: order.genre},
        duration_s=recipe.duration_s,
        source=Source("synthetic", "played by the band, by rules: no AI, no real music"),
        licence=LICENCES["made-here"],
    )


@lru_cache(maxsize=4)
def _played(taste: Taste) -> tuple[np.ndarray, Mark]:
    return played(taste.recipe, taste.order)
