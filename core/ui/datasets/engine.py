"""What the sections of a dataset need and is slow to import (scikit-learn, numba): opened when the page is up."""

from core.data.building import KIND, TableParams, build_tables
from core.data.protocols import PROTOCOLS
from core.features import COLUMNS
from core.jobs.cluster import n_workers
from core.models.backbones import BACKBONES

__all__ = ["BACKBONES", "COLUMNS", "KIND", "PROTOCOLS", "TableParams", "build_tables", "n_workers"]
