"""The model of a claim: entities, qualifiers, evidence, associations, sources, mechanisms. Frozen, no I/O.

An :class:`Association` is one claim. Its identity is subject, predicate, object, qualifiers and negation, never
its evidence: evidence for the same claim pools onto it. Nothing here reads files, searches or draws.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from .curie import Curie
from .errors import DrawingError
from .vocab import Predicate, Sign, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike

__all__ = [
    "Association",
    "Certainty",
    "CuratedMechanism",
    "Entity",
    "Evidence",
    "Mechanism",
    "Objection",
    "OpenQuestion",
    "Path",
    "Paths",
    "Qualifiers",
    "Quantity",
    "Records",
    "Source",
    "Stance",
    "Step",
    "entity_ids",
    "merge",
]

Certainty = Literal["established", "probable", "hedged", "inconclusive"]
Stance = Literal["supports", "refutes", "partial", "no_effect"]
CERTAINTIES: tuple[Certainty, ...] = ("established", "probable", "hedged", "inconclusive")
"""From the strongest to the weakest."""
DIRECTIONS: dict[int | None, str] = {
    1: "increases",
    -1: "decreases",
    0: "direction not determined",
    None: "branches conflict",
}
"""Net signs in words."""


def _sort_key(value: Any) -> Any:
    """A key under which unset fields stand before set ones; structs and tuples field by field."""
    if isinstance(value, msgspec.Struct):
        return tuple(_sort_key(v) for v in msgspec.structs.astuple(value))
    if isinstance(value, tuple):
        return tuple(_sort_key(v) for v in value)
    return (value is not None, value if value is not None else "")


class _Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What all records share: frozen, keyword only, unknown fields refused, ordered field by field."""

    def __lt__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(_sort_key(self) < _sort_key(other))

    def __repr__(self) -> str:
        """Only what is set: most fields of most records are not."""
        set_fields = (
            f"{f.name}={value!r}"
            for f in msgspec.structs.fields(type(self))
            if (value := getattr(self, f.name)) != f.default
        )
        return f"{type(self).__name__}({', '.join(set_fields)})"


class Entity(_Record, frozen=True):
    """A thing in the graph.

    Args:
        id: The identifier; ``MG:`` where no public identifier was verified.
        name: What people call it; the text on figures.
        category: A term of ``graph/vocabulary/categories.tsv``.
        synonyms: Other names: trade names, INN, abbreviations.
        xrefs: The same thing in other vocabularies.
        description: One sentence in our own words.
        identifier_source: Where the identifier was seen.
        deprecated_by: The entity to use instead.

    >>> Entity(id=Curie("MG:x"), name="x", category="state").label
    'x'
    """

    id: Curie
    name: str
    category: str
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[Curie, ...] = ()
    description: str = ""
    identifier_source: str = ""
    deprecated_by: Curie | None = None

    @property
    def label(self) -> str:
        return self.name or str(self.id)

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"

    def _repr_html_(self) -> str:
        """For a notebook: a table of what is known of it."""
        from html import escape

        said = {"identifier": str(self.id), "category": self.category, "also called": ", ".join(self.synonyms)}
        said |= {"the same in": ", ".join(self.xrefs), "description": self.description}
        rows = "".join(f"<tr><th>{k}</th><td>{escape(v)}</td></tr>" for k, v in said.items() if v)
        return f"<table><caption>{escape(self.name)}</caption>{rows}</table>"


class Qualifiers(_Record, frozen=True):
    """Under which conditions a claim holds; every field is part of the claim's identity.

    ``direction``, ``aspect`` and ``mechanism`` are about the object, ``subject_direction`` and
    ``subject_aspect`` about the subject ("an increased dose of …"). ``anatomy``, ``cell_type``, ``component`` (of a
    cell), ``species`` and ``population_of`` are CURIEs; ``population``, ``dose``, ``stimulus``, ``extent`` and
    ``frequency`` are short texts; ``other`` keeps what an imported source says in qualifiers or predicates that have no
    field or term here (``name=value``, joined by ``; ``); ``route``, ``timing``, ``preparation``, ``aspect``,
    ``direction`` and ``mechanism`` are closed (``graph/vocabulary/qualifiers.tsv``).
    """

    subject_direction: str = ""
    subject_aspect: str = ""
    direction: str = ""
    aspect: str = ""
    mechanism: str = ""
    anatomy: Curie | None = None
    cell_type: Curie | None = None
    component: Curie | None = None
    species: Curie | None = None
    population: str = ""
    population_of: Curie | None = None
    route: str = ""
    dose: str = ""
    timing: str = ""
    preparation: str = ""
    stimulus: str = ""
    extent: str = ""
    frequency: str = ""
    other: str = ""

    def __bool__(self) -> bool:
        return self != _NO_QUALIFIERS

    def items(self) -> list[tuple[str, str]]:
        """The qualifiers that are set, as (name, value), in the order of the fields."""
        return [(f, str(v)) for f in self.__struct_fields__ if (v := getattr(self, f))]


