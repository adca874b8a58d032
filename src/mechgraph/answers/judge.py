"""The one place where a verdict is made: what claims for, against and beside a question come to.

Precedence, stated once. Claims between the two ends decide. Where none does, a curated mechanism is a curator's
statement, if its net sign is the one that is asked for; then what is said of the class of the drug, told as such; then
a chain of claims, which is a hypothesis and never more. A sign of 0 is never agreement. Lists have no verdict. Whatever
a verdict rests on, the direct claims are listed first.

``refuted`` means that the claims recorded speak against; ``not_stated`` is never a "no".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import msgspec

from ..curie import Curie
from ..model import CERTAINTIES, Association, CuratedMechanism, Entity, Mechanism, Path
from ..reason.classes import classes_of
from ..reason.context import Regions, context_of
from ..reason.verdicts import mechanism_verdict, other_patients
from ..select import Selection
from ..vocab import vocabulary
from ..workspace import Workspace
from .asked import Ask, Mention, Slot
from .passages import told_in_one
from .plan import Plan, plan
from .rules import BY_DIRECTION, CHAIN, ELSEWHERE, INCONCLUSIVE, MEMBERSHIP, OFF_LABEL, STEP, Bearing, bearing
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

Verdict = Literal[
    "supported",
    "refuted",
    "mixed",
    "inconclusive",
    "hypothesis",
    "list",
    "not_stated",
    "unknown_name",
    "not_understood",
]
Basis = Literal["claims", "curated", "class", "chain", "none"]
_COMPOSED = frozenset(("change", "cause", "prevent", "help", "treat", "use", "mechanism"))
"""Relations that a mechanism or a chain can speak to: what becomes of the object."""
_USES = frozenset(("treat", "use", "approved", "off_label", "help"))
"""Relations that what is said of a class, or a chain, never speaks for."""
WISHED = {"help": -1, "treat": -1, "use": -1, "prevent": -1, "cause": 1}
"""The direction in which a mechanism must end to speak for a relation that does not ask for one itself."""
_NO_EFFECT = ("no_effect",)
_CONTRARY = ("refutes", "no_effect")


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a question comes to, and what it rests on.

    Args:
        ask: What was asked.
        verdict: See ``docs/verdicts.md``.
        basis: Whether claims decided, a curated mechanism, the class, a chain, or nothing.
        bearings: Every claim of the selections, with its stance; those for first.
        selections: What selects these claims, all of them and no others.
        mechanism: The curated mechanism between the two, decisive or beside.
        path: The chain of a hypothesis.
        patients: Those to whom all that is against is confined.
        note: What the records say of a question that they leave open.
        points: Where what is known of two drugs meets, and how, for an interaction that no claim states.
        scope: The word by which the question asks for all cases or for no other, where that decided.
    """

    ask: Ask
    verdict: Verdict
    basis: Basis = "none"
    bearings: tuple[Bearing, ...] = ()
    selections: tuple[Selection, ...] = ()
    mechanism: Mechanism | None = None
    path: Path | None = None
    patients: frozenset[Curie] = frozenset()
    note: str = ""
    scope: str = ""
    points: tuple[tuple[Curie, str], ...] = ()

    @property
    def sign(self) -> int:
        """The direction in which a "yes" points; 0 for any."""
        return self.ask.polarity or WISHED.get(self.ask.relation, 0)

    def of(self, *stances: str) -> list[Association]:
        """The claims of a stance."""
        return [b.claim for b in self.bearings if b.stance in stances]

    @property
    def claims(self) -> list[Association]:
        return [b.claim for b in self.bearings]


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
        bearings = [
            b if holds(b.claim) else Bearing(claim=b.claim, stance="beside", reason=ELSEWHERE) for b in bearings
        ]
    found = Judgement(ask=ask, verdict="not_stated", bearings=_ranked(bearings), selections=made.selections)
    if ask.form in ("list", "tell") or (ask.form == "how" and ask.object.open):
        some = any(b.stance == "for" for b in bearings) or bool(reached_by(workspace, ask)) or _tried(ask, bearings)
        some = some or (ask.relation == "acts_on" and any(b.reason == BY_DIRECTION for b in bearings))
        return _replaced(found, verdict="list" if some else "not_stated", basis="claims" if some else "none")
    sign = found.sign
    verdict = verdict_of(_firm(bearings, made), sign)
    note = _left_open(workspace, ask)
    if note and verdict != "supported":
        return _replaced(found, verdict="not_stated", note=note)
    if verdict != "not_stated":
        patients = _contested_in(bearings, sign) or set()
        found = _with_mechanism(
            workspace, _replaced(found, verdict=verdict, basis="claims", patients=frozenset(patients))
        )
        whole = found.mechanism
        if verdict == "supported" and not ask.polarity and whole is not None and not whole.sign:
            return _replaced(found, verdict=conclusion(whole, 0))  # its direction is open, whatever single claims say
        return found
    return _composed(workspace, found, made)


