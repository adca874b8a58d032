"""The data of an answer, and its text for a terminal; its JSON is made in the room of shapes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ..errors import UsageError
from ..model import Association, Certainty, Entity, Mechanism, Stance
from ..model.shaped import Shaped
from ..reason.sides import Side, Sides, sides_of
from ..select import Selection, sparql
from ..sentences import cited, claim_sentence, says
from ..store.base import Store
from .judge import Verdict
from .screen import Screen
from .telling import join

__all__ = ["Answer", "Citation", "Claim", "Explanation", "Section", "Verdict", "claims_of", "join"]

HEADINGS = {
    "how it works": ("acts on", "where it acts", "target to effect", "effects"),
    "what for": ("uses", "eased"),
    "harm": ("adverse", "interactions"),
}
"""Heading of a first screen → the sections that it is made from, by a part of their titles."""


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence behind a claim: the source, how it stands to the claim, and where in it."""

    id: str
    label: str
    link: str = ""
    stance: Stance = "supports"
    locator: str = ""
    summary: str = ""
    cited_as: str = ""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim in an answer.

    Args:
        sign: Its own: +1, −1, or 0 where it has none.
        supports: Whether it speaks for a "yes"; ``None`` where it is context only.
        sides: What is for the claim itself and what against it, with the verdict on it.
        rule, derived_from: How it was derived, and from which claims; empty where a source makes it.
    """

    id: str
    sentence: str
    negated: bool
    certainty: Certainty
    sign: int
    supports: bool | None
    sources: list[Citation]
    sides: Sides
    rule: str = ""
    derived_from: list[str] = []

    @property
    def denials(self) -> list[Side]:
        """Other claims that weaken this one: they deny it, or say the opposite."""
        return [s for s in self.sides.refutes if s.kind in ("negates", "opposite")]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an explanation: a title, a note, remarks, and claims by their ids.

    ``context`` says in which context a chain can hold (:class:`~mechgraph.reason.context.ContextReport` as JSON).
    """

    title: str
    claims: list[str]
    note: str = ""
    remarks: list[str] = []
    context: dict[str, Any] | None = None


_BESIDE = 8
"""Claims beside an answer that its text shows, the nearest first; the data has all."""


