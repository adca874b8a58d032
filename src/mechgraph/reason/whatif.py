"""What if a claim of a mechanism were not so: is the effect kept, weakened, lost, reversed, or no longer determined?

The answer is about the graph's own claims and nothing else: it says what follows from them if they are all there is.
Rules, stated once: the effect is carried by the steps of the mechanism in their order, joined as they say, else by
simple causal paths; signs multiply; an inverted claim turns the paths through it, also where the sign of the rest is
not known; a path without sign keeps the two ends connected. Where one of several ways goes, the effect is weakened,
unless the ways were said to be enough each. A claim that is not direct may be what the blocked way does, seen from
outside: where nothing but such claims is left, the effect is not said to be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from ..curie import Curie
from ..errors import NoPathError, UsageError
from ..model import Association, CuratedMechanism, Entity, Mechanism, MechanismStep, Path
from ..model.shaped import Shaped
from .edits import Added, Edits, edited, parse_edits
from .flow import reach
from .line import ordered_paths, simple_paths
from .outcomes import WORDS, Outcome, Verdict, cuts, doubtful, outcome_of, verdict_of
from .signs import net_sign
from .targets import StandIns

__all__ = ["Outcome", "Verdict", "WhatIf", "cuts", "verdict_of", "whatif"]

LIMIT = 5_000
"""Paths looked at in one mechanism; a mechanism with more is not one."""


class WhatIf(Shaped, msgspec.Struct, frozen=True, kw_only=True):
    """What follows from an edit.

    Args:
        verdict: kept, weakened, lost, reversed, undetermined or created.
        before, after: What the mechanism does to the effect: increase, decrease, undetermined, conflicting or none.
        mechanism: The mechanism with the edit drawn in: ``marks`` say blocked, hypothetical, necessary or bypassed.
        deleted, inverted, added: The claims that were edited.
        blocked: The entities that were blocked.
        partly: Those that are weakened: a family whose member was blocked.
        stands: What was named, the entity of the mechanism that it stands for, and what it is to it.
        necessary: Claims without which no path is left (after the edit; where nothing is left, before it).
        necessary_entities: The same for entities between the two ends.
        bypassed: Claims that carried the effect before and no longer do, while it is carried another way.
        doubtful: Claims left that are not direct and may themselves run through what was deleted or blocked.
        paths: The paths that are left.
    """

    verdict: Verdict
    before: Outcome
    after: Outcome
    mechanism: Mechanism
    deleted: tuple[Association, ...] = ()
    inverted: tuple[Association, ...] = ()
    added: tuple[Association, ...] = ()
    blocked: tuple[Curie, ...] = ()
    partly: tuple[Curie, ...] = ()
    stands: tuple[tuple[Entity, Curie, str], ...] = ()
    necessary: tuple[str, ...] = ()
    necessary_entities: tuple[Curie, ...] = ()
    bypassed: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()

    def _name(self, curie: Curie) -> str:
        entity = self.mechanism.entities.get(curie)
        return entity.label if entity else str(curie)

    def _claim(self, claim: Association) -> str:
        cause, effect = claim.causal_ends
        return f"{self._name(cause)} → {self._name(effect)}"

    def _repr_svg_(self) -> str | None:
        return self.mechanism._repr_svg_()

    def _repr_html_(self) -> str:
        """For a notebook: the verdict in words above the figure."""
        from ..model.showing import framed, plain

        return framed(plain(self.lines()), self._repr_svg_() or "")

    def lines(self) -> list[str]:
        """The answer as text, verdict first."""
        m = self.mechanism
        assert m.effect is not None
        drug, effect = m.drug.name, m.effect.name
        less = ", less than before" if self.verdict == "weakened" else f" (before: {WORDS[self.before]})"
        out = [f"{self.verdict.upper()}  {drug} {WORDS[self.after]} {effect}{less}"]
        for title, claims in (("deleted", self.deleted), ("inverted", self.inverted), ("supposed", self.added)):
            out += [f"  {title}: {self._claim(a)} ({a.relation.label})" for a in claims]
        named = {c: f" ({e.name}, {why})" for e, c, why in self.stands}
        out += [f"  blocked: {self._name(c)}{named.get(c, '')}" for c in self.blocked]
        out += [f"  weakened: {self._name(c)}{named.get(c, '')}" for c in self.partly]
        by_id = {a.id: a for a in m.associations}
        needed = "necessary" if self.paths else "was necessary"
        for title, ids in ((needed, self.necessary), ("bypassed", self.bypassed)):
            out += [f"  {title}: {self._claim(by_id[i])} ({by_id[i].relation.label})" for i in ids if i in by_id]
        for i in self.doubtful:
            out.append(
                f"  in doubt: {self._claim(by_id[i])} ({by_id[i].relation.label}) is not direct and may run this way"
            )
        if self.necessary_entities:
            was = "no way round" if self.paths else "there was no way round"
            out.append(f"  {was}: " + ", ".join(self._name(c) for c in self.necessary_entities))
        for path in self.paths[:5]:
            sign = {1: "+", -1: "−", 0: "?"}[path.sign]
            out.append(f"  left ({sign}): " + " → ".join(self._name(c) for c in path.entities))
        if len(self.paths) > 5:
            out.append(f"  and {len(self.paths) - 5} more paths")
        return out

    def __str__(self) -> str:
        return "\n".join(self.lines())


def whatif(
    mechanism: Mechanism,
    *,
    delete: Iterable[str | Sequence[str | Entity]] = (),
    invert: Iterable[str | Sequence[str | Entity]] = (),
    add: Iterable[str | Added] = (),
    block: Iterable[str | Entity] = (),
    find: Callable[[str], Entity | None] | None = None,
    wider: Callable[[Entity, Collection[Curie]], StandIns] | None = None,
) -> WhatIf:
    """What becomes of the effect of a mechanism under an edit; without any edit, which claims are necessary.

    Args:
        delete: Claims to take out: an id, a key, or the two ends ("A,B" or a pair).
        invert: Claims to give the opposite sign.
        add: Claims to suppose: "A,predicate,B" or three parts.
        block: Entities that nothing can pass.
        find: Looks up entities that the mechanism does not have, for ``add`` and ``block``.
        wider: What of the mechanism a blocked entity stands for (:func:`mechgraph.reason.targets.stand_ins`).

    Raises:
        NotFoundError: the mechanism has no such claim or entity; with what is near.
        UsageError: edits that contradict each other, or a mechanism without an effect.
        NoPathError: nothing leads to the effect, and nothing is added.

    >>> import mechgraph
    >>> m = mechgraph.load().mechanism("baclofen", "pain")
    >>> whatif(m, block=["GABA-B receptor"]).verdict
    'lost'
    """
    if mechanism.effect is None:
        raise UsageError("what-if asks about one effect", remedy="name the effect of the mechanism")
    edits = parse_edits(mechanism, delete=delete, invert=invert, add=add, block=block, find=find, wider=wider)
    start, end = mechanism.drug.id, mechanism.effect.id
    before = _ways(_paths(mechanism, mechanism.associations, ()))
    if not before and not edits.add:
        raise NoPathError(f"nothing leads from {mechanism.drug.name} to {mechanism.effect.name} in this mechanism")
    claims = edited(mechanism.associations, edits)
    after = _paths(mechanism, claims, edits.add)
    after = after if any(map(_outcome, before)) else [p for p in after if not _outcome(p)]
    turned = {a.derived_from[0]: a.id for a in claims if a.derived_from and a.rule == "what-if"}
    necessary, inner = cuts(after or before)
    bypassed = _bypassed(before, after, edits, set(turned)) if after else ()
    in_doubt = doubtful(mechanism, claims, after)
    firm = [p for p in after if not any(s.association.id in in_doubt for s in p.steps)]
    unsure = bool(after) and not firm
    verdict: Verdict = "undetermined" if unsure else verdict_of(before, after, turned.values())
    if verdict == "kept" and before:
        carried = [a for a in claims if a.id not in in_doubt]
        how_much = reach(start, end, mechanism.steps, before, carried, edits.partly)
        if how_much == "none" and not edits.add:
            verdict, after = "lost", []
        elif how_much != "whole":
            verdict = "weakened"
    outcome: Outcome = "undetermined" if unsure else outcome_of(after)
    return WhatIf(
        verdict=verdict,
        before=outcome_of(before),
        after=outcome,
        mechanism=_marked(mechanism, edits, after, necessary, bypassed, in_doubt, _title(mechanism, verdict, outcome)),
        deleted=edits.delete,
        inverted=edits.invert,
        added=edits.add,
        blocked=edits.block,
        partly=edits.partly,
        stands=edits.why,
        necessary=necessary,
        necessary_entities=inner,
        bypassed=bypassed,
        doubtful=in_doubt,
        paths=tuple(after),
    )


def _outcome(path: Path) -> bool:
    """Whether a path is one clinical claim ("treats"): what comes of the steps, and no way beside them."""
    return len(path) == 1 and path.steps[0].association.relation.role == "clinical"


def _ways(paths: list[Path]) -> list[Path]:
    """The paths but mere outcomes, where there are others."""
    return [p for p in paths if not _outcome(p)] or paths


def _paths(mechanism: Mechanism, claims: Sequence[Association], added: Sequence[Association]) -> list[Path]:
    """The paths through claims, in the order of the steps where there are any; a supposed claim is a step of its own.

    An inverted claim stands at the step of the claim that it turns.
    """
    assert mechanism.effect is not None
    start, end = mechanism.drug.id, mechanism.effect.id
    if not mechanism.steps:
        return simple_paths(claims, start, end, LIMIT)
    by_id = {i: a for a in claims for i in (a.id, *(a.derived_from if a.rule == "what-if" else ()))}
    known = {a.id: a for a in mechanism.associations} | by_id
    steps = list(mechanism.steps)
    for n, claim in enumerate(added, 1):
        cause, effect = claim.causal_ends
        ends_there = [s for s in steps if not s.summarises and _meets(s, known, 1, cause)]
        new = MechanismStep(id=f"supposed-{n}", claims=(claim.id,), branch="supposed", after=_ids(ends_there))
        onward = {s.id for s in steps if not s.summarises and _meets(s, known, 0, effect)}
        steps = [msgspec.structs.replace(s, after=(*s.after, new.id)) if s.id in onward else s for s in steps]
        steps.append(new)
    ordered = CuratedMechanism(id="what-if", drug=start, effect=end, steps=tuple(steps))
    return ordered_paths(ordered, by_id, LIMIT)


def _meets(step: MechanismStep, claims: Mapping[str, Association], end: int, entity: Curie) -> bool:
    return any(claims[c].causal_ends[end] == entity for c in step.claims if c in claims)


def _ids(steps: Iterable[MechanismStep]) -> tuple[str, ...]:
    return tuple(s.id for s in steps)


def _bypassed(before: Sequence[Path], after: Sequence[Path], edits: Edits, turned: set[str]) -> tuple[str, ...]:
    used = {s.association.id for p in after for s in p.steps}
    gone = {a.id for a in edits.delete} | turned
    blocked = set(edits.block)
    found = (s.association for p in before for s in p.steps)
    return tuple(
        dict.fromkeys(a.id for a in found if a.id not in used | gone and not blocked & set(a.causal_ends))
    )  # fmt: skip


def _title(mechanism: Mechanism, verdict: Verdict, after: Outcome) -> str:
    """What a figure says first: the verdict, and what the drug then does."""
    assert mechanism.effect is not None
    return f"What if: {verdict}. {mechanism.drug.name} then {WORDS[after]} {mechanism.effect.name}"


def _marked(
    mechanism: Mechanism,
    edits: Edits,
    after: Sequence[Path],
    necessary: Sequence[str],
    bypassed: Sequence[str],
    in_doubt: Sequence[str],
    title: str,
) -> Mechanism:
    blocked = set(edits.block)
    inverted = {a.id for a in edits.invert}
    kept = edited([a for a in mechanism.associations if a.id in inverted], Edits(invert=edits.invert))
    claims = [a for a in mechanism.associations if a.id not in inverted] + kept + list(edits.add)
    marks = dict.fromkeys(necessary, "necessary") | dict.fromkeys(bypassed, "bypassed")
    marks |= dict.fromkeys(in_doubt, "doubtful")
    marks |= {a.id: "hypothetical" for a in (*kept, *edits.add)}
    drawn = (*claims, *(o.association for o in mechanism.objections))
    marks |= {a.id: "blocked" for a in drawn if blocked & set(a.causal_ends)}
    marks |= {a.id: "blocked" for a in edits.delete}
    return msgspec.structs.replace(
        mechanism,
        associations=tuple({a.id: a for a in claims}.values()),
        entities=mechanism.entities | {e.id: e for e in edits.entities},
        paths=tuple(after),
        sign=net_sign(after),
        marks=marks,
        title=title,
    )