def _elsewhere(b: Bearing) -> Bearing:
    return Bearing(claim=b.claim, stance="beside", reason=ELSEWHERE)


def _plainly(ask: Ask) -> Ask:
    """A question for the mechanism between two things as one for what becomes of the second."""
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
    return ask.relation in _USES and any(b.reason == OFF_LABEL for b in bearings)


def reached_by(workspace: Workspace, ask: Ask) -> list[Entity]:
    """The drugs that a curated mechanism leads to the object from, in the direction that an open question asks for."""
    sign = ask.polarity or WISHED.get(ask.relation, 0)
    if not sign or not ask.subject.open or ask.object.mention is None or ask.relation not in _COMPOSED:
        return []
    store, target, found = workspace.store, ask.object.mention.entity, []
    for m in store.mechanisms(effect=target.id):
        drug = store.entity(m.drug)
        wanted = ask.subject.category
        if drug is None or drug in found or (wanted and not vocabulary().is_a(drug.category, wanted)):
            continue
        if conclusion(workspace.mechanism(drug, target), sign) == "supported":
            found.append(drug)
    return found


def verdict_of(bearings: Iterable[Bearing], sign: int | None = None) -> Verdict:
    """What claims come to: both sides make it mixed; evidence against a claim that is for it is a side too.

    Where established claims stand uncontested and all that is against concerns other patients, it is supported.
    """
    listed = list(bearings)
    pro = [b.claim for b in listed if b.stance == "for"]
    con = [b.claim for b in listed if b.stance == "against"]
    opposed = [*con, *(a for a in pro if contests(a, sign))]
    if pro and opposed and _contested_in(listed, sign) is None:
        return "mixed"
    if pro:
        return "supported"
    if con:
        return "refuted"
    if any(b.reason == INCONCLUSIVE for b in listed):
        return "inconclusive"
    return "not_stated"


def contests(claim: Association, sign: int | None) -> int:
    """How many pieces of its own evidence speak against a claim, when ``sign`` was asked for.

    Where any change will do (sign 0), evidence for the opposite direction is no objection; "no effect" is.
    """
    stances = _NO_EFFECT if sign == 0 and claim.stated_sign else _CONTRARY
    return sum(e.stance in stances for e in claim.evidence)


def _contested_in(bearings: Iterable[Bearing], sign: int | None) -> set[Curie] | None:
    listed = list(bearings)
    pro = [b.claim for b in listed if b.stance == "for"]
    opposed = [b.claim for b in listed if b.stance == "against"] + [a for a in pro if contests(a, sign)]
    firm = [a for a in pro if a.certainty == "established" and not contests(a, sign)]
    return other_patients(firm, opposed)


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


def verdict_on(workspace: Workspace, mechanism: Mechanism) -> Verdict:
    """The verdict of a mechanism wherever it is shown: direct claims decide; what was found by search is a hypothesis.

    The same as of ``explain`` and of ``ask`` in the direction of its net sign.
    """
    if mechanism.effect is None:
        return "list"
    found = judge_pair(workspace, mechanism.drug, mechanism.effect, mechanism.sign)
    return "hypothesis" if found.verdict == "not_stated" and not mechanism.curated else found.verdict


def _composed(workspace: Workspace, found: Judgement, made: Plan) -> Judgement:
    """No claim between the two decides: the curated mechanism, else the class, else a chain."""
    ask, scope = found.ask, made.scope
    if ask.relation == "interaction":
        return _implied(workspace, found)
    if ask.relation not in _COMPOSED or ask.subject.mention is None or ask.object.mention is None:
        return _of_class(workspace, found, made)
    if ask.aspect or ask.action:
        return _of_class(workspace, found, made)
    sign = ask.polarity or WISHED.get(ask.relation, 0)
    disorder = is_disorder(ask.object.mention.entity)
    if ask.relation in ("help", "treat", "use") and not disorder:
        return found
    found = _with_mechanism(workspace, found)
    tried = any(b.claim.relation.group in ("off_label", "studied") for b in found.bearings)
    if found.mechanism is not None and not ask.setting:
        verdict = conclusion(found.mechanism, sign)
        if ask.relation in _USES and (tried or verdict == "refuted"):
            return found  # use without proof stays so, whatever a mechanism says
        if ask.relation == "cause" and found.mechanism.sign != 1:
            return found  # that it is eased, or touched, says nothing of whether it is caused
        return _replaced(found, verdict=verdict, basis="curated")
    of_class = _of_class(workspace, found, made)
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
    if path is None or not context_of(path, Regions(workspace.store)).holds or ask.setting:
        return of_class
    steps = [s.association for s in path.steps]
    if stated(path) and sign:
        known = {a.id for a in steps}
        said = [Bearing(claim=a, stance="for") for a in steps]
        said += [b for b in of_class.bearings if b.claim.id not in known]
        chosen = (*of_class.selections, Selection(ids=tuple(sorted(known))))
        return _replaced(found, verdict="supported", basis="claims", path=path, bearings=tuple(said), selections=chosen)
    listed = [*of_class.bearings, *_beside(steps, CHAIN, of_class.bearings)]
    chosen = (*of_class.selections, Selection(ids=tuple(a.id for a in steps)))
    return _replaced(
        of_class, verdict="hypothesis", basis="chain", path=path, bearings=tuple(listed), selections=chosen
    )


