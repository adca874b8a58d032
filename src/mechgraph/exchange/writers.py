"""Write a graph in other formats; each writer says what its format cannot say, with counts.

A property that only mechgraph reads (``mechgraph`` in KGX, GraphML and CX2) carries what the format has no word for, so
that reading the file back loses nothing; other tools do not see it, and the report counts that too. SIF and TSV have no
such place: there it is lost, and negated claims are left out of SIF, because a line there asserts.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from .. import rdf, records
from ..errors import FormatError, MechgraphError, cannot_write
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Records, Source, merge
from ..store.base import Store, given_claims
from . import cx2, graphml, kgx_items, kgx_nodes, xmls
from .kgx import LISTS
from .losses import LossReport

if TYPE_CHECKING:
    from pyoxigraph import Triple

COMPARED = 4_000
"""Entities and claims up to which a file is read again and compared; larger ones take as long again."""
__all__ = ["WRITERS", "LossReport", "write"]

_JSON = json.JSONEncoder(ensure_ascii=False).encode
_BREAK = re.compile(r"[\t\r\n]")


@dataclass
class _Parts:
    entities: list[Entity]
    associations: list[Association]
    sources: dict[str, Source]
    mechanisms: list[CuratedMechanism]
    questions: list[OpenQuestion]
    bare_source: str = ""
    vocabulary: bool = True

    @classmethod
    def of(cls, graph: Records | Store, format: str) -> _Parts:
        if isinstance(graph, Records):
            return cls(
                graph.entities,
                graph.associations,
                {s.id: s for s in graph.sources},
                graph.mechanisms,
                graph.questions,
            )
        return cls(
            list(graph.entities()),
            list(given_claims(graph, datasets=format in RDF)),
            {s.id: s for s in graph.sources()},
            list(graph.mechanisms()),
            list(graph.questions()),
            getattr(graph, "bare_source", ""),
        )

    def records(self) -> Records:
        return Records(
            entities=self.entities,
            sources=list(self.sources.values()),
            associations=self.associations,
            mechanisms=self.mechanisms,
            questions=self.questions,
        )


def _save(path: Path, pieces: Iterable[str]) -> Path:
    """Write beside the target and rename, so that no half file stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise cannot_write(path, error) from None
    return path


def _rest(parts: _Parts, report: LossReport) -> None:
    """What no format of nodes and edges has a place for."""
    for listing, what in ((parts.mechanisms, "a curated mechanism"), (parts.questions, "an open question")):
        if listing:
            report.lost.add(what, count=len(listing))


def _special(a: Association) -> Iterator[str]:
    if a.negated:
        yield "negation"
    if a.qualifiers:
        yield "qualifiers"
    if a.evidence:
        yield "evidence"
    if a.quantity is not None:
        yield "quantity"
    if a.certainty != "established" or a.hedge:
        yield "certainty"


def _items(parts: _Parts, report: LossReport) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    nodes = [kgx_nodes.node_of(e) for e in parts.entities]
    edges: list[dict[str, Any]] = []
    for a in parts.associations:
        for item in kgx_items.edges_of(a, parts.sources):
            if kgx_items.OWN in item:
                for what in _special(a):
                    if what not in ("negation",):
                        report.own.add(f"{what} in full", count=1)
                if a.certainty == "inconclusive":
                    report.own.add("what an inconclusive claim leaves open, written as 'related to'", str(a))
            edges.append(item)
    if described := [s.id for s in parts.sources.values() if s.title not in ("", s.id)]:
        report.lost.add("the description of a source", described[0], len(described))
    _rest(parts, report)
    return nodes, edges


def _columns(items: list[dict[str, Any]], first: tuple[str, ...]) -> list[str]:
    names = {k: None for item in items for k in item}
    return [n for n in first if n in names] + sorted(n for n in names if n not in first)


def _cell(value: Any, report: LossReport) -> str:
    if isinstance(value, str):
        text = value
    elif isinstance(value, list):
        if any("|" in str(v) for v in value):
            report.lost.add("a | inside a list, written as a space")
        text = "|".join(str(v).replace("|", " ") for v in value)
    elif isinstance(value, bool):
        text = str(value).lower()
    else:
        text = _JSON(value)
    if _BREAK.search(text):
        report.lost.add("a tab or line break in a text, written as a space")
        text = " ".join(text.split())
    return text


