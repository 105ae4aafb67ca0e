"""The registry of datasets: one file each, which tells about, licence, citation, label spelling and index."""

from core.data.datasets import folder, gtzan
from core.data.datasets.track import Dataset, Fault, Published, Renderer, Source, Track, Vote

DATASETS: dict[str, Dataset] = {dataset.name: dataset for dataset in (gtzan.DATASET, folder.DATASET)}

__all__ = ["DATASETS", "Dataset", "Fault", "Published", "Renderer", "Source", "Track", "Vote"]
