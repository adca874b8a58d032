"""Where no claim between the two decides: a curated mechanism, what is said of the class, a chain."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..model import Association, CuratedMechanism, Mechanism, Path
from ..reason.classes import classes_of
from ..reason.context import Regions, context_of
from ..reason.verdicts import mechanism_verdict
from ..select import Selection
from ..vocab import vocabulary
from ..workspace import Workspace
from .judgement import COMPOSABLE, USES, WISHED, Judgement, Verdict, ranked, replaced, standing_beside, verdict_of
from .passages import told_in_one
from .plan import Plan
from .rules import CHAIN, MEMBERSHIP, STEP, Bearing, bearing
from .topics import is_disorder

__all__ = ["composed", "conclusion", "implied", "said_of_class", "with_mechanism"]


def conclusion(mechanism: Mechanism, sign: int | None) -> Verdict:
    """The verdict of a mechanism on a direction, where no claim between its ends decides.

    Args:
        sign: The direction that is asked for; 0 for any change.
    """
    if not mechanism.curated:
        return "hypothesis"
    if mechanism.sign is None:
        return "mixed"
    if mechanism.sign == 0:
        return "inconclusive"
    own: Verdict = mechanism_verdict(mechanism)
    if sign and mechanism.sign != sign:
        return {"supported": "refuted"}.get(own, own)  # type: ignore[return-value]
    return own


def composed(workspace: Workspace, found: Judgement, made: Plan) -> Judgement:
    """No claim between the two decides: the curated mechanism, else the class, else a chain."""
    ask, scope = found.ask, made.scope
    if ask.relation == "interaction":
        return implied(workspace, found)
    if ask.relation not in COMPOSABLE or ask.subject.mention is None or ask.object.mention is None:
        return said_of_class(workspace, found, made)
    if ask.aspect or ask.action:
        return said_of_class(workspace, found, made)
    sign = ask.polarity or WISHED.get(ask.relation, 0)
    disorder = is_disorder(ask.object.mention.entity)
    if ask.relation in ("help", "treat", "use") and not disorder:
        return found
    found = with_mechanism(workspace, found)
    tried = any(b.claim.relation.group in ("off_label", "studied") for b in found.bearings)
    if found.mechanism is not None and not ask.setting and not ask.degree:
        verdict = conclusion(found.mechanism, sign)
        if ask.relation in USES and (tried or verdict == "refuted"):
            return found  # use without proof stays so, whatever a mechanism says
        if ask.relation == "cause" and found.mechanism.sign != 1:
            return found  # that it is eased, or touched, says nothing of whether it is caused
        return replaced(found, verdict=verdict, basis="curated")
    of_class = said_of_class(workspace, found, made)
    if of_class.basis == "class" or ask.relation in ("treat", "use") or found.mechanism is not None:
        return of_class
    ends = sorted(scope.moving or scope.ends) if sign else sorted(scope.ends)
    target = ask.object.mention.entity.id
    start = ask.subject.mention.entity.id
    whole = tuple(workspace.store.mechanisms(drug=start))

    def stated(path: Path) -> bool:
        """Whether one passage, or one curator, states the whole: then it is no composition of ours."""
        return told_in_one(s.association for s in path.steps) or any(_lies_on(path, m) for m in whole)

    wanted = [target, *(e for e in ends if e != target)][:8]
    path = workspace.chain(start, wanted, sign or None, prefer=stated)
    if path is None or not context_of(path, Regions(workspace.store)).holds or ask.setting or ask.degree:
        return of_class  # no composition states a setting, or how much
    steps = [s.association for s in path.steps]
    if stated(path) and sign:
        known = {a.id for a in steps}
        said = [Bearing(claim=a, stance="for") for a in steps]
        said += [b for b in of_class.bearings if b.claim.id not in known]
        chosen = (*of_class.selections, Selection(ids=tuple(sorted(known))))
        return replaced(found, verdict="supported", basis="claims", path=path, bearings=tuple(said), selections=chosen)
    listed = [*of_class.bearings, *standing_beside(steps, CHAIN, of_class.bearings)]
    chosen = (*of_class.selections, Selection(ids=tuple(a.id for a in steps)))
    return replaced(of_class, verdict="hypothesis", basis="chain", path=path, bearings=tuple(listed), selections=chosen)


def implied(workspace: Workspace, found: Judgement) -> Judgement:
    """No claim states an interaction of the two: what is known of each may imply one, which is a hypothesis."""
    from ..reason.interactions import interactions

    ask = found.ask
    if ask.subject.mention is None or ask.object.mention is None:
        return found
    both = [s.mention.entity for s in (ask.subject, ask.object) if s.mention is not None]
    if not all(vocabulary().is_a(e.category, "chemical") for e in both):
        return found
    every = interactions(workspace.store, both[0], both[1]).found
    if any(i.kind == "documented" for i in every):
        return _of_classes(found, [a for i in every if i.kind == "documented" for a in i.claims if not a.rule])
    inferred = [i for i in every if i.kind != "documented" and i.matters]  # what two drugs merely share implies nothing
    claims = {a.id: a for i in inferred for a in i.claims if not a.rule}
    if not claims:
        return found
    listed = [*found.bearings, *standing_beside(claims.values(), CHAIN, found.bearings)]
    chosen = (*found.selections, Selection(ids=tuple(claims)))
    points = tuple(dict.fromkeys((i.point, i.relation) for i in inferred))
    return replaced(
        found, verdict="hypothesis", basis="chain", bearings=tuple(listed), selections=chosen, points=points
    )


def _of_classes(found: Judgement, claims: Sequence[Association]) -> Judgement:
    """An interaction that is stated of classes of the two: told as said of them."""
    on = [a for a in claims if a.relation.group == "interaction" and a.asserted]
    if not on:
        return found
    together = found.ask.polarity >= 0
    known = {a.id for a in on}
    said = [Bearing(claim=a, stance="for" if together else "against", reason="said of its class") for a in on]
    kept = [b for b in found.bearings if b.claim.id not in known]
    said += standing_beside((a for a in claims if a.id not in known), MEMBERSHIP, kept)
    more = Selection(ids=tuple(dict.fromkeys(a.id for a in claims)))
    return replaced(
        found,
        verdict="supported" if together else "refuted",
        basis="class",
        bearings=(*said, *kept),
        selections=(*found.selections, more),
    )


def _lies_on(path: Path, mechanism: CuratedMechanism) -> bool:
    """Whether a curator chose a claim for each step of a path: any of those between its two ends."""
    return {s.association.id for s in path.steps} <= set(mechanism.claims)


def said_of_class(workspace: Workspace, found: Judgement, made: Plan) -> Judgement:
    """What is said of a class of the subject, on the same object; the class's own claims and the memberships."""
    store, ask = workspace.store, found.ask
    if ask.subject.mention is None or ask.object.mention is None or not made.scope.ends:
        return found
    if ask.relation in ("withdrawal", "toxicity"):
        return found  # what a class does is no sign of its end, or of too much of it
    member = ask.subject.mention.entity.id
    mine: list[Bearing] = []
    ways: dict[str, Association] = {}
    for group, way in classes_of(store, member).items():
        scope = msgspec.structs.replace(made.scope, starts=made.scope.starts | {group})
        selection = Selection(starts=(group,), ends=tuple(sorted(made.scope.ends)))
        for a in store.select(selection):
            if not a.relation.inherited or any(member in e.exempts for e in a.evidence) or a.object == member:
                continue
            mine.append(bearing(a, ask, scope))
            ways |= {w.id: w for w in way}
    if not any(b.stance in ("for", "against") for b in mine):
        return found
    verdict = verdict_of(mine, ask.polarity)
    told = ask.relation not in USES and verdict in ("supported", "refuted", "mixed")
    said = [Bearing(claim=b.claim, stance=b.stance if told else "beside", reason="said of its class") for b in mine]
    known = {b.claim.id for b in found.bearings}
    said = [b for b in said if b.claim.id not in known]
    listed = [*said, *found.bearings, *standing_beside(ways.values(), MEMBERSHIP, [*found.bearings, *said])]
    ids = tuple(b.claim.id for b in listed if b.claim.id not in known)
    chosen = (*found.selections, Selection(ids=ids)) if ids else found.selections
    changed = replaced(found, bearings=ranked(listed), selections=chosen)
    return replaced(changed, verdict=verdict, basis="class") if told else changed


def with_mechanism(workspace: Workspace, found: Judgement) -> Judgement:
    """The judgement with the curated mechanism between the two ends, whose claims stand beside."""
    ask = found.ask
    if ask.subject.mention is None or ask.object.mention is None or ask.relation not in COMPOSABLE:
        return found
    if ask.aspect or ask.action:
        return found
    drug = ask.subject.mention.entity
    ends = (ask.object.mention.entity.id, *ask.object.mention.members)
    for end in ends:
        effect = workspace.store.entity(end)
        if effect is None or not any(True for _ in workspace.store.mechanisms(drug=drug.id, effect=end)):
            continue
        mechanism = workspace.mechanism(drug, effect)
        listed = [*found.bearings, *standing_beside(mechanism.associations, STEP, found.bearings)]
        known = {b.claim.id for b in found.bearings}
        ids = tuple(a.id for a in mechanism.associations if a.id not in known)
        chosen = (*found.selections, Selection(ids=ids)) if ids else found.selections
        return replaced(found, mechanism=mechanism, bearings=tuple(listed), selections=chosen)
    return found
