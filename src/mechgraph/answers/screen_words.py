"""What the rows of a first screen are written with: claims in few words, their sources, their certainty.

Qualifiers that a reader of the whole has no need of (preparation, dose, route, extent) are left to ``--all``; negation,
hedge, species other than human, and patients are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from ..curie import Curie
from ..model import CERTAINTIES, Association, Entity, Kind, Qualifiers, kind_of
from ..reason.serious import handles_drugs
from ..sentences import with_article
from ..store.base import Store
from ..store.parts import names_of
from ..vocab import vocabulary
from .screen import Row
from .telling import HUMAN, MODALS, clauses, join

__all__ = ["Words", "against", "backing", "dots", "for_it", "listed", "singular", "upper"]

_DOTS = {"established": "●●●", "probable": "●●○", "hedged": "●○○", "inconclusive": "○○○"}
NAMED = 10
"""At most so many things are named of what is said of many alike; a place may express thousands of genes."""
_CONTRARY = ("refutes", "no_effect")


class Words:
    """The words for the claims of one entity, whose names are looked up once."""

    def __init__(self, store: Store, about: Entity) -> None:
        self.store = store
        self.about = about
        self._names: dict[Curie, Entity] = {}

    def names(self, claims: Sequence[Association]) -> dict[Curie, Entity]:
        """The things that claims name, with an article where their names have none and English wants it."""
        self._names.update(names_of(self.store, claims))
        return {c: with_article(e) for c, e in self._names.items()}

    def entity(self, curie: Curie) -> Entity | None:
        if curie not in self._names and (found := self.store.entity(curie)) is not None:
            self._names[curie] = found
        return self._names.get(curie)

    def name(self, curie: Curie) -> str:
        entity = self.entity(curie)
        return entity.name if entity is not None else str(curie)

    def is_a(self, curie: Curie, category: str) -> bool:
        entity = self.entity(curie)
        return entity is not None and vocabulary().is_a(entity.category, category)

    def kind(self, claim: Association) -> Kind:
        changed = self.entity(claim.causal_ends[1])
        return kind_of(claim, changed if changed is not None else "entity")

    def acts_on(self, claim: Association) -> bool:
        """Whether a claim names what a drug acts on: a target, or a gene product that it changes."""
        if self.kind(claim) == "target":
            return True
        return claim.relation.group == "regulation" and self.is_a(claim.causal_ends[1], "gene_product")

    def handles_drugs(self, claim: Association) -> bool:
        """Whether what is acted on handles drugs, as CYP2C9 does: that matters to others and is not how it works."""
        return handles_drugs(self.store, claim.causal_ends[1])

    def told(self, claims: Iterable[Association], limit: int = 3, *, sure: bool = False) -> list[str]:
        """Claims as clauses without what a first screen leaves out.

        Args:
            sure: Their certainty is shown beside them; only hedges that are verbs ("may") are said.
        """
        listing = [short(a, sure=sure) for a in claims]
        return clauses(listing, self.names(listing), limit=limit)

    def _cut(self, claims: Sequence[Association]) -> list[str]:
        """Claims as clauses, those of one predicate together where they are so many that only some are named."""
        alike: dict[tuple[str, bool], list[Association]] = {}
        for a in claims:
            alike.setdefault((a.predicate, a.negated), []).append(a)
        if all(len(group) <= NAMED + 1 for group in alike.values()):
            return self.told(claims, len(claims))
        told = []
        for group in alike.values():
            left = len(group) - NAMED if len(group) > NAMED + 1 else 0
            said = self.told(group[: NAMED if left else None], len(group))
            told += [*said[:-1], f"{said[-1]}, and {left:,} more"] if left else said
        return told

    def row(
        self, claims: Sequence[Association], label: str = "", limit: int = 3, more: Callable[[int], str] | None = None
    ) -> Row:
        """Claims as one row, with their sources; of what is said of many alike the first are named."""
        told = self._cut(claims)
        rest = len(told) - limit
        text = "; ".join(told[:limit]) + (more(rest) if more and rest > 0 else f"; {rest} more" if rest > 0 else "")
        return Row(
            text=upper(text), sources=backing(claims), against=against(claims), claims=tuple(a.id for a in claims),
            label=label,
        )  # fmt: skip


def short(claim: Association, *, sure: bool = False) -> Association:
    """A claim without the qualifiers that a first screen leaves out, and with ``sure`` without its certainty."""
    q = claim.qualifiers
    kept = Qualifiers(
        subject_direction=q.subject_direction,
        subject_aspect=q.subject_aspect,
        direction=q.direction,
        aspect=q.aspect,
        species=q.species if q.species != HUMAN else None,
        population_of=q.population_of,
    )
    modal = next((w for w in (h.strip() for h in claim.hedge.split(";")) if w in MODALS), "")
    if sure:
        return msgspec.structs.replace(claim, qualifiers=kept, quantity=None, hedge=modal, certainty="established")
    return msgspec.structs.replace(claim, qualifiers=kept, quantity=None, hedge=modal)


def for_it(claim: Association) -> list[str]:
    """The sources that support a claim; all of them where none does so in full."""
    return [e.source for e in claim.evidence if e.stance == "supports"] or list(claim.sources)


def backing(claims: Iterable[Association]) -> tuple[str, ...]:
    """The sources of several claims: the first of each, then the second, so that each is cited."""
    lists = [for_it(a) for a in claims]
    deep = max(map(len, lists), default=0)
    return tuple(dict.fromkeys(s[i] for i in range(deep) for s in lists if i < len(s)))


def against(claims: Iterable[Association]) -> tuple[str, ...]:
    """The sources that refute a claim or found no effect."""
    return tuple(dict.fromkeys(e.source for a in claims for e in a.evidence if e.stance in _CONTRARY))


def dots(claims: Iterable[Association]) -> str:
    """The least certainty of several claims as a mark.

    >>> dots([Association(subject=Curie("A:1"), predicate="increases", object=Curie("B:2"), certainty="probable")])
    '●●○'
    """
    return _DOTS[max((a.certainty for a in claims), key=CERTAINTIES.index, default="established")]


def listed(names: Sequence[str], most: int = 6, last: str = "and") -> str:
    """The first of several names, with how many more there are; one that is left is told too.

    >>> listed(["a", "b", "c", "d"], 2)
    'a, b and 2 more'
    """
    names = list(dict.fromkeys(names))
    return join(names, last) if len(names) <= most + 1 else f"{', '.join(names[:most])} and {len(names) - most} more"


def singular(name: str) -> str:
    """The name of a class as that of one of its members.

    >>> [singular(n) for n in ("skeletal muscle relaxants", "GABA-B receptor agonist", "drugs of abuse")]
    ['skeletal muscle relaxant', 'GABA-B receptor agonist', 'drug of abuse']
    """
    head, of, rest = name.partition(" of ")
    if of:
        return f"{singular(head)} of {rest}"
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "us", "is")) else name


def upper(text: str) -> str:
    """With a capital, where the first word is one in small letters ("mRNA" stays)."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.islower() and first[0].isascii() else text
