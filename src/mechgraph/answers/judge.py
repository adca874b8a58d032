"""The one place where a verdict is made: what claims for, against and beside a question come to.

Precedence, stated once. Claims between the two ends decide. Where none does, a curated mechanism is a curator's
statement, if its net sign is the one that is asked for; then what is said of the class of the drug, told as such; then
a chain of claims, which is a hypothesis and never more. A sign of 0 is never agreement. Lists have no verdict. Whatever
a verdict rests on, the direct claims are listed first.

``refuted`` means that the claims recorded speak against; ``not_stated`` is never a "no".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import msgspec

from ..model import Association, Entity, Mechanism, kind_of
from ..reason.classes import members_of
from ..select import Selection
from ..vocab import vocabulary
from ..workspace import Workspace
from .asked import Ask, Mention, Slot
from .composed import composed, conclusion, with_mechanism
from .judgement import (
    COMPOSABLE,
    USES,
    WISHED,
    Basis,
    Judgement,
    Verdict,
    contested_in,
    contests,
    ranked,
    replaced,
    verdict_of,
)
from .narrowed import asked_for, left_out, narrowed
from .passages import noted
from .plan import Plan, plan
from .rules import BY_DIRECTION, ELSEWHERE, OF_MEMBERS, OFF_LABEL, Bearing, bearing
from .rules.bearing import TOGETHER
from .topics import is_disorder

__all__ = [
    "WISHED",
    "Basis",
    "Judgement",
    "Verdict",
    "conclusion",
    "contests",
    "judge",
    "judge_pair",
    "reached_by",
    "verdict_of",
    "verdict_on",
]


def judge(workspace: Workspace, ask: Ask, holds: Callable[[Association], bool] | None = None) -> Judgement:
    """Judge one part of a question whose words were all understood.

    Args:
        holds: Whether a claim can hold in a context; one that cannot stands beside.
    """
    store = workspace.store
    ask = _plainly(ask)
    made = plan(store, ask)
    claims = {a.id: a for s in made.selections for a in store.select(s)}
    bearings = [bearing(a, ask, made.scope) for a in claims.values()]
    if holds is not None:
        bearings = [b if holds(b.claim) else _beside(b, ELSEWHERE) for b in bearings]
    allowed = asked_for(workspace, ask, judge)
    bearings = narrowed(bearings, allowed, left_out(workspace, ask))
    found = Judgement(ask=ask, verdict="not_stated", bearings=ranked(bearings), selections=made.selections)
    if ask.form in ("list", "tell") or (ask.form == "how" and (ask.object.open or ask.subject.open)):
        some = any(b.stance == "for" for b in bearings) or bool(reached_by(workspace, ask)) or _tried(ask, bearings)
        some = some or (ask.relation == "acts_on" and any(b.reason == BY_DIRECTION for b in bearings))
        untold = ask.form == "how" and not any(map(_acts, bearings))  # that a class lowers a pressure says not by what
        of_members = _of_members(workspace, ask, holds) if not some or untold else None
        if of_members is not None and some:
            of_members = _by_what(of_members)
        if of_members is not None:
            return of_members
        return replaced(found, verdict="list" if some else "not_stated", basis="claims" if some else "none")
    if _asks_of_kind(workspace, ask):  # what some do, not all of a kind do
        told = [b if b.stance == "beside" else _beside(b, OF_MEMBERS) for b in bearings]
        return replaced(found, bearings=ranked(told))
    sign = found.sign
    verdict = verdict_of(_firm(bearings, made), sign)
    if ask.relation == "route" and verdict != "not_stated":  # that it is given so is no matter of what came of it
        return replaced(found, verdict="supported", basis="claims")
    if verdict != "not_stated":
        patients = contested_in(bearings, sign) or set()
        found = replaced(found, verdict=verdict, basis="claims", patients=frozenset(patients))
        found = with_mechanism(workspace, found)
        whole = found.mechanism
        open_sign = ask.relation == "change" and not ask.polarity and whole is not None and not whole.sign
        if verdict == "supported" and open_sign and whole is not None:
            found = replaced(found, verdict=conclusion(whole, 0))  # its direction is open, whatever single claims say
    else:
        found = found if ask.aspect == TOGETHER else composed(workspace, found, made)
        if found.verdict == "not_stated":
            found = _with_members(workspace, found, holds)
    note = _left_open(workspace, ask) if found.verdict != "supported" else ""
    return replaced(found, verdict="not_stated", basis="none", note=note) if note else found


def _asks_of_kind(workspace: Workspace, ask: Ask) -> bool:
    """Whether a closed question is about a kind of drugs that the graph holds by its members alone."""
    ends = [s.mention for s in (ask.subject, ask.object) if s.mention is not None]
    kinds = (m for m in ends if m.members and m.entity.category == "drug_class")
    return ask.relation != "is_a" and any(workspace.store.entity(m.entity.id) is None for m in kinds)


def _acts(found: Bearing) -> bool:
    return found.stance == "for" and kind_of(found.claim, "gene_product") == "target"


def _by_what(found: Judgement) -> Judgement | None:
    """By what the members of a class do what is said of the class: their targets, the rest beside."""
    if not any(map(_acts, found.bearings)):
        return None
    told = [b if _acts(b) else _beside(b, OF_MEMBERS) for b in found.bearings]
    return replaced(found, bearings=tuple(told))


def _of_members(workspace: Workspace, ask: Ask, holds: Callable[[Association], bool] | None) -> Judgement | None:
    """What is said of the members of a class that an open question is about, where nothing is said of the class."""
    asked = _asked_of_members(workspace, ask)
    found = judge(workspace, asked, holds) if asked is not None else None
    return replaced(found, basis="members") if found is not None and found.verdict == "list" else None


def _with_members(workspace: Workspace, found: Judgement, holds: Callable[[Association], bool] | None) -> Judgement:
    """What is said of the members of a class stands beside a yes/no question on the class: it decides nothing of it."""
    asked = _asked_of_members(workspace, found.ask)
    if asked is None:
        return found
    theirs = judge(workspace, asked, holds)
    known = {b.claim.id for b in found.bearings}
    more = [
        Bearing(claim=b.claim, stance="beside", reason=OF_MEMBERS)
        for b in theirs.bearings
        if theirs.basis == "claims" and b.stance != "beside" and b.claim.id not in known
    ]
    if not more:
        return found
    chosen = (*found.selections, Selection(ids=tuple(b.claim.id for b in more)))
    return replaced(found, bearings=(*more, *found.bearings), selections=chosen)


def _asked_of_members(workspace: Workspace, ask: Ask) -> Ask | None:
    """The question asked of the members of the class that it is about; ``None`` where it is about no class."""
    mention = ask.subject.mention
    if mention is None or mention.members or not vocabulary().is_a(mention.entity.category, "drug_class"):
        return None
    members = tuple(members_of(workspace.store, mention.entity.id))
    slot = msgspec.structs.replace(ask.subject, mention=replace(mention, members=members))
    return msgspec.structs.replace(ask, subject=slot) if members else None


def judge_pair(
    workspace: Workspace,
    drug: Entity,
    effect: Entity,
    sign: int | None,
    holds: Callable[[Association], bool] | None = None,
) -> Judgement:
    """What comes of "the drug changes the effect" in a direction: the verdict of an explanation, a figure, a page.

    Args:
        sign: The direction; 0 or ``None`` for any change.
    """
    ends = [Slot(mention=Mention(e, e.name, 0, 0)) for e in (drug, effect)]
    asked = Ask(form="closed", relation="change", polarity=sign or 0, subject=ends[0], object=ends[1])
    return judge(workspace, asked, holds)


def verdict_on(workspace: Workspace, mechanism: Mechanism) -> Verdict:
    """The verdict of a mechanism wherever it is shown: direct claims decide; what was found by search is a hypothesis.

    The same as of ``explain`` and of ``ask`` in the direction of its net sign.
    """
    if mechanism.effect is None:
        return "list"
    found = judge_pair(workspace, mechanism.drug, mechanism.effect, mechanism.sign)
    return "hypothesis" if found.verdict == "not_stated" and not mechanism.curated else found.verdict


def _beside(b: Bearing, reason: str) -> Bearing:
    return Bearing(claim=b.claim, stance="beside", reason=reason)


def _plainly(ask: Ask) -> Ask:
    """A question for the mechanism between two things as one for what becomes of the second; for the regions that a
    thing has to do with, as one for its places."""
    regions = next((s for s in (ask.subject, ask.object) if s.open and s.category == "anatomy"), None)
    named = next((s for s in (ask.subject, ask.object) if not s.open), None)
    if ask.relation in ("change", "acts_on") and regions is not None and named is not None and not ask.polarity:
        return msgspec.structs.replace(ask, relation="where", form="list", subject=named, object=regions)
    if ask.relation != "mechanism" or ask.subject.mention is None or ask.object.mention is None:
        return ask
    helps = not ask.polarity and is_disorder(ask.object.mention.entity)
    return msgspec.structs.replace(ask, relation="help" if helps else "change", form="how")


def _firm(bearings: list[Bearing], made: Plan) -> list[Bearing]:
    """For what holds in a place, the undisputed claims where there are any: one of many effects there is enough."""
    if not made.scope.place and made.scope.relation not in ("where", "expressed"):
        return bearings
    firm = [b for b in bearings if b.stance != "for" or not contests(b.claim, None)]
    return firm if any(b.stance == "for" for b in firm) else bearings


def _tried(ask: Ask, bearings: Iterable[Bearing]) -> bool:
    """Whether a list of uses has off-label ones at least, which are told apart."""
    return ask.relation in USES and any(b.reason == OFF_LABEL for b in bearings)


def reached_by(workspace: Workspace, ask: Ask) -> list[Entity]:
    """The drugs that a curated mechanism leads to the object from, in the direction that an open question asks for."""
    sign = ask.polarity or WISHED.get(ask.relation, 0)
    if not sign or ask.degree or not ask.subject.open or ask.object.mention is None or ask.relation not in COMPOSABLE:
        return []
    store, target, found = workspace.store, ask.object.mention.entity, []
    allowed, without = asked_for(workspace, ask, judge), left_out(workspace, ask)
    for m in store.mechanisms(effect=target.id):
        drug = store.entity(m.drug)
        wanted = ask.subject.category
        if drug is None or drug in found or drug.id in without or (allowed is not None and drug.id not in allowed):
            continue
        if wanted and not vocabulary().is_a(drug.category, wanted):
            continue
        if conclusion(workspace.mechanism(drug, target), sign) == "supported":
            found.append(drug)
    return found


def _left_open(workspace: Workspace, ask: Ask) -> str:
    """The note of a recorded question that the sources leave unanswered, about both ends; empty where there is none."""
    ends = {s.mention.entity.id for s in (ask.subject, ask.object) if s.mention is not None}
    if len(ends) < 2 or ask.relation in USES:
        return ""
    for q in workspace.store.questions():
        if q.kind == "unanswered" and ends <= set(q.about):
            return noted(workspace.store, q.note) or q.question
    return ""
