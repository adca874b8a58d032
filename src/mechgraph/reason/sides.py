"""What stands for a claim and what against it, side by side: one form for every answer, on the page and in JSON.

Each side says by whom: a source, where it is evidence on the claim itself, or another claim. Nothing is weighed here
but by :func:`~mechgraph.reason.verdicts.claim_verdict`, whose verdict comes along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ..curie import Curie
from ..model import Association, Entity, Objection, entity_ids
from ..sentences import claim_sentence, says
from ..store.base import Store
from .objections import objections_to
from .verdicts import Verdict, claim_verdict

__all__ = ["COLUMNS", "Side", "Sides", "sides", "sides_of"]

COLUMNS = ("supports", "refutes", "no_effect", "inconclusive", "partial", "contested")
"""What is for a claim, the three kinds of what is not, and what stands beside it without weakening it."""
_COLUMN = {"negates": "refutes", "opposite": "refutes"}


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One voice for or against a claim.

    Args:
        by: The id of a source, or of another claim.
        kind: supports, refutes, no_effect, partial (evidence on the claim itself); negates, opposite, inconclusive,
            contested (another claim).
        says: Our summary of the evidence, or the other claim as a sentence.
        sources: The sources that it rests on.
    """

    by: str
    kind: str
    says: str
    sources: tuple[str, ...]


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """The sides of one claim, and the verdict that they come to."""

    verdict: Verdict
    supports: tuple[Side, ...] = ()
    refutes: tuple[Side, ...] = ()
    no_effect: tuple[Side, ...] = ()
    inconclusive: tuple[Side, ...] = ()
    partial: tuple[Side, ...] = ()
    contested: tuple[Side, ...] = ()

    def against_lines(self) -> list[str]:
        """What weakens the claim, each with its kind and sources, as text."""
        return [
            f"{s.kind.replace('_', ' ')}, {s.says.rstrip('.')} [{', '.join(s.sources) or 'no source'}]"
            for s in (*self.refutes, *self.no_effect)
        ]


def sides(claim: Association, objections: Iterable[Objection], names: Mapping[Curie, Entity]) -> Sides:
    """The sides of a claim, from its own evidence and from what objects to it.

    >>> from mechgraph.model import Evidence
    >>> a = Association(subject=Curie("A:1"), predicate="increases", object=Curie("B:1"),
    ...                 evidence=(Evidence(source="x"), Evidence(source="y", stance="no_effect")))
    >>> found = sides(a, [Objection(claim=a.id, kind="no_effect", association=a, evidence=a.evidence[1])], {})
    >>> found.verdict, [s.by for s in found.supports], [s.by for s in found.no_effect]
    ('mixed', ['x'], ['y'])
    """
    own = [o for o in objections if o.claim == claim.id]
    columns: dict[str, list[Side]] = {c: [] for c in COLUMNS}
    undecided = claim.certainty == "inconclusive"
    for e in claim.evidence:
        if e.stance == "supports":
            side = Side(by=e.source, kind="supports", says=says(e), sources=(e.source,))
            columns["inconclusive" if undecided else "supports"].append(side)
    for o in own:
        column = columns[_COLUMN.get(o.kind, o.kind)]
        if o.evidence is not None:
            source = o.evidence.source
            column.append(Side(by=source, kind=o.kind, says=says(o.evidence), sources=(source,)))
        else:
            sentence = claim_sentence(o.association, names)
            column.append(Side(by=o.association.id, kind=o.kind, says=sentence, sources=o.association.sources))
    return Sides(verdict=claim_verdict(claim, own), **{c: tuple(listed) for c, listed in columns.items()})


def sides_of(store: Store, claims: Iterable[Association]) -> Iterator[tuple[Association, Sides]]:
    """Each claim, once, with its sides in this graph."""
    names: dict[Curie, Entity] = {}
    for claim in {a.id: a for a in claims}.values():
        objections = list(objections_to(store, claim))
        for curie in (c for o in objections for c in entity_ids(o.association)):
            if curie not in names and (found := store.entity(curie)) is not None:
                names[curie] = found
        yield claim, sides(claim, objections, names)
