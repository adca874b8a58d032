"""CX2, the format of Cytoscape and NDEx: one JSON array of aspects, made of KGX items."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

__all__ = ["to_text"]


def to_text(nodes: list[dict[str, Any]], edges: list[dict[str, Any]], name: str) -> Iterator[str]:
    """CX2 of KGX items: an id is ``represents``, a predicate ``interaction``; attributes are declared by type."""

    def kinds(items: list[dict[str, Any]], skip: set[str]) -> dict[str, dict[str, str]]:
        out: dict[str, set[str]] = {}
        for item in items:
            for k, v in item.items():
                if k not in skip:
                    kind = "list_of_string" if isinstance(v, list) else "boolean" if isinstance(v, bool) else "string"
                    out.setdefault(k, set()).add(kind)
        return {
            k: {"d": "list_of_string" if "list_of_string" in v else min(v) if len(v) == 1 else "string"}
            for k, v in out.items()
        }

    def value(v: Any, kind: str) -> Any:
        if kind == "list_of_string":
            return [str(x) for x in v] if isinstance(v, list) else [str(v)]
        return v if (isinstance(v, bool | str) and kind != "string") or isinstance(v, str) else json.dumps(v)

    dumped = json.JSONEncoder(ensure_ascii=False).encode

    node_kinds, edge_kinds = kinds(nodes, set()), kinds(edges, {"subject", "object"})
    node_kinds = {("represents" if k == "id" else k): v for k, v in node_kinds.items()}
    edge_kinds = {("interaction" if k == "predicate" else k): v for k, v in edge_kinds.items()}
    number = {item["id"]: i for i, item in enumerate(nodes)}
    meta = [
        {"name": n, "elementCount": c}
        for n, c in (
            ("attributeDeclarations", 1),
            ("networkAttributes", 1),
            ("nodes", len(nodes)),
            ("edges", len(edges)),
        )
    ]
    declared = {"networkAttributes": {"name": {"d": "string"}}, "nodes": node_kinds, "edges": edge_kinds}
    yield f'[{{"CXVersion": "2.0", "hasFragments": false}},\n{{"metaData": {dumped(meta)}}},\n'
    yield f'{{"attributeDeclarations": [{dumped(declared)}]}},\n{{"networkAttributes": [{dumped({"name": name})}]}},\n'
    for kind, items, names in (("nodes", nodes, node_kinds), ("edges", edges, edge_kinds)):
        yield f'{{"{kind}": ['
        for i, item in enumerate(items):
            renamed = {
                {"id": "represents"}.get(k, k) if kind == "nodes" else {"predicate": "interaction"}.get(k, k): v
                for k, v in item.items()
                if kind == "nodes" or k not in ("subject", "object")
            }
            entry: dict[str, Any] = {"id": i}
            if kind == "edges":
                entry |= {"s": number[item["subject"]], "t": number[item["object"]]}
            entry["v"] = {k: value(v, names[k]["d"]) for k, v in renamed.items()}
            yield ("," if i else "") + "\n" + dumped(entry)
        yield "]},\n"
    yield '{"status": [{"success": true}]}]\n'
