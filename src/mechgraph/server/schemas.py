"""JSON Schemas of what the API returns, for the OpenAPI document; a test validates real answers against them."""

from __future__ import annotations

from typing import Any

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
_SIDES: Schema = {
    "type": "object",
    "additionalProperties": _thing(verdict=TEXT, **{column: _list(_SIDE) for column in _COLUMNS}),
}
"""Claim by its id → who is for it and who against."""
_OBJECTION = _thing(kind=TEXT, association=_ref("Association"))

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
        link=TEXT,
        verified=TEXT,
        retracted=YES_NO,
    ),
    "Evidence": _thing(
        source=TEXT,
        label=TEXT,
        link=TEXT,
        year=_maybe(WHOLE),
        verified=TEXT,
        retracted=YES_NO,
        stance={"enum": ["supports", "refutes", "partial", "no_effect"]},
        type=_maybe(TEXT),
        locator=TEXT,
        summary=TEXT,
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
        certainty={"enum": ["established", "probable", "hedged", "inconclusive"]},
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
    "Associations": _thing(total=WHOLE, associations=_list(_ref("Association"))),
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
    "Paths": _thing(paths=_list(_ref("Path")), claims=_list(_ref("Association")), sides=_SIDES),
    "Answer": {"type": "object"},
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
