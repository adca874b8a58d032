"""Formats: read any of them into one model, write the model into any of them, and say what was lost.

>>> sorted(f.name for f in formats.values() if f.reads and f.writes)
['cx2', 'graphml', 'jsonld', 'kgx-jsonl', 'kgx-tsv', 'nt', 'rdfxml', 'records', 'sif', 'turtle']
"""

from .reading import Reading, ReadReport, Tally
from .registry import Format, formats, open_sources, read, read_one
from .writers import LossReport, write

__all__ = [
    "Format",
    "LossReport",
    "ReadReport",
    "Reading",
    "Tally",
    "formats",
    "open_sources",
    "read",
    "read_one",
    "write",
]
