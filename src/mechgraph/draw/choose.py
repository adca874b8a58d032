"""Which claims of a mechanism a figure draws, and as what: the steps as arrows, what sums them up as marks on them.

In the order of work: ``places`` (entities and claims), ``fold`` (what is a mark), ``message`` (outcomes and the title),
then chains are collapsed where a summary is asked for, and references numbered. No geometry here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..curie import Curie
from ..model import CERTAINTIES, Association, Mechanism, Path
from ..sentences import claim_sentence
from .content import Content, Link, number
from .fold import fold
from .message import chips, message
from .places import placed
from .tell import against, apart, number_paths

__all__ = ["SUMMARY_ABOVE", "collapse", "content_of"]

SUMMARY_ABOVE = 60
"""Beyond this many entities ``detail="auto"`` draws a summary."""
_CHAIN = 5
"""A longer way to an outcome counts as so many entities of a summary: its plain intermediates are collapsed."""


def content_of(
    mechanism: Mechanism, detail: str = "auto", most: int = SUMMARY_ABOVE, drugs: Sequence[Curie] = ()
) -> Content:
    """Choose, group and number what a mechanism's figure shows; the order is the mechanism's own.

    ``most`` is the number of entities that a brief figure shows, before its chains are collapsed; ``drugs`` are those
    that it begins with, where it is not only the mechanism's own.
    """
    claims = list(dict.fromkeys(mechanism.associations))
    ends = {end for a in claims for end in a.causal_ends}
    own = {a.id for a in claims}
    beside = [a for a in mechanism.beside if a not in claims and set(a.causal_ends) <= ends]
    claims += beside
    objecting: list[str] = []
    for objection in mechanism.objections:
        other = objection.association
        if objection.claim in own and other not in claims and set(other.causal_ends) <= ends:
            claims.append(other)
            objecting.append(other.id)
    notes: list[str] = []
    total = len(ends)
    whole = detail == "full"
    if detail == "auto":
        detail = "full" if total <= SUMMARY_ABOVE else "brief"
    if detail == "brief" and total > most:
        keep = _core(mechanism, claims, most, drugs or (mechanism.drug.id,))
        claims = [a for a in claims if set(a.causal_ends) <= keep]
        left = total - len({end for a in claims for end in a.causal_ends})
        if left > 0:
            notes.append(f"summary: {left} of {total} entities are not drawn (detail=full draws them all)")
    content = placed(mechanism, claims)
    if not whole:
        # folded where each entity stands once; the places are those of what is left
        flat = placed(mechanism, claims, places=False)
        fold(flat, objecting, [a.id for a in beside])
        content = placed(mechanism, [a for link in flat.links for a in link.claims])
        _mark(flat, content)
    content.notes = notes
    chips(mechanism, content, drugs)
    content.title = message(mechanism, content)
    if detail == "brief":
        collapse(mechanism, content)
        fold(content)
        if left := _drop_asides(mechanism, content):
            content.notes.append(f"steps that lead to no outcome here are not drawn: {left}")
    apart(mechanism, content)
    number_paths(mechanism, content)
    for link in content.links:
        link.sentences = tuple(claim_sentence(a, mechanism.entities) for a in (*link.claims, *link.observed))
    number(mechanism, [content])
    against(mechanism, content)
    return content


def _mark(flat: Content, content: Content) -> None:
    """Put what was folded onto the links that carry the same claims."""
    observed = {link.claims[0].id: link.observed for link in flat.links if link.observed}
    for link in content.links:
        link.observed = tuple(dict.fromkeys(o for a in link.claims for o in observed.get(a.id, ())))


def _core(mechanism: Mechanism, claims: Sequence[Association], most: int, drugs: Sequence[Curie]) -> set[Curie]:
    """The entities of a summary: what the drug acts on directly, a path to each outcome, then more.

    So that no outcome is left out while another is reached in three ways, and no target for an outcome.
    """
    keep: dict[Curie, None] = dict.fromkeys(drugs)
    if mechanism.effect:
        keep[mechanism.effect.id] = None
    for drug in drugs:
        acts = [a for a in claims if a.causal_ends[0] == drug and a.asserted and a.relation.direct and a.relation.sign]
        keep |= dict.fromkeys(a.causal_ends[1] for a in acts[: most // (4 * len(drugs))] or acts[:1])
    nth: Counter[Curie] = Counter()
    ways: list[tuple[int, int, Path]] = []
    for path in mechanism.paths:
        outcome = path.entities[-1]
        nth[outcome] += 1
        ways.append((nth[outcome], 0 if mechanism.effect else len(path.steps), path))
    taken = len(keep)
    for _, _, path in sorted(ways, key=lambda way: way[:2]):
        more = min(len(set(path.entities) - keep.keys()), _CHAIN)
        if taken + more <= most:
            keep |= dict.fromkeys(path.entities)
            taken += more
    near: dict[Curie, list[Curie]] = {}
    for a in claims:
        start, end = a.causal_ends
        near.setdefault(start, []).append(end)
        near.setdefault(end, []).append(start)
    queue = list(keep)
    for curie in queue:
        for other in near.get(curie, ()):
            if other not in keep and len(keep) < most and taken < most:
                keep[other] = None
                queue.append(other)
    return set(keep)


def collapse(mechanism: Mechanism, content: Content, *, once: bool = False) -> bool:
    """Replace chains of plain intermediates by links that say how many steps they stand for; whether there were any.

    ``once`` stops after the first.
    """
    found = False
    keep = {str(mechanism.drug.id), str(mechanism.effect.id) if mechanism.effect else ""}
    merged = True
    while merged:
        merged = False
        for i, node in enumerate(content.nodes):
            into = [x for x in content.links if x.head == i]
            out = [x for x in content.links if x.tail == i]
            if node.entity in keep or node.kind in {"drug", "phenotype", "receptor"} or len(into) != 1 or len(out) != 1:
                continue
            a, b = into[0], out[0]
            signed = {a.kind, b.kind} <= {"positive", "negative"}
            plain = signed and not (a.negated or b.negated or a.mark or b.mark)
            if not plain or a.tail == b.head or "inconclusive" in (a.certainty, b.certainty):
                continue
            if content.nodes[a.tail].kind == "drug" and (a.direct or node.kind in {"channel", "protein"}):
                continue
            certainty = max((a.certainty, b.certainty), key=lambda c: CERTAINTIES.index(c))
            kind = "positive" if a.kind == b.kind else "negative"
            steps = max(1, a.steps) + max(1, b.steps)
            link = Link(a.tail, b.head, kind, False, certainty, False, "", a.claims + b.claims, steps=steps)
            link.observed = a.observed + b.observed
            content.links[content.links.index(a)] = link
            content.links.remove(b)
            _join(content, link)
            _drop(content, i)
            merged = found = True
            break
        merged = merged and not once
    return found


def _drop_asides(mechanism: Mechanism, content: Content) -> int:
    """Leave out what leads to no outcome, where there are outcomes: how many; what the drug acts on itself stays."""
    before = len(content.nodes)
    drug = str(mechanism.drug.id)
    while any(n.outcome for n in content.nodes):
        begins = {x.tail for x in content.links}
        hit = {x.head for x in content.links if content.nodes[x.tail].entity == drug}
        loose = (i for i, n in enumerate(content.nodes) if not n.outcome and i not in begins | hit and n.entity != drug)
        i = next(loose, None)
        if i is None:
            break
        content.links = [x for x in content.links if x.head != i]
        _drop(content, i)
    return before - len(content.nodes)


def _join(content: Content, link: Link) -> None:
    """Make one of chains between the same two that come to the same: side by side they say nothing but their number."""
    for other in content.links:
        alike = (other.tail, other.head, other.kind, other.certainty, bool(other.steps), other.mark)
        mine = (link.tail, link.head, link.kind, link.certainty, True, link.mark)
        if other is not link and alike == mine and not other.negated:
            link.ways, link.steps = link.ways + other.ways, max(link.steps, other.steps)
            link.claims += tuple(a for a in other.claims if a not in link.claims)
            link.observed += tuple(a for a in other.observed if a not in link.observed)
            content.links.remove(other)
            return


def _drop(content: Content, i: int) -> None:
    del content.nodes[i]
    for link in content.links:
        link.tail -= link.tail > i
        link.head -= link.head > i
    content.tidy()
