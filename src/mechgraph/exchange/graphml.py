"""GraphML, read and written: nodes and edges with properties, as in a KGX file.

Fields are found under the names that others give them (:mod:`mechgraph.exchange.labelled`), yEd's labels too; defaults
of keys apply, and an edge without direction is given none. Documents with a DOCTYPE are refused, so that no entity can
expand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from ..errors import FormatError
from .files import opened
from .kgx import LISTS, Item, Maker
from .labelled import Labels
from .reading import Reading, Tally
from .words import arrow
from .xmls import ILLEGAL

__all__ = ["read", "to_text"]

MAX_TEXT = 4_000_000
_LABELS = {"NodeLabel": "name", "EdgeLabel": "predicate"}
"""Where yEd has the text that it draws."""


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
        self.defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}, "all": {}}
        self.key: tuple[str, str] = ("", "")
        self.open: list[tuple[str, dict[str, Any]]] = []
        self.directed = [True]
        self.field: str | None = None
        self.inner = 0
        self.text: list[str] = []
        self.size = 0
        self.nodes: list[Item] = []
        self.edges: list[tuple[str, dict[str, Any], bool]] = []
        self.hyper = 0

    def _doctype(self, *_: object) -> None:
        raise FormatError(f"{self.path}: a DOCTYPE is not read", remedy="remove it from the file")

    def _where(self) -> str:
        return f"{self.path}:{self.parser.CurrentLineNumber}"

    def _begin(self, field: str) -> None:
        self.field, self.text, self.size, self.inner = field, [], 0, 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if name in _LABELS and self.open:
            self._begin(_LABELS[name])
        elif self.field is not None:
            self.inner += 1
        if name == "key":
            key = attributes.get("id", "")
            self.keys[key] = attributes.get("attr.name", key)
            self.key = (attributes.get("for", "all"), self.keys[key])
        elif name == "default" and self.key[1]:
            self._begin("default")
        elif name == "graph":
            self.directed.append(attributes.get("edgedefault", "directed") == "directed")
        elif name == "node":
            item = {"id": attributes.get("id", "")} | {k: attributes[k] for k in ("labels",) if k in attributes}
            self.open.append(("node", item))
        elif name == "edge":
            item = {"subject": attributes.get("source", ""), "object": attributes.get("target", "")}
            item |= {k: attributes[k] for k in ("id", "label") if k in attributes}
            item["directed"] = attributes.get("directed", str(self.directed[-1])).lower()
            self.open.append(("edge", item))
        elif name == "hyperedge":
            self.hyper += 1
        elif name == "Arrows" and self.open and (meant := arrow(attributes.get("target", ""))):
            self.open[-1][1].setdefault("interaction", meant)
        elif name == "data":
            key = attributes.get("key", "")
            self._begin(self.keys.get(key, key))

    def _text(self, text: str) -> None:
        if self.field is not None and not self.inner:
            self.text.append(text)
            self.size += len(text)
            if self.size > MAX_TEXT:
                raise FormatError(f"{self._where()}: a value of more than {MAX_TEXT:,} characters")

    def _end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        if name in _LABELS or name in ("data", "default"):
            self._close("".join(self.text), label=name in _LABELS)
        elif self.inner:
            self.inner -= 1
        if name == "key":
            self.key = ("", "")
        elif name == "graph":
            self.directed.pop()
        elif name in ("node", "edge") and self.open and self.open[-1][0] == name:
            item = self.open.pop()[1]
            for field, value in (*self.defaults[name].items(), *self.defaults["all"].items()):
                item.setdefault(field, value)
            if name == "node":
                self.nodes.append((self._where(), item))
            else:
                self.edges.append((self._where(), item, item.pop("directed") != "false"))

    def _close(self, value: str, *, label: bool) -> None:
        field, self.field = self.field, None
        if field == "default" and self.key[1]:
            kind, name = self.key
            self.defaults[kind if kind in self.defaults else "all"][name] = value
        elif self.open and field and value.strip():
            value = value.strip() if label else value
            item = self.open[-1][1]
            item[field] = value.split("|") if field in LISTS else value


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
    maker = Maker(str(path), "graphml", path.name.partition(".")[0])
    labels = Labels(maker.reading)
    maker.nodes((where, labels.node(item)) for where, item in parser.nodes)
    maker.edges((where, labels.edge(item, directed=way, where=where)) for where, item, way in parser.edges)
    if parser.hyper:
        maker.reading.report.dropped.add("a hyperedge; it joins more than two nodes", path, parser.hyper)
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
