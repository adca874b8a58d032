"""Does A change B: claims between the two, else a chain of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from ...curie import Curie
from ...errors import NotFoundError
from ...model import Association, Entity, Path
from ...reason.classes import inherited
from ...reason.context import Regions, context_of
from ...sentences import route_phrase
from ...store.memory import fold
from ..answer import Answer, Verdict, join
from ..families import HEADS
from ..gather import between, contested_in, contests, is_disorder, judge, unanswered, verdict_of
from ..inquiry import Inquiry, judge_benefit
from ..setting import Setting, is_restricting, is_stimulus, setting_of
from ..verbs import is_causal

__all__ = ["HELPS", "effect", "moving_with"]

_REMOVAL = ("uptake", "reuptake", "breakdown", "signalling", "signaling")
"""Words in the names of what goes with a transmitter, and is not its amount."""
_LONGEST = 4
"""Claims in the longest chain that an answer mentions."""
_TRIED = 5
"""Chains looked at for one without a correlation."""
HELPS = ("help", "treat", "relieve", "improve", "cure", "ease")
"""Verbs of what a treatment does for a patient."""
_COMMON = (
    "true", "that", "really", "actually", "still", "also", "patient", "person", "people", "risk", "level", "amount",
    "symptom", "severity", "after", "during", "when", "while", "given", "known", "shown", "said", "some", "such",
    "evoked", "activat",
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
    claims, judged = _bearing_on(q, target, sign)
    verb = q.asked.verb or "affect"
    parameters = {"a": subject.id, "b": target.id}
    what = _named(q, target)
    silence = f"The graph does not say whether {subject.name} can {verb} {what}"
    open_note = unanswered(q.store, [subject.id, target.id])
    if open_note and verdict_of(claims, judged, sign) != "supported":
        return q.make("not_stated", f"{silence}. {open_note}", claims, judged, "claims-between", **parameters)
    setting = setting_of(q.store, q.text, q.mentions, [subject, target])
    unread = [w for w in q.unread((*_COMMON, *verb.split())) if w.lower() not in setting.read]
    remark = "".join(f" “{w}” was not weighed." for w in unread if w.endswith("ly"))
    unknown = [compound] if compound else [w for w in unread if not w.endswith("ly")]
    bearing = claims
    if unknown or setting:
        regions = Regions(q.store)
        bearing = [] if unknown else [a for a in claims if setting.states(a, regions)]
        judged = {a.id: judged[a.id] if a in bearing else None for a in claims}
    verdict = verdict_of(bearing, judged, sign)
    if unknown:
        text = f"The graph knows nothing called {' or '.join(f'“{w}”' for w in unknown)}."
        text += " What it says near it stands beside; that is not a “no”." if claims else ""
        return q.make("not_stated", text, claims, judged, "claims-between", **parameters)
    if setting and verdict == "not_stated":
        text = f"{silence} ({setting.words})."
        if claims:
            text += " What it says of other or unnamed circumstances stands beside; that is not a “no”."
            return q.make("not_stated", text, claims, judged, "claims-between", **parameters)
        return _without_setting(_by_chain(q, subject, target, sign, verb, claims, judged), text)
    if verdict == "not_stated":
        return _by_chain(q, subject, target, sign, verb, claims, judged)
    risk = "the risk of " if verb in ("increase", "reduce") and re.search(r"\brisk of\b", q.text, re.I) else ""
    where = f" ({setting.words})" if setting else ""
    acting = f"the class {subject.name}" if subject.category == "drug_class" else subject.name
    eased = [a.object for a in claims if judged[a.id]]
    if verb in HELPS and is_disorder(target) and eased and not set(eased) & set(q.topic(target)):
        what = f"in {target.name} (with its {join(list(dict.fromkeys(q.name(c) for c in eased)))})"
    claim = f"that {acting} can {verb} {risk}{what}{where}"
    text = _verdict_text(q, verdict, claim, claims, judged, setting) + remark
    return q.make(verdict, text, claims, judged, "claims-between", **parameters)


def _without_setting(general: Answer, silence: str) -> Answer:
    """An answer that leaves the setting of the question open, with what is known where none is named beside it."""
    beside = [structs.replace(c, supports=None) for c in general.claims]
    known = general.answer.partition(". ")[2] if general.verdict == "not_stated" else general.answer
    text = f"{silence} Where none is named: {known}" if beside else silence
    return structs.replace(general, verdict="not_stated", answer=text, claims=beside)


def _bearing_on(q: Inquiry, target: Entity, sign: int) -> tuple[list[Association], dict[str, bool | None]]:
    """The claims that bear on the subject changing the target, each judged: for, against, or beside.

    That one member of a family is spared, or that something else is seen than what was to be caused, is no "no"; a
    correlation says nothing of which brings about the other; and a side effect does not deny a use.
    """
    claims = between(q.store, [q.subject.id, *q.members.get(q.subject.id, ())], moving_with(q, target, sign))
    judged = {a.id: _judged(q, a, target, sign) for a in claims}
    if is_causal(q.asked.verb):
        judged |= {a.id: None for a in claims if judged[a.id] is False and not a.negated}
    judged |= {a.id: None for a in claims if sign and a.relation.role == "correlational"}
    if q.asked.verb in HELPS:
        judged |= {a.id: None for a in claims if a.predicate == "has_side_effect" and judged[a.id] is False}
    family = {*q.members.get(q.subject.id, ()), *q.members.get(target.id, ())}
    judged |= {a.id: None for a in claims if a.negated and {a.subject, a.object} & family}
    return claims, judged


def _named(q: Inquiry, target: Entity) -> str:
    """What the question asks about, in words: the thing, or its level."""
    level = re.search(r"\b(levels?|concentrations?|amounts?)\b", q.text, re.I)
    return f"the level of {target.name}" if level is not None else target.name


def _about(q: Inquiry) -> tuple[Entity, str]:
    """What the question asks about, beside its subject; and a compound of two names, which the graph does not know."""
    others = [m for m in q.mentions if m.entity.id != q.subject.id]
    free = [m for m in others if not is_restricting(q.text, m) and not is_stimulus(q.text, m)] or others
    things = [m for m in free if m.entity not in q.places] or free
    following = next((m for m in others if m.start == things[0].end), None)
    compound = f"{things[0].text} {following.text}" if following is not None else ""
    return things[0].entity, compound


def moving_with(q: Inquiry, target: Entity, sign: int) -> list[Curie]:
    """The topic of the target; where a direction is asked for, what moves with it: not its excretion or toxicity."""
    wanted = q.topic(target)
    family = q.members.get(target.id, ())
    if sign == 0:
        return wanted
    if not is_disorder(target):
        wanted = [c for c in wanted if not q.is_a(c, "disease_or_phenotype")]
    wanted = [c for c in wanted if c == target.id or c in family or not _is_no_amount(q.name(c))]
    return [c for c in wanted if not any(a.asserted and a.stated_sign < 0 for a in between(q.store, [c], [target.id]))]


def _is_no_amount(name: str) -> bool:
    """Whether a name is about what binds, carries or removes a thing: "GABA receptor activity" is no GABA."""
    return any(w.removesuffix("s") in (*HEADS, *_REMOVAL) for w in fold(name).split())


def _judged(q: Inquiry, a: Association, target: Entity, sign: int) -> bool | None:
    """A sign that is better in patients with a disease helps them; it is not the disease treated."""
    if q.asked.verb not in HELPS:
        return judge(a, sign)
    if q.asked.verb in ("treat", "cure") and is_disorder(target) and a.object not in q.topic(target):
        return None
    return judge_benefit(q, a, target)


def _verdict_text(
    q: Inquiry,
    verdict: Verdict,
    claim: str,
    claims: Sequence[Association],
    judged: dict[str, bool | None],
    setting: Setting,
) -> str:
    pro = [a for a in claims if judged.get(a.id) is True]
    con = [a for a in claims if judged.get(a.id) is False]
    hedged = bool(pro) and all(a.certainty in ("hedged", "inconclusive") for a in pro)
    if verdict == "supported":
        if q.asked.verb in ("treat", "cure") and all(a.predicate == "palliates" for a in pro):
            said = join(list(dict.fromkeys(q.name(a.object) for a in pro)))
            claim = f"that {q.subject.name} palliates {said}, which is to relieve symptoms; none says that it treats it"
        both = q.asked.sign == 0 and {1, -1} <= {a.stated_sign for a in pro}
        how = " They disagree on the direction." if both else ""
        if patients := contested_in(claims, judged, q.asked.sign):
            how += f" Contested only in patients with {join(sorted(q.name(c) for c in patients))}."
        if (species := q.only_in(pro)) and species not in claim:
            how += f" Stated only in {species}."
        ill = {a.qualifiers.population_of for a in pro}
        if None not in ill:
            how += f" Stated only in patients with {join(sorted(q.name(c) for c in ill if c), 'or')}."
        if all(a.qualifiers.subject_aspect for a in pro):
            acting = {f"{a.qualifiers.subject_direction} {a.qualifiers.subject_aspect}".strip() for a in pro}
            how += f" Said of its {join(sorted(acting))}."
        routes = {a.qualifiers.route for a in pro}
        if "" not in routes and not any(name == "route" for name, _ in setting.wanted):
            how += f" Stated only of what is {join(sorted(route_phrase(r) for r in routes), 'or')}."
        if len(often := {a.qualifiers.frequency for a in pro}) == 1 and (frequency := often.pop()):
            how += f" The sources say “{frequency}”."
        return f"{'Hedged claims say' if hedged else 'Claims in the graph say'} {claim}.{how}"
    if verdict == "refuted":
        species = q.only_in(con)
        only = f" Stated only in {species}." if species and species not in claim else ""
        doubts = sum(contests(a, None) for a in con)
        other = f" {doubts} piece{'s' if doubts > 1 else ''} of evidence on it disagree{'' if doubts > 1 else 's'}."
        other = other if doubts else ""
        return f"What the graph says speaks against it, {claim}.{only}{other}"
    if verdict == "inconclusive":
        return f"No conclusive data on it, {claim}; that is not a “no”."
    one = len(pro) == 1
    said = f"{len(pro)} claim{'' if one else 's'} say{'s' if one else ''} {claim}"
    against = [f"{len(con)} claim{'' if len(con) == 1 else 's'}"] if con else []
    if evidence := sum(contests(a, q.asked.sign) for a in pro):
        against.append(f"{evidence} piece{'' if evidence == 1 else 's'} of evidence on {'it' if one else 'them'}")
    return f"Contested: {said}; against: {join(against)}."


def _by_chain(
    q: Inquiry,
    subject: Entity,
    target: Entity,
    sign: int,
    verb: str,
    claims: Sequence[Association],
    judged: dict[str, bool | None],
) -> Answer:
    text = f"The graph does not say whether {subject.name} can {verb} {_named(q, target)}."
    if q.asked.verb in HELPS and any(a.predicate == "has_side_effect" and a.asserted for a in claims):
        text += " It is stated as a side effect, which is neither a use nor a “no”."
    if any(a.relation.role == "correlational" and a.asserted for a in claims):
        text += " A correlation is stated, and not what brings it about."
    verdict: Verdict = "not_stated"
    chain: list[Association] = []
    ends = [target.id, *q.members.get(target.id, ())]
    curated = next((e for e in ends if any(q.store.mechanisms(drug=subject.id, effect=e))), None)
    tried = [a for a in claims if a.predicate in ("used_off_label_for", "studied_for") and q.asked.verb in HELPS]
    if curated is not None and tried:
        text += (
            f" It {join(list(dict.fromkeys(a.relation.label for a in tried)))} it, and a curated mechanism leads there;"
        )
        text += " neither is proof of efficacy."
    elif curated is not None:
        mechanism = q.graph.mechanism(str(subject.id), str(curated))
        chain = [a for a in mechanism.associations if a.asserted]
        if sign in (0, mechanism.sign) and mechanism.sign != 0:
            text = f"No single claim says so, but a curated mechanism of {len(chain)} claims does.{_limits(q, chain)}"
            verdict = "supported"
    eased = [q.name(a.object) for a in claims if a.relation.role == "clinical" and a.stated_sign < 0 and a.asserted]
    if eased and curated is None:
        text += f" What it is stated to ease in patients with it: {join(list(dict.fromkeys(eased)))}."
    path = None if curated is not None or eased else _path(q, subject, ends, sign)
    if path is not None:
        chain = [s.association for s in path.steps]
        steps = " → ".join(q.name(c) for c in path.entities)
        whole = next((m for m in q.store.mechanisms(drug=subject.id) if {a.id for a in chain} <= set(m.claims)), None)
        if whole is not None:
            verdict = "supported"
            text = f"No single claim says so, but it lies on a curated mechanism to {q.name(whole.effect)}: {steps}."
            text += _limits(q, chain)
        elif len(path) <= 2 and context_of(path, Regions(q.store)).holds:
            verdict = "supported"
            text = f"No single claim says so, but two joined do: {steps}. The chain is composed, not stated."
            text += _limits(q, chain)
        else:
            text += f" A chain of {len(path)} claims would connect them ({steps}); no source states the whole."
    if verdict == "supported":
        judged = {**judged, **{a.id: True for a in chain}}
    of_class: list[Association] = []
    if verdict == "not_stated":
        wanted = q.topic(target)
        of_states = between(q.store, [c for c in q.topic(subject) if c != subject.id], wanted)
        parts = [a.subject for a in q.store.associations(object=target.id, predicate="part_of") if a.asserted]
        of_parts = [a for a in between(q.store, [subject.id], parts) if a.relation.role == "regulatory"]
        of_class = [a for a in inherited(q.store, subject.id) if a.object in wanted]
        if of_class:
            text += f" Of its class it is said; that is not said of {subject.name} itself."
        elif of_states and is_causal(verb):
            named = join(list(dict.fromkeys(q.name(a.subject) for a in of_states)))
            text += f" It is said of {named}; that is not said of {subject.name} itself."
            of_class = of_states
        elif of_parts:
            text += f" Claims on its part {join(list(dict.fromkeys(q.name(a.object) for a in of_parts)))} stand beside."
            of_class = of_parts
    return q.make(verdict, text, [*claims, *of_class, *chain], judged, "claims-between", a=subject.id, b=target.id)


def _path(q: Inquiry, subject: Entity, ends: Sequence[Curie], sign: int) -> Path | None:
    """The best short chain from the subject to one of the ends: of two claims, else of up to four; no correlation."""
    for length in (2, _LONGEST):
        for end in ends:
            try:
                found = q.graph.paths(
                    str(subject.id), str(end), _TRIED, max_length=length, causal=True, sign=sign or None
                )
            except NotFoundError:
                continue
            for path in found:
                if not any(s.association.relation.role == "correlational" for s in path.steps):
                    return path
    return None


def _limits(q: Inquiry, chain: Sequence[Association]) -> str:
    """What a chain is limited to: its weakest hedge, the patients, the species."""
    text = " It is hedged." if any(a.certainty == "hedged" for a in chain) else ""
    ill = [q.name(a.qualifiers.population_of) for a in chain if a.qualifiers.population_of is not None]
    text += f" Stated only in patients with {join(list(dict.fromkeys(ill)), 'or')}." if ill else ""
    return text + (f" Stated only in {species}." if (species := q.only_in(chain)) else "")
