"""Entities, sources and claims as JSON: self-contained, with names, sentences and links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from ..curie import Curie, prefix_map
from ..model import Association as Claim
from ..model import Certainty, SourceCertainty, Stance, bibtex
from ..model import Entity as Thing
from ..model import Evidence as Voice
from ..model import Source as Cited
from ..sentences import claim_sentence, context_phrase, raw_words, says
from ..vocab import vocabulary
from .base import Shape

__all__ = [
    "Association",
    "Entity",
    "Evidence",
    "Named",
    "Reference",
    "Source",
    "association",
    "entity",
    "entity_fields",
    "evidence",
    "reference",
    "source",
]

Named = Mapping[Curie, Thing]
Look = Callable[[str], Cited | None]
"""The source of an id."""


class Reference(Shape, frozen=True, kw_only=True):
    """An entity as others refer to it; ``category`` is empty where the graph does not hold it."""

    id: str
    name: str
    category: str


class Xref(Shape, frozen=True, kw_only=True):
    id: str
    iri: str


class Entity(Shape, frozen=True, kw_only=True):
    """An entity with everything that the graph says of it but its claims."""

    id: str
    iri: str
    name: str
    category: str
    category_label: str
    glyph: str
    synonyms: list[str]
    xrefs: list[Xref]
    description: str
    identifier_source: str
    deprecated_by: str | None


class Source(Shape, frozen=True, kw_only=True):
    """A source with the text of its citation and its best link."""

    id: str
    kind: str
    label: str
    title: str
    authors: str
    year: int | None
    pmid: str
    pmcid: str
    doi: str
    set_id: str
    journal: str
    volume: str
    issue: str
    pages: str
    container: str
    publisher: str
    version: str
    accessed: str
    link: str
    verified: str
    retracted: bool
    bibtex: str


class Evidence(Shape, frozen=True, kw_only=True):
    """One piece of evidence: its source, how it stands to the claim, and where in the source it is."""

    source: str
    label: str
    link: str
    year: int | None
    verified: str
    retracted: bool
    stance: Stance
    type: str | None
    locator: str
    summary: str
    quote: str
    cited_as: str


class Qualifier(Shape, frozen=True, kw_only=True):
    value: str
    name: str


class Association(Shape, frozen=True, kw_only=True):
    """A claim with its sentence, its context and every piece of its evidence."""

    id: str
    sentence: str
    subject: Reference
    predicate: str
    label: str
    object: Reference
    cause: str
    effect: str
    sign: Literal[-1, 0, 1]
    role: str
    direct: bool
    negated: bool
    asserted: bool
    certainty: Certainty
    source_certainty: SourceCertainty
    hedge: str
    quantity: str
    context: str
    qualifiers: dict[str, Qualifier]
    knowledge_level: str
    agent_type: str
    rule: str
    derived_from: list[str]
    note: str
    evidence: list[Evidence]


def reference(curie: Curie, names: Named) -> Reference:
    """An entity by its identifier, as others refer to it."""
    e = names.get(curie)
    return Reference(id=str(curie), name=e.label if e else str(curie), category=e.category if e else "")


def entity_fields(e: Thing) -> dict[str, object]:
    """The fields of :class:`Entity`, for shapes that have them and more."""
    category = vocabulary().categories.get(e.category)
    return {
        "id": str(e.id),
        "iri": prefix_map().expand(e.id),
        "name": e.label,
        "category": e.category,
        "category_label": category.label if category else e.category,
        "glyph": category.glyph if category else "",
        "synonyms": list(e.synonyms),
        "xrefs": [Xref(id=str(x), iri=prefix_map().expand(x)) for x in e.xrefs],
        "description": e.description,
        "identifier_source": e.identifier_source or raw_words(e.raw),
        "deprecated_by": None if e.deprecated_by is None else str(e.deprecated_by),
    }


def entity(e: Thing) -> Entity:
    """The shape of an entity."""
    return Entity(**entity_fields(e))  # type: ignore[arg-type]


def _web(s: Cited) -> str:
    return s.link if s.link.startswith(("https://", "http://")) else ""


def source(s: Cited) -> Source:
    """The shape of a source."""
    return Source(
        id=s.id,
        kind=s.kind,
        label=s.label,
        title=s.title,
        authors=s.authors,
        year=s.year,
        pmid=s.pmid,
        pmcid=s.pmcid,
        doi=s.doi,
        set_id=s.set_id,
        journal=s.journal,
        volume=s.volume,
        issue=s.issue,
        pages=s.pages,
        container=s.container,
        publisher=s.publisher,
        version=s.version,
        accessed=s.accessed,
        link=_web(s),
        verified=s.verified,
        retracted=s.retracted,
        bibtex=bibtex([s]),
    )


def evidence(e: Voice, look: Look) -> Evidence:
    """The shape of a piece of evidence."""
    s = look(e.source)
    return Evidence(
        source=e.source,
        label=s.label if s else e.source,
        link=_web(s) if s else "",
        year=s.year if s else None,
        verified=s.verified if s else "",
        retracted=bool(s and s.retracted),
        stance=e.stance,
        type=None if e.type is None else str(e.type),
        locator=e.locator,
        summary=says(e),
        quote=e.quote,
        cited_as=e.cited_as,
    )


def association(a: Claim, names: Named, look: Look) -> Association:
    """The shape of a claim.

    Args:
        names: The entities that it names; one that is missing is called by its identifier.
        look: Gives the source of an id.
    """
    cause, effect = a.causal_ends
    return Association(
        id=a.id,
        sentence=claim_sentence(a, names),
        subject=reference(a.subject, names),
        predicate=a.predicate,
        label=a.relation.negated_label if a.negated else a.relation.label,
        object=reference(a.object, names),
        cause=str(cause),
        effect=str(effect),
        sign=a.sign,
        role=a.relation.role,
        direct=a.relation.direct,
        negated=a.negated,
        asserted=a.asserted,
        certainty=a.certainty,
        source_certainty=a.as_said,
        hedge=a.hedge,
        quantity="" if a.quantity is None else str(a.quantity),
        context=context_phrase(a, names),
        qualifiers={
            k: Qualifier(value=v, name=names[Curie(v)].label if Curie.maybe(v) and Curie(v) in names else v)
            for k, v in a.qualifiers.items()
        },
        knowledge_level=a.knowledge_level,
        agent_type=a.agent_type,
        rule=a.rule,
        derived_from=list(a.derived_from),
        note=a.note,
        evidence=[evidence(e, look) for e in a.evidence],
    )
