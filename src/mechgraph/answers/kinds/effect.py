"""Does A change B: claims between the two, else a chain of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...curie import Curie
from ...errors import NotFoundError
from ...model import Association, Entity
from ...reason.classes import inherited
from ...reason.context import Regions, context_of
from ..answer import Answer, Verdict, join
from ..gather import between, contested_in, contests, is_disorder, judge, topic, unanswered, verdict_of
from ..inquiry import Inquiry, judge_benefit
from ..questions import is_causal
from ..setting import is_restricting, setting_of

__all__ = ["effect"]

_HELPS = ("help", "treat", "relieve", "improve")
_COMMON = (
    "true", "that", "really", "actually", "still", "also", "patient", "person", "people", "risk", "level", "amount",
    "symptom", "severity", "after", "during", "when", "while", "given", "known", "shown", "said", "some", "such",
)  # fmt: skip
"""Words of a question that change nothing in what is asked, or that are read elsewhere."""


def effect(q: Inquiry) -> Answer:
    """Whether the subject changes the first of the others, in the direction that the verb asks for.

    Where the question names a setting, only claims that state it are judged. Where it has a word that names nothing the
    graph knows, the answer is left open.
    """
    subject = q.subject
    about, compound = _about(q)
    target = about
    sign = q.asked.sign
    if sign == -1 and q.asked.verb == "help" and not is_disorder(target):
        sign = 0
    claims = between(q.store, [subject.id], _moving_with(q, target, sign))
    judged = {a.id: _judged(q, a, target, sign) for a in claims}
    if is_causal(q.asked.verb):
        judged |= {a.id: None for a in claims if judged[a.id] is False and not a.negated}
    verb = q.asked.verb or "affect"
    parameters = {"a": subject.id, "b": target.id}
    silence = f"The graph does not say whether {subject.name} can {verb} {target.name}"
    open_note = unanswered(q.store, [subject.id, target.id])
    if open_note and verdict_of(claims, judged, sign) != "supported":
        return q.make("not_stated", f"{silence}. {open_note}", claims, judged, "claims-between", **parameters)
    setting = setting_of(q.store, q.text, q.mentions, [subject, target])
    unread = [w for w in q.unread((*_COMMON, *verb.split())) if w.lower() not in setting.read]
    remark = "".join(f" “{w}” was not weighed." for w in unread if w.endswith("ly"))
    unknown = [compound] if compound else [w for w in unread if not w.endswith("ly")]
    if unknown or setting:
        regions = Regions(q.store)
        judged = {a.id: judged[a.id] if not unknown and setting.states(a, regions) else None for a in claims}
    verdict = verdict_of(claims, judged, sign)
    if unknown:
        text = f"The graph knows nothing called {' or '.join(f'“{w}”' for w in unknown)}."
        text += " What it says near it stands beside; that is not a “no”." if claims else ""
        return q.make("not_stated", text, claims, judged, "claims-between", **parameters)
    if setting and verdict == "not_stated":
        text = f"{silence} ({setting.words})."
        text += " What it says of other or unnamed circumstances stands beside; that is not a “no”." if claims else ""
        return q.make("not_stated", text, claims, judged, "claims-between", **parameters)
    if verdict == "not_stated":
        return _by_chain(q, subject, target, sign, verb, claims, judged)
    risk = "the risk of " if verb in ("increase", "reduce") and re.search(r"\brisk of\b", q.text, re.I) else ""
    where = f" ({setting.words})" if setting else ""
    claim = f"that {subject.name} can {verb} {risk}{target.name}{where}"
    text = _verdict_text(q, verdict, claim, claims, judged) + remark
    return q.make(verdict, text, claims, judged, "claims-between", **parameters)


def _about(q: Inquiry) -> tuple[Entity, str]:
    """What the question asks about, beside its subject; and a compound of two names, which the graph does not know."""
    others = [m for m in q.mentions if m.entity.id != q.subject.id]
    free = [m for m in others if not is_restricting(q.text, m)] or others
    things = [m for m in free if m.entity not in q.places] or free
    following = next((m for m in others if m.start == things[0].end), None)
    compound = f"{things[0].text} {following.text}" if following is not None else ""
    return things[0].entity, compound


def _moving_with(q: Inquiry, target: Entity, sign: int) -> list[Curie]:
    """The topic of the target; where a direction is asked for, what moves with it: not its excretion or toxicity."""
    wanted = topic(q.store, target)
    if sign == 0:
        return wanted
    if not is_disorder(target):
        wanted = [c for c in wanted if not q.is_a(c, "disease_or_phenotype")]
    return [c for c in wanted if not any(a.asserted and a.stated_sign < 0 for a in between(q.store, [c], [target.id]))]


def _judged(q: Inquiry, a: Association, target: Entity, sign: int) -> bool | None:
    """A sign that is better in patients with a disease helps them; it is not the disease treated."""
    if q.asked.verb not in _HELPS:
        return judge(a, sign)
    if q.asked.verb == "treat" and is_disorder(target) and a.object not in topic(q.store, target):
        return None
    return judge_benefit(q, a, target)


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
        if (species := q.only_in(pro)) and species not in claim:
            how += f" Stated only in {species}."
        ill = {a.qualifiers.population_of for a in pro}
        if None not in ill:
            how += f" Stated only in patients with {join(sorted(q.name(c) for c in ill if c), 'or')}."
        return f"{'Hedged claims say' if hedged else 'Claims in the graph say'} {claim}.{how}"
    if verdict == "refuted":
        species = q.only_in(con)
        only = f" Stated only in {species}." if species and species not in claim else ""
        return f"What the graph says speaks against it, {claim}.{only}"
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
    eased = [q.name(a.object) for a in claims if a.relation.role == "clinical" and a.stated_sign < 0 and a.asserted]
    if eased and not curated:
        text += f" What it is stated to ease in patients with it: {join(list(dict.fromkeys(eased)))}."
    path = None
    for length in () if curated or eased else (2, 6):
        try:
            path = q.graph.paths(subject, target, 1, max_length=length, causal=True, sign=sign or None)[0]
            break
        except NotFoundError:
            continue
    if path is not None:
        chain = [s.association for s in path.steps]
        steps = " → ".join(q.name(c) for c in path.entities)
        loose = any(a.relation.role == "correlational" for a in chain)
        whole = next((m for m in q.store.mechanisms(drug=subject.id) if {a.id for a in chain} <= set(m.claims)), None)
        if whole is not None:
            verdict = "supported"
            judged = {**judged, **{a.id: True for a in chain}}
            text = f"No single claim says so, but it lies on a curated mechanism to {q.name(whole.effect)}: {steps}."
        elif len(path) <= 2 and not loose and context_of(path, Regions(q.store)).holds:
            verdict = "supported"
            judged = {**judged, **{a.id: True for a in chain}}
            text = f"No single claim says so, but two joined do: {steps}. The chain is composed, not stated."
            if any(a.certainty == "hedged" for a in chain):
                text += " It is hedged."
            ill = [q.name(a.qualifiers.population_of) for a in chain if a.qualifiers.population_of is not None]
            text += f" Stated only in patients with {join(list(dict.fromkeys(ill)))}." if ill else ""
            text += f" Stated only in {species}." if (species := q.only_in(chain)) else ""
        else:
            text += f" A chain of {len(path)} claims would connect them ({steps}); no source states the whole."
    of_class: list[Association] = []
    if verdict == "not_stated":
        wanted = topic(q.store, target)
        of_class = [a for a in inherited(q.store, subject.id) if a.object in wanted]
        if of_class:
            text += f" Of its class it is said; that is not said of {subject.name} itself."
    return q.make(verdict, text, [*claims, *of_class, *chain], judged, "claims-between", a=subject.id, b=target.id)
