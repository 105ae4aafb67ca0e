"""The numbers of a dataset in, how they differ from genre to genre and go together out."""

from core.ui.explore.numbers import Exploration


def features(exploration: Exploration) -> None:
    """Show distributions, pairs, correlations, rankings and clusters."""
