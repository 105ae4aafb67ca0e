"""What the Synthetic dataset page needs and is slow to import (pandas, scipy): opened when the page is up."""

from core.data.datasets.synthetic import title_of
from core.generation.arranger import GENRES, MAX_DURATION_S, MIN_DURATION_S
from core.generation.musicgen.loading import DEFAULT_ENGINE
from core.generation.musicgen.sizes import SIZES
from core.generation.prompts import MAKERS, VOCABULARIES, Prompt
from core.generation.prompts.csv_table import MAX_BYTES, Table, read_table
from core.generation.prompts.diversity import TextDiversity, text_diversity
from core.generation.prompts.endpoint import KEY_VARIABLE as LLM_KEY
from core.generation.prompts.endpoint import endpoint_from_environment
from core.jobs.cluster import n_workers
from core.synthesis.drawing import KIND as DRAWING
from core.synthesis.drawing import DrawWish, draw_descriptions
from core.synthesis.estimate import Estimate, estimate
from core.synthesis.guess import alike, guessed, probed
from core.synthesis.judges import MAX_BEST_OF
from core.synthesis.making import KIND, make_dataset
from core.synthesis.plan import Order, orders_of
from core.synthesis.recipe import BAND, GRAMMAR, MAX_CLIPS, MAX_SEED, MUSICGEN, RECIPES, Recipe
from core.synthesis.shelf import Begun, begun, count_made, keep_descriptions
from core.synthesis.taste import first_orders, taste_of
from core.ui.shelf import Shelf

__all__ = [
    "BAND",
    "DEFAULT_ENGINE",
    "DRAWING",
    "GENRES",
    "GRAMMAR",
    "KIND",
    "LLM_KEY",
    "MAKERS",
    "MAX_BEST_OF",
    "MAX_BYTES",
    "MAX_CLIPS",
    "MAX_DURATION_S",
    "MAX_SEED",
    "MIN_DURATION_S",
    "MUSICGEN",
    "RECIPES",
    "SIZES",
    "VOCABULARIES",
    "Begun",
    "DrawWish",
    "Estimate",
    "Order",
    "Prompt",
    "Recipe",
    "Table",
    "TextDiversity",
    "alike",
    "begun",
    "checked",
    "count_made",
    "draw_descriptions",
    "endpoint_from_environment",
    "estimate",
    "first_orders",
    "guessed",
    "keep_descriptions",
    "make_dataset",
    "n_workers",
    "orders_of",
    "probed",
    "prompts_of",
    "read_table",
    "taste_of",
    "text_diversity",
    "title_of",
]
MOST_COMPARED = 2_000  # prompts: their distances take a second
_checked = Shelf(max_entries=16)


def checked(recipe: Recipe) -> Recipe:
    """The recipe, its CSV read once for all runs of the page; raises DataError where it asks for what cannot be."""
    return _checked.get_or_make(recipe, lambda: _check(recipe))


def prompts_of(recipe: Recipe) -> list[Prompt]:
    """Prompts of a recipe, as many of each genre, ``MOST_COMPARED`` at most; those of several takes once."""
    most = max(1, MOST_COMPARED // len(recipe.genres))
    orders = first_orders(recipe, n=most * recipe.takes)
    return [order.prompt for order in orders if order.take == 0]


def _check(recipe: Recipe) -> Recipe:
    recipe.check()
    return recipe
