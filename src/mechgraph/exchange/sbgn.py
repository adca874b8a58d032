"""SBGN-ML, the maps of Activity Flow and Process Description: glyphs as entities, arcs as claims.

A process stands between what it consumes and makes and what acts on it, and is called after them. A state is part of
what a glyph is: phosphorylated ERK is another thing than ERK. An arc of a logical operator, whose inputs count only
together, of Entity Relationship, and one to or from the empty set, is counted. Which arc says what, and which glyph
is what, stands in ``sbgn.predicates.tsv`` and ``sbgn.categories.tsv``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ..curie import Curie
from ..errors import FormatError
from .files import opened
from .kgx import Item, Maker
from .kgx_items import biolink_of
from .labelled import Labels
from .mappings import mapping
from .reading import Reading, normalised
from .xmls import Checked

__all__ = ["read"]

_PROCESSES = frozenset({"process", "omitted process", "uncertain process", "association", "dissociation"})
_LOGIC = frozenset({"and", "or", "not", "delay", "equivalence"})
_PART = "part of a complex"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


def read(path: str | Path) -> Reading:
    """Read the maps of a file.

    Raises:
        FormatError: not well-formed XML (with line and column), or no glyph in it.
    """
    path = Path(path)
    with opened(path) as stream:
        try:
            root = ElementTree.parse(io.BufferedReader(Checked(stream, path), 1 << 20)).getroot()
        except ElementTree.ParseError as error:
            raise FormatError(f"{path}: not well-formed XML: {error}") from None
    maker = Maker(str(path), "sbgn", path.name.partition(".")[0])
    one = _Map(root, maker, path)
    edges = list(one.edges())
    maker.nodes((where, one.labels.node(node)) for where, node in one.nodes())
    maker.edges((where, one.labels.edge(edge)) for where, edge in edges)
    return maker.done()


def _children(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [e for e in element if e.tag.rpartition("}")[2] == name]


def _label(glyph: ElementTree.Element) -> str:
    return " ".join(next((e.get("text", "") for e in _children(glyph, "label")), "").split())


class _Map:
    def __init__(self, root: ElementTree.Element, maker: Maker, path: Path) -> None:
        self.report, self.labels, self.table, self.path = (
            maker.reading.report,
            Labels(maker.reading),
            mapping("sbgn"),
            path,
        )
        self.glyphs: dict[str, ElementTree.Element] = {}
        self.owner: dict[str, str] = {}  # port → its glyph
        self.inside: dict[str, str] = {}  # glyph → the complex around it
        self.places: dict[str, str] = {}
        self.arcs: list[ElementTree.Element] = []
        for glyph in (e for e in root.iter() if e.tag.rpartition("}")[2] == "glyph"):
            own = glyph.get("id", "")
            self.glyphs[own] = glyph
            self.owner |= {port.get("id", ""): own for port in _children(glyph, "port")}
            self.inside |= {e.get("id", ""): own for e in _children(glyph, "glyph")}
            if glyph.get("class") == "compartment":
                self.places[own] = _label(glyph)
        self.arcs = [e for e in root.iter() if e.tag.rpartition("}")[2] == "arc"]
        self.made: dict[str, dict[str, Any]] = {}

    def _is(self, glyph: str, kinds: frozenset[str]) -> bool:
        return self.glyphs[glyph].get("class", "") in kinds

    def _states(self, glyph: ElementTree.Element) -> str:
        out = []
        for e in _children(glyph, "glyph"):
            for state in _children(e, "state"):
                out.append("@".join(filter(None, (state.get("value"), state.get("variable")))))
        return ", ".join(sorted(filter(None, out)))

    def _name(self, glyph: ElementTree.Element) -> str:
        inner = [self._name(e) for e in _children(glyph, "glyph") if self.table.category(e.get("class", ""))]
        name = _label(glyph) or ":".join(filter(None, inner))
        states = self._states(glyph)
        return f"{name} ({states})" if name and states else name

    def _category(self, glyph: ElementTree.Element) -> str | None:
        kind = glyph.get("class", "").removesuffix(" multimer")
        if kind == "biological activity":
            units = [u.get("name", "") for e in _children(glyph, "glyph") for u in _children(e, "entity")]
            kind = next((u for u in units if self.table.category(u)), kind)
        return self.table.category(kind)

    def node(self, own: str) -> str:
        """The identifier of what a glyph stands for; none where it is no thing."""
        glyph = self.glyphs[own]
        if self._is(own, _PROCESSES):
            return self._process(own)
        category, name = self._category(glyph), self._name(glyph)
        if category is None or not name:
            return ""
        named = [
            c for e in glyph.iter() if (c := normalised(e.get(_RESOURCE, "").replace("urn:miriam:", ""))) is not None
        ]
        place = self.places.get(glyph.get("compartmentRef", ""), "")
        key = f"{name} in {place}" if place else name
        known: list[Curie] = list(dict.fromkeys(named))
        if len(known) == 1 and not self._states(glyph):
            key = str(known[0])
        node = {"id": key, "name": name, "category": [category], "xref": [str(c) for c in known if str(c) != key]}
        self.made.setdefault(key, {k: v for k, v in node.items() if v})
        return key

    def _process(self, own: str) -> str:
        ends: dict[str, list[str]] = {"consumption": [], "production": []}
        for arc in self.arcs:
            kind = arc.get("class", "")
            here, there = ("target", "source") if kind == "consumption" else ("source", "target")
            if kind in ends and self._end(arc, here) == own and (other := self._end(arc, there)):
                ends[kind].append(self._name(self.glyphs[other]))
        sides = [" + ".join(sorted(filter(None, ends[k]))) or "…" for k in ("consumption", "production")]
        name = " → ".join(sides) if any(ends.values()) else f"process {own}"
        node = {"id": f"process {own}", "name": name, "category": [self.table.category("process")]}
        self.made.setdefault(f"process {own}", node)
        return f"process {own}"

    def _end(self, arc: ElementTree.Element, side: str) -> str:
        end = arc.get(side, "")
        end = self.owner.get(end, end)
        return end if end in self.glyphs else ""

    def edges(self) -> Iterator[Item]:
        for i, arc in enumerate(self.arcs):
            kind, where = arc.get("class", ""), f"{self.path}: arc {arc.get('id', i)}"
            source, target = self._end(arc, "source"), self._end(arc, "target")
            if not source or not target:
                self.report.dropped.add("an arc without two glyphs", where)
                continue
            row = self.table.find(kind)
            if self._is(source, _LOGIC) or self._is(target, _LOGIC):
                self.report.dropped.add("an arc of a logical operator, whose inputs count together", where)
                continue
            ends = self.node(source), self.node(target)
            if row is None or not all(ends):
                self.report.dropped.add(f"an arc that joins no two things that are read: {kind}", where)
                continue
            yield where, self._edge(row.predicate, *ends) | {"id": arc.get("id", "")}
        for inner, outer in self.inside.items():
            part = self.table.find(_PART)
            if part is not None and self.glyphs[outer].get("class", "").startswith("complex"):
                ends = self.node(outer), self.node(inner)
                if all(ends):
                    yield f"{self.path}: glyph {outer}", self._edge(part.predicate, *ends)

    def _edge(self, predicate: str, subject: str, target: str) -> dict[str, Any]:
        term, qualifiers = biolink_of(predicate)
        return {"subject": subject, "predicate": term, "object": target, **qualifiers}

    def nodes(self) -> Iterator[Item]:
        """Every thing of the map, those that no arc joins too; what is none is counted."""
        for own, glyph in self.glyphs.items():
            if own not in self.inside and not self._is(own, _LOGIC | {"compartment"}) and not self.node(own):
                self.report.dropped.add(f"a glyph that is no thing: {glyph.get('class', '')}", f"{self.path}: {own}")
        yield from ((str(self.path), node) for node in self.made.values())
