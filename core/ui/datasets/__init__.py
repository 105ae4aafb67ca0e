"""The Datasets page in sections, and what other pages need of it: the dataset in use, and a player for its tracks."""

from core.ui.datasets.choose import dataset_in_use
from core.ui.datasets.hear import track_player

__all__ = ["dataset_in_use", "track_player"]
