"""A recipe and one of its clips in; the clip on the disk out, as the band plays it at the prompt's tempo and key.

The band reads no words: it takes from a prompt the genre, the tempo and the key, and draws the rest by the clip's seed.
"""

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from core.data.datasets.synthetic import PATTERN
from core.errors import CoreError, DataError
from core.generation.arranger import arrange, brief_for, play
from core.generation.arranger.origin import band_mark
from core.generation.arranger.pattern import pattern_of
from core.generation.briefs import Brief
from core.generation.marks import Mark
from core.jobs import Workbench
from core.synthesis.judges import Take
from core.synthesis.plan import Order
from core.synthesis.recipe import Recipe
from core.synthesis.writing import best_of, settings_of, write_order

SR = 44_100


def play_order(item: tuple[Recipe, Order], bench: Workbench) -> bytes:
    """A part of the job: the clip written, and as JSON why it could not be; nothing in it where it could."""
    recipe, order = item
    if order.is_made:  # by an attempt that ended within this part; perhaps somebody reads it by now
        return b"{}"
    try:
        # tell raises Cancelled when the job shall end
        write_order(order, take_of(recipe, order, played_one=lambda: bench.tell(0.9, order.id)))
    except CoreError as error:
        return json.dumps({order.id: str(error)}).encode()
    return b"{}"


def take_of(recipe: Recipe, order: Order, *, played_one: Callable[[], None] = lambda: None) -> Take:
    """What is kept of a clip as the band plays it; ``played_one`` is called after each take."""

    def play_one(one: Order) -> Take:
        y, mark = played(recipe, one)
        played_one()
        return Take(y, mark, SR)

    return best_of(recipe, order, play_one)


def played(recipe: Recipe, order: Order) -> tuple[np.ndarray, Mark]:
    """The sound of a clip, shape (2, n_samples) at ``SR``, and its mark; always alike for the same two.

    The mark tells no seconds that it took: they would make the same clip another file.
    """
    arrangement = arrange(brief_of(recipe, order))
    settings = settings_of(recipe, order) | {PATTERN: pattern_of(arrangement)}
    mark = replace(band_mark(arrangement.brief), prompt=order.prompt.text, settings=settings)
    return play(arrangement, sr=SR), mark


def brief_of(recipe: Recipe, order: Order) -> Brief:
    """What the band plays for a clip; raises DataError where its description asks for what the band cannot play."""
    wishes = order.prompt.description.wishes
    return brief_for(order.genre, seed=order.seed, duration_s=recipe.duration_s, **wishes)


def can_play(recipe: Recipe, order: Order) -> bool:
    """Whether the band can play what is asked for; why not is told when it is made."""
    try:
        brief_of(recipe, order)
    except DataError:
        return False
    return True
