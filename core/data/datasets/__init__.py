"""The registry of datasets: one file each, which tells about, licence, citation, label spelling and index.

The order is that in which a folder is looked at to tell what it is.
"""

from core.data.datasets import arranged, emotify, fma, folder, gtzan, msd, spotify, synthetic
from core.data.datasets.track import Dataset, Fault, Published, Renderer, Source, Track, Vote

_ALL = (
    *(arranged.DATASET, gtzan.DATASET, fma.DATASET, msd.DATASET, emotify.DATASET, spotify.DATASET),
    *(synthetic.DATASET, synthetic.BY_MUSICGEN, folder.DATASET),
)
DATASETS: dict[str, Dataset] = {dataset.name: dataset for dataset in _ALL}

__all__ = ["DATASETS", "Dataset", "Fault", "Published", "Renderer", "Source", "Track", "Vote"]
