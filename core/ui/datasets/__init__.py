"""The Datasets page in sections, and what other pages need of it: the dataset in use."""

from core.ui.datasets.choose import dataset_in_use

__all__ = ["dataset_in_use"]
