"""The OpenAPI 3.1 document of the JSON API, made from the table of its operations."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from .. import __version__
from ..receipts import Receipt
from ..shapes import schemas
from .operations import OPERATIONS
from .params import Operation, Param
from .problems import KINDS

__all__ = ["document"]

_API_PROBLEMS = (400, 404, 405, 409, 500, 501, 502, 503)


def _parameter(p: Param) -> dict[str, Any]:
    return {
        "name": p.name,
        "in": p.within,
        "required": p.required or p.fewest > 0 or p.within == "path",
        "description": p.about,
        "schema": p.schema(),
    } | ({"style": "form", "explode": True} if p.many else {})


def _operation(o: Operation) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{o.returns}"} if o.returns else {"type": "string"}
    problems = {str(s): {"$ref": "#/components/responses/Problem"} for s in _API_PROBLEMS}
    parameters = [_parameter(p) for p in o.params]
    if o.open:
        free: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "string", "maxLength": 500}}
        parameters.append(
            {
                "name": "parameters",
                "in": "query",
                "style": "form",
                "explode": True,
                "description": "the query's own parameters",
                "schema": free,
            }
        )
    return {
        "get": {
            "operationId": o.call,
            "summary": o.summary,
            "parameters": parameters,
            "responses": {
                "200": {"description": o.summary, "content": {m: {"schema": schema} for m in o.media}},
                **problems,
            },
        }
    }


@cache
def document() -> dict[str, Any]:
    """The document as a dictionary.

    >>> document()["openapi"]
    '3.1.0'
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mechgraph",
            "version": __version__,
            "description": "How drugs work: search, claims, mechanisms, paths, answers and figures. Read-only.",
        },
        "paths": {o.path: _operation(o) for o in OPERATIONS},
        "components": {
            "schemas": schemas() | _receipts() | {"Problem": _problem()},
            "responses": {
                "Problem": {
                    "description": "The one shape of every error (RFC 9457)",
                    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
            },
        },
    }


def _receipts() -> dict[str, Any]:
    """The schemas of a receipt and its parts."""
    return msgspec.json.schema_components((Receipt,), ref_template="#/components/schemas/{name}")[1]


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "enum": [f"urn:mechgraph:problem:{k}" for k in KINDS]},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "remedy": {"type": "string"},
            "suggestions": {"type": "array", "items": {"type": "string"}},
            "line": {"type": "integer"},
            "column": {"type": "integer"},
        },
        "additionalProperties": False,
    }