_NO_QUALIFIERS = Qualifiers()
CLOSED = {
    "subject_direction": "direction",
    "subject_aspect": "aspect",
    "direction": "direction",
    "aspect": "aspect",
    "mechanism": "mechanism",
    "route": "route",
    "timing": "timing",
    "preparation": "preparation",
}
"""Qualifier field → the closed table that its values come from."""
CONTEXTS = ("anatomy", "cell_type", "component", "species", "population_of")
"""Qualifier fields that hold a CURIE of an entity."""


class Quantity(_Record, frozen=True):
    """A measured or ordinal amount: a number with its unit, or a rank (1 is the highest) among ``of``.

    ``kind`` names what is measured ("pKi", "binding-site density", "oral bioavailability"); ``text`` keeps what is
    not a number ("highest", "among the lowest"). A quantity never gives a sign.
    """

    kind: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    rank: int | None = None
    text: str = ""

    def __str__(self) -> str:
        number = "" if self.value is None else f"{self.value:g}"
        if self.low is not None and self.high is not None:
            span = f"{self.low:g}–{self.high:g}"
            number = f"{number} ({span})" if number else span
        elif self.low is not None:
            number = f"> {self.low:g}"
        elif self.high is not None:
            number = f"< {self.high:g}"
        joined = number + (self.unit if self.unit == "%" else f" {self.unit}") if number else ""
        rank = "" if self.rank is None else f"rank {self.rank}"
        return ", ".join(part for part in (joined.strip(), rank, self.text) if part)


