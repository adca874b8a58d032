"""What a source's words mean in ours: predicates and categories of each source, in tables that anyone can read.

The tables are ``graph/vocabulary/mappings/<source>.predicates.tsv`` and ``<source>.categories.tsv``. A term that is
not in its table is not guessed at: it becomes ``related_to`` (sign 0) or ``entity``, and the reader reports it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from ..curie import data_dir
from ..vocab import vocabulary

__all__ = ["Mapped", "SourceMapping", "mapping", "of_relation", "own_term", "relations"]

UNKNOWN_PREDICATE = "related_to"
UNKNOWN_CATEGORY = "entity"
_REMEMBERED = 1 << 14
"""Answers that a mapping keeps: edges of one kind of ends and one predicate come by the million."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """One row: the source's term, what it becomes, and under which conditions.

    ``swap`` says that the source words it from the other end; ``qualifiers`` are those of the source that the row
    consumes; ``subject`` and ``object`` are categories that the ends must have.
    """

    term: str
    abbreviation: str
    subject: str
    object: str
    predicate: str
    swap: bool
    negated: bool
    qualifiers: Mapping[str, str] = field(hash=False)
    note: str

    def fits(self, subject: str, object: str, qualifiers: Mapping[str, str]) -> bool:
        is_a = vocabulary().is_a
        return (
            self.qualifiers.items() <= qualifiers.items()
            and (not self.subject or is_a(subject, self.subject))
            and (not self.object or is_a(object, self.object))
        )


class SourceMapping:
    """The two tables of one source.

    >>> mapping("hetionet").abbreviated("CbG").predicate
    'binds'
    >>> mapping("biolink").find("biolink:treated_by", "disease", "drug", {}).swap
    True
    >>> mapping("biolink").category("biolink:NoSuchThing") is None
    True
    """

    def __init__(self, source: str, rows: Iterable[Mapped], categories: Mapping[str, tuple[str, str]]) -> None:
        self.source = source
        self.rows = tuple(rows)
        self._categories = dict(categories)
        self._by_term: dict[str, list[Mapped]] = {}
        self._plain: dict[tuple[str, str, str], Mapped | None] = {}  # what was found without qualifiers
        for row in self.rows:
            self._by_term.setdefault(row.term, []).append(row)
        for listing in self._by_term.values():
            listing.sort(key=lambda row: -2 * len(row.qualifiers) - bool(row.subject))
        self._by_abbreviation = {r.abbreviation: r for r in self.rows if r.abbreviation}

    def find(
        self, term: str, subject: str = "", object: str = "", qualifiers: Mapping[str, str] | None = None
    ) -> Mapped | None:
        """The row with the most conditions that all hold, or ``None``."""
        said = (term, subject, object)
        if not qualifiers and said in self._plain:
            return self._plain[said]
        given = qualifiers or {}
        found = next((row for row in self._by_term.get(term, ()) if row.fits(subject, object, given)), None)
        if not qualifiers and len(self._plain) < _REMEMBERED:
            self._plain[said] = found
        return found

    def term(self, term: str) -> list[Mapped]:
        """Every row of a term, the most specific first."""
        return self._by_term.get(term, [])

    def abbreviated(self, abbreviation: str) -> Mapped | None:
        return self._by_abbreviation.get(abbreviation)

    def category(self, term: str) -> str | None:
        """Our category of the source's type, or ``None`` where the table does not have it."""
        found = self._categories.get(term)
        return found[0] if found else None

    def prefix(self, term: str) -> str:
        """The prefix that identifiers of this type get, or nothing where they bring their own."""
        return self._categories.get(term, ("", ""))[1]


def _table(name: str) -> list[dict[str, str]]:
    path = data_dir("graph") / "vocabulary" / "mappings" / f"{name}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def mapping(source: str) -> SourceMapping:
    """The mapping of ``hetionet``, ``primekg``, ``drugmechdb`` or ``biolink``, read once."""
    return SourceMapping(
        source,
        (
            Mapped(
                term=r["term"],
                abbreviation=r["abbreviation"],
                subject=r["subject"],
                object=r["object"],
                predicate=r["predicate"],
                swap=r["swap"] == "yes",
                negated=r["negated"] == "yes",
                qualifiers=dict(part.split("=", 1) for part in r["qualifiers"].split(";") if part),
                note=r["note"],
            )
            for r in _table(f"{source}.predicates")
        ),
        {r["term"]: (r["category"], r["prefix"]) for r in _table(f"{source}.categories")},
    )


def own_term(term: str) -> Mapped | None:
    """A predicate of our own vocabulary, which means itself."""
    return Mapped(term, "", "", "", term, False, False, {}, "") if term in vocabulary().predicates else None


@cache
def relations() -> dict[str, str]:
    """CURIE of RO and the like → predicate, where only one predicate of ours names it."""
    named: dict[str, list[str]] = {}
    for p in vocabulary().predicates.values():
        if p.relation:
            named.setdefault(p.relation, []).append(p.id)
    return {relation: ids[0] for relation, ids in named.items()}


@cache
def _terms() -> dict[str, str]:
    return {r["relation"]: r["term"] for r in _table("relations")}


def of_relation(term: str) -> Mapped | None:
    """What a term of the Relation Ontology and the like means: our own predicate for it, or Biolink's.

    >>> of_relation("RO:0002606").predicate
    'treats'
    """
    found = mapping("biolink").find(_terms().get(term, ""))
    if found is not None:
        return found
    own = relations().get(term)
    return None if own is None else Mapped(term, "", "", "", own, False, False, {}, "")
