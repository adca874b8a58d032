"""Answers that list: which things, what is said; they have no verdict and say by what they know it.

The claims of a use, a harm, a place are told apart by their groups; nothing that is only tried, or only led to by a
mechanism, is told among what is stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from ..curie import Curie
from ..model import Association
from ..sentences import plural_verb, route_phrase
from ..vocab import vocabulary
from .judge import contests, reached_by
from .rules import BY_DIRECTION, OFF_LABEL, STATED, STUDIED_DOSE
from .telling import join
from .topics import antidote_ends

if TYPE_CHECKING:
    from .tell import Teller

__all__ = ["LISTINGS", "doses_of_studies", "plain"]

_MOST = 12
"""Names, or clauses, that a list tells; how many more there are is said."""


def _cut(words: Sequence[str], most: int = _MOST) -> str:
    """The first of several words, with how many more there are."""
    if len(words) <= most:
        return join(list(words))
    return f"{', '.join(words[:most])} and {len(words) - most} more"


def _names(teller: Teller, curies: Iterable[Curie]) -> list[str]:
    return sorted({teller.name(c) for c in curies}, key=str.lower)


def plain(teller: Teller) -> str:
    """Things, where one end is open; otherwise what is said, clause by clause."""
    if teller.ask.subject.open and not teller.ask.object.open:
        return agents(teller)
    order = {group: i for i, group in enumerate(("role", "likeness", *_ORDER))}
    claims = sorted(
        teller.found.of("for"), key=lambda a: (a.certainty == "hedged", order.get(a.relation.group, len(order)))
    )
    return _clauses(teller, claims, 8)


def _clauses(teller: Teller, claims: Sequence[Association], limit: int) -> str:
    text = teller.said(claims, limit)
    told = text.count("; ") + 1
    passage = teller.passage()
    if passage:
        text += f"; {passage}"
    rest = len(claims) - told
    more = f" ({len(claims)} claims)" if rest > limit else ""
    return f"{text[:1].upper()}{text[1:]}{more}.{_denied(teller)}"


def _denied(teller: Teller) -> str:
    denied = [a for a in teller.found.of("against") if a.negated]  # what does the opposite denies nothing
    return f" Denied, or against it: {teller.said(denied, 4)}." if denied else ""


def of_members(teller: Teller) -> str:
    """What the members of a class do, what most of them do first: it is said of each of them, and not of the class."""
    shared: dict[tuple[str, bool, str], dict[str, None]] = {}
    for a in teller.found.of("for"):
        key = (a.relation.label if not a.negated else a.relation.negated_label, a.negated, teller.name(a.object))
        shared.setdefault(key, {})[teller.name(a.subject)] = None
    told = []
    for (label, _, thing), members in sorted(shared.items(), key=lambda item: -len(item[1]))[:_MEMBERS]:
        verb = plural_verb(label) if len(members) > 1 else label
        told.append(f"{_cut(sorted(members), 6)} {verb} {thing}")
    more = f"; {len(shared) - len(told)} more" if len(shared) > len(told) else ""
    return f"Not stated of {teller.of(teller.ask.subject)} as a class. Of its members: {'; '.join(told)}{more}."


def agents(teller: Teller) -> str:
    """What stands to a thing in the relation: by claims, off-label, and by a curated mechanism alone."""
    found, ask = teller.found, teller.ask
    acting = {a.causal_ends[0] for a in found.of("for")}
    against = {a.causal_ends[0] for a in found.of("against")}
    doubted = {a.causal_ends[0] for a in found.of("for") if contests(a, ask.polarity)}
    if ask.negated:  # who is denied to do so: what a mechanism or another action leads to says nothing of that
        both = {b.claim.causal_ends[0] for b in found.bearings if b.reason == STATED} & acting
        doubt = f" Contested: {_cut(_names(teller, both))}." if both else ""
        names = _names(teller, acting)
        return f"Denied of {len(names)}: {_cut(names)}.{doubt}"
    tried = {b.claim.subject for b in found.bearings if b.reason == OFF_LABEL}
    alike = {b.claim.causal_ends[0] for b in found.bearings if b.reason == BY_DIRECTION} - acting
    reached = {e.id for e in reached_by(teller.workspace, ask)}
    reached -= acting | tried
    parts = []
    if acting:
        names = _names(teller, acting)
        parts.append(f"Stated of {len(names)}: {_cut(names)}.{_of_class(teller)}")
    if contested := acting & (against | doubted):
        parts.append(f"Contested: {_cut(_names(teller, contested))}.")
    if tried - acting:
        parts.append(f"Off-label use is stated of {_cut(_names(teller, tried - acting))} (use, not proof of efficacy).")
    if reached:
        parts.append(f"By a curated mechanism alone: {_cut(_names(teller, reached))}.")
    if alike:
        parts.append(f"By direction, the kind of action not being stated: {_cut(_names(teller, alike))}.")
    return " ".join(parts)


def _of_class(teller: Teller) -> str:
    """Where antidotes are asked for: which are stated of a class of the drug alone, and of what."""
    drug = teller.ask.object.mention
    if teller.ask.relation != "antidote" or drug is None:
        return ""
    own = set(antidote_ends(teller.store, drug.entity, classes=False))
    claims = teller.found.of("for")
    itself = {a.causal_ends[0] for a in claims if a.object in own}
    wider = [a for a in claims if a.causal_ends[0] not in itself]
    if not wider:
        return ""
    who = f"Of {_cut(_names(teller, {a.causal_ends[0] for a in wider}))} it" if itself else "It"
    of = join(sorted({teller.name(a.object) for a in wider}))
    return f" {who} is said of {of}, not of {drug.entity.name} itself."


def uses(teller: Teller) -> str:
    """Uses, then relief, then what is off-label, then what is denied, then where a mechanism leads."""
    found = teller.found
    if teller.ask.subject.open:
        return agents(teller)
    on = found.of("for")
    if teller.ask.negated:
        return f"{_upper(teller.said(on, 6))}."
    treats = [a for a in on if a.relation.group == "use"]
    eases = [a for a in on if a.relation.group == "relief"]
    off = [b.claim for b in found.bearings if b.reason == OFF_LABEL]
    parts = []
    if treats:
        parts.append(f"{_upper(teller.said(treats, 6))}.")
    if eases:
        parts.append(f"{_upper(teller.said(eases, 4))} (relief of symptoms).")
    if off and teller.ask.relation != "approved":
        named = _cut(list(dict.fromkeys(teller.name(a.object) for a in off)))
        parts.append(f"Off-label (use, not proof of efficacy): {named}.")
    if denied := [a for a in found.of("against") if a.negated]:
        parts.append(f"Not established: {teller.said(denied, 3)}.")
    return " ".join(parts) + teller.reached()


def places(teller: Teller) -> str:
    """The places of a thing, by rank where one is stated: densest first, or least dense first where that is asked."""
    claims = teller.found.of("for")
    least = teller.ask.degree in ("lowest", "low", "few")
    ranked = [a for a in claims if a.quantity is not None and a.quantity.rank is not None]
    if not ranked:
        at = dict.fromkeys(_place(teller, a) for a in claims)
        subject = teller.of(teller.ask.subject)
        return f"{_upper(subject)}: {_cut([p for p in at if p])}. {_upper(teller.said(claims, 4))}.{_denied(teller)}"
    ranked.sort(key=lambda a: ((a.quantity.rank or 0) if a.quantity is not None else 0, a.object), reverse=least)
    rows: dict[str, list[str]] = {}
    for a in ranked:
        assert a.quantity is not None
        rows.setdefault(a.quantity.text or f"rank {a.quantity.rank}", []).append(teller.name(a.object))
    others = list(dict.fromkeys(teller.name(a.object) for a in claims if a not in ranked))
    listed = "; ".join(f"{rank}: {join(list(dict.fromkeys(names)))}" for rank, names in rows.items())
    order = "least dense" if least else "densest"
    more = f"; of no stated rank: {_cut(others)}" if others else ""
    return f"{_upper(teller.of(teller.ask.subject))}, {order} first: {listed}{more}."


def _place(teller: Teller, a: Association) -> str:
    if a.relation.group in ("density", "expression", "site", "place"):
        return teller.name(a.object)
    return teller.name(a.qualifiers.anatomy) if a.qualifiers.anatomy is not None else ""


def harms(teller: Teller) -> str:
    """Signs and risks, those of each state of the drug together, then who must be careful."""
    claims = teller.found.of("for")
    whom = [a for a in claims if a.relation.group in ("contraindication", "caution")]
    signs = [a for a in claims if a not in whom]
    parts = []
    by_state: dict[Curie, list[Association]] = {}
    for a in signs:
        by_state.setdefault(a.subject, []).append(a)
    parts += [f"{_upper(teller.said(own, 5))}." for own in by_state.values()]
    if whom:
        parts.append(f"{_upper(teller.said(whom, 4))}.")
    return " ".join(parts) + _denied(teller)


def at_risk(teller: Teller) -> str:
    """Who must be careful, or must not take it; that is no list of all who must."""
    return f"{_clauses(teller, teller.found.of('for'), 8)} That is no list of all who must be careful."


def routes(teller: Teller) -> str:
    """The routes that claims on people name, those of most claims first; that is no advice."""
    told = Counter(a.qualifiers.route for a in teller.found.of("for"))
    ways = [
        f"{route_phrase(route).removeprefix('given ')} ({n} claim{'s' * (n > 1)})" for route, n in told.most_common()
    ]
    return f"Claims on people name {teller.of(teller.ask.subject)} as given {join(ways)}. That is no advice on its use."


def doses(teller: Teller) -> str:
    """The doses that claims name for what is asked about; that is no advice."""
    listed = _doses(teller, teller.found.of("for"))
    return f"Doses that sources report of {teller.of(teller.ask.subject)}: {listed}. That is no advice on a dose."


def doses_of_studies(teller: Teller) -> str:
    """No dose of a use is stated; those of studies in people stand beside, and are no advice."""
    studied = [b.claim for b in teller.found.bearings if b.reason == STUDIED_DOSE and b.claim.qualifiers.dose]
    text = f"Not stated: no claim says in which dose {teller.of(teller.ask.subject)} is to be used."
    more = f" Studies in people report {_doses(teller, studied)}; that is no advice on a dose." if studied else ""
    return text + more


def _doses(teller: Teller, claims: Sequence[Association]) -> str:
    named: dict[str, list[str]] = {}
    for a in claims:
        named.setdefault(a.qualifiers.dose, []).append(teller.name(a.object))
    return _cut([f"{dose} ({_cut(list(dict.fromkeys(on)), 3)})" for dose, on in named.items()], 8)


def definition(teller: Teller) -> str:
    """What a thing is: its kind, its description, its roles and classes, its uses."""
    mention = teller.ask.subject.mention or teller.ask.object.mention
    assert mention is not None
    entity = mention.entity
    label = vocabulary().category(entity.category).label
    head = f"{entity.name} ({label})" + (f": {entity.description.rstrip('.')}." if entity.description else ".")
    claims = [a for a in teller.found.of("for") if a.subject == entity.id]
    told = teller.said(claims, 5)
    return f"{head} {_upper(told)}." if told else head


_MEMBERS = 5
"""Statements on members of a class that a sentence tells."""
_ORDER = ("action", "binding", "site", "regulation", "cause", "sequence")


def actions(teller: Teller) -> str:
    """How a drug works: its targets, its site, then what follows, best supported first."""
    claims = [a for a in teller.found.of("for") if a.certainty != "hedged"] or teller.found.of("for")
    claims.sort(key=lambda a: _ORDER.index(a.relation.group) if a.relation.group in _ORDER else 9)
    return _clauses(teller, claims, 7)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def meetings(teller: Teller) -> str:
    """The interactions that claims state, each as it is worded: which drug acts on which is never turned round."""
    return _clauses(teller, teller.found.of("for"), 8)


LISTINGS: dict[str, Callable[[Teller], str]] = {
    "interaction": meetings,
    "treat": uses,
    "use": uses,
    "approved": uses,
    "help": uses,
    "where": places,
    "expressed": places,
    "harms": harms,
    "toxicity": harms,
    "withdrawal": harms,
    "contraindication": at_risk,
    "safe": at_risk,
    "dose": doses,
    "route": routes,
    "define": definition,
    "mechanism": actions,
}
