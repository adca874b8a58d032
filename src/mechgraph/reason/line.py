"""A curated mechanism as an ordered thing: its steps walked in their order, from the drug down to the effect.

A claim follows another only within one step, or from a step to one that it leads to: what stands on two branches is not
chained because it names the same thing. A claim about the drug itself needs no step before it. A step that only sums up
others is an observation and is never walked. Old flat mechanisms have no order; their claims are joined by their ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ..curie import Curie
from ..model import Association, CuratedMechanism, MechanismStep, Path, Step

__all__ = ["MAX_PATHS", "joined", "leads_from", "mechanism_paths", "ordered_paths", "resolved", "simple_paths"]

MAX_PATHS = 200
"""Paths looked at in one mechanism; one with more is not one."""


def leads_from(mechanism: CuratedMechanism, claims: Mapping[str, Association]) -> dict[str, tuple[str, ...]]:
    """Ids of the steps that truly lead to each step: listed before it, and ending where one of its claims begins.

    Args:
        claims: The claims by what the steps call them: ids, or the keys of a record file.
    """
    ends = {s.id: {claims[c].causal_ends[1] for c in s.claims if c in claims} for s in mechanism.steps}
    out = {}
    for s in mechanism.steps:
        starts = {claims[c].causal_ends[0] for c in s.claims if c in claims} - {mechanism.drug}
        out[s.id] = () if s.summarises else tuple(b for b in mechanism.before(s) if ends.get(b, set()) & starts)
    return out


def ordered_paths(mechanism: CuratedMechanism, claims: Mapping[str, Association], limit: int = MAX_PATHS) -> list[Path]:
    """The paths of an ordered mechanism from its drug to its effect, the main line first; at most ``limit``.

    Denied and inconclusive claims are not walked. No entity stands twice on a path.
    """
    steps = [s for s in mechanism.steps if not s.summarises]
    at = {s.id: i for i, s in enumerate(steps)}
    onward: dict[int, list[int]] = {i: [i] for i in range(len(steps))}
    for i, s in enumerate(steps):
        for before in mechanism.before(s):
            if before in at:
                onward[at[before]].append(i)
    here: dict[tuple[int, Curie], list[Association]] = {}
    for i, s in enumerate(steps):
        for c in s.claims:
            if (a := claims.get(c)) is not None and a.asserted:
                here.setdefault((i, a.causal_ends[0]), []).append(a)
    found: list[tuple[tuple[int, ...], Path]] = []

    def walk(i: int, entity: Curie, taken: list[tuple[int, Step]], seen: set[Curie]) -> None:
        if len(found) >= limit:
            return
        if entity == mechanism.effect:
            aside = sum(steps[j].branch != "" for j, _ in taken)
            found.append(((aside, *(j for j, _ in taken)), Path(steps=tuple(step for _, step in taken))))
            return
        for j in sorted(onward[i]) if taken else range(len(steps)):
            for a in here.get((j, entity), ()):
                end = a.causal_ends[1]
                if end not in seen:
                    step = Step(association=a, start=entity, end=end)
                    walk(j, end, [*taken, (j, step)], seen | {end})

    walk(0, mechanism.drug, [], {mechanism.drug})
    return list({p.steps: p for _, p in sorted(found, key=lambda f: f[0])}.values())


def simple_paths(claims: Iterable[Association], start: Curie, end: Curie | None, limit: int = MAX_PATHS) -> list[Path]:
    """Simple causal paths through these claims from ``start`` to ``end`` (or to every end point), at most ``limit``.

    Depth first in the order of the claims; meant for one mechanism, not for a graph.
    """
    out: dict[Curie, list[Step]] = {}
    back: dict[Curie, set[Curie]] = {}
    for a in claims:
        if not a.asserted:
            continue
        cause, effect = a.causal_ends
        out.setdefault(cause, []).append(Step(association=a, start=cause, end=effect))
        back.setdefault(effect, set()).add(cause)
    if end is not None:
        useful, edge = {end}, [end]
        while edge:
            more = back.get(edge.pop(), set()) - useful
            useful |= more
            edge += more
        out = {c: [s for s in steps if s.end in useful] for c, steps in out.items() if c in useful and c != end}
    found: list[Path] = []

    def walk(here: Curie, steps: list[Step], seen: set[Curie]) -> None:
        if len(found) >= limit:
            return
        onward = [s for s in out.get(here, ()) if s.end not in seen]
        if steps and (here == end or (end is None and not onward)):
            found.append(Path(steps=tuple(steps)))
            return
        for step in onward:
            walk(step.end, [*steps, step], seen | {step.end})

    walk(start, [], {start})
    return sorted(found, key=lambda p: (len(p), p.entities))


def mechanism_paths(mechanism: CuratedMechanism, claims: Mapping[str, Association]) -> list[Path]:
    """The paths of a curated mechanism: in the order of its steps, or, where it has none, any through its claims."""
    if mechanism.ordered:
        return ordered_paths(mechanism, claims)
    return simple_paths((claims[c] for c in mechanism.claims if c in claims), mechanism.drug, mechanism.effect)


def resolved(mechanism: CuratedMechanism, claims: Mapping[str, Association]) -> tuple[MechanismStep, ...]:
    """The steps with what leads to each written out, nothing left to "the step before"."""
    before = leads_from(mechanism, claims)
    return tuple(msgspec.structs.replace(s, after=before[s.id]) for s in mechanism.steps)


def joined(mechanisms: Sequence[CuratedMechanism], claims: Mapping[str, Association]) -> tuple[MechanismStep, ...]:
    """The steps of several curated mechanisms of one effect, one after the other; of the first under their own ids.

    Steps of the others get the number of their mechanism in front ("2.1"), in ids and branches. None where one of them
    is flat: then they have no order together.
    """
    if not all(m.ordered for m in mechanisms):
        return ()
    out: list[MechanismStep] = []
    for n, m in enumerate(mechanisms, 1):
        for s in resolved(m, claims):
            if n > 1:
                own = {t.id for t in m.steps}
                s = msgspec.structs.replace(
                    s,
                    id=f"{n}.{s.id}",
                    branch=f"{n}.{s.branch or 'line'}",
                    after=tuple(f"{n}.{b}" for b in s.after),
                    summarises=tuple(f"{n}.{c}" if c in own else c for c in s.summarises),
                )
            out.append(s)
    return tuple(out)
