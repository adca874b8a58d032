"""What a claim tells a reader of a drug: what it is, what it acts on, what it is for, what it harms, where it goes.

One rule for answers, checks, figures and pages. It reads the group of the predicate, the direction that the claim
states, and the category of what is changed; it knows no entity by name, and does not say whether the claim is true.
"""

from __future__ import annotations

from typing import Literal, cast

from ..vocab import vocabulary
from .claim import Association
from .entity import Entity

__all__ = ["Kind", "kind_of"]

Kind = Literal[
    "identity",
    "membership",
    "target",
    "mechanism",
    "use",
    "relief",
    "off_label",
    "studied",
    "wanted",
    "harm",
    "contraindication",
    "caution",
    "site",
    "place",
    "kinetics",
    "interaction",
    "correlation",
    "structure",
    "other",
]
"""The column ``kind`` of ``graph/vocabulary/groups.tsv``, and "wanted"."""

EFFECTS = ("regulation", "cause", "risk", "manifestation")
"""Groups that bring about, raise or lower: whether that is wanted depends on what they change, and which way."""


def kind_of(claim: Association, changed: Entity | str) -> Kind:
    """What a claim is about; the same for a claim and for its denial.

    More of what is unwanted (a disease, a sign) is a harm, less of it is wanted, and so is an effect that a drug brings
    about where it is not unwanted. Where no direction is stated, something unwanted that is caused is still a harm;
    that its risk or amount changes says neither. To act on the activity of a gene product is to have a target.

    Args:
        claim: Any claim.
        changed: Its effect (``claim.causal_ends[1]``: the object, or the subject of "caused by"), or its category.

    >>> from mechgraph.curie import Curie
    >>> causes = Association(subject=Curie("DRUGBANK:DB00181"), predicate="causes", object=Curie("A:1"))
    >>> kind_of(causes, "biological_process"), kind_of(causes, "phenotype")
    ('wanted', 'harm')
    """
    vocab = vocabulary()
    category = changed if isinstance(changed, str) else changed.category
    p = claim.relation
    if p.group in ("action", "binding") or _on_activity(claim):
        return "target" if vocab.is_a(category, "gene_product") else "mechanism"
    if p.group not in EFFECTS:
        return cast(Kind, vocab.groups[p.group].kind)
    sign = claim.outcome_sign
    if vocab.category(category).valence == "unwanted":
        if sign:
            return "harm" if sign > 0 else "wanted"
        return "harm" if p.group == "cause" else "mechanism"
    return "wanted" if p.group == "cause" and sign > 0 else "mechanism"


def _on_activity(claim: Association) -> bool:
    aspect = claim.qualifiers.aspect or claim.relation.biolink_qualifiers.get("object_aspect_qualifier", "")
    return claim.relation.group == "regulation" and aspect == "activity"
