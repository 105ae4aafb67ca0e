"""A recipe in, a synthetic dataset out: prompts, the clips that a generator makes of them, and what each was made of.

`recipe.py` says what is asked for, `plan.py` which clips that is, `estimate.py` what it costs, `making.py` makes them.
"""

from core.synthesis.recipe import RECIPES, Recipe, recipe_named

__all__ = ["RECIPES", "Recipe", "recipe_named"]
