"""Hetionet's abbreviations of link types, in our vocabulary: what ``CbGaD`` means on any graph of ours.

The tables are those by which Hetionet is read (``graph/vocabulary/mappings``), so a metapath finds what was read from
it. One thing is wider: a gene is also a protein, a receptor and so on, and a compound any chemical, as in our own
records. It refuses to guess an abbreviation that Hetionet does not have.
"""

from __future__ import annotations

from functools import cache

from ..exchange.mappings import mapping
from ..paths.metapath import MetapathTable

__all__ = ["abbreviations"]

WIDER = {"Compound": "chemical", "Gene": "gene_product"}


@cache
def abbreviations() -> MetapathTable:
    """The table, made once.

    >>> print(abbreviations().parse("CbGaD"))
    chemical -binds-> gene_product <-associated_with- disease
    """
    table, known = mapping("hetionet"), MetapathTable.hetionet()
    ours = {text: row.predicate for text in known.metaedges if (row := table.abbreviated(text)) is not None}
    names = {name for edge in known.metaedges.values() for name in (edge.subject, edge.object)}
    kinds = {name: kind for name in names if (kind := table.category(name)) is not None}
    return known.renamed(kinds | WIDER, ours)
