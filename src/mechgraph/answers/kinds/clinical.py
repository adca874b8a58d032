"""What is a drug used for, and what can go wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...curie import Curie
from ...model import Association, Entity
from ...reason.context import Regions
from ...search import named_within
from ...store.memory import fold
from ..answer import Answer, Verdict, join
from ..gather import verdict_of
from ..inquiry import Inquiry, as_stated
from ..setting import setting_of

__all__ = ["toxicity", "uses"]

_USES = ("treats", "ameliorates", "palliates", "used_off_label_for", "studied_for", "contraindicated_in")
_HARMS = ("causes", "manifests_as", "has_side_effect", "increases_risk_of", "has_risk_context", "exacerbates")
_OFF_LABEL = re.compile(r"\boff[- ]label", re.I)
_STATES = {"toxicity": r"toxic|overdose", "withdrawal": r"withdraw|stop|discontinu"}
"""States named after a drug that a question can ask for."""
_HARM_WORDS = ("toxic", "safe", "danger", "harm", "people", "person", "overdose", "take", "taking", "contraindicat")
_WHOM = re.compile(r"\bin whom\b", re.I)
_AROUND = ("increases_risk_of", "causes", "removes", "ameliorates")
"""What leads to an overdose or withdrawal, or helps against it."""


def uses(q: Inquiry) -> Answer:
    """Uses, established before off-label, and those that were denied."""
    drug = q.subject
    claims = [a for a in q.store.associations(subject=drug.id) if a.predicate in _USES]
    claims.sort(key=lambda a: (_USES.index(a.predicate), a.negated))
    if q.asked.yes_no and q.others:
        return _approved(q, claims)
    judged = as_stated(claims)

    def of(*predicates: str) -> list[str]:
        found = [q.name(a.object) for a in claims if a.predicate in predicates and a.asserted]
        return list(dict.fromkeys(found))

    reached = [
        q.name(m.effect)
        for m in q.store.mechanisms(drug=drug.id)
        if _is_disorder(q, m.effect) and q.graph.mechanism(str(drug.id), str(m.effect)).sign != 1
    ]
    parts = []
    if treats := of("treats", "ameliorates"):
        parts.append(f"{drug.name} treats {join(treats)}")
    if eased := [name for name in of("palliates") if name not in treats]:
        parts.append(f"{drug.name} palliates {join(eased)} (relief of symptoms)")
    if off_label := of("used_off_label_for"):
        parts.append(f"off-label it is used for {join(off_label)} (use, not proof of efficacy)")
    if denied := [q.name(a.object) for a in claims if a.negated]:
        parts.append(f"not established for {join(list(dict.fromkeys(denied)))}")
    if not parts and reached:
        chains = join(sorted(set(reached)))
        parts.append(f"No claim says what {drug.name} is used for; curated mechanisms lead from it to less {chains}")
    text = "; ".join(parts) + "." if parts else f"The graph does not say what {drug.name} is used for."
    verdict: Verdict = "supported" if any(judged.values()) or reached else verdict_of(claims, judged)
    return q.make(verdict, text, claims, judged, "treatments", drug=drug.id)


def _approved(q: Inquiry, claims: Sequence[Association]) -> Answer:
    """Whether a use is an established one: off-label use speaks against, a study says nothing."""
    drug, use = q.subject, q.others[0]
    wanted = set(q.topic(use))
    on = [a for a in claims if a.object in wanted or a.qualifiers.population_of in wanted]
    judged = as_stated(on)
    off_label = bool(_OFF_LABEL.search(q.text))
    judged |= {a.id: False for a in on if a.predicate == "contraindicated_in" and judged[a.id]}
    judged |= {a.id: off_label for a in on if a.predicate == "used_off_label_for" and judged[a.id]}
    judged |= {a.id: None for a in on if a.predicate == "studied_for" or (off_label and a.predicate in _USES[:3])}
    verdict = verdict_of([a for a in on if judged[a.id] is not None] if off_label else on, judged)
    kind = "an off-label use" if off_label else "a use"
    text = {
        "supported": f"The graph states {use.name} as {kind} of {drug.name}.",
        "refuted": f"What the graph states of {drug.name} in {use.name} is no established use.",
        "mixed": f"Contested: the graph has claims for and against {use.name} as an established use of {drug.name}.",
        "inconclusive": f"No conclusive data on {drug.name} in {use.name}; that is not a “no”.",
    }.get(verdict, f"The graph does not say whether {use.name} is {kind} of {drug.name}.")
    return q.make(verdict, text, on, judged, "treatments", drug=drug.id)


def toxicity(q: Inquiry) -> Answer:
    """Harm: side effects, signs of overdose and withdrawal, who is at risk, and what helps against it."""
    drug = q.store.entity(_drug_of(q, q.subject)) or q.subject
    nodes = [drug.id, *(c for c in q.topic(drug) if c != drug.id)]
    asked = [state for state, pattern in _STATES.items() if re.search(rf"\b(?:{pattern})", q.text, re.I)]
    states = [c for c in nodes if any(w in q.name(c).lower() for w in asked or _STATES)]
    claims: dict[str, Association] = {}
    for c in [drug.id, *states] if asked and states else nodes:
        for a in q.store.associations(subject=c):
            harm = a.predicate in _HARMS and (a.predicate != "causes" or _is_disorder(q, a.object))
            if harm and (c != drug.id or {c, a.object} & set(states) or not asked or a.predicate == "has_risk_context"):
                claims[a.id] = a
        for a in q.store.associations(object=c):
            if a.predicate in _AROUND and c in states:
                claims[a.id] = a
    listed = sorted(claims.values(), key=lambda a: (a.predicate != "manifests_as", a.subject, a.object))
    if q.asked.yes_no:
        return _is_toxic(q, drug, listed)
    if _WHOM.search(q.text):
        return _at_risk(q, drug, listed)
    beside = [a for a in listed if not _holds_in(q, drug, a)]
    listed = [a for a in listed if a not in beside]
    if not listed:
        who = f" in {join([e.name for e in q.others])}" if q.others else ""
        what = f"Harm that {drug.name} can do{who}"
        text = f"The graph does not say. Asked was: {what[0].lower()}{what[1:]}."
        return q.make("not_stated", text, beside, dict.fromkeys((a.id for a in beside), None), "toxicity", drug=drug.id)
    parts = [part for c in dict.fromkeys((*states, drug.id)) if (part := _signs(q, c, listed, states))]
    text = f"{'; '.join(parts)}." if parts else f"Around {drug.name} the graph names who is at risk, and no signs."
    return q.make("supported", text, listed, as_stated(listed), "toxicity", drug=drug.id)


def _holds_in(q: Inquiry, drug: Entity, a: Association) -> bool:
    """Whether a claim is about the patients and things that the question names, if it names any, and in its setting."""
    others = [e for e in q.others if e.id != drug.id and not named_within(q.store, e.name, "drug")]
    about = [e for e in others if q.is_a(e.id, "disease_or_phenotype") or q.is_a(e.id, "procedure")]
    near = {*q.topic(about[0])} | _kinds_of(q, about[0]) if about else set()
    setting = setting_of(q.store, q.text, q.mentions, [drug, *about])
    on = (
        not about
        or bool({a.subject, a.object, a.qualifiers.population_of} & near)
        or any(fold(n) in fold(a.qualifiers.population) for n in (about[0].name, *about[0].synonyms))
    )
    return on and setting.states(a, Regions(q.store))


def _kinds_of(q: Inquiry, entity: Entity) -> set[Curie]:
    """What is stated to be a kind of the entity: end stage renal failure is a kind of renal failure."""
    return {a.subject for a in q.store.associations(object=entity.id, predicate="subclass_of") if a.asserted}


def _at_risk(q: Inquiry, drug: Entity, claims: Sequence[Association]) -> Answer:
    """In whom: the patients for whom caution is stated, or in whom harm was seen; what raises the risk of it."""
    caution = [a for a in claims if a.predicate in ("has_risk_context", "contraindicated_in")]
    raising = [a for a in claims if a.predicate == "increases_risk_of" and a.subject != drug.id]
    on = [*caution, *raising]
    parts = []
    if named := list(dict.fromkeys(q.name(a.object) for a in caution if a.asserted)):
        parts.append(f"Caution with {drug.name} is stated in {join(named)}")
    by_harm: dict[str, list[str]] = {}
    for a in raising:
        if a.asserted:
            by_harm.setdefault(q.name(a.object), []).append(q.name(a.subject))
    parts += [f"the risk of {harm} is stated to be raised by {join(by)}" for harm, by in by_harm.items()]
    text = f"{'; '.join(parts)}. That is no list of all who are." if parts else ""
    text = text or f"The graph does not say in whom {drug.name} is harmful; that is not a “no”."
    verdict: Verdict = "supported" if parts else "not_stated"
    return q.make(verdict, text, on, as_stated(on), "toxicity", drug=drug.id)


def _signs(q: Inquiry, of: Curie, claims: Sequence[Association], states: Sequence[Curie]) -> str:
    """The signs of one state or drug, other than the states themselves, with what all of them are limited to."""
    signs = ("manifests_as", "has_side_effect", "causes")
    own = [a for a in claims if a.subject == of and a.asserted and a.predicate in signs and a.object not in states]
    if not own:
        return ""
    limits = [f"stated only in {species}"] if (species := q.only_in(own)) else []
    if all(a.certainty == "hedged" for a in own):
        limits.append("hedged")
    named = join(list(dict.fromkeys(q.name(a.object) for a in own)))
    limited = f" ({', '.join(limits)})" if limits else ""
    return f"{q.name(of)}: {named}{limited}"


def _is_toxic(q: Inquiry, drug: Entity, claims: Sequence[Association]) -> Answer:
    """Is it toxic, or safe, in those that are named: harm in them, or caution for them, speaks for or against."""
    harmful = not re.search(r"\bsafe", q.text, re.I)
    wanted = {c for e in q.others for c in q.topic(e)}
    setting = setting_of(q.store, q.text, q.mentions, q.entities)
    unread = q.unread([*_HARM_WORDS, *setting.read])
    on = [a for a in claims if {a.subject, a.object, a.qualifiers.population_of} & wanted and not unread]
    judged: dict[str, bool | None] = {a.id: harmful == a.asserted for a in on}
    judged |= {a.id: None for a in on if a.predicate in ("removes", "ameliorates")}
    if contraindicated := bool(re.search(r"\bcontraindicat", q.text, re.I)):
        judged |= {a.id: None for a in on if a.predicate != "contraindicated_in"}
    verdict = verdict_of(on, judged)
    who = f" in {join([e.name for e in q.others])}" if q.others else ""
    text = f"The graph does not say whether {drug.name} is {'harmful' if harmful else 'safe'}{who}; that is not a “no”."
    if on:
        hedged = " All are hedged." if all(a.certainty == "hedged" for a in on) else ""
        text = f"Claims on {drug.name}{who} speak of harm or of caution.{hedged}"
    if contraindicated and verdict == "not_stated" and on:
        text = f"The graph does not say that {drug.name} is contraindicated{who}."
        text += " Claims of harm or of caution stand beside."
    if unread:
        text = f"The graph knows nothing called {' or '.join(f'“{w}”' for w in unread)}."
    return q.make(verdict, text, on, judged, "toxicity", drug=drug.id)


def _is_disorder(q: Inquiry, curie: Curie) -> bool:
    """Whether an identifier is that of a disease, a sign or a symptom."""
    return q.is_a(curie, "disease_or_phenotype")


def _drug_of(q: Inquiry, entity: Entity) -> Curie:
    """The drug that an entity such as "baclofen toxicity" is about."""
    if entity.category == "drug":
        return entity.id
    return next((e.id for e in named_within(q.store, entity.name, "drug")), entity.id)