def _implied(workspace: Workspace, found: Judgement) -> Judgement:
    """No claim states an interaction of the two: what is known of each may imply one, which is a hypothesis."""
    from ..reason.interactions import interactions

    ask = found.ask
    if ask.subject.mention is None or ask.object.mention is None:
        return found
    both = [s.mention.entity for s in (ask.subject, ask.object) if s.mention is not None]
    if not all(vocabulary().is_a(e.category, "chemical") for e in both):
        return found
    inferred = [i for i in interactions(workspace.store, both[0], both[1]).found if i.kind != "documented"]
    claims = {a.id: a for i in inferred for a in i.claims if not a.rule}
    if not claims:
        return found
    listed = [*found.bearings, *_beside(claims.values(), CHAIN, found.bearings)]
    chosen = (*found.selections, Selection(ids=tuple(claims)))
    points = tuple(dict.fromkeys((i.point, i.relation) for i in inferred))
    return _replaced(
        found, verdict="hypothesis", basis="chain", bearings=tuple(listed), selections=chosen, points=points
    )


def _lies_on(path: Path, mechanism: CuratedMechanism) -> bool:
    """Whether a curator chose a claim for each step of a path: any of those between its two ends."""
    return {s.association.id for s in path.steps} <= set(mechanism.claims)


def _of_class(workspace: Workspace, found: Judgement, made: Plan) -> Judgement:
    """What is said of a class of the subject, on the same object; the class's own claims and the memberships."""
    store, ask = workspace.store, found.ask
    if ask.subject.mention is None or ask.object.mention is None or not made.scope.ends:
        return found
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
    told = ask.relation not in _USES and verdict in ("supported", "refuted", "mixed")
    said = [Bearing(claim=b.claim, stance=b.stance if told else "beside", reason="said of its class") for b in mine]
    known = {b.claim.id for b in found.bearings}
    said = [b for b in said if b.claim.id not in known]
    listed = [*said, *found.bearings, *_beside(ways.values(), MEMBERSHIP, [*found.bearings, *said])]
    ids = tuple(b.claim.id for b in listed if b.claim.id not in known)
    chosen = (*found.selections, Selection(ids=ids)) if ids else found.selections
    changed = _replaced(found, bearings=_ranked(listed), selections=chosen)
    return _replaced(changed, verdict=verdict, basis="class") if told else changed


def _with_mechanism(workspace: Workspace, found: Judgement) -> Judgement:
    """The judgement with the curated mechanism between the two ends, whose claims stand beside."""
    ask = found.ask
    if ask.subject.mention is None or ask.object.mention is None or ask.relation not in _COMPOSED:
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
        listed = [*found.bearings, *_beside(mechanism.associations, STEP, found.bearings)]
        known = {b.claim.id for b in found.bearings}
        ids = tuple(a.id for a in mechanism.associations if a.id not in known)
        chosen = (*found.selections, Selection(ids=ids)) if ids else found.selections
        return _replaced(found, mechanism=mechanism, bearings=tuple(listed), selections=chosen)
    return found


def _beside(claims: Iterable[Association], reason: str, known: Sequence[Bearing]) -> list[Bearing]:
    listed = {b.claim.id for b in known}
    fresh = {a.id: a for a in claims if a.id not in listed}
    return [Bearing(claim=a, stance="beside", reason=reason) for a in fresh.values()]


def _ranked(bearings: Iterable[Bearing]) -> tuple[Bearing, ...]:
    """Claims for first, then against, then beside; in each the best supported first."""
    order = {"for": 0, "against": 1, "beside": 2}

    def key(b: Bearing) -> tuple[int, int, int]:
        backing = sum(e.stance == "supports" for e in b.claim.evidence)
        return (
            order[b.stance],
            CERTAINTIES.index(b.claim.certainty),
            -backing,
        )

    return tuple(sorted(bearings, key=key))


def _left_open(workspace: Workspace, ask: Ask) -> str:
    """The note of a recorded question that the sources leave unanswered, about both ends; empty where there is none."""
    ends = {s.mention.entity.id for s in (ask.subject, ask.object) if s.mention is not None}
    if len(ends) < 2:
        return ""
    for q in workspace.store.questions():
        if q.kind == "unanswered" and ends <= set(q.about):
            return q.note or q.question
    return ""


def _replaced(found: Judgement, **changes: object) -> Judgement:
    return msgspec.structs.replace(found, **changes)


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
