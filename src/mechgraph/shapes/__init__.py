"""What the faces say, as JSON: one Struct for one thing, for the library, the command line, the server and MCP alike.

A shape is made from what the library returns, by :func:`shape`; :func:`to_json` gives its bytes and :func:`schemas` the
JSON Schemas that OpenAPI and MCP show. Who adds a field adds it here, in the class and in the function under it, and
nowhere else. Nothing is looked up, judged or worded here but through the rooms that do so.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..answers.answer import Answer as _Answer
from ..answers.answer import Explanation as _Explanation
from ..answers.compare import Comparison as _Comparison
from ..answers.judge import verdict_on
from ..model import Association as _Association
from ..model import Entity as _Entity
from ..model import Mechanism as _Mechanism
from ..model import Path as _Path
from ..model import Paths as _Paths
from ..model import Source as _Source
from ..reason.candidates import Repurposing as _Repurposing
from ..reason.interactions import Interactions as _Interactions
from ..reason.verdicts import mechanism_verdict
from ..reason.whatif import WhatIf as _WhatIf
from ..store.base import Table as _Table
from . import answers, browsing, chains, meetings, tables, things
from .base import VERSION, Document, Shape

__all__ = ["VERSION", "Document", "Shape", "schemas", "shape", "to_dict", "to_json", "verdict_of", "verdicts_of"]

DOCUMENTS: tuple[type[Document], ...] = (
    answers.Answer,
    tables.AssociationCard,
    tables.Associations,
    browsing.Browse,
    meetings.Comparison,
    tables.EntityCard,
    browsing.Examples,
    answers.Explanation,
    browsing.FirstScreen,
    tables.Groups,
    meetings.Interactions,
    chains.Mechanism,
    chains.Paths,
    tables.Queries,
    browsing.QueryText,
    meetings.Repurposing,
    tables.SearchResult,
    tables.Stats,
    tables.Table,
    meetings.WhatIf,
)
"""What a face prints as a whole."""


def shape(value: object, *, everything: bool = False) -> Shape:
    """The shape of something that the library returned.

    Args:
        everything: All of an explanation, which is otherwise cut to 16 kB.

    Raises:
        TypeError: it has none.
    """
    if isinstance(value, Shape):
        return value
    if isinstance(value, _Explanation):
        return answers.explanation(value, everything=everything)
    if isinstance(value, _Answer):
        return answers.answer(value)
    if isinstance(value, _Mechanism):
        return chains.mechanism(value)
    if isinstance(value, _Path):
        value = _Paths([value])
    if isinstance(value, _Paths):
        return chains.paths(value)
    if isinstance(value, _WhatIf):
        return meetings.what_if(value)
    if isinstance(value, _Interactions):
        return meetings.interactions(value)
    if isinstance(value, _Comparison):
        return meetings.comparison(value)
    if isinstance(value, _Repurposing):
        return meetings.repurposing(value)
    if isinstance(value, _Table):
        return tables.table(value)
    if isinstance(value, _Entity):
        return things.entity(value)
    if isinstance(value, _Association):
        return things.association(value, {}, lambda _: None)
    if isinstance(value, _Source):
        return things.source(value)
    raise TypeError(f"{type(value).__name__} has no shape")


def to_dict(value: object, *, everything: bool = False) -> dict[str, Any]:
    """The JSON of a value as plain Python values."""
    return shape(value, everything=everything).to_dict()


def to_json(value: object, *, everything: bool = False) -> str:
    """The JSON of a value, in one line."""
    return shape(value, everything=everything).to_json()


def verdict_of(mechanism: _Mechanism) -> str:
    """The verdict on a mechanism: that of every face where it is of a graph, else what its own claims come to."""
    if mechanism.workspace is None:
        return mechanism_verdict(mechanism)
    return verdict_on(mechanism.workspace, mechanism)


def verdicts_of(found: _Paths) -> list[str]:
    """The verdict of each path."""
    return [*chains.verdicts(found)]


def schemas(reference: str = "#/components/schemas/{name}") -> dict[str, Any]:
    """JSON Schemas of all documents and their parts, by name.

    Args:
        reference: How one refers to another, with ``{name}`` for its name.

    >>> "verdict" in schemas()["Answer"]["required"]
    True
    """
    _, components = msgspec.json.schema_components(DOCUMENTS, ref_template=reference)
    for made in components.values():
        properties = made.get("properties", {})
        # what has a default is written all the same; UNSET, which is not written, has none in the schema
        made["required"] = [name for name in properties if name in made["required"] or "default" in properties[name]]
        for each in properties.values():
            each.pop("default", None)
    return components
