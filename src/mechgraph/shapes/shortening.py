"""Short documents made from what the library returns, each within a number of bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from ..answers.answer import Answer, Explanation
from ..answers.answer import Claim as Held
from ..answers.compare import Comparison
from ..model import Paths
from ..reason.interactions import Interactions
from ..reason.outcomes import WORDS
from ..reason.sides import Sides, sides
from ..reason.whatif import WhatIf
from ..search import Hit
from ..sentences import claim_sentence
from ..store.base import Table
from . import brief
from .base import Document
from .tables import AssociationCard
from .things import reference

__all__ = [
    "SILENCE",
    "brief_answer",
    "brief_comparison",
    "brief_evidence",
    "brief_explanation",
    "brief_interactions",
    "brief_paths",
    "brief_table",
    "brief_what_if",
    "hits",
]

SILENCE = "What is not listed is not stated in this graph; that is not a “no”."
DENIED = 10
"""At most so many interactions that sources deny go with the first page of those that are told."""
_MARKS = {1: "→", -1: "⊣", 0: "–"}
"""Between two things of a chain: raises, lowers, has to do with."""
_UNANSWERED = ("not_stated", "unknown_name", "not_understood")


class _Room:
    """What may still be written: bytes that are left, and the sources that were cited so far."""

    def __init__(self, most: int, frame: Document, cite: Callable[[str], str]) -> None:
        self.left = most - len(msgspec.json.encode(frame)) - 60  # counts in what is left out grow by some digits
        self.sources: dict[str, str] = {}
        self._cite = cite

    def take(self, item: object, cited: Iterable[str] = ()) -> bool:
        """Whether there was room for an item and its citations, which is then used."""
        fresh = {i: self._cite(i) for i in dict.fromkeys(cited) if i not in self.sources and not i.startswith("mga:")}
        cost = len(msgspec.json.encode(item)) + 1 + sum(len(msgspec.json.encode({i: t})) for i, t in fresh.items())
        if cost > self.left:
            return False
        self.left -= cost
        self.sources |= fresh
        return True


def _claim(c: Held) -> brief.BriefClaim:
    return _weighed(c.id, c.sentence, c.sign, c.certainty, c.sides, [s.id for s in c.sources if s.stance == "supports"])


def _weighed(
    id: str, sentence: str, sign: int, certainty: str, held: Sides, sources: Iterable[str]
) -> brief.BriefClaim:
    against = [s.by for s in (*held.refutes, *held.no_effect)]
    return brief.BriefClaim(
        id=id,
        sentence=sentence,
        sign=sign,
        certainty=certainty,
        verdict=held.verdict,
        sources=list(dict.fromkeys(sources))[:4],
        against=list(dict.fromkeys(against))[:4] or UNSET,
    )


def _cited(claims: Iterable[Held]) -> Callable[[str], str]:
    known = {s.id: f"{s.label} {s.link}".strip() for c in claims for s in c.sources}
    return lambda i: known.get(i, i)


def _sorted_in(room: _Room, claims: Sequence[Held]) -> dict[str, list[brief.BriefClaim]]:
    """Claims by what they speak for, one of each in turn, so that what is against is never crowded out."""
    queues = {name: [c for c in claims if c.supports is stance] for name, stance in _STANCES.items()}
    kept: dict[str, list[brief.BriefClaim]] = {name: [] for name in _STANCES}
    turn = ["claims_for", "claims_against", "claims_for", "claims_against"]
    places = dict.fromkeys(_STANCES, 0)
    while any(places[name] < len(queues[name]) for name in _STANCES):
        judged = [n for n in turn if places[n] < len(queues[n])]
        for name in judged or ["claims_beside"]:
            if places[name] < len(queues[name]):
                made = _claim(queues[name][places[name]])
                places[name] += 1
                if room.take(made, [*made.sources, *(made.against or ())]):
                    kept[name].append(made)
    return kept


_STANCES: dict[str, bool | None] = {"claims_for": True, "claims_against": False, "claims_beside": None}


def _left(claims: Sequence[Held], kept: dict[str, list[brief.BriefClaim]]) -> dict[str, int]:
    return {
        name: n
        for name, stance in _STANCES.items()
        if (n := sum(c.supports is stance for c in claims) - len(kept[name])) > 0
    }


def brief_answer(a: Answer, most: int) -> brief.BriefAnswer:
    """An answer within a number of bytes: claims for and against in turn, then those beside."""
    said = a.answer if a.verdict in _UNANSWERED else SILENCE
    ask = f" You could ask: {' '.join(a.suggestions)}" if a.suggestions else ""
    frame = brief.BriefAnswer(
        verdict=a.verdict,
        sentence=a.answer,
        composed=a.composed,
        claims_for=[],
        claims_against=[],
        claims_beside=[],
        not_stated="See sentence." if said == a.answer else said,
        sources={},
        left_out={},
        more=f"evidence(claim) for one claim.{ask}",
    )
    room = _Room(most, frame, _cited(a.claims))
    kept = _sorted_in(room, a.claims)
    return msgspec.structs.replace(frame, sources=room.sources, left_out=_left(a.claims, kept), **kept)


def brief_explanation(e: Explanation, most: int) -> brief.BriefExplanation:
    """An explanation within a number of bytes: the rows of its first screen, or the claims of its chains."""
    silent = "" if e.screen is None else _silent(e)
    frame = brief.BriefExplanation(
        verdict=e.verdict,
        sentence=e.summary or e.answer,
        sign=e.sign,
        composed=e.composed,
        rows=[],
        claims_for=[],
        claims_against=[],
        claims_beside=[],
        not_stated=f"{silent} {SILENCE}".strip(),
        sources={},
        sections={s.title: len(s.claims) for s in e.sections},
        left_out={},
        more="explain(thing, section=…) for one section; evidence(claim) for one claim.",
    )
    room = _Room(most, frame, _cited(e.claims))
    rows: list[brief.BriefRow] = []
    left = 0
    for title, row in _rows(e):
        made = brief.BriefRow(
            section=title,
            text=f"{row.label.strip(' ├─└│')} {row.text}".strip(),
            sources=list(dict.fromkeys(row.sources))[:3],
            claims=list(dict.fromkeys(row.claims))[:3],
            against=list(dict.fromkeys(row.against))[:3] or UNSET,
        )
        cites = [*made.sources, *(made.against or [])]
        # a fifth is kept for claims, of which those that are disputed matter most
        if room.left > most // 5 and room.take(made, cites):
            rows.append(made)
        else:
            left += 1
    shown = {c for r in rows for c in r.claims}
    claims = sorted(e.claims, key=lambda c: (c.supports is None, c.sides.verdict == "supported", c.id in shown))
    if rows:
        claims = [c for c in claims if c.supports is not None or c.sides.verdict != "supported"]
    kept = _sorted_in(room, claims)
    out = _left(e.claims, kept) | ({"rows": left} if left else {})
    return msgspec.structs.replace(frame, rows=rows, sources=room.sources, left_out=out, **kept)


def _rows(e: Explanation) -> Iterable[tuple[str, Any]]:
    if e.screen is None:
        return []
    return [(b.title, r) for b in e.screen.blocks for r in b.rows if not _is_silent(r)]


def _is_silent(row: Any) -> bool:
    return not row.claims and not row.sources


def _silent(e: Explanation) -> str:
    """The rows of the first screen that rest on nothing: they say what the graph does not hold."""
    assert e.screen is not None
    return " ".join(
        f"{r.label.strip().capitalize()}: {r.text}." for b in e.screen.blocks for r in b.rows if _is_silent(r)
    )


def brief_paths(found: Paths, most: int) -> brief.BriefPaths:
    """Paths within a number of bytes, each whole with all its claims or not at all."""
    from .chains import held_of

    held = held_of(found)
    names = {e.id: e for p in found for e in p.named}
    start, end = (reference(c, names).name for c in (found[0].entities[0], found[0].entities[-1]))
    frame = brief.BriefPaths(
        sentence=f"Paths from {start} to {end}: {len(found)}. No source states one as a whole.",
        paths=[],
        claims=[],
        not_stated=SILENCE,
        sources={},
        left_out={},
        more="paths(…, k, sign, through, avoid) for others; evidence(claim) for one claim.",
    )
    room = _Room(most, frame, lambda i: _source(found, i))
    kept: list[brief.BriefChain] = []
    claims: dict[str, brief.BriefClaim] = {}
    for p, verdict in zip(found, found.verdicts, strict=True):
        text = reference(p.entities[0], names).name
        for s in p.steps:
            text += f" {_MARKS[s.sign]} {reference(s.end, names).name}"
        certainty = max((s.association.certainty for s in p.steps), key=_certainties().index)
        made = brief.BriefChain(
            chain=text, sign=p.sign, verdict=verdict, certainty=certainty, claims=[s.association.id for s in p.steps]
        )
        fresh = {
            a.id: _weighed(a.id, claim_sentence(a, names), a.sign, a.certainty, held[a.id], a.sources[:2])
            for a in (s.association for s in p.steps)
            if a.id not in claims
        }
        if room.take((made, list(fresh.values())), [i for c in fresh.values() for i in c.sources]):
            kept.append(made)
            claims |= fresh
    out = {"paths": len(found) - len(kept)} if len(found) > len(kept) else {}
    return msgspec.structs.replace(frame, paths=kept, claims=list(claims.values()), sources=room.sources, left_out=out)


def _certainties() -> tuple[str, ...]:
    from ..model import CERTAINTIES

    return CERTAINTIES


def _source(of: Any, id: str) -> str:
    found = None if of.workspace is None else of.workspace.store.source(id)
    return id if found is None else f"{found.label} {found.link}".strip()


def brief_what_if(w: WhatIf, most: int) -> brief.BriefWhatIf:
    """A what-if within a number of bytes: the claims that carry the effect, and those edited or in doubt."""
    m = w.mechanism
    assert m.effect is not None
    names = m.entities
    said = f"{m.drug.name} {WORDS[w.after]} {m.effect.name} (before: {WORDS[w.before]}), by this graph alone."
    frame = brief.BriefWhatIf(
        verdict=w.verdict,
        sentence=said,
        before=w.before,
        after=w.after,
        necessary=[reference(c, names).name for c in w.necessary_entities],
        in_doubt=list(w.doubtful),
        claims_for=[],
        claims_against=[],
        not_stated=SILENCE,
        sources={},
        left_out={},
        more="what_if(…, delete=[claim], invert=[claim], block=[thing]); evidence(claim) for one claim.",
    )
    look = {i: f"{s.label} {s.link}".strip() for i, s in m.sources.items()}
    room = _Room(most, frame, lambda i: look.get(i, i))
    carrying = {s.association.id: s.association for p in w.paths for s in p.steps}
    gone = {a.id: a for a in (*w.deleted, *w.inverted)}
    kept: dict[str, list[brief.BriefClaim]] = {"claims_for": [], "claims_against": []}
    for name, claims in (("claims_against", gone), ("claims_for", carrying)):
        for a in claims.values():
            held = sides(a, m.objections, names)
            made = _weighed(a.id, claim_sentence(a, names), a.sign, a.certainty, held, a.sources[:2])
            if room.take(made, made.sources):
                kept[name].append(made)
    left = len(carrying) + len(gone) - sum(map(len, kept.values()))
    return msgspec.structs.replace(frame, sources=room.sources, left_out={"claims": left} if left else {}, **kept)


def brief_interactions(found: Interactions, most: int, offset: int) -> brief.BriefInteractions:
    """Interactions from one on, as many as fit a number of bytes; documented ones stand first."""
    total = len(found.found)
    documented = len(found.documented)
    frame = brief.BriefInteractions(
        sentence=f"Of {found.between}: {documented} documented, {total - documented} inferred.",
        interactions=[],
        denied=[claim_sentence(a, found.entities) for a in found.denied[:DENIED]] if offset == 0 else [],
        not_stated="No interaction listed is not safety: silence of this graph is not a “no”.",
        sources={},
        total=total,
        next_offset=None,
        more="interactions(…, offset=next_offset) to read on; other=… for two drugs; evidence(claim) for one claim.",
    )
    known = {i: f"{s.label} {s.link}".strip() for i, s in found.sources.items()}
    room = _Room(most, frame, lambda i: known.get(i, i))
    kept = []
    for i in found.found[offset:]:
        made = brief.BriefInteraction(
            sentence=i.sentence(found.entities) + (f" (“{i.hedge}”)" if i.hedge else ""),
            inferred=i.kind != "documented",
            relation=i.relation,
            certainty=i.certainty,
            claims=[a.id for a in i.claims][:4],
            sources=list(i.sources)[:3],
            process=i.process or UNSET,
            severity=i.severity or UNSET,
        )
        if not room.take(made, made.sources):
            break
        kept.append(made)
    at = offset + len(kept)
    return msgspec.structs.replace(
        frame, interactions=kept, sources=room.sources, next_offset=at if at < total else None
    )


def brief_comparison(c: Comparison, most: int, offset: int) -> brief.BriefComparison:
    """Rows of a comparison from one on, as many as fit a number of bytes; opposite and shared ones stand first."""
    order = ("opposite", "shared", "some", "denied", "distinct")
    rows = sorted(c.rows, key=lambda r: order.index(r.relation))
    shared = sum(r.shared for r in rows)
    frame = brief.BriefComparison(
        sentence=f"{', '.join(d.name for d in c.drugs)}: {shared} things shared of {len(rows)}.",
        columns=["facet", "id", "name", "relation", *(d.name for d in c.drugs)],
        rows=[],
        not_stated="An empty cell is not stated, which is no “no”. (m): through a mechanism; (c): said of its class.",
        total=len(rows),
        next_offset=None,
        more="compare(…, offset=next_offset) to read on; explain(drug, thing) for one cell.",
    )
    room = _Room(most, frame, str)
    kept: list[list[str]] = []
    for r in rows[offset:]:
        cells = ["" if x is None else str(x).replace("−", "-") for x in r.cells]
        made = [r.facet, str(r.entity.id), r.entity.name, r.relation, *cells]
        if not room.take(made):
            break
        kept.append(made)
    at = offset + len(kept)
    return msgspec.structs.replace(frame, rows=kept, next_offset=at if at < len(rows) else None)


def brief_evidence(card: AssociationCard, most: int) -> brief.BriefEvidence:
    """A claim with as much of its evidence as fits a number of bytes, what is against it first."""
    a = card.association
    frame = brief.BriefEvidence(
        id=a.id,
        sentence=a.sentence,
        verdict=card.verdict,
        sign=a.sign,
        negated=a.negated,
        certainty=a.certainty,
        hedge=a.hedge,
        context=a.context,
        evidence=[],
        objections=[],
        not_stated="" if a.evidence else "No source is recorded for it.",
        left_out={},
        more="The resources mechgraph://claim/ID and mechgraph://source/ID have everything.",
    )
    room = _Room(most, frame, str)
    voices = []
    for e in sorted(a.evidence, key=lambda e: e.stance == "supports"):
        made = brief.BriefVoice(
            source=e.source,
            stance=e.stance,
            citation=f"{e.label} {e.link}".strip() + (" RETRACTED" if e.retracted else ""),
            summary=e.summary,
            locator=e.locator or UNSET,
            quote=e.quote or UNSET,
        )
        if room.take(made):
            voices.append(made)
    objections = []
    for o in card.objections:
        other = o.association
        if other.id == a.id:
            continue  # its own evidence, which stands above
        weak = brief.Weakening(
            kind=o.kind, sentence=other.sentence, id=other.id, sources=[e.source for e in other.evidence][:3]
        )
        if room.take(weak):
            objections.append(weak)
    left = {"evidence": len(a.evidence) - len(voices)} if len(a.evidence) > len(voices) else {}
    return msgspec.structs.replace(frame, evidence=voices, objections=objections, left_out=left)


def brief_table(t: Table, most: int, offset: int, limit: int, more: str = "") -> brief.BriefTable:
    """Rows of a table from one on, at most ``limit`` and as many as fit a number of bytes."""
    frame = brief.BriefTable(columns=list(t.columns), rows=[], total=len(t), next_offset=None, more=more)
    room = _Room(most, frame, str)
    kept: list[list[Any]] = []
    for row in t.rows[offset : offset + limit]:
        made: list[Any] = msgspec.to_builtins(list(row), enc_hook=str)
        if not room.take(made):
            break
        kept.append(made)
    at = offset + len(kept)
    return msgspec.structs.replace(frame, rows=kept, next_offset=at if at < len(t) else None)


def hits(found: Iterable[Hit], more: str) -> brief.Hits:
    """What a search found, in short."""
    return brief.Hits(
        hits=[
            brief.BriefHit(
                id=str(h.entity.id), name=h.entity.label, category=h.entity.category, matched=h.matched,
                score=round(h.score, 1),
            )
            for h in found
        ],
        more=more,
    )  # fmt: skip
