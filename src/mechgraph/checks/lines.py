"""Rules about the order of curated mechanisms: steps that connect, sides kept apart, a first step at the target."""

from __future__ import annotations

from collections.abc import Iterator

from ..curie import Curie
from ..model import Association, CuratedMechanism, MechanismStep
from ..reason.line import leads_from
from ..vocab import vocabulary
from .case import Case, Hit
from .mechanisms import therapeutic

__all__ = ["begins_elsewhere", "chained_sides", "step_apart", "step_without_level"]

MEETING = ("circuit", "organ", "clinical")
"""Levels at which ways through different parts of a cell may meet."""


def step_apart(case: Case) -> Iterator[Hit]:
    """Each claim of a step begins at the drug, in its own step, or where a step before it ends; each leads on."""
    for p in case.mechanisms:
        m = p.record
        before = leads_from(m, case.claim)
        ends = {s.id: {a.causal_ends[1] for a in _claims(case, s)} for s in m.steps}
        for s in m.steps:
            claims = _claims(case, s)
            if s.summarises or not claims:
                continue
            open_ends = {m.drug} | ends[s.id]
            for b in m.before(s):
                open_ends |= ends.get(b, set())
            for a in claims:
                if a.causal_ends[0] not in open_ends:
                    start = case.name(a.causal_ends[0])
                    yield Hit(
                        p,
                        f"step {s.id}: {case.called(a)} begins at {start}, where no step before it ends",
                        "name the step that leads there in 'after', or add the claim that is missing between them",
                    )
            for b in s.after:
                if b not in before[s.id]:
                    yield Hit(
                        p,
                        f"step {s.id} is said to follow {b}, but none of its claims begins where {b} ends",
                        "add the claim between them, or take it out of 'after'",
                    )


def chained_sides(case: Case) -> Iterator[Hit]:
    """Steps in two parts of a cell (before and behind a synapse) are not chained, and meet at the circuit only."""
    for p in case.mechanisms:
        m = p.record
        if not m.ordered:
            continue
        level = {c: s.level for s in m.steps if not s.summarises for c in _ids(case, s)}
        passed: dict[Curie, dict[Curie, Association]] = {}
        told: set[tuple[str, str]] = set()
        for path in case.paths_of(m):
            side: tuple[Curie, Association] | None = None
            for step in path.steps:
                a = step.association
                if level.get(a.id) in MEETING:
                    break
                place = a.qualifiers.component
                if place is not None:
                    if side is not None and _apart(case, side[0], place) and _once(told, side[1], a):
                        yield Hit(
                            p,
                            f"{case.called(a)} ({case.name(place)}) is chained to {case.called(side[1])}"
                            f" ({case.name(side[0])})",
                            "put the two on branches that meet at a step of the circuit",
                        )
                    side = (place, a)
                if side is None:
                    continue
                for other, first in passed.setdefault(step.end, {}).items():
                    if _apart(case, other, side[0]) and _once(told, first, side[1]):
                        yield Hit(
                            p,
                            f"{case.called(side[1])} ({case.name(side[0])}) and {case.called(first)}"
                            f" ({case.name(other)}) meet at {case.name(step.end)}, below the circuit",
                            "let the two branches meet at the cell or the circuit that both act on",
                        )
                passed[step.end].setdefault(*side)


def _once(told: set[tuple[str, str]], a: Association, b: Association) -> bool:
    pair = (min(a.id, b.id), max(a.id, b.id))
    fresh = pair not in told
    told.add(pair)
    return fresh


def _apart(case: Case, a: Curie, b: Curie) -> bool:
    """Whether two parts of a cell differ and neither is a part of the other."""
    return a != b and not any(
        c.asserted and c.relation.above for ends in ((a, b), (b, a)) for c in case.links.get(ends, ())
    )


def begins_elsewhere(case: Case) -> Iterator[Hit]:
    """The main line of a treatment begins at a direct target of the drug, where one is known to be acted on.

    What handles drugs, an enzyme or a carrier that has drugs for substrates, is no such target.
    """
    handled = vocabulary().predicates_of("substrate")
    handlers = {a.object for a in case.every if a.asserted and a.predicate in handled}
    targets: dict[Curie, list[Association]] = {}
    for a in case.every:
        protein = vocabulary().is_a(_category(case, a.object), "gene_product")
        if a.asserted and a.sign and a.relation.direct and protein and a.object not in handlers:
            targets.setdefault(a.subject, []).append(a)
    for p in case.mechanisms:
        m = p.record
        first = _first_of_line(case, m)
        if (
            not m.ordered
            or not targets.get(m.drug)
            or not therapeutic(case, m)
            or any(_acts(case, a, m) for a in first)
        ):
            continue
        known = ", ".join(dict.fromkeys(case.name(a.object) for a in targets[m.drug]))
        begun = ", ".join(case.called(a) for a in first) or "nothing"
        yield Hit(p, f"the main line begins with {begun}; direct targets are known: {known}", "begin at the target")


def _acts(case: Case, claim: Association, mechanism: CuratedMechanism) -> bool:
    """Whether a claim is an action on a gene product, of the drug or (a prodrug) of what it becomes."""
    gene_product = vocabulary().is_a(_category(case, claim.causal_ends[1]), "gene_product")
    becomes = claim.subject == mechanism.drug and vocabulary().is_a(_category(case, claim.object), "chemical")
    return (gene_product and claim.sign != 0) or becomes


def _first_of_line(case: Case, mechanism: CuratedMechanism) -> list[Association]:
    line = next((s for s in mechanism.steps if not s.branch and not s.summarises), None)
    return [a for a in _claims(case, line) if a.causal_ends[0] == mechanism.drug] if line else []


def step_without_level(case: Case) -> Iterator[Hit]:
    """Each step of a mechanism says at which level it is told: molecular, cellular, circuit, organ or clinical."""
    for p in case.mechanisms:
        for s in p.record.steps:
            if not s.level:
                yield Hit(p, f"step {s.id} says no level", "add level: molecular, cellular, circuit, organ or clinical")


def _claims(case: Case, step: MechanismStep | None) -> list[Association]:
    return [a for c in step.claims if (a := case.claim.get(c)) is not None] if step else []


def _ids(case: Case, step: MechanismStep) -> list[str]:
    return [a.id for a in _claims(case, step)]


def _category(case: Case, curie: Curie) -> str:
    entity = case.entity.get(curie)
    return entity.category if entity else "entity"
