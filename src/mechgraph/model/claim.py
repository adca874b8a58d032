"""One claim: subject, predicate, object, under qualifiers, with evidence for and against."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import Literal

import msgspec

from ..curie import Curie
from ..vocab import Predicate, Sign, vocabulary
from .record import Record
from .shaped import Shaped

__all__ = [
    "CERTAINTIES",
    "CLOSED",
    "CONTEXTS",
    "SOURCE_CERTAINTIES",
    "Association",
    "Certainty",
    "Evidence",
    "Qualifiers",
    "Quantity",
    "SourceCertainty",
    "Stance",
    "entity_ids",
    "merge",
]


Certainty = Literal["established", "probable", "hedged", "inconclusive"]
SourceCertainty = Literal["", "stated", "hedged", "predicted", "inconclusive", "unknown"]
Stance = Literal["supports", "refutes", "partial", "no_effect"]
CERTAINTIES: tuple[Certainty, ...] = ("established", "probable", "hedged", "inconclusive")
"""From the strongest to the weakest."""
SOURCE_CERTAINTIES: tuple[SourceCertainty, ...] = ("stated", "hedged", "predicted", "inconclusive", "unknown", "")
"""From the strongest to the weakest; empty where nobody wrote it down."""


class Qualifiers(Record, frozen=True):
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
        return [(f, str(v)) for f in self.__struct_fields__ if (v := getattr(self, f))] if self else []


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


class Quantity(Record, frozen=True):
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


class Evidence(Record, frozen=True):
    """Why a claim is made, or what speaks against it.

    Args:
        source: The id of a :class:`Source`.
        stance: Whether it supports, refutes, partly supports, or found no effect.
        type: The kind of study, an ECO term, where one fits.
        locator: Where in the source: a row, a section, a record id.
        summary: What it says, in our own words.
        quote: The source's own words, of at most 30 words.
        cited_as: Reference numbers as the source prints them, when they could not be identified.
        exempts: Members that the source leaves out of what it says of their class; they do not inherit it.
        raw: What an imported source says and no field holds, word for word: a JSON object. For who writes the source's
            own format again; no curator writes it.
    """

    source: str
    stance: Stance = "supports"
    type: Curie | None = None
    locator: str = ""
    summary: str = ""
    quote: str = ""
    cited_as: str = ""
    exempts: tuple[Curie, ...] = ()
    raw: str = ""


class Association(Shaped, Record, frozen=True, dict=True):
    """A claim: subject, predicate, object under qualifiers, possibly negated, with evidence.

    ``certainty`` is how the curator weighs it after all evidence; ``source_certainty`` what its sources say: that it is
    so, that it may be, that a model predicts it, that their data do not decide. ``hedge`` keeps the hedging words of
    the source ("may", "in general"). ``key`` is the curator's short name for the
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
    source_certainty: SourceCertainty = ""
    hedge: str = ""
    quantity: Quantity | None = None
    knowledge_level: str = "knowledge_assertion"
    agent_type: str = "manual_agent"
    evidence: tuple[Evidence, ...] = ()
    derived_from: tuple[str, ...] = ()
    rule: str = ""
    key: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        # equal claims are encoded alike: a field is left out where it is its default, not where it equals that
        if not self.qualifiers:
            msgspec.structs.force_setattr(self, "qualifiers", _NO_QUALIFIERS)

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
    def as_said(self) -> SourceCertainty:
        """What its sources say, where nobody wrote it down too: hedged by its hedging words, otherwise by how the
        knowledge was gained (``knowledge_level``)."""
        if self.source_certainty:
            return self.source_certainty
        if self.hedge:
            return "hedged"
        return {"prediction": "predicted", "not_provided": "unknown"}.get(self.knowledge_level, "stated")  # type: ignore[return-value]

    @property
    def stated_sign(self) -> Sign:
        """What more of the subject does to the object, as worded: predicate and direction qualifiers together.

        "Decreased excretion increases the serum level" is −1: more excretion, a lower level. A direction of the object
        counts where the predicate has no sign of its own or is causal ("affects … increased", "causes decreased …",
        "prevents increased …").
        """
        sign = self.outcome_sign
        return -sign if self.qualifiers.subject_direction == "decreased" else sign

    @property
    def outcome_sign(self) -> Sign:
        """What happens to the object, as worded, whichever way the subject changes.

        "A decreased dose causes seizures" is +1: seizures, though :attr:`stated_sign` is −1.
        """
        sign, direction = self.relation.sign, self.qualifiers.direction
        if direction and (sign == 0 or self.relation.role == "causal"):
            return (sign or 1) if direction == "increased" else -(sign or 1)
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
    def nested(self) -> tuple[Curie, Curie] | None:
        """What is within and what is around it: member and class, part and whole, thing and place; else ``None``."""
        above = self.relation.above
        if not above:
            return None
        return (self.subject, self.object) if above == "object" else (self.object, self.subject)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of the evidence, in order, each once."""
        return tuple(dict.fromkeys(e.source for e in self.evidence))

    def __str__(self) -> str:
        p = self.relation
        return f"{self.subject} {p.negated_label if self.negated else p.label} {self.object}"

    def _repr_html_(self) -> str:
        """For a notebook: the claim by identifiers, for it knows no names, its context and its evidence."""
        from html import escape

        from .showing import framed, linked, table

        p = self.relation
        said = escape(p.negated_label if self.negated else p.label)
        sure = f"{self.certainty}{f', source: “{self.hedge}”' if self.hedge else ''}"
        rows = [("certainty", sure), *((k.replace("_", " "), v) for k, v in self.qualifiers.items())]
        rows += [("quantity", str(self.quantity))] if self.quantity is not None else []
        evidence = [(e.source, e.stance, e.locator, e.summary) for e in self.evidence]
        return framed(
            f"<p>{linked(self.subject)} <b>{said}</b> {linked(self.object)}</p>",
            table(("part", "value"), rows),
            table(("source", "stance", "locator", "summary"), evidence, caption="evidence"),
            f'<p class="mg-small">with names and what speaks against it: kg.card("{escape(self.id)}")</p>',
        )


def merge(associations: Iterable[Association]) -> list[Association]:
    """Pool evidence onto claims of equal identity; order of first appearance is kept.

    The merged claim is as certain as the surest of its parts, in that one's words (what sources say likewise), and has
    all their notes; two different quantities or keys are an error of the curator and are reported by the checks, here
    the first is kept and nothing of the evidence is lost.
    """
    out: dict[str, Association] = {}
    for a in associations:
        known = out.get(a.id)
        if known is None:
            out[a.id] = a
            continue
        evidence = tuple(dict.fromkeys((*known.evidence, *a.evidence)))
        surest = min(known, a, key=lambda one: CERTAINTIES.index(one.certainty))
        source_certainty = min(known.source_certainty, a.source_certainty, key=SOURCE_CERTAINTIES.index)
        derived = tuple(dict.fromkeys((*known.derived_from, *a.derived_from)))
        out[a.id] = msgspec.structs.replace(
            known,
            evidence=evidence,
            certainty=surest.certainty,
            source_certainty=source_certainty,
            hedge=surest.hedge,
            knowledge_level=surest.knowledge_level,
            agent_type=surest.agent_type,
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
