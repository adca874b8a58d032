"""Answer a question in words: read it once, judge each of its parts, and tell what they come to.

No verdict is given unless every word of the question was understood. What was not is named, and the claims that are
closest stand beside. A question that the records hold is answered by its record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from msgspec import structs

from ..curie import Curie
from ..datasets import EMBEDDED
from ..model import Association, OpenQuestion
from ..names.lexicon import lexicon
from ..search import named_after
from ..select import Selection
from ..store.base import Store
from ..store.memory import fold
from ..workspace import Workspace
from .answer import Answer, claims_of
from .asked import Ask, Reading, Slot
from .closest import closest, recorded
from .judge import Judgement, Verdict, judge
from .judgement import ranked
from .passages import noted, same_passage
from .read import read
from .rules import FROM_PASSAGE, OTHER, PLACE, STATED, Bearing
from .special import SPECIAL
from .tell import tell
from .telling import join

__all__ = ["ask"]

_LONGEST = 2_000
"""Characters of a question that are read."""
_NEAR, _PART = 3, 4
"""Names told of which an unknown name is a part, and its letters from which they are looked for."""
_DECIDING = 12
"""Claims of an answer whose passages are looked at."""
_TOLD: frozenset[Verdict] = frozenset(("supported", "refuted", "mixed", "inconclusive", "hypothesis", "list"))


def ask(workspace: Workspace, question: str) -> Answer:
    """Answer a question from the graph; see the module for the rules.

    >>> import mechgraph
    >>> mechgraph.load().ask("Does baclofen reduce anxiety?").verdict
    'mixed'
    """
    text = " ".join(question.split())[:_LONGEST]
    known = recorded(workspace.store, text)
    reading = read(workspace.store, text)
    if known is not None:
        return _recorded(workspace, reading, known)
    parts = [_part(workspace, text, asked) for asked in reading.asks]
    if not parts:
        return _unread(workspace, text, None, "The question was not understood.", "not_understood")
    if len(parts) == 1:
        return parts[0]
    return _joined(workspace, reading, parts)


def _part(workspace: Workspace, text: str, asked: Ask) -> Answer:
    """The answer to one part of a question."""
    if fault := _fault(asked, workspace.store):
        return _unread(workspace, text, asked, *fault)
    if asked.relation in SPECIAL:
        return SPECIAL[asked.relation](workspace, text, asked)
    found = _with_passage(workspace, judge(workspace, asked))
    found = _negated(_only(workspace, _with_amounts(found)))
    told = tell(workspace, found)
    return _made(workspace, text, found, told)


def _fault(asked: Ask, store: Store) -> tuple[str, Verdict] | None:
    """Why a part of a question gets no verdict: a name that the graph does not hold, or words that were not read."""
    if asked.unknown:
        named = join([f"“{w}”{_known_as(w)}" for w in asked.unknown], "or")
        more = (
            f"“mechgraph get {EMBEDDED}+drugmechdb” may bring it"
            if store.name == EMBEDDED
            else "Another graph may have it"
        )
        near = [n for w in asked.unknown for n in _naming(store, w)]
        holds = f" alone; it holds {join([f'“{n}”' for n in near[:_NEAR]])}" if near else ""
        text = f"The graph holds nothing called {named}{holds}. {more} (“mechgraph datasets” lists more), and a record"
        return f"{text} can add it.", "unknown_name"
    if asked.rest:
        named = join([f"“{w}”" for w in asked.rest])
        return f"Not understood: {named}.", "not_understood"
    if asked.relation == "none":
        return "What is asked of it was not understood.", "not_understood"
    if asked.form == "closed" and asked.subject.open and asked.relation in ("change", "prevent"):
        return "The question does not say what does so.", "not_understood"
    if asked.subject.open and asked.object.open and not (asked.action and asked.subject.within is not None):
        return "The question names nothing that the graph knows.", "not_understood"
    return None


def _naming(store: Store, words: str) -> list[str]:
    """Names of which the words are a part: of "dementia", "death of elderly people with dementia"."""
    wanted = fold(words)
    if len(wanted) < _PART:
        return []
    found = (c for name, _, c in store.names_holding(max(wanted.split(), key=len)) if f" {wanted} " in f" {name} ")
    return list(dict.fromkeys(e.name for c in islice(found, 50) if (e := store.entity(c)) is not None))


def _known_as(name: str) -> str:
    """What a name means that the graph lacks, in brackets, where the tables of names know it."""
    from ..names import meant_elsewhere

    known = meant_elsewhere(name)
    return f" ({known[0]}, {known[1]})" if known else ""


def _unread(workspace: Workspace, text: str, asked: Ask | None, why: str, verdict: Verdict) -> Answer:
    """No verdict: what was not understood, and the closest claims."""
    about = _about(asked) if asked is not None else []
    unread = " ".join((*asked.unknown, *asked.rest)) if asked is not None else ""
    near = closest(workspace.store, text if about else unread, about)
    beside = " The closest claims stand beside; they are no answer." if near else ""
    from .suggest import suggestions

    chosen = (Selection(ids=tuple(a.id for a in near)),) if near else ()
    return Answer(
        question=text,
        verdict=verdict,
        answer=why + beside,
        claims=claims_of(workspace.store, near, {a.id: None for a in near}),
        selections=chosen,
        suggestions=suggestions(workspace, about),
    )


def _about(asked: Ask) -> list[Curie]:
    """The entities that a part of a question names."""
    found = []
    for slot in (asked.subject, asked.object):
        if slot.mention is not None:
            found += [slot.mention.entity.id, *slot.mention.members]
    return found


def _with_passage(workspace: Workspace, found: Judgement) -> Judgement:
    """The judgement with what else the passages say that state its claims."""
    deciding = found.of("for", "against")[:_DECIDING]
    of_passage = {a.id: a for a in same_passage(workspace.store, deciding)}
    listed = [_of_passage(b) if b.claim.id in of_passage else b for b in found.bearings]
    known = {b.claim.id for b in listed}
    more = [a for i, a in of_passage.items() if i not in known]
    listed += [Bearing(claim=a, stance="beside", reason=FROM_PASSAGE) for a in more]
    chosen = (*found.selections, *((Selection(ids=tuple(a.id for a in more)),) if more else ()))
    return structs.replace(found, bearings=tuple(listed), selections=chosen)


def _of_passage(b: Bearing) -> Bearing:
    return structs.replace(b, reason=FROM_PASSAGE) if b.stance == "beside" and b.reason in (OTHER, PLACE) else b


def _with_amounts(found: Judgement) -> Judgement:
    """The judgement on a yes/no question, left open where it names an amount that no judged claim or evidence has."""
    asked = found.ask
    judged = found.of("for", "against")
    if asked.form != "closed" or not asked.amounts or not judged:
        return found
    told = " ".join(t for a in judged for t in _texts(a))
    missing = [n for n in asked.amounts if not re.search(rf"(?<![\d.]){re.escape(_number(n))}(?![\d.]*\d)", told)]
    if not missing:
        return found
    listed = tuple(
        structs.replace(b, stance="beside", reason=f"says nothing of {join(missing)}") for b in found.bearings
    )
    return structs.replace(found, verdict="not_stated", basis="none", bearings=listed)


def _negated(found: Judgement) -> Judgement:
    """The judgement on a question with a "not" in it: what denies the sentence speaks for it, and the reverse.

    A list of what does not do so is of what is denied to do so; silence puts nothing on it.
    """
    turned: dict[Verdict, Verdict] = {"supported": "refuted", "refuted": "supported"}
    listed = found.ask.form == "list" and found.verdict == "list"
    if not found.ask.negated or not (listed or (found.ask.form == "closed" and found.verdict in turned)):
        return found
    swapped = {"for": "beside" if listed else "against", "against": "for", "beside": "beside"}
    why = {"for": STATED} if listed else {}
    bearings = tuple(
        structs.replace(b, stance=swapped[b.stance], reason=why.get(b.stance, b.reason)) for b in found.bearings
    )
    if listed:
        denied = any(b.stance == "for" for b in bearings)
        return structs.replace(found, verdict="list" if denied else "not_stated", bearings=ranked(bearings))
    return structs.replace(found, verdict=turned[found.verdict], bearings=bearings)


def _number(amount: str) -> str:
    match = re.search(r"\d+(?:[.,]\d+)?", amount)
    return match.group().replace(",", ".") if match else amount


def _texts(claim: Association) -> Iterable[str]:
    yield str(claim.quantity or "")
    q = claim.qualifiers
    yield f"{q.dose} {q.extent} {q.frequency} {q.population}"
    for e in claim.evidence:
        yield f"{e.summary} {e.cited_as}"


def _only(workspace: Workspace, found: Judgement) -> Judgement:
    """A question for all cases, or for no other: no claim says so much; the fact is stated, the rest left open.

    What is said of others, or of other things, denies it.
    """
    asked = found.ask
    if asked.quantifier not in ("only", "sole", "all") or found.verdict != "supported":
        return found
    one = asked.subject.mention is not None and not asked.object.open
    if asked.quantifier != "all" and one:
        sole = asked.quantifier == "sole"
        side = {"subject": Slot(category=_category(asked.subject))} if sole else {"object": Slot(), "polarity": 0}
        wider = judge(workspace, structs.replace(asked, form="list", quantifier="", **side))
        same = {c.subject if sole else c.object for c in found.of("for")}
        groups = {(c.relation.group, c.stated_sign) for c in found.of("for")}
        kinds = set(named_after(workspace.store, asked.object.mention.entity)) if asked.object.mention else set()
        others = [a for a in wider.of("for") if (a.subject if sole else a.object) not in same]
        if not sole:  # what it does else: of the same kind, and to no kind of what is named
            others = [a for a in others if (a.relation.group, a.stated_sign) in groups and a.object not in kinds]
        if others:
            more = [Bearing(claim=a, stance="against", reason="also") for a in others]
            known = {a.id for a in others}
            kept = [b for b in found.bearings if b.claim.id not in known]
            chosen = (*found.selections, *wider.selections)
            said = known | {k.claim.id for k in kept}
            extra = [structs.replace(b, stance="beside") for b in wider.bearings if b.claim.id not in said]
            return structs.replace(
                found, verdict="refuted", bearings=(*kept, *more, *extra), selections=chosen, scope="only"
            )
    return structs.replace(found, verdict="not_stated", basis="none", scope=asked.quantifier)


def _category(slot: Slot) -> str:
    return slot.mention.entity.category if slot.mention is not None else slot.category


def _made(workspace: Workspace, text: str, found: Judgement, told: str) -> Answer:
    """The answer of a judgement: its sentence, its claims, and the query that finds them."""
    stance = {"for": True, "against": False, "beside": None}
    remarks = f" ({'; '.join(dict.fromkeys(found.ask.read_as))})" if found.ask.read_as else ""
    claims = claims_of(workspace.store, found.claims, {b.claim.id: stance[b.stance] for b in found.bearings})
    near: list[Association] = []
    chosen = found.selections
    if found.verdict == "not_stated" and not claims:
        near = closest(workspace.store, text, _about(found.ask), lexicon().relations[found.ask.relation].groups)
        chosen = (Selection(ids=tuple(a.id for a in near)),) if near else ()
        claims = claims_of(workspace.store, near, {a.id: None for a in near})
    return Answer(
        question=text,
        verdict=found.verdict,
        answer=told + remarks,
        composed=found.composed,
        claims=claims,
        selections=chosen,
    )


def _joined(workspace: Workspace, reading: Reading, parts: Sequence[Answer]) -> Answer:
    """Several parts as one answer, each told by its sentence; a verdict of the whole only where the parts allow it."""
    verdicts = [p.verdict for p in parts]
    distinct = tuple(sorted(set(verdicts)))
    verdict: Verdict
    if len(distinct) == 1:
        verdict = verdicts[0]
    elif reading.joined == "or" and "supported" in distinct:
        verdict = "supported"
    elif set(distinct) <= {"supported", "refuted", "mixed", "inconclusive"}:
        verdict = "mixed"
    elif set(distinct) & {"list"} and set(distinct) <= _TOLD | {"not_stated"}:
        verdict = "list"
    else:
        verdict = next(v for v in ("not_understood", "unknown_name", "not_stated", "hypothesis") if v in distinct)
    claims = {c.id: c for p in reversed(parts) for c in p.claims}
    numbered = " ".join(f"({i}) {p.answer}" for i, p in enumerate(parts, 1))
    ordered = sorted(claims.values(), key=lambda c: {True: 0, False: 1, None: 2}[c.supports])
    return Answer(
        question=reading.text,
        verdict=verdict,
        answer=f"{_of_all(workspace, reading, parts)}{numbered}",
        composed=any(p.composed for p in parts),
        claims=ordered,
        selections=tuple(dict.fromkeys(s for p in parts for s in p.selections)),
        suggestions=list(dict.fromkeys(s for p in parts for s in p.suggestions))[:3],
    )


def _of_all(workspace: Workspace, reading: Reading, parts: Sequence[Answer]) -> str:
    """Where several lists are asked for at once, what stands on all of them: "which drugs treat both A and B"."""
    agents = all(a.subject.open and not a.object.open for a in reading.asks)
    listed = agents or all(a.object.open and not a.subject.open for a in reading.asks)
    if (
        not listed
        or {a.form for a in reading.asks} != {"list"}
        or reading.joined != "and"
        or {p.verdict for p in parts} - {"list", "not_stated"}
    ):
        return ""
    store = workspace.store
    end = 0 if agents else 1
    on = [{a.causal_ends[end] for c in p.claims if c.supports and (a := store.association(c.id))} for p in parts]
    both = set.intersection(*on)
    names = sorted(e.name for c in both if (e := store.entity(c)) is not None)
    how = "both" if len(parts) == 2 else "all"
    return f"Stated of {how}: {join(names) or 'none'}. "


_KINDS: dict[str, Verdict] = {"unanswered": "not_stated", "contradiction": "mixed", "artefact": "list"}


def _recorded(workspace: Workspace, reading: Reading, known: str) -> Answer:
    """The answer that the records hold to a question of theirs, with what the claims say where they answer it."""
    store = workspace.store
    question: OpenQuestion = next(q for q in store.questions() if q.id == known)
    parts = [_part(workspace, reading.text, a) for a in reading.asks if not _fault(a, store)]
    decided = ("supported", "refuted", "mixed", "inconclusive")
    own = parts[0] if len(parts) == 1 and parts[0].verdict in decided else None
    claims = [a for i in (*question.claims, *question.against) if (a := store.association(i)) is not None]
    sides = question.kind == "contradiction"
    stands = {a.id: _side(a, question) if sides else None for a in claims}
    claims += [a for a in same_passage(store, claims) if a not in claims]
    listed = {c.id: c for c in (own.claims if own is not None else ())}
    listed |= {c.id: c for c in claims_of(store, claims, stands) if c.id not in listed}
    said = f"{own.answer} " if own is not None else ""
    chosen = (Selection(ids=tuple(a.id for a in claims)),) if claims else ()
    return Answer(
        question=reading.text,
        verdict=own.verdict if own is not None else _KINDS[question.kind],
        answer=f"{said}Recorded as {_WHAT[question.kind]}. {noted(store, question.note)}",
        claims=list(listed.values()),
        selections=(*(own.selections if own is not None else ()), *chosen),
    )


def _side(claim: Association, question: OpenQuestion) -> bool | None:
    """On which side of a contradiction a claim stands; on none where a passage only says it too."""
    names = {claim.id, claim.key} - {""}
    return True if names & set(question.claims) else False if names & set(question.against) else None


_WHAT = {
    "unanswered": "a question that the sources leave unanswered",
    "contradiction": "a question on which sources differ",
    "artefact": "a fault of a source",
}
