"""Names as people write them: how spellings are compared, what is a typo, and more names for what a graph holds.

It knows no store; what a name means is asked of one.
"""

from .folding import fold, words
from .more import human_genes, meant_elsewhere, more_names
from .typos import drug_names, is_typo, opposed, resembles

__all__ = [
    "drug_names",
    "fold",
    "human_genes",
    "is_typo",
    "meant_elsewhere",
    "more_names",
    "opposed",
    "resembles",
    "words",
]
