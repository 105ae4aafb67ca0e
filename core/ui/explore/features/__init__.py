"""The numbers of a dataset in; how they differ from genre to genre, and which go together, out."""

from core.ui.explore.features.found_groups import found_groups
from core.ui.explore.features.telling import telling
from core.ui.explore.features.together import together
from core.ui.explore.numbers import Exploration


def features(exploration: Exploration) -> None:
    """Show what tells genres apart, which numbers go together, and the groups that the numbers alone make."""
    telling(exploration)
    together(exploration)
    found_groups(exploration)


__all__ = ["features"]
