"""Scaled columns of tracks -> places on a flat map, and how far it can be trusted. `drawing.py` puts it together.

A new kind of map is one file and one line in ``MAPS``.
"""

from core.explore.maps.pca import PCA
from core.explore.maps.spec import Knob, MapFit, MapSpec
from core.explore.maps.tsne import TSNE
from core.explore.maps.umap import UMAP

__all__ = ["MAPS", "Knob", "MapFit", "MapSpec"]

MAPS: dict[str, MapSpec] = {spec.name: spec for spec in (PCA, TSNE, UMAP)}