def _tsv(items: list[dict[str, Any]], first: tuple[str, ...], report: LossReport) -> Iterator[str]:
    names = _columns(items, first) or list(first)
    yield "\t".join(names) + "\n"
    for item in items:
        yield "\t".join(_cell(item[n], report) if n in item else "" for n in names) + "\n"


def _pair(path: Path, suffix: str) -> tuple[Path, Path]:
    stem = path.name.removesuffix(suffix)
    for word in ("_nodes", "_edges"):
        stem = stem.removesuffix(word)
    return path.with_name(f"{stem}_nodes{suffix}"), path.with_name(f"{stem}_edges{suffix}")


def _kgx_tsv(parts: _Parts, path: Path, report: LossReport) -> None:
    nodes, edges = _items(parts, report)
    a, b = _pair(path, ".tsv")
    report.files = [
        _save(a, _tsv(nodes, ("id", "category", "name"), report)),
        _save(b, _tsv(edges, ("id", "subject", "predicate", "object"), report)),
    ]


def _kgx_jsonl(parts: _Parts, path: Path, report: LossReport) -> None:
    nodes, edges = _items(parts, report)
    a, b = _pair(path, ".jsonl")
    report.files = [_save(p, (_JSON(i) + "\n" for i in x)) for p, x in ((a, nodes), (b, edges))]


def _graphml(parts: _Parts, path: Path, report: LossReport) -> None:
    nodes, edges = _items(parts, report)
    for item in (*nodes, *edges):
        for name, value in item.items():
            if isinstance(value, list) and name not in LISTS and len(value) > 1:
                report.lost.add("that a text is a list", name)
    report.files = [_save(path, graphml.to_text(nodes, edges, report.lost))]


def _cx2(parts: _Parts, path: Path, report: LossReport) -> None:
    nodes, edges = _items(parts, report)
    report.files = [_save(path, cx2.to_text(nodes, edges, path.stem))]


def _sif(parts: _Parts, path: Path, report: LossReport) -> None:
    linked: set[str] = set()

    def rows() -> Iterator[str]:
        for a in parts.associations:
            if not a.asserted:
                report.lost.add("a negated or inconclusive claim, left out", str(a))
                continue
            for what in _special(a):
                report.lost.add(what)
            linked.update((a.subject, a.object))
            yield f"{a.subject}\t{a.predicate}\t{a.object}\n"
        for e in parts.entities:
            if e.id not in linked:
                yield f"{e.id}\n"
        report.lost.add("name and category of an entity", count=len(parts.entities))

    report.files = [_save(path, rows())]
    _rest(parts, report)


_TSV = (
    "subject", "subject_name", "predicate", "object", "object_name", "sign", "negated", "certainty", "qualifiers",
    "quantity", "sources", "id",
)  # fmt: skip


def _table(parts: _Parts, path: Path, report: LossReport) -> None:
    names = {e.id: e.name for e in parts.entities}

    def items() -> Iterator[dict[str, Any]]:
        for a in parts.associations:
            if any(e.summary or e.locator or e.type or e.cited_as or e.stance != "supports" for e in a.evidence):
                report.lost.add("what a piece of evidence says beyond its source")
            yield {
                "subject": str(a.subject),
                "subject_name": names.get(a.subject, ""),
                "predicate": a.predicate,
                "object": str(a.object),
                "object_name": names.get(a.object, ""),
                "sign": str(a.sign),
                "negated": a.negated,
                "certainty": a.certainty,
                "qualifiers": "; ".join(f"{k}={v}" for k, v in a.qualifiers.items()),
                "quantity": str(a.quantity or ""),
                "sources": list(a.sources),
                "id": a.id,
            }
        report.lost.add("category and synonyms of an entity", count=len(parts.entities))

    report.files = [_save(path, _tsv(list(items()), _TSV, report))]
    _rest(parts, report)


def _for_xml(triples: Iterable[Triple], report: LossReport) -> Iterator[Triple]:
    """Triples whose texts XML can hold."""
    from pyoxigraph import Literal, Triple

    for t in triples:
        if isinstance(t.object, Literal) and xmls.ILLEGAL.search(t.object.value):
            report.lost.add("a control character in a text, left out", repr(t.object.value))
            yield Triple(t.subject, t.predicate, Literal(xmls.ILLEGAL.sub("", t.object.value)))
        else:
            yield t


