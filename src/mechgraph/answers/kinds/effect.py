"""Does A change B: claims between the two, else a chain of them."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import NotFoundError
from ...model import Association, Entity
from ..answer import Answer, Verdict, join
from ..gather import between, contested_in, contests, is_disorder, judge, topic, unanswered, verdict_of
from ..inquiry import Inquiry, judge_benefit
from ..questions import is_causal

__all__ = ["effect"]


def effect(q: Inquiry) -> Answer:
    """Whether the subject changes the first of the others, in the direction that the verb asks for."""
    subject = q.subject
    targets = [e for e in q.others if e not in q.places] or q.others
    target = targets[0]
    sign = q.asked.sign
    if sign == -1 and q.asked.verb in ("help", "helps") and not is_disorder(target):
        sign = 0
    claims = between(q.store, [subject.id], topic(q.store, target))
    helps = q.asked.verb in ("help", "helps", "treat", "treats", "relieve", "relieves", "improve", "improves")
    judged = {a.id: judge_benefit(q, a, target) if helps else judge(a, sign) for a in claims}
    if is_causal(q.asked.verb):
        judged |= {a.id: None for a in claims if judged[a.id] is False and not a.negated}
    verdict = verdict_of(claims, judged, sign)
    verb = q.asked.verb or "affect"
    open_note = unanswered(q.store, [subject.id, target.id])
    parameters = {"a": subject.id, "b": target.id}
    if open_note and verdict != "supported":
        text = f"The graph does not say whether {subject.name} can {verb} {target.name}. {open_note}"
        return q.make("not_stated", text, claims, judged, "claims-between", **parameters)
    if verdict == "not_stated":
        return _by_chain(q, subject, target, sign, verb, claims, judged)
    text = _verdict_text(q, verdict, f"that {subject.name} can {verb} {target.name}", claims, judged)
    return q.make(verdict, text, claims, judged, "claims-between", **parameters)


def _verdict_text(
    q: Inquiry, verdict: Verdict, claim: str, claims: Sequence[Association], judged: dict[str, bool | None]
) -> str:
    pro = [a for a in claims if judged.get(a.id) is True]
    con = [a for a in claims if judged.get(a.id) is False]
    hedged = bool(pro) and all(a.certainty in ("hedged", "inconclusive") for a in pro)
    if verdict == "supported":
        both = q.asked.sign == 0 and {1, -1} <= {a.stated_sign for a in pro}
        how = " They disagree on the direction." if both else ""
        if patients := contested_in(claims, judged, q.asked.sign):
            how += f" Contested only in patients with {join(sorted(q.name(c) for c in patients))}."
        if species := q.only_in(pro):
            how += f" Stated only in {species}."
        return f"{'Hedged claims say' if hedged else 'Claims in the graph say'} {claim}.{how}"
    if verdict == "refuted":
        return f"What the graph says speaks against it, {claim}."
    if verdict == "inconclusive":
        return f"No conclusive data on it, {claim}; that is not a “no”."
    against = len(con) + sum(contests(a, q.asked.sign) for a in pro)
    return f"Contested: {len(pro)} claim{'s' if len(pro) != 1 else ''} for it, {against} against, {claim}."


def _by_chain(
    q: Inquiry,
    subject: Entity,
    target: Entity,
    sign: int,
    verb: str,
    claims: Sequence[Association],
    judged: dict[str, bool | None],
) -> Answer:
    text = f"The graph does not say whether {subject.name} can {verb} {target.name}."
    verdict: Verdict = "not_stated"
    chain: list[Association] = []
    curated = list(q.store.mechanisms(drug=subject.id, effect=target.id))
    if curated:
        mechanism = q.graph.mechanism(subject, target)
        chain = [a for a in mechanism.associations if a.asserted]
        if sign in (0, mechanism.sign) and mechanism.sign != 0:
            judged = {**judged, **{a.id: True for a in chain}}
            text = f"No single claim says so, but a curated mechanism of {len(chain)} claims does."
            verdict = "supported"
    path = None
    for length in () if curated else (2, 6):
        try:
            path = q.graph.paths(subject, target, 1, max_length=length, causal=True, sign=sign or None)[0]
            break
        except NotFoundError:
            continue
    if path is not None:
        chain = [s.association for s in path.steps]
        steps = " → ".join(q.name(c) for c in path.entities)
        if len(path) <= 2:
            verdict = "supported"
            judged = {**judged, **{a.id: True for a in chain}}
            text = f"No single claim says so, but two joined do: {steps}. The chain is composed, not stated."
            if any(a.certainty == "hedged" for a in chain):
                text += " It is hedged."
        else:
            text += f" A chain of {len(path)} claims would connect them ({steps}); no source states the whole."
    return q.make(verdict, text, [*claims, *chain], judged, "claims-between", a=subject.id, b=target.id)
