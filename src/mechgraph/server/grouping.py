"""The claims about a thing, grouped by what they say of it, the surest first; filtered and paged here, not on the page.

The rule of what a claim says is :func:`mechgraph.model.kind_of`; here are only the order and the titles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from ..curie import Curie
from ..model import CERTAINTIES, Association, Entity, kind_of
from ..sentences import claim_sentence
from .titles import TITLES

__all__ = ["grouped"]


def grouped(
    thing: Entity,
    claims: Iterable[Association],
    names: dict[Curie, Entity],
    passes: Callable[[Association], bool],
    *,
    text: str,
    each: int,
    only: str | None,
    offset: int,
) -> tuple[dict[str, Any], list[Association]]:
    """The groups, with the ids of the claims that are shown of each, and those claims.

    Args:
        names: What the claims name.
        passes: The filters.
        text: Words that all stand in the sentence of a claim; empty for any.
        each: Claims shown of a group; a group that is less than twice as long is shown whole.
        only: The key of one group, of which ``each`` are shown from ``offset`` on.
    """
    listed = list(claims)
    words = text.casefold().split()
    groups: dict[tuple[str, bool], list[tuple[Association, str]]] = {}
    species: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for a in listed:
        if a.qualifiers.species is not None:
            species[str(a.qualifiers.species)] += 1
        sources.update(a.sources)
        if not passes(a):
            continue
        sentence = claim_sentence(a, names)
        folded = sentence.casefold()
        if all(w in folded for w in words):
            effect = names.get(a.causal_ends[1])
            kind = kind_of(a, effect if effect is not None else "")
            groups.setdefault((kind, _own(a, thing, kind)), []).append((a, sentence))
    out: list[dict[str, Any]] = []
    shown: list[Association] = []
    order = list(TITLES)
    for (what, own), members in sorted(groups.items(), key=lambda g: (order.index(g[0][0]), not g[0][1])):
        members.sort(key=lambda m: (CERTAINTIES.index(m[0].certainty), m[0].negated, -len(m[0].evidence), m[1]))
        name = f"{what}{'' if own else '-of'}"
        if only is not None:
            part = members[offset : offset + each] if name == only else []
        else:
            part = members if len(members) < 2 * each else members[:each]
        title = TITLES[what][0 if own else 1]
        out.append({"key": name, "title": title, "count": len(members), "claims": [a.id for a, _ in part]})
        shown += [a for a, _ in part]
    facts = {
        "total": len(listed),
        "found": sum(len(g) for g in groups.values()),
        "groups": out,
        "species": sorted(species),
        "sources": sorted(sources),
    }
    return facts, shown


def _own(claim: Association, thing: Entity, kind: str) -> bool:
    """Which of the two titles a claim stands under: the first, unless the thing is acted on, a class or a place."""
    mine, other = TITLES[kind]
    if mine == other:
        return True
    if kind in ("membership", "place") and claim.relation.above:
        return (claim.subject if claim.relation.above == "subject" else claim.object) != thing.id
    return claim.subject == thing.id
