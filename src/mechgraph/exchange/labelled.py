"""Nodes and edges of any property graph as items of KGX's form, whatever its fields and nodes are called.

A node whose id is no identifier gets a local one, and its id is its name where it has no other. An edge without
direction is given none: where its predicate needs one it is only "related to".
"""

from __future__ import annotations

from typing import Any

from ..curie import Curie
from ..vocab import vocabulary
from .mappings import UNKNOWN_PREDICATE, mapping
from .qualifying import term_of
from .reading import Reading, local_id, normalised
from .words import column, is_missing, listed, text

__all__ = ["Labels"]

_UNDIRECTED = "an edge without direction whose predicate needs one; kept as related_to"


class Labels:
    """The identifiers of the nodes of one file."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.ids: dict[str, str] = {}

    def known(self, raw: object) -> str:
        """The identifier of what a file calls by this id or name."""
        key = str(raw)
        if key not in self.ids:
            curie = normalised(key)
            self.ids[key] = key if curie is not None else str(local_id(key))
            if curie is None:
                self.reading.aliases[key] = Curie(self.ids[key])
        return self.ids[key]

    def node(self, item: dict[str, Any]) -> dict[str, Any]:
        """A node with an identifier, a name and categories."""
        out = dict(item)
        field = "id" if "id" in out else column("id", out)
        raw = text(out.pop(field)) if field is not None and not isinstance(out[field], dict) else ""
        out["id"] = self.known(raw) if raw else ""
        if "name" not in out and (name := column("name", out)) is not None:
            out["name"] = out[name]
        if is_missing(out.get("name")) and raw and normalised(raw) is None:
            out["name"] = raw
        if (kind := column("category", out)) is not None:
            kinds = [k for v in listed(out.pop(kind)) for k in (v.strip(":").split(":") if v.startswith(":") else [v])]
            out["category"] = [k.strip().lower() if k.strip().lower() in vocabulary().categories else k for k in kinds]
        return out

    def edge(self, item: dict[str, Any], *, directed: bool = True, where: str = "") -> dict[str, Any]:
        """An edge with identifiers at its ends and a predicate."""
        out = dict(item)
        for end in ("subject", "object"):
            field = end if end in out else column(end, out)
            raw = text(out.pop(field)) if field is not None else ""
            out[end] = self.known(raw) if raw else ""
        if "predicate" not in out and (field := column("predicate", out)) is not None:
            out["predicate"] = out.pop(field)
        if is_missing(out.get("predicate")):
            out["predicate"] = UNKNOWN_PREDICATE
        if not directed and not _symmetric(text(out["predicate"])):
            self.reading.report.changed.add(_UNDIRECTED, f"{where}: {out['predicate']}")
            out["predicate_without_direction"] = out["predicate"]
            out["predicate"] = UNKNOWN_PREDICATE
        return out


def _symmetric(predicate: str) -> bool:
    row = mapping("biolink").find(term_of(predicate))
    known = vocabulary().predicates.get(row.predicate if row else predicate)
    return known is not None and known.symmetric
