"""Is A a B: an agonist of it, a member of it, acting as it."""

from __future__ import annotations

import re

from ...model import Association
from ...search import named_within
from ...vocab import vocabulary
from ..answer import Answer, claims_of, join
from ..gather import TARGETS, between, unanswered, verdict_of
from ..inquiry import Inquiry, as_stated

__all__ = ["is_a"]

_TARGETING = {
    "inverse agonist": ("inverse_agonist_of",),
    "partial agonist": ("partial_agonist_of",),
    "positive allosteric modulator": ("positive_allosteric_modulator_of",),
    "negative allosteric modulator": ("negative_allosteric_modulator_of",),
    "antagonist": ("antagonist_of", "inverse_agonist_of", "negative_allosteric_modulator_of"),
    "agonist": ("agonist_of", "partial_agonist_of"),
    "blocker": ("antagonist_of", "inhibits"),
    "inhibitor": ("inhibits", "negative_allosteric_modulator_of"),
    "activator": ("activates", "agonist_of"),
    "modulator": ("positive_allosteric_modulator_of", "negative_allosteric_modulator_of"),
}
_BY_EFFECT = ("blocker", "inhibitor", "activator")
"""What is said of a drug by what becomes of its target, whichever way it is brought about."""
_NOUN = re.compile(rf"\b({'|'.join(_TARGETING)})s?\b")


def is_a(q: Inquiry) -> Answer:
    """Whether the subject is what the words behind "a" say.

    Where they name an action at a target, as "GABA-B antagonist" does, claims of that action speak for it, and asserted
    claims of an action of the other sign at the same target speak against it.
    """
    subject, targets = q.subject, q.others
    noun = match[1] if (match := _NOUN.search(q.asked.words.lower())) else ""
    meant = [t for e in targets for t in named_within(q.store, e.name, "gene_product")] if noun else []
    wanted = {c for e in (*targets, *meant) for c in q.topic(e, TARGETS)}
    own = list(q.store.associations(subject=subject.id))
    against = [a for a in own if a.object in wanted and _opposes(a, noun)]
    claims = [a for a in own if a.object in wanted and _says(q, a, noun)] + against
    judged = as_stated(claims) | {a.id: False for a in against}
    verdict = verdict_of(claims, judged)
    as_asked = next(m.text for m in q.mentions if m.entity.id == targets[0].id)
    who = f"the class {subject.name}" if subject.category == "drug_class" else subject.name
    plain = as_asked if targets[0].category == "drug_class" else targets[0].name
    what = q.asked.words.rstrip("?") if noun and q.asked.words != q.text else plain
    what = f"an {what}" if what[0].lower() in "aeiou" else f"a {what}"
    parameters = {"a": subject.id, "b": targets[0].id}
    unread = q.unread([*(word for noun in _TARGETING for word in noun.split()), "similar"])
    if unread:
        beside = between(q.store, [subject.id], wanted)
        text = f"The graph does not say whether {who} is {what}: it knows nothing called {_quoted(unread)}."
        return q.make("not_stated", text, beside, {a.id: None for a in beside}, "claims-between", **parameters)
    if verdict == "not_stated":
        note = next((n for e in targets if (n := unanswered(q.store, [subject.id, e.id]))), "")
        known = [a for a in own if a.predicate in _TARGETING.get(noun, ())]
        beside = [*known, *(a for a in between(q.store, [subject.id], wanted) if a not in known)]
        text = f"The graph does not say whether {who} is {what}. {note}".strip()
        alike = [a for a in beside if a.asserted and noun and a.stated_sign and a.stated_sign == _sign(noun)]
        if alike:
            text += f" It says that it {_grouped(q, alike)}, and not by which action."
        return q.make("not_stated", text, beside, {a.id: None for a in beside}, "claims-between", **parameters)
    if verdict == "supported":
        limits = f", in {species}" if (species := q.only_in(claims)) else ""
        hedged = " A source hedges it." if all(a.certainty == "hedged" for a in claims if judged[a.id]) else ""
        text = f"{who} is stated to be {what}{limits}.{hedged}"
    elif verdict == "refuted" and against:
        text = f"What the graph says speaks against it, that {who} is {what}: it states the opposite action."
    elif verdict == "refuted":
        denied = join([c.sentence for c in claims_of(q.store, claims)])
        text = f"What the graph says speaks against it, that {who} is {what}: {denied}."
    else:
        text = f"Contested: there are claims for it and against, that {who} is {what}."
    return q.make(verdict, text, claims, judged, "claims-between", **parameters)


def _grouped(q: Inquiry, claims: list[Association]) -> str:
    """Claims of one subject as one clause, their objects behind each verb."""
    by_verb: dict[str, list[str]] = {}
    for a in claims:
        by_verb.setdefault(a.relation.label, []).append(q.name(a.object))
    return join([f"{verb} {join(names)}" for verb, names in by_verb.items()])


def _quoted(words: list[str]) -> str:
    return " or ".join(f"“{w}”" for w in words)


def _says(q: Inquiry, a: Association, noun: str) -> bool:
    """Whether a claim on a wanted object is of the kind asked for."""
    if not noun:
        return a.relation.role == "structural" or a.predicate == "acts_at"
    if noun in _BY_EFFECT and a.relation.role == "regulatory" and a.stated_sign == _sign(noun):
        return True
    named = _NOUN.search(q.name(a.object).lower())
    return a.predicate in _TARGETING[noun] or (
        a.relation.role == "structural" and named is not None and named[1] == noun
    )


def _sign(noun: str) -> int:
    """The sign of an action; 0 where it has none, or either."""
    signs = {vocabulary().predicate(p).sign for p in _TARGETING.get(noun, ())}
    return signs.pop() if len(signs) == 1 else 0


def _opposes(a: Association, noun: str) -> bool:
    """Whether a claim asserts an action of the other sign; what acts only in part is neither."""
    partial = a.predicate.startswith(("partial", "affects"))
    return a.asserted and a.relation.role == "regulatory" and not partial and _sign(noun) not in (0, a.stated_sign)