class Answer(Shaped, msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a question.

    Args:
        question: As it was asked.
        verdict: See ``docs/verdicts.md``; a question that asks for things, and not whether, has the verdict ``list``.
        answer: The sentences.
        composed: Whether it rests on a chain of claims, and no single claim says it.
        claims: All claims that the selections find: for a "yes", against it, and beside it.
        selections: What selects these claims, and no others.
        suggestions: Questions that this graph can answer, each tried.
    """

    question: str
    verdict: Verdict
    answer: str
    composed: bool = False
    claims: list[Claim] = []
    selections: tuple[Selection, ...] = ()
    suggestions: list[str] = []

    @property
    def sparql(self) -> str:
        """The query that finds the claims of the answer; empty where it has none."""
        return sparql(self.selections) if self.selections else ""

    def lines(self, width: int = 100, *, everything: bool = False) -> list[str]:
        """The answer as text.

        Args:
            width: Columns of a line.
            everything: All claims that stand beside, and not the first few alone.
        """
        out = [f"{self.verdict.replace('_', ' ').upper()}  {self.answer}"]
        out = textwrap.wrap(out[0], width) or out
        told: list[Claim] = []
        for title, wanted in (("for", True), ("against", False), ("beside", None)):
            listed = [c for c in self.claims if c.supports is wanted]
            shown = listed if everything or wanted is not None else listed[:_BESIDE]
            told += shown
            if listed:
                out += ["", f"{title}:"]
                for c in shown:
                    out += _claim_lines(c, width)
                    if wanted:
                        out += _denial_lines(c, {x.id for x in self.claims}, width)
            if len(shown) < len(listed):
                out.append(f"  … {len(listed) - len(shown)} more, with --all")
        if self.suggestions:
            out += ["", "you could ask:"] + [f"  {s}" for s in self.suggestions]
        return out + _references(told, width)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __repr__(self) -> str:
        return _short(self)

    def _repr_html_(self) -> str:
        """For a notebook: the verdict, the claims for, against and beside, and their sources."""
        return _shown(self)


class Explanation(Shaped, msgspec.Struct, frozen=True, kw_only=True):
    """What the graph says about a drug, or about the mechanism between a drug and an effect, in sections.

    ``sign`` and ``weakest`` are those of a mechanism; ``composed`` says that its verdict rests on a chain of claims.
    ``screen`` is what is shown first of a thing; a mechanism has none.
    """

    summary: str = ""
    question: str
    verdict: Verdict
    answer: str
    sections: list[Section]
    claims: list[Claim]
    selections: tuple[Selection, ...] = ()
    sign: int | None = 0
    composed: bool = False
    weakest: str = ""
    mechanism: Mechanism | None = None
    screen: Screen | None = None

    @property
    def sparql(self) -> str:
        """The query that finds the claims."""
        return sparql(self.selections) if self.selections else ""

    def lines(self, width: int = 100, *, everything: bool = False, colour: bool = False) -> list[str]:
        """The explanation as text: its first screen where it has one.

        Args:
            width: Columns of a line.
            everything: All sections of sentences with their sources, then the sources; always so for a mechanism.
            colour: Whether headings have weight, and verdicts colour.
        """
        if self.screen is not None and not everything:
            return self.screen.lines(width, colour=colour)
        by_id = {c.id: c for c in self.claims}
        verdict = f"{self.verdict.replace('_', ' ').upper()}  " if self.mechanism else ""
        out = textwrap.wrap(verdict + self.answer, width)
        for section in self.sections:
            out += ["", section.title.upper()]
            if section.note:
                out += textwrap.wrap(section.note, width, initial_indent="  ", subsequent_indent="  ")
            for remark in section.remarks:
                out += textwrap.wrap(remark, width, initial_indent="  ", subsequent_indent="    ")
            for claim_id in section.claims:
                out += _claim_lines(by_id[claim_id], width)
        return out + _references(self.claims, width)

    def only(self, section: str) -> Explanation:
        """The sections that a name means, with their claims: (a part of) a title, or a heading of the first screen.

        Raises:
            UsageError: no section is meant.
        """
        wanted = section.strip().lower()
        parts = HEADINGS.get(wanted, (wanted,))
        kept = [s for s in self.sections if wanted and any(part in s.title.lower() for part in parts)]
        if not kept:
            titles = ", ".join(s.title for s in self.sections) or "none"
            raise UsageError(f"no section {section!r}", remedy=f"it has: {titles}")
        ids = {c for s in kept for c in s.claims}
        claims = [c for c in self.claims if c.id in ids]
        return msgspec.structs.replace(self, sections=kept, claims=claims, screen=None)

    def references(self, *, brief: bool = False) -> list[str]:
        """The sources that the first screen cites, numbered in the order of their use: Vancouver style, a line each."""
        if self.screen is None:
            return []
        cited = {s.id: s for c in self.claims for s in c.sources}
        out = []
        for n, key in enumerate(self.screen.references(brief=brief), 1):
            source = cited.get(key)
            told = key if source is None else f"{source.label} {source.link}".strip()
            out.append(f"{n}. {told}")
        return out

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __repr__(self) -> str:
        return _short(self)

    def _repr_html_(self) -> str:
        """For a notebook: the first screen, or the parts of a mechanism below its figure."""
        return _shown(self, (self.mechanism._repr_svg_() or "") if self.mechanism is not None else "")


def _short(answer: Answer | Explanation) -> str:
    """An answer in one line, for a prompt; its text and its claims are told by ``print``."""
    told = textwrap.shorten(answer.answer, 120, placeholder=" …")
    n = len(answer.claims)
    return f"<{type(answer).__name__} {answer.verdict}: {told} [{n} claim{'' if n == 1 else 's'}]>"


def _shown(told: Answer | Explanation, figure: str = "") -> str:
    from .document import document_of
    from .document_html import shown

    return shown(document_of(told, lambda _: None), f"<figure>{figure}</figure>" if figure else "")


def _claim_lines(claim: Claim, width: int) -> list[str]:
    text = f"- {claim.sentence} [{cited((c.id, c.stance) for c in claim.sources)}]"
    return textwrap.wrap(
        text, width, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _denial_lines(claim: Claim, listed: set[str], width: int) -> list[str]:
    """What other claims, not listed themselves, say against a claim."""
    out = []
    for s in claim.denials:
        if s.by not in listed:
            text = f"against it: {s.says} [{', '.join(s.sources) or 'no source'}]"
            out += textwrap.wrap(text, width, initial_indent="      ", subsequent_indent="      ")
    return out


def _references(claims: Iterable[Claim], width: int) -> list[str]:
    cited = {s.id: s for c in claims for s in c.sources}
    if not cited:
        return []
    out = ["", "sources:"]
    for key in sorted(cited):
        source = cited[key]
        text = f"  [{key}] {source.label}" + (f" {source.link}" if source.link else "")
        out += textwrap.wrap(text, width, subsequent_indent="      ", break_long_words=False, break_on_hyphens=False)
    return out


def claims_of(
    store: Store,
    associations: Iterable[Association],
    supports: Mapping[str, bool | None] | None = None,
) -> list[Claim]:
    """Associations as claims of an answer: sentence, context and every piece of evidence; each once."""
    from ..model import entity_ids

    names: dict[Any, Entity] = {}
    out = []
    for a, sides in sides_of(store, associations):
        for curie in entity_ids(a):
            if curie not in names and (found := store.entity(curie)) is not None:
                names[curie] = found
        citations = []
        for e in a.evidence:
            source = store.source(e.source)
            citations.append(
                Citation(
                    id=e.source,
                    label=source.label if source else e.source,
                    link=source.link if source else "",
                    stance=e.stance,
                    locator=e.locator,
                    summary=says(e),
                    cited_as=e.cited_as,
                )
            )
        out.append(
            Claim(
                id=a.id,
                sentence=claim_sentence(a, names),
                negated=a.negated,
                certainty=a.certainty,
                sign=a.sign,
                supports=(supports or {}).get(a.id),
                sources=citations,
                sides=sides,
                rule=a.rule,
                derived_from=list(a.derived_from),
            )
        )
    return out