class Source(_Record, frozen=True):
    """A publication, database, label or text, and what of it was really seen.

    ``kind``: article, review, label, database, web_page, text or reference (a number quoted in a text).
    ``verified``: what was read: full_text, abstract, contents, title, secondary, record or not_found.
    """

    id: str
    kind: str
    title: str
    citation: str = ""
    authors: str = ""
    year: int | None = None
    pmid: str = ""
    pmcid: str = ""
    doi: str = ""
    url: str = ""
    verified: str = ""
    seen: str = ""
    licence: str = ""
    retracted: bool = False

    @property
    def label(self) -> str:
        """A short citation for a person: authors or title, year, and one identifier."""
        return self.citation or self.title or self.id

    @property
    def link(self) -> str:
        """The best web address: DOI, PubMed, PMC, or the page that was seen; may be empty."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        if self.pmcid:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/"
        return self.url


class Evidence(_Record, frozen=True):
    """Why a claim is made, or what speaks against it.

    Args:
        source: The id of a :class:`Source`.
        stance: Whether it supports, refutes, partly supports, or found no effect.
        type: The kind of study, an ECO term, where one fits.
        locator: Where in the source: a row, a section, a record id.
        summary: What it says, in our own words.
        cited_as: Reference numbers as the source prints them, when they could not be identified.
        exempts: Members that the source leaves out of what it says of their class; they do not inherit it.
    """

    source: str
    stance: Stance = "supports"
    type: Curie | None = None
    locator: str = ""
    summary: str = ""
    cited_as: str = ""
    exempts: tuple[Curie, ...] = ()


class Association(_Record, frozen=True, dict=True):
    """A claim: subject, predicate, object under qualifiers, possibly negated, with evidence.

    ``hedge`` keeps the hedging words of the source ("may", "in general"). ``key`` is the curator's short name for the
    record and is not part of its identity. ``derived_from`` and ``rule`` say what a derived claim came from.

    >>> a = Association(subject=Curie("DRUGBANK:DB00181"), predicate="agonist_of", object=Curie("MG:gabab-receptor"))
    >>> a.sign, a.id == msgspec.structs.replace(a, certainty="hedged").id
    (1, True)
    """

    subject: Curie
    predicate: str
    object: Curie
    qualifiers: Qualifiers = _NO_QUALIFIERS
    negated: bool = False
    certainty: Certainty = "established"
    hedge: str = ""
    quantity: Quantity | None = None
    knowledge_level: str = "knowledge_assertion"
    agent_type: str = "manual_agent"
    evidence: tuple[Evidence, ...] = ()
    derived_from: tuple[str, ...] = ()
    rule: str = ""
    key: str = ""
    note: str = ""

    @property
    def identity(self) -> tuple[Curie, str, Curie, Qualifiers, bool]:
        return (self.subject, self.predicate, self.object, self.qualifiers, self.negated)

    @cached_property
    def id(self) -> str:
        """A deterministic identifier made from the identity: ``mga:`` and 16 hexadecimal digits."""
        parts = [self.subject, self.predicate, self.object, "not" if self.negated else ""]
        parts += [f"{name}={value}" for name, value in self.qualifiers.items()]
        return "mga:" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    @property
    def relation(self) -> Predicate:
        return vocabulary().predicate(self.predicate)

    @property
    def asserted(self) -> bool:
        """Whether the claim may be walked and stated as a bare triple: not negated, not inconclusive."""
        return not self.negated and self.certainty != "inconclusive"

    @property
    def stated_sign(self) -> Sign:
        """What more of the subject does to the object, as worded: predicate and direction qualifiers together.

        "Decreased excretion increases the serum level" is −1: more excretion, a lower level. A direction of the object
        counts where the predicate has no sign of its own or is causal ("affects … increased", "causes decreased …",
        "prevents increased …").
        """
        relation, q = self.relation, self.qualifiers
        sign = relation.sign
        if q.direction and (sign == 0 or relation.role == "causal"):
            same = q.direction == "increased"
            sign = {1: 1, 0: 1, -1: -1}[sign] if same else {1: -1, 0: -1, -1: 1}[sign]  # type: ignore[assignment]
        if q.subject_direction == "decreased":
            return {1: -1, 0: 0, -1: 1}[sign]  # type: ignore[return-value]
        return sign

    @property
    def sign(self) -> Sign:
        """:attr:`stated_sign` where the claim is asserted; 0 where it is negated or inconclusive."""
        return self.stated_sign if self.asserted else 0

    @property
    def causal_ends(self) -> tuple[Curie, Curie]:
        """Cause and effect: subject and object, swapped for reverse-worded predicates such as "caused by"."""
        return (self.object, self.subject) if self.relation.reversed else (self.subject, self.object)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of the evidence, in order, each once."""
        return tuple(dict.fromkeys(e.source for e in self.evidence))

    def __str__(self) -> str:
        p = self.relation
        return f"{self.subject} {p.negated_label if self.negated else p.label} {self.object}"


class CuratedMechanism(_Record, frozen=True):
    """A curator's selection of claims that lead from a drug to an effect; ``claims`` are association ids."""

    id: str
    drug: Curie
    effect: Curie
    claims: tuple[str, ...]
    source: str = ""
    note: str = ""


class OpenQuestion(_Record, frozen=True):
    """A question that the graph leaves open, or a contradiction that it does not smooth away.

    ``kind`` is unanswered (asked, never answered), contradiction (claims against claims) or artefact (of a source).
    ``claims`` and ``against`` are the association ids of the two sides; ``about`` the entities it concerns.
    """

    id: str
    kind: Literal["unanswered", "contradiction", "artefact"]
    question: str
    about: tuple[Curie, ...] = ()
    claims: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    note: str = ""
    source: str = ""


