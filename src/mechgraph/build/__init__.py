"""Sources → one graph on disk: read, normalise, merge, and write RDF store, path index and look-up tables together."""

from .datasets import Dataset, datasets, fetch
from .equivalences import read_mappings
from .merge import Merged, MergeReport, merged
from .run import BuildReport, build

__all__ = ["BuildReport", "Dataset", "MergeReport", "Merged", "build", "datasets", "fetch", "merged", "read_mappings"]
