"""JSON Schemas of what the API returns, for the OpenAPI document; a test validates real answers against them."""

from __future__ import annotations

from typing import Any, get_args

from ..answers.judge import Verdict
from ..model import CERTAINTIES, SOURCE_CERTAINTIES

__all__ = ["SCHEMAS"]

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
YES_NO: Schema = {"type": "boolean"}
SIGN: Schema = {"type": ["integer", "null"], "enum": [-1, 0, 1, None]}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _thing(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


CERTAINTY = _one_of(*CERTAINTIES)
SOURCE_CERTAINTY = _one_of(*filter(None, SOURCE_CERTAINTIES))
STANCE = _one_of("supports", "refutes", "partial", "no_effect")
_ENTITY: dict[str, Schema] = {
    "id": TEXT,
    "iri": TEXT,
    "name": TEXT,
    "category": TEXT,
    "category_label": TEXT,
    "glyph": TEXT,
    "synonyms": _list(TEXT),
    "xrefs": _list(_thing(id=TEXT, iri=TEXT)),
    "description": TEXT,
    "identifier_source": TEXT,
    "deprecated_by": _maybe(TEXT),
}
_COUNTS = {"type": "object", "additionalProperties": WHOLE}
_SIDE = _thing(by=TEXT, kind=TEXT, says=TEXT, sources=_list(TEXT))
_COLUMNS = ("supports", "refutes", "no_effect", "inconclusive", "partial", "contested")
_WEIGHED: dict[str, Schema] = {"verdict": TEXT} | {column: _list(_SIDE) for column in _COLUMNS}
_HELD = _thing(**_WEIGHED)
_SIDES: Schema = {"type": "object", "additionalProperties": _HELD}
"""Claim by its id → who is for it and who against."""
_OBJECTION = _thing(kind=TEXT, association=_ref("Association"))

_NAMES: Schema = {"type": "object", "additionalProperties": _ref("Reference")}

SCHEMAS: dict[str, Schema] = {
    "Reference": _thing(id=TEXT, name=TEXT, category=TEXT),
    "Entity": _thing(**_ENTITY),
    "EntityCard": _thing(
        **_ENTITY, counts=_COUNTS, associations=WHOLE, mechanisms=_list(_ref("Reference")), questions=_list(TEXT)
    ),
    "Source": _thing(
        id=TEXT,
        kind=TEXT,
        label=TEXT,
        title=TEXT,
        authors=TEXT,
        year=_maybe(WHOLE),
        pmid=TEXT,
        pmcid=TEXT,
        doi=TEXT,
        set_id=TEXT,
        journal=TEXT,
        volume=TEXT,
        issue=TEXT,
        pages=TEXT,
        container=TEXT,
        publisher=TEXT,
        version=TEXT,
        accessed=TEXT,
        link=TEXT,
        verified=TEXT,
        retracted=YES_NO,
        bibtex=TEXT,
    ),
    "Evidence": _thing(
        source=TEXT,
        label=TEXT,
        link=TEXT,
        year=_maybe(WHOLE),
        verified=TEXT,
        retracted=YES_NO,
        stance=STANCE,
        type=_maybe(TEXT),
        locator=TEXT,
        summary=TEXT,
        quote=TEXT,
        cited_as=TEXT,
    ),
    "Association": _thing(
        id=TEXT,
        sentence=TEXT,
        subject=_ref("Reference"),
        predicate=TEXT,
        label=TEXT,
        object=_ref("Reference"),
        cause=TEXT,
        effect=TEXT,
        sign=SIGN,
        role=TEXT,
        direct=YES_NO,
        negated=YES_NO,
        asserted=YES_NO,
        certainty=CERTAINTY,
        source_certainty=SOURCE_CERTAINTY,
        hedge=TEXT,
        quantity=TEXT,
        context=TEXT,
        qualifiers={"type": "object", "additionalProperties": _thing(value=TEXT, name=TEXT)},
        knowledge_level=TEXT,
        agent_type=TEXT,
        rule=TEXT,
        derived_from=_list(TEXT),
        note=TEXT,
        evidence=_list(_ref("Evidence")),
    ),
    "Path": _thing(
        sign=SIGN,
        length=WHOLE,
        cost={"type": "number"},
        certainty=TEXT,
        pattern=_list(TEXT),
        entities=_list(_ref("Reference")),
        steps=_list(_thing(claim=TEXT, label=TEXT, forward=YES_NO, sign=SIGN, sentence=TEXT)),
    ),
    "Stats": _thing(
        name=TEXT,
        version=TEXT,
        counts=_COUNTS,
        prefixes={"type": "object", "additionalProperties": TEXT},
        categories=_list(_thing(id=TEXT, label=TEXT, parent=TEXT, glyph=TEXT)),
        predicates=_list(_thing(id=TEXT, label=TEXT, sign=SIGN, role=TEXT, definition=TEXT)),
    ),
    "SearchResult": _thing(query=TEXT, hits=_list(_thing(**_ENTITY, matched=TEXT, score={"type": "number"}))),
    "Associations": _thing(total=WHOLE, associations=_list(_ref("Association")), sides=_SIDES),
    "Groups": _thing(
        total=WHOLE,
        found=WHOLE,
        groups=_list(_thing(key=TEXT, title=TEXT, count=WHOLE, claims=_list(TEXT))),
        species=_list(_ref("Reference")),
        sources=_list(_thing(id=TEXT, label=TEXT)),
        associations=_list(_ref("Association")),
        sides=_SIDES,
    ),
    "AssociationCard": _thing(association=_ref("Association"), objections=_list(_OBJECTION)),
    "Mechanism": _thing(
        title=TEXT,
        drug=_ref("Reference"),
        effect=_maybe(_ref("Reference")),
        sign=SIGN,
        verdict=TEXT,
        curated=_list(TEXT),
        weakest=TEXT,
        claims=_list(_ref("Association")),
        paths=_list(_ref("Path")),
        sides=_SIDES,
        objections=_list(
            _thing(claim=TEXT, kind=TEXT, association=_ref("Association"), evidence=_maybe(_ref("Evidence")))
        ),
        entities=_list(_ref("Entity")),
        sources=_list(_ref("Source")),
    ),
    "Paths": _thing(paths=_list(_ref("Path")), mechanism=YES_NO, claims=_list(_ref("Association")), sides=_SIDES),
    "Answer": _thing(
        question=TEXT,
        verdict=_one_of(*get_args(Verdict)),
        answer=TEXT,
        claims=_list(_ref("AnswerClaim")),
        sparql=TEXT,
        suggestions=_list(TEXT),
    ),
    "Explanation": _thing(
        summary=TEXT,
        question=TEXT,
        verdict=_one_of(*get_args(Verdict)),
        answer=TEXT,
        sections=_list(_thing(title=TEXT, claims=_list(TEXT), note=TEXT, remarks=_list(TEXT))),
        claims=_list(_ref("AnswerClaim")),
        sign=SIGN,
        weakest=TEXT,
        sparql=TEXT,
    ),
    "AnswerClaim": _thing(
        id=TEXT,
        sentence=TEXT,
        negated=YES_NO,
        certainty=CERTAINTY,
        supports=_maybe(YES_NO),
        sources=_list(_thing(id=TEXT, label=TEXT, link=TEXT, stance=STANCE, locator=TEXT, summary=TEXT, cited_as=TEXT)),
        sides=_HELD,
    ),
    "WeighedClaim": _thing(id=TEXT, sentence=TEXT, certainty=CERTAINTY, **_WEIGHED),
    "WhatIf": _thing(
        drug=TEXT,
        effect=TEXT,
        verdict=_one_of("kept", "blocked", "inverted", "undetermined", "created"),
        before=TEXT,
        after=TEXT,
        deleted=_list(TEXT),
        inverted=_list(TEXT),
        added=_list(_list(TEXT)),
        blocked=_list(TEXT),
        necessary=_list(TEXT),
        necessary_entities=_list(TEXT),
        bypassed=_list(TEXT),
        doubtful=_list(TEXT),
        paths=_list(_thing(entities=_list(TEXT), sign=SIGN, claims=_list(TEXT))),
        claims=_list(_ref("WeighedClaim")),
        names=_NAMES,
    ),
    "Interactions": _thing(
        drug=TEXT,
        other=_maybe(TEXT),
        interactions=_list(
            _thing(
                kind=_one_of("documented", "pharmacokinetic", "pharmacodynamic"),
                inferred=YES_NO,
                acting=TEXT,
                affected=TEXT,
                mutual=YES_NO,
                point=TEXT,
                relation=_one_of("same", "opposite", "undetermined", "raises", "lowers", "changes"),
                certainty=CERTAINTY,
                hedge=TEXT,
                rule=TEXT,
                apart=_list(TEXT),
                sentence=TEXT,
                ways=_list(_thing(drug=TEXT, sign=SIGN, claims=_list(TEXT))),
                sources=_list(TEXT),
            )
        ),
        claims=_list(_ref("WeighedClaim")),
        names=_NAMES,
    ),
    "Comparison": _thing(
        drugs=_list(TEXT),
        rows=_list(
            _thing(
                facet=_one_of("targets", "processes", "regions", "effects", "roles"),
                entity=TEXT,
                name=TEXT,
                shared=YES_NO,
                opposite=YES_NO,
                distinct=YES_NO,
                relation=TEXT,
                cells=_list(_maybe(_thing(sign=SIGN, how=TEXT, claims=_list(TEXT)))),
            )
        ),
        claims=_list(_ref("WeighedClaim")),
        names=_NAMES,
    ),
    "Queries": _thing(
        queries=_list(
            _thing(
                name=TEXT,
                title=TEXT,
                question=TEXT,
                sparql=TEXT,
                parameters=_list(_thing(name=TEXT, type=TEXT, default=TEXT, description=TEXT)),
                columns=_list(_thing(name=TEXT, description=TEXT)),
            )
        )
    ),
    "Table": _thing(columns=_list(TEXT), rows=_list({"type": "array"})),
}
