"""Rules about curated mechanisms: connected, acyclic, without short cuts, and of the right sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ..curie import Curie
from ..model import Association, CuratedMechanism, Path
from ..reason.mechanism import simple_paths
from ..reason.signs import net_sign
from .case import Case, Hit

__all__ = [
    "cyclic",
    "denied_in_path",
    "net_sign_of_therapy",
    "not_connected",
    "redundant",
    "shortcut",
    "stray_claim",
    "therapeutic",
]

GIVEN_AGAINST = ("use", "relief", "off_label")
"""Groups of predicates that say a drug is given against the effect; so does one that makes it less likely."""
SOURCES_OF_INDICATIONS = ("drugmechdb",)
"""Sources whose mechanisms are all of indications."""


def therapeutic(case: Case, mechanism: CuratedMechanism) -> bool:
    """Whether the mechanism explains a use of the drug: a claim says so, or its source holds indications only."""
    if mechanism.source.lower().startswith(SOURCES_OF_INDICATIONS):
        return True
    direct = case.links.get((mechanism.drug, mechanism.effect), ())
    return any(_given_against(a) for a in direct)


def _given_against(claim: Association) -> bool:
    group = claim.relation.group
    return claim.asserted and (group in GIVEN_AGAINST or (group == "risk" and claim.sign < 0))


def not_connected(case: Case) -> Iterator[Hit]:
    """A mechanism leads from its drug to its effect through claims in their causal direction."""
    for p in case.mechanisms:
        m = p.record
        if not m.claims:
            yield Hit(p, "a mechanism without claims", "list the claims that make it up")
        elif not case.paths_of(m):
            reached = _reached(case.claims_of(m), m.drug)
            last = ", ".join(case.name(c) for c in sorted(reached)[:4]) or "nothing"
            yield Hit(
                p,
                f"no causal path from {case.name(m.drug)} to {case.name(m.effect)}; reached: {last}",
                "add the missing claim, or turn the one that points the wrong way",
            )


def _reached(claims: Iterable[Association], start: Curie) -> set[Curie]:
    claims = [a for a in claims if a.asserted]
    reached, grown = {start}, True
    while grown:
        found = {a.causal_ends[1] for a in claims if a.causal_ends[0] in reached} - reached
        reached |= found
        grown = bool(found)
    return reached - {start}


def net_sign_of_therapy(case: Case) -> Iterator[Hit]:
    """The mechanism of a treatment ends as a decrease of what it treats."""
    for p in case.mechanisms:
        m = p.record
        if not therapeutic(case, m) or not (paths := case.paths_of(m)):
            continue
        drug, effect = case.name(m.drug), case.name(m.effect)
        sign = net_sign(paths)
        if sign == 1:
            yield Hit(p, f"{drug} comes out as increasing {effect}", "look for a claim with the wrong sign")
        elif sign is None:
            plus, minus = (sum(path.sign == s for path in paths) for s in (1, -1))
            yield Hit(
                p,
                f"the branches disagree: {plus} increase and {minus} decrease {effect}",
                "look for a claim with the wrong sign; if both are true, say so in a question",
                "warning",
            )
        elif sign == 0:
            blank = next((s.association for path in paths for s in path.steps if s.sign == 0), None)
            why = f"; {case.called(blank)} carries no sign" if blank else ""
            yield Hit(p, f"the net sign is not determined{why}", "choose a predicate that has a sign", "note")


def _edges(paths: Iterable[Path]) -> set[str]:
    return {s.association.id for path in paths for s in path.steps}


def stray_claim(case: Case) -> Iterator[Hit]:
    """Every claim of a mechanism lies on a path from the drug to the effect."""
    for p in case.mechanisms:
        paths = case.paths_of(p.record)
        on_path = _edges(paths)
        for a in case.claims_of(p.record):
            if paths and a.asserted and a.id not in on_path:
                yield Hit(
                    p, f"{case.called(a)} is on no path to the effect", "take it out, or add what follows from it"
                )


def denied_in_path(case: Case) -> Iterator[Hit]:
    """No path of a mechanism needs a claim that is negated or inconclusive."""
    for p in case.mechanisms:
        claims = case.claims_of(p.record)
        denied = {a.id: a for a in claims if not a.asserted}
        if not denied:
            continue
        as_if = {msgspec.structs.replace(a, negated=False, certainty="established").id: a for a in denied.values()}
        supposed = [
            a if a.asserted else msgspec.structs.replace(a, negated=False, certainty="established") for a in claims
        ]
        used = _edges(simple_paths(supposed, p.record.drug, p.record.effect))
        for key, a in as_if.items():
            if key in used:
                kind = "negated" if a.negated else "inconclusive"
                yield Hit(
                    p,
                    f"{case.called(a)} is {kind} and stands where the path would run",
                    "take it out of the mechanism; it is an objection, not a step",
                )


def shortcut(case: Case) -> Iterator[Hit]:
    """A mechanism explains how: no claim jumps from the drug to the effect, past the steps between."""
    for p in case.mechanisms:
        m, claims = p.record, case.claims_of(p.record)
        if len(claims) < 2:
            continue
        for a in claims:
            if a.asserted and a.causal_ends == (m.drug, m.effect):
                clinical = " (a clinical outcome, not a step)" if a.relation.role == "clinical" else ""
                yield Hit(
                    p,
                    f"{case.called(a)} jumps from {case.name(m.drug)} straight to {case.name(m.effect)}{clinical}",
                    "leave it in the graph, and out of the mechanism",
                )


def redundant(case: Case) -> Iterator[Hit]:
    """No claim of a mechanism repeats, with the same sign, what two or more others say step by step."""
    for p in case.mechanisms:
        m = p.record
        claims = [a for a in case.claims_of(m) if a.asserted]
        if len(claims) < 3:
            continue
        for a in claims:
            start, end = a.causal_ends
            if (start, end) == (m.drug, m.effect) or not a.sign:
                continue
            others = [b for b in claims if b.causal_ends != a.causal_ends]
            way = next((q for q in simple_paths(others, start, end) if q.sign == a.sign), None)
            if way is not None:
                via = " → ".join(case.name(c) for c in way.entities)
                yield Hit(p, f"{case.called(a)} repeats {via}", "keep the longer way, unless both are meant")


def cyclic(case: Case) -> Iterator[Hit]:
    """The claims of a mechanism do not run in a circle."""
    for p in case.mechanisms:
        out: dict[Curie, set[Curie]] = {}
        for a in case.claims_of(p.record):
            if a.asserted and not a.relation.symmetric:
                cause, effect = a.causal_ends
                out.setdefault(cause, set()).add(effect)
        circle = _circle(out)
        if circle:
            yield Hit(
                p,
                "runs in a circle: " + " → ".join(case.name(c) for c in circle),
                "take out the claim that feeds back; describe feedback as a mechanism of its own",
            )


def _circle(out: dict[Curie, set[Curie]]) -> list[Curie]:
    """One directed circle, its first entity repeated at the end; empty where there is none. Linear time."""
    done: set[Curie] = set()
    for root in sorted(out):
        trail: list[Curie] = []
        stack: list[tuple[Curie, bool]] = [(root, False)]
        on_trail: set[Curie] = set()
        while stack:
            here, leaving = stack.pop()
            if leaving:
                on_trail.discard(trail.pop())
                done.add(here)
                continue
            if here in on_trail:
                return [*trail[trail.index(here) :], here]
            if here in done:
                continue
            trail.append(here)
            on_trail.add(here)
            stack.append((here, True))
            stack += [(c, False) for c in sorted(out.get(here, ()), reverse=True)]
    return []
