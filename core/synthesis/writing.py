"""The sound of a clip of a recipe in; its file and sidecar, whole and marked, out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.data.datasets.synthetic import DURATION_S, PROMPT_ID, SET
from core.data.datasets.track import GENRE
from core.generation.clips import Clip, cleared, write_clip
from core.synthesis.judges import Take, best_take, seeds_of
from core.synthesis.plan import Order
from core.synthesis.recipe import Recipe


def settings_of(recipe: Recipe, order: Order) -> dict[str, Any]:
    """What the mark of a clip tells of the recipe, beside its prompt and seed."""
    about = order.prompt.description
    return {
        SET: recipe.name,
        "recipe_id": order.recipe_id,
        GENRE: order.genre,
        "maker": order.prompt.maker,
        PROMPT_ID: order.prompt.id,
        "prompt_tempo_bpm": about.tempo_bpm,
        "prompt_key": about.key,
        "prompt_instruments": list(about.instruments),
        "place": order.place,
        "take": order.take,
        DURATION_S: recipe.duration_s,
    }


def best_of(recipe: Recipe, order: Order, make: Callable[[Order], Take]) -> Take:
    """The clip as it comes; or of several, with other seeds, the one that the recipe's judge likes best."""
    if recipe.best_of == 1:
        return make(order)
    return best_take(
        lambda seed: make(replace(order, seed=seed)),
        seeds=seeds_of(order.seed, n=recipe.best_of),
        genre=order.genre,
        judge=recipe.judge,
        identity=order.kept_by,
    )


def write_order(order: Order, take: Take) -> Clip:
    """Write a clip in its place, where perhaps a part of it lies that an attempt left which ended meanwhile.

    Raises
    ------
    AudioError, DataError
        There is nothing to hear, or the disk refuses it.
    """
    return write_clip(take.y, take.mark, path=cleared(order.path), sr=take.sr, target_lufs=take.target_lufs)