def _rdf(format: str) -> Callable[[_Parts, Path, LossReport], None]:
    """RDF with the vocabulary, without which queries of a graph that was loaded elsewhere find nothing."""

    def run(parts: _Parts, path: Path, report: LossReport) -> None:
        lines = rdf.standing_alone(parts.records(), parts.bare_source)
        if not parts.vocabulary:
            lines = rdf.marked(rdf.lines(parts.records()), parts.bare_source)
            report.lost.add("the vocabulary, without which named queries and sentences fail at an endpoint")
        if format == "nt":
            report.files = [_save(path, lines)]
        else:
            triples = rdf.parsed(lines)
            if format == "rdfxml":
                triples = _for_xml(triples, report)
            report.files = [_save(path, [rdf.to_text(triples, format)])]

    return run


def _records(parts: _Parts, path: Path, report: LossReport) -> None:
    report.files = [_save(path, [records.dump(parts.records())])]


RDF = ("turtle", "nt", "jsonld", "rdfxml")
"""Formats in which a graph names the source of claims that are nothing but a triple; all other claims name theirs."""
WRITERS: Mapping[str, Callable[[_Parts, Path, LossReport], None]] = {
    "kgx-tsv": _kgx_tsv,
    "kgx-jsonl": _kgx_jsonl,
    "graphml": _graphml,
    "cx2": _cx2,
    "sif": _sif,
    "tsv": _table,
    **{format: _rdf(format) for format in RDF},
    "records": _records,
}


def write(
    graph: Records | Store,
    format: str,
    path: str | os.PathLike[str],
    *,
    vocabulary: bool = True,
    bare_source: str = "",
) -> LossReport:
    """Write a graph in a format of :data:`WRITERS`.

    KGX makes two files, ``NAME_nodes`` and ``NAME_edges``, beside each other.

    Args:
        vocabulary: RDF describes its predicates, categories and properties, as an endpoint needs it.
        bare_source: RDF says that claims which are nothing but a triple rest on this source; a store says it itself.

    Raises:
        FormatError: no such format. MechgraphError: the file cannot be written; no half file stays.
    """
    if format not in WRITERS:
        raise FormatError(f"no format {format!r} to write", suggestions=_near(format))
    parts = _Parts.of(graph, format)
    parts.vocabulary = vocabulary
    parts.bare_source = bare_source or parts.bare_source
    report = LossReport(format, entities=len(parts.entities), associations=len(parts.associations))
    WRITERS[format](parts, Path(path), report)
    _compare(parts, report)
    return report


def _compare(parts: _Parts, report: LossReport) -> None:
    """Read the file again, where it can be, and say what is otherwise; else why not."""
    from .registry import formats, open_sources

    if not formats[report.format].reads:
        report.unread = "mechgraph does not read it"
    elif not report.entities:
        report.unread = "nothing to read back: it holds nothing"
    elif report.entities + report.associations > COMPARED:
        report.unread = (
            f"not read back: that is done up to {COMPARED:,} entities and claims, 'mechgraph diff' compares more"
        )
    if report.unread:
        return
    report.compared = True
    try:
        (reading,) = open_sources([f for f in report.files if f.stat().st_size])
        back = reading.records()
    except MechgraphError as error:
        report.changed.add("it cannot be read", error.message)
        return
    compared: tuple[tuple[str, list[Any], list[Any]], ...] = (
        ("an entity", _sorted_names(parts.entities), _sorted_names(back.entities)),
        ("a claim", merge(parts.associations), merge(back.associations)),
    )
    for what, given, found in compared:
        for where, some, others in (
            ("is not there or has changed", given, set(found)),
            ("was not there so before", found, set(given)),
        ):
            for one in some:
                if one not in others:
                    report.changed.add(f"{what} that {where}", str(one))


def _sorted_names(entities: Iterable[Entity]) -> list[Entity]:
    """Entities whose other names and identifiers are in order: RDF keeps none."""
    return [
        msgspec.structs.replace(e, synonyms=tuple(sorted(e.synonyms)), xrefs=tuple(sorted(e.xrefs))) for e in entities
    ]


def _near(format: str) -> list[str]:
    import difflib

    return difflib.get_close_matches(format, WRITERS, 2, 0.4)
