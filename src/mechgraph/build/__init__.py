"""Sources → one graph on disk: read, normalise, merge, and write RDF store, path index and look-up tables together."""

from ..datasets import Dataset, datasets
from .equivalences import read_mappings
from .fetch import fetch
from .merge import Merged, MergeReport, merged
from .public import get
from .run import BuildReport, build

__all__ = [
    "BuildReport",
    "Dataset",
    "MergeReport",
    "Merged",
    "build",
    "datasets",
    "fetch",
    "get",
    "merged",
    "read_mappings",
]
