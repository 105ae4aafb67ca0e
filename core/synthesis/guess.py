"""A recipe of the band in; what it takes, told from a few clips of the same length that were played once, out.

`estimate` plays clips of the recipe itself each time; who turns knobs would wait for it at every turn.
"""

from collections.abc import Hashable
from dataclasses import replace

from core.synthesis.estimate import N_TRIED, Estimate, estimate
from core.synthesis.recipe import GRAMMAR, Recipe
from core.synthesis.shelf import count_made
from core.workspace import free_bytes

_NAME = "a-probe"  # nothing is ever made under it


def alike(recipe: Recipe) -> Hashable:
    """The same for recipes of the band whose clips take as long each."""
    return recipe.engine, recipe.duration_s, recipe.best_of, recipe.judge


def probed(recipe: Recipe) -> Estimate:
    """What one clip of each of a few genres takes on one worker."""
    few = replace(recipe, name=_NAME, genres=recipe.genres[:N_TRIED], clips_per_genre=1, descriptions=GRAMMAR)
    return estimate(few, n_workers=1)


def guessed(recipe: Recipe, probe: Estimate, *, n_workers: int) -> Estimate:
    """What the recipe takes on so many workers, by what a few clips like its own took."""
    n_missing = max(recipe.n_clips - count_made(recipe.folder), 0)
    n_probed = max(probe.n_missing, 1)
    seconds = None if probe.seconds is None else probe.seconds / n_probed * n_missing
    return Estimate(
        n_clips=recipe.n_clips,
        n_missing=n_missing,
        seconds=None if seconds is None else seconds / min(n_workers, max(n_missing, 1)),
        n_bytes=round(probe.n_bytes / n_probed * n_missing),
        free_bytes=free_bytes(),
    )
