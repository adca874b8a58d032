"""Which kinds cannot be one thing: what a source says is a disease here and a drug, a gene or a place there."""

from __future__ import annotations

from functools import cache

from ..vocab import vocabulary

__all__ = ["contradict"]

_ILLNESS = "disease_or_phenotype"
_NO_ILLNESS = ("chemical", "drug_class", "gene_product", "anatomy", "cell_type", "organism_taxon")


@cache
def contradict(one: str, other: str) -> bool:
    """Whether no thing can be of both categories.

    >>> contradict("disease", "small_molecule"), contradict("gene", "protein"), contradict("disease", "entity")
    (True, False, False)
    """
    is_a = vocabulary().is_a
    return any(
        is_a(ill, _ILLNESS) and any(is_a(well, kind) for kind in _NO_ILLNESS)
        for ill, well in ((one, other), (other, one))
    )
