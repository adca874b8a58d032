"""What one passage of a source says together: its statements explain each other, and a chain of them is no composition.

A locator whose last word is the number of a statement (``Q03 S21``) names a passage (``Q03``) and a statement in it. A
source that is cited in another form has no passages here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..curie import Curie
from ..model import Association
from ..store.base import Store

__all__ = ["noted", "passages_of", "same_passage", "told_in_one"]

_STATEMENT = re.compile(r"(\S.*?)\s+S\d+")
_BRACKETS = re.compile(r"( ?)\(([^()]+)\)")
_ROUNDS = 4
_MOST = 500
"""Claims of one entity that are looked at: a hub has more, and its claims are not those of a passage."""


def passages_of(claim: Association) -> frozenset[tuple[str, str]]:
    """The passages that state a claim: pairs of a source and the place in it.

    >>> from mechgraph.model import Evidence
    >>> a = Association(subject=Curie("A:1"), predicate="increases", object=Curie("B:2"),
    ...                 evidence=(Evidence(source="faq", locator="Q03 S21"), Evidence(source="L1", locator="p. 4")))
    >>> sorted(passages_of(a))
    [('faq', 'Q03')]
    """
    found = ((e.source, _STATEMENT.fullmatch(e.locator)) for e in claim.evidence if e.stance == "supports")
    return frozenset((source, m[1]) for source, m in found if m is not None)


def noted(store: Store, note: str) -> str:
    """A note of the records as a reader can use it: what it cites by the ids of sources is cited as it is printed.

    >>> import mechgraph
    >>> noted(mechgraph.load().store, "By way of the kidney (L18), in some (8 of 10) of them.")
    'By way of the kidney (Wuis et al., Eur J Clin Pharmacol 1989;37:181-4), in some (8 of 10) of them.'
    """

    def cited(found: re.Match[str]) -> str:
        parts = [part.strip() for part in found[2].split(",")]
        known = [store.source(part) for part in parts]
        if not any(known):
            return found[0]
        told = [part if s is None else s.citation for part, s in zip(parts, known, strict=True)]
        told = [t for t in dict.fromkeys(told) if t]
        return f"{found[1]}({'; '.join(told)})" if told else ""

    return _BRACKETS.sub(cited, note)


def told_in_one(claims: Iterable[Association]) -> bool:
    """Whether one passage states all of the claims."""
    listed = [passages_of(a) for a in claims]
    return bool(listed) and bool(frozenset.intersection(*listed))


def same_passage(store: Store, claims: Iterable[Association]) -> list[Association]:
    """The other claims of the passages that state these, in the order of the passages.

    They are found from end to end: a passage is about things that its statements share.
    """
    known = {a.id: a for a in claims}
    wanted = {p for a in known.values() for p in passages_of(a)}
    if not wanted:
        return []
    edge: set[Curie] = {c for a in known.values() for c in (a.subject, a.object)}
    seen: set[Curie] = set()
    found: dict[str, Association] = {}
    for _ in range(_ROUNDS):
        fresh = edge - seen
        seen |= fresh
        edge = set()
        for curie in sorted(fresh):
            around = [*store.associations(subject=curie), *store.associations(object=curie)]
            if len(around) > _MOST:
                continue
            for a in around:
                if a.id not in known and passages_of(a) & wanted:
                    found[a.id] = a
                    edge |= {a.subject, a.object}
    return sorted(found.values(), key=_place)


def _place(claim: Association) -> str:
    return min((e.locator for e in claim.evidence if _STATEMENT.fullmatch(e.locator)), default="")
