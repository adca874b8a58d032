"""GraphML, read and written: nodes and edges with properties, as in a KGX file.

An edge's predicate is its property ``predicate`` (or ``label``, ``interaction``, ``type``); a node's category is
``category`` (or ``kind``, ``type``, ``label``). Documents with a DOCTYPE are refused, so that no entity can expand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from ..curie import Curie
from ..errors import FormatError
from .files import opened
from .kgx import LISTS, Item, _Maker
from .mappings import UNKNOWN_PREDICATE
from .reading import Reading, Tally, local_id, normalised
from .xmls import ILLEGAL

__all__ = ["read", "to_text"]

MAX_TEXT = 4_000_000
PREDICATE = ("predicate", "label", "interaction", "type", "relation", "relationship")
CATEGORY = ("category", "kind", "type", "labels")
NAME = ("name", "label", "title")


class _Parser:
    """Turns the stream into items, nodes and edges as they end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.keys: dict[str, str] = {}
        self.node: dict[str, Any] | None = None
        self.edge: dict[str, Any] | None = None
        self.data: str | None = None
        self.text: list[str] = []
        self.size = 0
        self.nodes: list[Item] = []
        self.edges: list[Item] = []

    def _doctype(self, *_: object) -> None:
        raise FormatError(f"{self.path}: a DOCTYPE is not read", remedy="remove it from the file")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if name == "key":
            self.keys[attributes.get("id", "")] = attributes.get("attr.name", attributes.get("id", ""))
        elif name == "node":
            self.node = {"id": attributes.get("id", "")}
        elif name == "edge":
            self.edge = {"subject": attributes.get("source", ""), "object": attributes.get("target", "")}
            if "id" in attributes:
                self.edge["id"] = attributes["id"]
        elif name == "data":
            key = attributes.get("key", "")
            self.data, self.text, self.size = self.keys.get(key, key), [], 0

    def _text(self, text: str) -> None:
        if self.data is not None:
            self.text.append(text)
            self.size += len(text)
            if self.size > MAX_TEXT:
                raise FormatError(
                    f"{self.path}:{self.parser.CurrentLineNumber}: a value of more than {MAX_TEXT:,} characters"
                )

    def _end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        where = f"{self.path}:{self.parser.CurrentLineNumber}"
        owner = self.edge if self.edge is not None else self.node
        if name == "data" and self.data is not None:
            value = "".join(self.text)
            if owner is not None and value and self.data:
                owner[self.data] = value.split("|") if self.data in LISTS else value
            self.data = None
        elif name == "node" and self.node is not None:
            self.nodes.append((where, self.node))
            self.node = None
        elif name == "edge" and self.edge is not None:
            self.edges.append((where, self.edge))
            self.edge = None


def _first(item: dict[str, Any], names: Iterable[str]) -> str:
    return next((n for n in names if item.get(n)), "")


def _node(item: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    raw = item["id"]
    if normalised(raw) is None:
        item["id"] = str(local_id(raw))
    ids[raw] = item["id"]
    key = _first(item, CATEGORY) or ("label" if "name" in item and "label" in item else "")
    if key and key != "category":
        value = item.pop(key)
        item["category"] = [value.lstrip(":") if isinstance(value, str) else str(value)]
    if "name" not in item and (key := _first(item, NAME)):
        item["name"] = item[key]
    return item


def _edge(item: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    for end in ("subject", "object"):
        raw = item[end]
        item[end] = ids.get(raw) or (raw if normalised(raw) else str(local_id(raw)))
    if (key := _first(item, PREDICATE)) and key != "predicate":
        item["predicate"] = item.pop(key)
    item.setdefault("predicate", UNKNOWN_PREDICATE)
    if " " in item["predicate"]:
        item["predicate"] = item["predicate"].strip().replace(" ", "_")
    return item


def read(path: str | Path) -> Reading:
    """Read a GraphML file.

    Raises:
        FormatError: not well-formed (with line and column), a DOCTYPE, or no graph in it.
    """
    path = Path(path)
    parser = _Parser(path)
    with opened(path) as stream:
        given = 0
        try:
            while chunk := stream.read(1 << 20):
                parser.parser.Parse(chunk, False)
                given += len(chunk)
                if given - parser.parser.CurrentByteIndex > MAX_TEXT + len(chunk):
                    raise FormatError(
                        f"{path}:{parser.parser.CurrentLineNumber}: a tag of more than {MAX_TEXT:,} bytes"
                    )
            parser.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise FormatError(f"{path}:{error.lineno}:{error.offset + 1}: not well-formed XML: {error}") from None
        except (ValueError, LookupError) as error:
            raise FormatError(f"{path}: not readable XML: {error}") from None
    maker = _Maker(str(path), "graphml", path.name.partition(".")[0])
    ids: dict[str, str] = {}
    maker.nodes((where, _node(item, ids)) for where, item in parser.nodes)
    maker.edges((where, _edge(item, ids)) for where, item in parser.edges)
    maker.reading.aliases.update((raw, c) for raw, own in ids.items() if raw != own and (c := Curie.maybe(own)))
    return maker.done()


class _Words:
    """Texts as GraphML can hold them; what it cannot is counted."""

    def __init__(self, lost: Tally) -> None:
        self.lost = lost

    def legal(self, text: str) -> str:
        if ILLEGAL.search(text):
            self.lost.add("a control character in a text, left out", repr(text))
            text = ILLEGAL.sub("", text)
        return text

    def attribute(self, value: object) -> str:
        return quoteattr(self.legal(str(value)))

    def content(self, value: object) -> str:
        if isinstance(value, list):
            if any("|" in str(v) for v in value):
                self.lost.add("a | inside a list, written as a space")
            text = "|".join(str(v).replace("|", " ") for v in value)
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
        return escape(self.legal(text), {"\r": "&#13;"})


def to_text(nodes: Iterable[dict[str, Any]], edges: Iterable[dict[str, Any]], lost: Tally) -> Iterator[str]:
    """GraphML of KGX items; lists are joined by ``|``, and what XML cannot hold is counted in ``lost``."""
    nodes, edges, words = list(nodes), list(edges), _Words(lost)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    keys: dict[tuple[str, str], str] = {}
    for kind, items, skip in (("node", nodes, {"id"}), ("edge", edges, {"id", "subject", "object"})):
        for name in sorted({k for item in items for k in item} - skip):
            keys[kind, name] = f"{kind[0]}{len(keys)}"
            shown = words.attribute(name)
            yield f'  <key id="{keys[kind, name]}" for="{kind}" attr.name={shown} attr.type="string"/>\n'
    yield '  <graph id="mechgraph" edgedefault="directed">\n'
    for kind, items in (("node", nodes), ("edge", edges)):
        for item in items:
            given = "".join(
                f" {a}={words.attribute(item[k])}"
                for k, a in (("id", "id"), ("subject", "source"), ("object", "target"))
                if k in item and (kind == "edge" or k == "id")
            )
            yield f"    <{kind}{given}>"
            for name, value in item.items():
                if (kind, name) in keys:
                    yield f'<data key="{keys[kind, name]}">{words.content(value)}</data>'
            yield f"</{kind}>\n"
    yield "  </graph>\n</graphml>\n"
