"""Named queries that a built graph answers from what its build counted, or from its claims: the rows of the SPARQL.

Counting by SPARQL reads the whole graph, and where evidence was found in a source's file is in no triple of a built
graph. :func:`answered` knows the queries that ask for these; for every other it says nothing, and SPARQL is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from ..curie import Curie
from ..model import Source
from ..vocab import vocabulary
from .base import Table

if TYPE_CHECKING:
    from .disk import DiskStore

__all__ = ["answered"]


def answered(store: DiskStore, name: str, values: Mapping[str, Any]) -> Table | None:
    """The rows of a named query with its parameters, or ``None`` where SPARQL is to be asked.

    Args:
        values: Parameter → value or several, checked already; what is not given takes its default.
    """
    if name == "provenance":
        return _sorted(("knowledge_level", "agent_type", "certainty", "negated", "claims"), _standing(store), 4)
    if name == "predicates":
        return _sorted(("predicate", "label", "sign", "group", "role", "claims"), _predicates(store), key=_by_role)
    if name == "sources":
        rows = [row for _, row in sorted(_sources(store, _several(values.get("source", "*"))))]
        return Table(("source", "kind", "title", "year", "verified", "link", "claims"), tuple(rows))
    if name == "evidence" and (claims := _several(values["claim"])) is not None:
        rows = [row for claim in sorted(claims) for row in _evidence(store, claim)]
        return Table(_EVIDENCE, tuple(rows))
    return None


_EVIDENCE = (
    *("position", "stance", "source", "title", "citation", "verified", "link"),
    *("type", "locator", "summary", "quote", "cited_as"),
)


def _several(value: Any) -> list[str] | None:
    """The values of a parameter; ``None`` where any will do."""
    given = list(value) if isinstance(value, list | tuple) else [value]
    return None if given == ["*"] else [str(v) for v in given]


def _sorted(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]], first: int = 0, key: Any = None) -> Table:
    return Table(columns, tuple(sorted(rows, key=key or (lambda row: row[:first]))))


def _by_role(row: tuple[Any, ...]) -> tuple[str, str]:
    return row[4], row[0]


def _standing(store: DiskStore) -> Iterator[tuple[Any, ...]]:
    rows = {tuple(kind): n for *kind, n in store.manifest["standing"]}
    bare = store.counts()["associations"] - sum(rows.values())
    if bare:
        kind = ("not_provided", "not_provided", "established", False)
        rows[kind] = rows.get(kind, 0) + bare
    return ((*kind, n) for kind, n in rows.items())


def _predicates(store: DiskStore) -> Iterator[tuple[Any, ...]]:
    used = store.manifest["by_predicate"]
    for p in vocabulary().predicates.values():
        yield Curie(f"mgv:{p.id}"), p.label, p.sign, p.group, p.role, used.get(p.id, 0)


def _sources(store: DiskStore, wanted: list[str] | None) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """IRI, by which they are sorted, and row."""
    from ..rdf import source_iri, term_value

    ids = None if wanted is None else [w.removeprefix("mgs:") for w in wanted]
    for source, claims in store.resting(ids):
        if source.kind and source.title:
            node, said = source_iri(source.id), (_said(source, field) for field in ("year", "verified"))
            yield node.value, (term_value(node), source.kind, source.title, *said, source.link or None, claims)


def _evidence(store: DiskStore, claim: str) -> Iterator[tuple[Any, ...]]:
    found = store.association(claim)
    for position, e in enumerate(found.evidence if found else (), 1):
        source = store.source(e.source)
        of_source = [source and (_said(source, f) if f != "link" else source.link or None) for f in _EVIDENCE[3:7]]
        yield (position, e.stance, _node(e.source), *of_source, *(getattr(e, f) or None for f in _EVIDENCE[7:]))


def _node(source: str) -> Any:
    """A source as a query gives it."""
    from ..rdf import source_iri, term_value

    return term_value(source_iri(source))


def _said(source: Source, field: str) -> Any:
    """A field as RDF has it: nothing where it has its default."""
    value = getattr(source, field)
    return None if value is None or value == _defaults()[field] else value


@cache
def _defaults() -> dict[str, Any]:
    return {f.name: f.default for f in msgspec.structs.fields(Source)}
