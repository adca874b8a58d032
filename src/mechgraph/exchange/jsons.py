"""What a JSON document is, told from the paths of its keys, as far as they stand in its beginning.

The order and the depth of what stands before the nodes do not matter, so that metadata of any kind hides nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ..errors import FormatError, UnreadError
from .files import begun

__all__ = ["decoded", "dicts", "inner", "kind", "outline", "remedy", "value_of"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]')
_DEPTH = 5


def _number(text: str) -> float | None:
    """A number; none where it has no end."""
    value = float(text)
    return value if math.isfinite(value) else None


_PYTHONS = json.JSONDecoder(parse_constant=lambda _: None, parse_float=_number).decode
"""JSON as Python's own writer makes it: NaN and Infinity, which JSON does not have, are missing values."""


def value_of(data: bytes) -> Any:
    """The value of a text.

    Raises:
        ValueError: it is no JSON, not even Python's.
    """
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        if not any(word in data for word in (b"NaN", b"Infinity", b"e", b"E")):
            raise ValueError(str(error)) from None
        try:
            return _PYTHONS(data.decode())
        except ValueError:
            raise ValueError(str(error)) from None


_CUT = "is the file complete?"
_PLACE = re.compile(r"\(byte (\d+)\)")
_WRONG = (
    (re.compile(r",\s*[\]}]"), "take out the comma before the closing bracket; JSON has none there"),
    (re.compile(r"[{\[,:]\s*(?:'|True\b|False\b|None\b)"), "it is Python's own notation: write it with json.dump"),
    (re.compile(r"[{,]\s*[A-Za-z_]\w*\s*:"), "set names in double quotes; JSON has no bare ones"),
    (re.compile(r"(?:^|[{\[,])\s*(?://|/\*|#)"), "take out the comments; JSON has none"),
)


def remedy(near: str) -> str:
    """What to do about a text that is no JSON, from the characters about the place.

    >>> remedy('[{"a": 1},]')
    'take out the comma before the closing bracket; JSON has none there'
    >>> remedy('[{"a": 1}, {"b"')
    'is the file complete?'
    """
    return next((what for pattern, what in _WRONG if pattern.search(near)), _CUT)


def decoded(data: bytes, where: object) -> Any:
    """The value of a whole document.

    Raises:
        FormatError: it is no JSON, with what to do.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return value_of(data)
    except (ValueError, RecursionError) as error:
        at = int(found[1]) if (found := _PLACE.search(str(error))) else len(data)
        near = data[max(0, at - 20) : at + 10].decode("utf-8", "replace")
        raise FormatError(f"{where}: not JSON: {error}", remedy=remedy(near)) from None


def outline(text: str) -> dict[str, str]:
    """Paths of keys in the order of their first appearance, each with the bracket that its value begins with, if any.

    The text may be cut off anywhere, or hold several documents; keys deeper than five levels are left out.

    >>> outline('{"graph": {"nodes": [{"id": 1}, {"id": "2", "name')
    {'graph': '{', 'graph.nodes': '[', 'graph.nodes[].id': ''}
    >>> outline('[{"type": "Inhibition", "subj": {')
    {'[].type': '', '[].subj': '{'}
    """
    out: dict[str, str] = {}
    stack: list[tuple[str, bool]] = []  # the path of each open object or list, and whether it is a list
    key = word = ""
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in "{[":
            path = _joined(stack, key)
            if key and not out.get(path, "-"):
                out[path] = token
            stack.append((f"{path}[]" if token == "[" else path, token == "["))
        elif token in "}]":
            if stack:
                stack.pop()
        elif token == ":" and word and stack and not stack[-1][1] and len(stack) <= _DEPTH:
            key, word = word, ""
            out.setdefault(_joined(stack, key), "")
            continue
        key, word = "", token[1:-1] if token[0] == '"' else ""
    return out


def _joined(stack: list[tuple[str, bool]], key: str) -> str:
    at = stack[-1][0] if stack else ""
    return f"{at}.{key}" if at and key else at or key


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list, or of a dictionary by id; anything else holds none.

    >>> list(dicts([{"a": 1}, "x"])), list(dicts({"k": {"a": 1}})), list(dicts(3))
    ([{'a': 1}], [{'id': 'k', 'a': 1}], [])
    """
    if isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(item, Mapping):
                yield {"id": key, **item}
    elif isinstance(value, list):
        yield from (dict(item) for item in value if isinstance(item, Mapping))


