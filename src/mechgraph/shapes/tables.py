"""Lists and cards as JSON: tables, hits of a search, one entity or one claim with what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from ..curie import prefix_map
from ..model import Association as Claim
from ..model import Entity as Thing
from ..queries import named_queries
from ..reason.objections import objections_to
from ..reason.sides import Sides, sides_of
from ..search import Hit as Found
from ..store import parts
from ..store.base import Store
from ..store.base import Table as Rows
from ..vocab import vocabulary
from .base import Document, Shape
from .things import Association, Entity, Reference, association, entity_fields, reference

__all__ = [
    "AssociationCard",
    "Associations",
    "EntityCard",
    "Groups",
    "Queries",
    "SearchResult",
    "Stats",
    "Table",
    "association_card",
    "associations",
    "entity_card",
    "groups",
    "queries",
    "search_result",
    "stats",
    "table",
]


class Table(Document, frozen=True):
    """The result of a query: the columns in their order, and each row as an object with these keys."""

    columns: list[str]
    rows: list[dict[str, Any]]


class Hit(Entity, frozen=True, kw_only=True):
    """An entity that a search found, by which of its names, and how well (100 is exact)."""

    matched: str
    score: float


class SearchResult(Document, frozen=True):
    query: str
    hits: list[Hit]


class Counts(Shape, frozen=True, kw_only=True):
    """How many claims around an entity raise, lower, do neither, deny, or do not decide."""

    positive: int
    negative: int
    unsigned: int
    negated: int
    inconclusive: int


class EntityCard(Document, frozen=True):
    """One entity: its counts, the effects of its curated mechanisms, its open questions; its claims if asked for."""

    id: str
    iri: str
    name: str
    category: str
    category_label: str
    glyph: str
    synonyms: list[str]
    xrefs: list[Any]
    description: str
    identifier_source: str
    deprecated_by: str | None
    counts: Counts
    associations: int
    mechanisms: list[Reference]
    questions: list[str]
    claims: list[Association] | UnsetType = UNSET
    sides: dict[str, Sides] | UnsetType = UNSET

    def _repr_html_(self) -> str:
        """For a notebook: what the thing is, and its claims."""
        from ..model.showing import framed, table

        told = {"identifier": self.id, "category": self.category_label, "also called": ", ".join(self.synonyms)}
        told |= {"description": self.description, "mechanisms to": ", ".join(m.name for m in self.mechanisms)}
        rows = [] if self.claims is UNSET else [_row(c) for c in self.claims]
        return framed(
            table(("part", "value"), [(k, v) for k, v in told.items() if v], caption=self.name),
            table(("claim", "sign", "certainty", "sources", "id"), rows, caption="claims", more="claims has all"),
        )


class Associations(Document, frozen=True):
    """Claims that were asked for, a page of ``total``."""

    total: int
    associations: list[Association]
    sides: dict[str, Sides]


class CardObjection(Shape, frozen=True, kw_only=True):
    kind: str
    association: Association


class AssociationCard(Document, frozen=True):
    """One claim with all its evidence, who is for it and who against, and what speaks against it."""

    association: Association
    verdict: str
    sides: Sides
    objections: list[CardObjection]

    def _repr_html_(self) -> str:
        """For a notebook: the claim, its verdict and evidence, and what speaks against it."""
        from html import escape

        from ..model.showing import framed, table

        a = self.association
        evidence = [(e.label, e.stance, e.locator, e.summary) for e in a.evidence]
        against = [(o.kind.replace("_", " "), *_row(o.association)) for o in self.objections]
        columns = ("against it", "claim", "sign", "certainty", "sources", "id")
        return framed(
            f'<p><span class="mg-verdict">{escape(self.verdict)}</span> {escape(a.sentence)}</p>',
            table(("source", "stance", "locator", "says"), evidence, caption="evidence"),
            table(columns, against, caption="what speaks against it") if against else "",
        )


def _row(a: Association) -> tuple[Any, ...]:
    return (a.sentence, a.sign, a.certainty, ", ".join(dict.fromkeys(e.source for e in a.evidence)), a.id)


class Group(Shape, frozen=True, kw_only=True):
    key: str
    title: str
    count: int
    claims: list[str]


class SourceName(Shape, frozen=True, kw_only=True):
    id: str
    label: str


class Groups(Document, frozen=True):
    """The claims about a thing by what they say of it; ``found`` of ``total`` pass the filters."""

    total: int
    found: int
    groups: list[Group]
    species: list[Reference]
    sources: list[SourceName]
    associations: list[Association]
    sides: dict[str, Sides]


class CategoryLine(Shape, frozen=True, kw_only=True):
    id: str
    label: str
    parent: str
    glyph: str


class PredicateLine(Shape, frozen=True, kw_only=True):
    id: str
    label: str
    sign: int | None
    role: str
    definition: str


class Stats(Document, frozen=True):
    """What the graph holds, and its vocabulary; ``software`` is the version of mechgraph."""

    name: str
    software: str
    counts: dict[str, int]
    prefixes: dict[str, str]
    categories: list[CategoryLine]
    predicates: list[PredicateLine]


class QueryParameter(Shape, frozen=True, kw_only=True):
    name: str
    type: str
    default: str
    description: str


class QueryColumn(Shape, frozen=True, kw_only=True):
    name: str
    description: str


class Query(Shape, frozen=True, kw_only=True):
    """A named query; ``sparql`` is its text with every parameter open."""

    name: str
    title: str
    question: str
    sparql: str
    parameters: list[QueryParameter]
    columns: list[QueryColumn]


class Queries(Document, frozen=True):
    queries: list[Query]


def table(t: Rows) -> Table:
    """The shape of a table; identifiers are text."""
    rows: list[dict[str, Any]] = msgspec.to_builtins(t.records(), enc_hook=str)
    return Table(columns=list(t.columns), rows=rows)


def search_result(query: str, hits: Iterable[Found]) -> SearchResult:
    """The shape of what a search found, best first."""
    made = [Hit(**entity_fields(h.entity), matched=h.matched, score=h.score) for h in hits]  # type: ignore[arg-type]
    return SearchResult(query=query, hits=made)


def _claims(store: Store, claims: Sequence[Claim]) -> tuple[list[Association], dict[str, Sides]]:
    names = parts.names_of(store, claims)
    held = {a.id: each for a, each in sides_of(store, claims)}
    return [association(a, names, store.source) for a in claims], held


def associations(store: Store, claims: Sequence[Claim], total: int) -> Associations:
    """The shape of a page of claims."""
    listed, held = _claims(store, claims)
    return Associations(total=total, associations=listed, sides=held)


def entity_card(store: Store, thing: Thing, *, claims: bool = False) -> EntityCard:
    """The shape of an entity as a page shows it.

    Args:
        claims: With every claim that names it.
    """
    around = parts.claims_around(store, thing.id)
    counts = dict.fromkeys(Counts.__struct_fields__, 0)
    for a in around:
        kind = "negated" if a.negated else "inconclusive" if not a.asserted else ""
        counts[kind or {1: "positive", -1: "negative", 0: "unsigned"}[a.sign]] += 1
    ends = (store.entity(m.effect) for m in store.mechanisms(drug=thing.id))
    effects = {e.id: e for e in ends if e is not None}
    listed, held = _claims(store, around) if claims else (UNSET, UNSET)
    return EntityCard(
        **entity_fields(thing),  # type: ignore[arg-type]
        counts=Counts(**counts),
        associations=len(around),
        mechanisms=[reference(c, effects) for c in effects],
        questions=[q.question for q in store.questions() if thing.id in q.about],
        claims=listed,
        sides=held,
    )


def association_card(store: Store, claim: Claim) -> AssociationCard:
    """The shape of a claim as a page shows it."""
    against = list(objections_to(store, claim))
    names = parts.names_of(store, [claim, *(o.association for o in against)])
    ((_, held),) = sides_of(store, [claim])
    return AssociationCard(
        association=association(claim, names, store.source),
        verdict=held.verdict,
        sides=held,
        objections=[
            CardObjection(kind=o.kind, association=association(o.association, names, store.source)) for o in against
        ],
    )


def groups(store: Store, facts: Mapping[str, Any], shown: Sequence[Claim]) -> Groups:
    """The shape of grouped claims, from the counts of a grouping and the claims that are shown."""
    listed, held = _claims(store, shown)
    species = {c: e for c in facts["species"] if (e := store.entity(c)) is not None}
    sources = ((i, store.source(i)) for i in facts["sources"])
    return Groups(
        total=facts["total"],
        found=facts["found"],
        groups=[Group(**g) for g in facts["groups"]],
        species=[reference(c, species) for c in facts["species"]],
        sources=[SourceName(id=i, label=s.label if s else i) for i, s in sources],
        associations=listed,
        sides=held,
    )


def stats(name: str, counts: dict[str, int]) -> Stats:
    """The shape of what a graph holds."""
    from .. import __version__

    vocab = vocabulary()
    return Stats(
        name=name,
        software=__version__,
        counts=counts,
        prefixes=dict(prefix_map().prefixes),
        categories=[
            CategoryLine(id=c.id, label=c.label, parent=c.parent, glyph=c.glyph) for c in vocab.categories.values()
        ],
        predicates=[
            PredicateLine(id=r.id, label=r.label, sign=r.sign, role=r.role, definition=r.definition)
            for r in vocab.predicates.values()
        ],
    )


def queries() -> Queries:
    """The shape of the named queries."""
    return Queries(
        queries=[
            Query(
                name=q.name,
                title=q.title,
                question=q.question,
                sparql=q.sparql({x.name: "*" for x in q.parameters if x.default in ("", "*")}),
                parameters=[
                    QueryParameter(name=x.name, type=x.type, default=x.default, description=x.description)
                    for x in q.parameters
                ],
                columns=[QueryColumn(name=n, description=d) for n, d in q.columns],
            )
            for q in named_queries().values()
        ]
    )
