"""Which RDF property a field of a record becomes; both directions of the mapping read these tables.

A field that is not listed becomes ``mgv:<field>``. What each property means is in ``graph/vocabulary/properties.tsv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from pyoxigraph import NamedNode

from .terms import named

__all__ = [
    "CLAIM_SLOTS",
    "ENTITY_SLOTS",
    "EVIDENCE_SLOTS",
    "QUALIFIER_SLOTS",
    "SOURCE_SLOTS",
    "STEP_SLOTS",
    "fields_of",
    "slot_of",
]

QUALIFIER_SLOTS = {
    "subject_direction": "biolink:subject_direction_qualifier",
    "subject_aspect": "biolink:subject_aspect_qualifier",
    "direction": "biolink:object_direction_qualifier",
    "aspect": "biolink:object_aspect_qualifier",
    "mechanism": "biolink:causal_mechanism_qualifier",
    "anatomy": "biolink:anatomical_context_qualifier",
    "cell_type": "mgv:cell_type",
    "component": "mgv:cellular_component",
    "species": "biolink:species_context_qualifier",
    "population": "mgv:population",
    "population_of": "biolink:population_context_qualifier",
    "route": "mgv:route",
    "dose": "mgv:dose",
    "timing": "mgv:timing",
    "preparation": "mgv:preparation",
    "stimulus": "mgv:stimulus",
    "extent": "mgv:extent",
    "frequency": "mgv:frequency",
    "other": "mgv:other_qualifiers",
}
ENTITY_SLOTS = {
    "name": "rdfs:label",
    "category": "mgv:category",
    "synonyms": "skos:altLabel",
    "xrefs": "skos:exactMatch",
    "description": "dcterms:description",
    "identifier_source": "mgv:identifier_source",
    "deprecated_by": "dcterms:isReplacedBy",
    "raw": "mgv:raw",
}
SOURCE_SLOTS = {
    "title": "dcterms:title",
    "citation": "dcterms:bibliographicCitation",
    "authors": "dcterms:creator",
    "licence": "dcterms:license",
}
CLAIM_SLOTS = {
    "certainty": "mgv:certainty",
    "source_certainty": "mgv:source_certainty",
    "hedge": "mgv:hedge",
    "knowledge_level": "biolink:knowledge_level",
    "agent_type": "biolink:agent_type",
    "rule": "mgv:rule",
    "key": "mgv:key",
    "note": "mgv:note",
}
EVIDENCE_SLOTS = {
    "stance": "mgv:stance",
    "type": "biolink:has_evidence",
    "locator": "mgv:locator",
    "summary": "mgv:summary",
    "quote": "mgv:quote",
    "cited_as": "mgv:cited_as",
    "exempts": "mgv:exempts",
    "raw": "mgv:raw",
}
STEP_SLOTS = {
    "id": "mgv:step_id",
    "branch": "mgv:branch",
    "join": "mgv:join",
    "level": "mgv:level",
    "text": "mgv:text",
}


def slot_of(slots: Mapping[str, str], field: str) -> NamedNode:
    return named(slots.get(field, f"mgv:{field}"))


@cache
def fields_of(kind: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in msgspec.structs.fields(kind))