def inner(item: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under a key; an empty one where there is none.

    >>> inner({"a": {"b": 1}}, "a"), inner({"a": 1}, "a")
    ({'b': 1}, {})
    """
    found = item.get(key)
    return found if isinstance(found, Mapping) else {}


_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("hetionet-json", ("metanode_kinds", "metaedge_tuples")),
    ("cx2", ("[].CXVersion",)),
    ("SPARQL results", ("head.vars", "results.bindings")),
    ("GraphSON, TinkerPop's JSON", ("@value.vertices", "vertices[].@value", "@value.vertices[].@type")),
    ("CX", ("[].numberVerification", "[].metaData", "[].nodes[].@id")),
    ("jsonld", ("@context", "@graph", "@id", "[].@context", "[].@id", "[].@graph")),
    ("drugmechdb", tuple(f"{at}graph.{k}" for at in ("[].", "") for k in ("_id", "drug_mesh", "disease_mesh"))),
    ("chembl", ("mechanisms[].action_type", "mechanisms[].mechanism_of_action")),
    (
        "indra",
        ("[].matches_hash", "[].belief", "[].obj_activity", "[].subj.db_refs", "[].enz.db_refs", "[].sub.db_refs"),
    ),
    ("indra", ("[].members[].db_refs", "[].evidence[].source_api", "statements[].evidence", "statements[].type")),
    ("bel", ("graph.pybel_version", "nodes[].bel", "nodes[].concept.namespace")),
    ("trapi", ("message.knowledge_graph", "message.query_graph", "message.results", "knowledge_graph")),
    ("neo4j-lines", ("[].properties", "[].labels")),
    ("cyjs", ("elements", "[].data.id", "[].data.source")),
    ("obograph", ("graphs[].nodes[].lbl", "graphs[].edges[].sub", "graphs[].nodes[].propertyType", "graphs[].meta")),
    ("jgif", ("graph.nodes", "graph.edges", "graphs[].nodes", "graphs[].edges")),
    ("kgx-json", ("multigraph", "links")),
)
"""Keys of which one is enough, the most telling first; what is written with capitals is named and not read."""
_REMEDIES = {
    "CX": "export CX2 from Cytoscape or NDEx",
    "SPARQL results": "ask for CSV, and say --columns",
    "GraphSON, TinkerPop's JSON": "write the graph as GraphML",
}


def kind(start: str) -> str | None:
    """What a JSON text is, from its beginning; ``None`` for one that is no graph that is known.

    Raises:
        UnreadError: a kind that is known and not read.

    >>> kind('{"label": {"en": "x"}, "graph": {"metadata": {}, "nodes": []}}'), kind('[{"drug": "x", "target": "y"}]')
    ('jgif', 'json-rows')
    """
    if start[:1] not in ("{", "["):
        return None
    keys = outline(start)
    if (found := _of_lines(start)) is not None:
        return found
    for name, telling in _KINDS:
        if any(key in keys for key in telling):
            if name in _REMEDIES:
                raise UnreadError(f"the file is {name}, which is not read", remedy=_REMEDIES[name])
            return name
    if "{" in (keys.get("nodes"), keys.get("edges")):
        return "trapi"
    if "nodes" in keys or "edges" in keys:
        return "kgx-json"
    flat = [k for k in keys if k.startswith("[].") and "." not in k[3:]]
    if len(flat) > 1:
        return "json-rows"
    if (wrong := remedy(start)) != _CUT:
        raise UnreadError("the file is no JSON", remedy=wrong)
    shown = ", ".join(dict.fromkeys(k.partition(".")[0] for k in keys)) or "no keys"
    raise UnreadError(
        f"the file is JSON of no kind that is read; it has {shown[:200]}",
        remedy="write a list of objects, one for each edge, and say --columns; see 'mechgraph build --formats'",
    )


def _of_lines(start: str) -> str | None:
    """What a file of one object a line is."""
    lines = [line for line in begun(start)[:3] if line.strip()]
    try:
        first = json.loads(lines[0])  # not stricter than who reads it: pandas writes NaN
    except (ValueError, RecursionError):
        first = None
    if not isinstance(first, dict) or any(isinstance(first[k], list | dict) for k in _WHOLE & first.keys()):
        return None
    if {"subject", "object"} <= first.keys():
        return "kgx-edges"
    if first.get("type") in ("node", "relationship") and "labels" in {*first, *first.get("start", ())}:
        return "neo4j-lines"
    if len(lines) > 1 and "id" in first and ("category" in first or not _EDGE & first.keys()):
        return "kgx-nodes"
    if len(lines) > 1 or _EDGE & first.keys():
        return "json-rows"
    return "kgx-nodes" if "id" in first else None


_WHOLE = frozenset({"nodes", "edges", "links", "graph", "graphs", "elements", "statements", "mechanisms", "message"})
_EDGE = frozenset({"source", "target", "predicate", "relation", "start", "end"})