class Records(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What one file, folder or format holds: the common currency of readers, writers and builders."""

    title: str = ""
    note: str = ""
    entities: list[Entity] = []
    sources: list[Source] = []
    associations: list[Association] = []
    mechanisms: list[CuratedMechanism] = []
    questions: list[OpenQuestion] = []


class Objection(_Record, frozen=True):
    """What speaks against one claim: another claim, or a piece of its own evidence.

    ``kind`` is refutes, no_effect, inconclusive, opposite or partial. ``claim`` is the id of the claim objected to;
    ``association`` the claim that objects (the same one where its own evidence does).
    """

    claim: str
    kind: str
    association: Association
    evidence: Evidence | None = None


class Step(_Record, frozen=True):
    """One association walked in its causal direction, or against it (``forward`` false; then it carries no sign)."""

    association: Association
    start: Curie
    end: Curie

    @property
    def forward(self) -> bool:
        return self.association.causal_ends == (self.start, self.end) or (
            self.association.relation.symmetric and {self.start, self.end} == set(self.association.causal_ends)
        )

    @property
    def sign(self) -> Sign:
        return self.association.sign if self.forward else 0


class Path(_Record, frozen=True):
    """A simple path: steps in order, no entity twice.

    Args:
        cost: That of the search that found it, if any.
        named: The entities that its claims name, where the search gave them: what showing it needs.
    """

    steps: tuple[Step, ...]
    cost: float = 0.0
    contributions: tuple[tuple[tuple[str, float], ...], ...] = ()
    named: tuple[Entity, ...] = ()

    @property
    def entities(self) -> tuple[Curie, ...]:
        return (self.steps[0].start, *(s.end for s in self.steps)) if self.steps else ()

    @property
    def sign(self) -> Sign:
        """The product of the signs of the steps; 0 absorbs."""
        product = 1
        for step in self.steps:
            product *= step.sign
        return 1 if product > 0 else -1 if product < 0 else 0

    def __len__(self) -> int:
        return len(self.steps)

    def __str__(self) -> str:
        """Its entities by name, where it knows them, and its net sign: ``MG:a → MG:b → MG:c (decreases)``."""
        names = {e.id: e.name for e in self.named}
        return f"{' → '.join(names.get(c, str(c)) for c in self.entities)} ({DIRECTIONS[self.sign]})"

    def draw(self, path: str | PathLike[str] | None = None, **options: Any) -> Any:
        """Draw it, as :meth:`Mechanism.draw`."""
        return Paths([self]).draw(path, **options)

    def _repr_svg_(self) -> str | None:
        return Paths([self])._repr_svg_()


class Paths(list[Path]):
    """What a search found: paths between the same two ends, best first. A list that draws itself as one figure."""

    @classmethod
    def named_by(cls, names_of: Callable[[list[Association]], dict[Curie, Entity]], paths: Iterable[Path]) -> Paths:
        """The paths with the entities that their claims name, looked up all at once."""
        found = list(paths)
        names = names_of([s.association for p in found for s in p.steps])
        wanted = [dict.fromkeys(c for s in p.steps for c in entity_ids(s.association)) for p in found]
        return cls(
            msgspec.structs.replace(p, named=tuple(names[c] for c in ids if c in names))
            for p, ids in zip(found, wanted, strict=True)
        )

    @property
    def mechanism(self) -> Mechanism:
        """All of them as one mechanism: each claim once, without what speaks against it.

        Raises:
            ValueError: there is no path.
        """
        if not self or not self[0].steps:
            raise ValueError("no path, so no mechanism")
        entities = {e.id: e for p in self for e in p.named}
        start, end = (
            entities.get(c, Entity(id=c, name=str(c), category="entity"))
            for c in (self[0].entities[0], self[0].entities[-1])
        )
        many = f": the {len(self)} best paths" if len(self) > 1 else ""
        return Mechanism(
            drug=start,
            effect=end,
            entities=entities,
            associations=tuple({s.association.id: s.association for p in self for s in p.steps}.values()),
            paths=tuple(self),
            title=f"{start.label} → {end.label}{many}",
        )

    def __repr__(self) -> str:
        return "\n".join(f"{i}. {p}" for i, p in enumerate(self, 1))

    def draw(self, path: str | PathLike[str] | None = None, **options: Any) -> Any:
        """Draw all of them in one figure, as :meth:`Mechanism.draw`."""
        return self.mechanism.draw(path, **options)

    def _repr_svg_(self) -> str | None:
        return self.mechanism._repr_svg_() if self else None


class Mechanism(msgspec.Struct, frozen=True, kw_only=True):
    """The directed, signed subgraph from a drug to an effect (or to all its effects, ``effect`` None).

    Self-contained: entities and sources come along, so that it can be drawn, exported and printed without the graph.

    Args:
        drug: Where it starts.
        effect: Where it ends; ``None`` for an overview of a drug.
        entities: Every entity that an association, a qualifier or an objection names.
        associations: The claims that make it up, each once. May include negated ones, drawn as such, never walked.
        paths: The paths from drug to effect through asserted claims, best first.
        objections: What speaks against its claims.
        sources: Every source that evidence names.
        sign: The net sign: +1, −1, 0 (not determined), or ``None`` where branches conflict.
        weakest: The id of its weakest claim under the stated rule, or empty.
        curated: Ids of the curated mechanisms that it came from; empty where it was found by search.
        title: For a figure's title and alt text; empty for "drug → effect".
        marks: Association id → "blocked", "hypothetical", "necessary" or "bypassed", for what-if figures.
    """

    drug: Entity
    effect: Entity | None = None
    entities: dict[Curie, Entity]
    associations: tuple[Association, ...]
    paths: tuple[Path, ...] = ()
    objections: tuple[Objection, ...] = ()
    sources: dict[str, Source] = {}
    sign: int | None = 0
    weakest: str = ""
    curated: tuple[str, ...] = ()
    title: str = ""
    marks: dict[str, str] = {}

    @property
    def name(self) -> str:
        if self.title:
            return self.title
        return f"{self.drug.name} → {self.effect.name}" if self.effect else self.drug.name

    def draw(self, path: str | PathLike[str] | None = None, **options: Any) -> Any:
        """Draw it; SVG text without a path, else a file of the kind that its suffix says.

        Args:
            path: ``.svg``, ``.png``, ``.pdf`` or ``.sbgn``.
            options: Of :func:`mechgraph.draw.draw_mechanism`: ``size``, ``orientation``, ``theme``, ``detail``, …

        Raises:
            DrawingError: it does not fit at 5 pt, or the file cannot be written.
        """
        from .draw import draw_mechanism

        return draw_mechanism(self, path, **options)

    def __repr__(self) -> str:
        counts = f"{len(self.paths)} paths, {len(self.associations)} claims, {len(self.objections)} objections"
        return f"<Mechanism {self.name}: {DIRECTIONS[self.sign]}; {counts}>"

    def __str__(self) -> str:
        """Its name and net sign, then one line for each path, by names."""
        lines = [f"{self.name}: {DIRECTIONS[self.sign]}"]
        for path in self.paths:
            names = (self.entities[c].name if c in self.entities else str(c) for c in path.entities)
            lines.append(f"  {' → '.join(names)} ({DIRECTIONS[path.sign]})")
        return "\n".join(lines)

    def _repr_svg_(self) -> str | None:
        """For a notebook: the figure, or nothing (so that the notebook shows text) where no page can hold it."""
        try:
            return str(self.draw())
        except DrawingError:
            return None


def merge(associations: Iterable[Association]) -> list[Association]:
    """Pool evidence onto claims of equal identity; order of first appearance is kept.

    The merged claim has the strongest certainty of its parts and all their notes; two different quantities or keys are
    an error of the curator and are reported by the checks, here the first is kept and nothing of the evidence is lost.
    """
    out: dict[str, Association] = {}
    for a in associations:
        known = out.get(a.id)
        if known is None:
            out[a.id] = a
            continue
        evidence = tuple(dict.fromkeys((*known.evidence, *a.evidence)))
        certainty = min(known.certainty, a.certainty, key=CERTAINTIES.index)
        derived = tuple(dict.fromkeys((*known.derived_from, *a.derived_from)))
        out[a.id] = msgspec.structs.replace(
            known,
            evidence=evidence,
            certainty=certainty,
            quantity=known.quantity or a.quantity,
            derived_from=derived,
            note="; ".join(dict.fromkeys(n for n in (known.note, a.note) if n)),
        )
    return list(out.values())


def entity_ids(association: Association) -> list[Curie]:
    """Every entity that a claim names: its ends and the CURIEs of its qualifiers.

    >>> entity_ids(Association(subject=Curie("A:1"), predicate="increases", object=Curie("B:2")))
    [Curie('A:1'), Curie('B:2')]
    """
    found = [association.subject, association.object]
    found += [v for f in CONTEXTS if (v := getattr(association.qualifiers, f)) is not None]
    return found
