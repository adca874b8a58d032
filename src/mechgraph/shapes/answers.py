"""Answers and explanations as JSON: whole, or what fits 16 kB, with handles for the rest and a count of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from ..answers.answer import Answer as Told
from ..answers.answer import Claim as Held
from ..answers.answer import Explanation as Explained
from ..answers.answer import Section as Part
from ..answers.judge import Verdict
from ..answers.screen import Block as Rows
from ..answers.screen import Row as Line
from ..answers.screen import Screen as First
from ..model import Certainty, Stance
from ..reason.sides import Sides
from .base import Document, Shape, Sign

__all__ = ["MOST", "Answer", "AnswerClaim", "Explanation", "answer", "explanation", "whole_screen"]

MOST = 16_000
"""Bytes of an explanation that is not asked for as a whole."""
_ROWS = (40, 20, 12, 8, 5, 3, 1)
"""Rows of a block that are told, the first number with which all fits."""
_FOR_CLAIMS = 6_000
"""Bytes that are left for claims and what they cite."""


class Citation(Shape, frozen=True, kw_only=True):
    """One piece of evidence behind a claim; in a shortened document ``label`` and ``link`` stand in its sources."""

    id: str
    stance: Stance
    label: str | UnsetType = UNSET
    link: str | UnsetType = UNSET
    locator: str | UnsetType = UNSET
    summary: str | UnsetType = UNSET
    cited_as: str | UnsetType = UNSET


class AnswerClaim(Shape, frozen=True, kw_only=True):
    """A claim of an answer.

    ``supports`` says whether it speaks for a "yes"; null where it stands beside. ``verdict`` is what is for the claim
    itself and what against it come to; ``sides`` says who. ``rule`` and ``derived_from`` are those of a derived claim.
    """

    id: str
    sentence: str
    negated: bool
    certainty: Certainty
    sign: int
    supports: bool | None
    verdict: str
    sources: list[Citation]
    sides: Sides | UnsetType = UNSET
    rule: str | UnsetType = UNSET
    derived_from: list[str] | UnsetType = UNSET


class Answer(Document, frozen=True):
    """The answer to a question: the verdict, the sentence, and every claim for it, against it and beside it."""

    question: str
    verdict: Verdict
    answer: str
    composed: bool
    claims: list[AnswerClaim]
    sparql: str
    suggestions: list[str]


class Row(Shape, frozen=True, kw_only=True):
    """One statement of a first screen: what it says, and the ids of the sources and claims that it rests on."""

    text: str
    sources: list[str]
    claims: list[str]
    label: str | UnsetType = UNSET
    certainty: str | UnsetType = UNSET
    against: list[str] | UnsetType = UNSET


class Block(Shape, frozen=True, kw_only=True):
    """Rows under a heading; ``left_out`` says how many more there are."""

    title: str
    note: str | UnsetType = UNSET
    rows: list[Row]
    left_out: int | UnsetType = UNSET


class Screen(Shape, frozen=True, kw_only=True):
    """What is said first of a thing."""

    name: str
    roles: str
    handle: str
    lead: list[Row]
    blocks: list[Block]


class Section(Shape, frozen=True, kw_only=True):
    """A part of an explanation: its title, which is its handle, and its claims by their ids (shortened: how many)."""

    title: str
    count: int
    claims: list[str] | UnsetType = UNSET
    note: str | UnsetType = UNSET
    remarks: list[str] | UnsetType = UNSET
    context: dict[str, Any] | UnsetType = UNSET


class SourceLine(Shape, frozen=True, kw_only=True):
    """A source that is cited, by the id that claims and rows cite."""

    id: str
    label: str
    link: str


class LeftOut(Shape, frozen=True, kw_only=True):
    """How much of a document was left out, and how to have it."""

    claims: int
    sources: int
    how: str


class Explanation(Document, frozen=True):
    """What the graph says of a thing, or of the mechanism between two.

    ``composed`` says that the verdict rests on a chain of claims and on no single one; ``sign`` is what the chains come
    to, ``weakest`` the claim that they hang on. Where it is shortened it has ``sources`` and ``left_out``.
    """

    summary: str
    question: str
    verdict: Verdict
    answer: str
    sign: Sign
    composed: bool
    weakest: str
    sections: list[Section]
    claims: list[AnswerClaim]
    screen: Screen | UnsetType = UNSET
    sources: list[SourceLine] | UnsetType = UNSET
    sparql: str | UnsetType = UNSET
    left_out: LeftOut | UnsetType = UNSET


def _claim(c: Held, *, whole: bool) -> AnswerClaim:
    if whole:
        cited = [
            Citation(
                id=s.id, stance=s.stance, label=s.label, link=s.link, locator=s.locator, summary=s.summary,
                cited_as=s.cited_as,
            )
            for s in c.sources
        ]  # fmt: skip
    else:
        cited = [Citation(id=i, stance=how) for i, how in dict.fromkeys((s.id, s.stance) for s in c.sources)]
    return AnswerClaim(
        id=c.id,
        sentence=c.sentence,
        negated=c.negated,
        certainty=c.certainty,
        sign=c.sign,
        supports=c.supports,
        verdict=c.sides.verdict,
        sources=cited,
        sides=c.sides if whole else UNSET,
        rule=c.rule or UNSET,
        derived_from=c.derived_from or UNSET,
    )


def answer(a: Told) -> Answer:
    """The shape of an answer."""
    return Answer(
        question=a.question,
        verdict=a.verdict,
        answer=a.answer,
        composed=a.composed,
        claims=[_claim(c, whole=True) for c in a.claims],
        sparql=a.sparql,
        suggestions=list(a.suggestions),
    )


def explanation(e: Explained, *, everything: bool = False) -> Explanation:
    """The shape of an explanation.

    Args:
        everything: All claims with all that is known of each; else what fits :data:`MOST` bytes.
    """
    if everything:
        whole = _frame(e, [_section(s, whole=True) for s in e.sections], _screen(e, None))
        return msgspec.structs.replace(whole, claims=[_claim(c, whole=True) for c in e.claims], sparql=e.sparql)
    for rows in _ROWS:
        frame = _frame(e, [_section(s, whole=False) for s in e.sections], _screen(e, rows))
        filled = _filled(frame, e)
        if filled is not None:
            return filled
    raise AssertionError("one row of each block does not fit")


def _frame(e: Explained, sections: list[Section], screen: Screen | UnsetType) -> Explanation:
    return Explanation(
        summary=e.summary or e.answer,
        question=e.question,
        verdict=e.verdict,
        answer=e.answer,
        sign=e.sign,
        composed=e.composed,
        weakest=e.weakest,
        screen=screen,
        sections=sections,
        claims=[],
    )


def _section(s: Part, *, whole: bool) -> Section:
    return Section(
        title=s.title,
        count=len(s.claims),
        claims=list(s.claims) if whole else UNSET,
        note=s.note if whole or len(s.note) <= 400 else UNSET,
        remarks=list(s.remarks) if whole else UNSET,
        context=s.context if whole and s.context is not None else UNSET,
    )


def _row(r: Line) -> Row:
    return Row(
        text=r.text,
        label=r.label.strip() or UNSET,
        certainty=r.certainty or UNSET,
        sources=list(dict.fromkeys(r.sources)),
        against=list(r.against) or UNSET,
        claims=list(r.claims),
    )


def _block(b: Rows, most: int | None) -> Block:
    kept = b.rows if most is None else b.rows[:most]
    left = len(b.rows) - len(kept)
    return Block(title=b.title, note=b.note or UNSET, rows=[_row(r) for r in kept], left_out=left or UNSET)


def _screen(e: Explained, most: int | None) -> Screen | UnsetType:
    return UNSET if e.screen is None else whole_screen(e.screen, most)


def whole_screen(s: First, most: int | None = None) -> Screen:
    """The shape of a first screen, or of ``most`` rows of each of its blocks."""
    return Screen(
        name=s.name,
        roles=s.roles,
        handle=s.handle,
        lead=[_row(r) for r in s.lead],
        blocks=[_block(b, most) for b in s.blocks],
    )


def _size(value: object) -> int:
    return len(msgspec.json.encode(value)) + 1


def _filled(frame: Explanation, e: Explained) -> Explanation | None:
    """The frame with as many claims, the most telling first, and the sources cited, as fit; ``None`` if it is too long.

    Part of the room is for claims where there are any, so that no screen crowds them out.
    """
    every = {s.id: SourceLine(id=s.id, label=s.label, link=s.link) for c in e.claims for s in c.sources}
    how = "everything: explain --all, /api/explain?all=true, to_json(everything=True); one section: explain --section"
    room = MOST - _size(frame) - _size(LeftOut(claims=len(e.claims), sources=len(every), how=how)) - 40
    if room < (_FOR_CLAIMS if e.claims else 0):
        return None
    kept: list[AnswerClaim] = []
    sources: dict[str, SourceLine] = {}

    def cite(ids: Iterable[str]) -> int:
        return sum(_size(every[i]) for i in dict.fromkeys(ids) if i in every and i not in sources)

    for c in _telling(e):
        made = _claim(c, whole=False)
        ids = [s.id for s in made.sources]
        cost = _size(made) + cite(ids)
        if cost > room:
            continue
        room -= cost
        kept.append(made)
        sources |= {i: every[i] for i in ids if i in every}
    for i in e.references() if e.screen is not None else ():
        if i in every and i not in sources and (cost := _size(every[i])) <= room:
            room -= cost
            sources[i] = every[i]
    left = LeftOut(claims=len(e.claims) - len(kept), sources=len(every) - len(sources), how=how)
    return msgspec.structs.replace(
        frame, claims=kept, sources=list(sources.values()), left_out=left if left.claims or left.sources else UNSET
    )


def _telling(e: Explained) -> list[Held]:
    """Claims in the order in which they are worth room: those that decide, then those that are told first."""
    told = [b.rows for b in e.screen.blocks] if e.screen is not None else []
    shown = [c for rows in (e.screen.lead if e.screen is not None else (), *told) for r in rows for c in r.claims]
    place = {c: i for i, c in enumerate(dict.fromkeys([*shown, *(c for s in e.sections for c in s.claims)]))}
    return sorted(e.claims, key=lambda c: (c.supports is None, place.get(c.id, len(place))))
