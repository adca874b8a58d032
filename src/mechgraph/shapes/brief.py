"""Short documents for readers with little room, as a language model is: what decides first, ids for the rest.

Every one says what was left out and how to ask for it, and that what is not listed is not stated. A sentence is never
cut: half a sentence may lose its negation.
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, UnsetType

from .base import Document, Shape, Sign

__all__ = [
    "BriefAnswer",
    "BriefChain",
    "BriefClaim",
    "BriefComparison",
    "BriefEvidence",
    "BriefExplanation",
    "BriefInteraction",
    "BriefInteractions",
    "BriefPaths",
    "BriefRow",
    "BriefTable",
    "BriefVoice",
    "BriefWhatIf",
    "Hits",
    "Weakening",
]


class BriefClaim(Shape, frozen=True, kw_only=True):
    """A claim: ``against`` are the ids of sources and claims that weaken it; ``evidence`` takes its id for more."""

    id: str
    sentence: str
    sign: int
    certainty: str
    verdict: str
    sources: list[str]
    against: list[str] | UnsetType = UNSET


class BriefAnswer(Document, frozen=True):
    """An answer. ``composed``: it rests on a chain of claims, no single one says it. ``sources``: id, then citation."""

    verdict: str
    sentence: str
    composed: bool
    claims_for: list[BriefClaim]
    claims_against: list[BriefClaim]
    claims_beside: list[BriefClaim]
    not_stated: str
    sources: dict[str, str]
    left_out: dict[str, int]
    more: str


class BriefRow(Shape, frozen=True, kw_only=True):
    """One statement of an explanation, with the ids of the sources and claims that it rests on."""

    section: str
    text: str
    sources: list[str]
    claims: list[str]
    against: list[str] | UnsetType = UNSET


class BriefExplanation(Document, frozen=True):
    """What is known of a thing, or of what one does to another; ``sign`` is the net sign of the chains."""

    verdict: str
    sentence: str
    sign: Sign
    composed: bool
    rows: list[BriefRow]
    claims_for: list[BriefClaim]
    claims_against: list[BriefClaim]
    claims_beside: list[BriefClaim]
    not_stated: str
    sources: dict[str, str]
    sections: dict[str, int]
    left_out: dict[str, int]
    more: str


class BriefChain(Shape, frozen=True, kw_only=True):
    """A path: its entities by name with the signs between, and its claims."""

    chain: str
    sign: int
    verdict: str
    certainty: str
    claims: list[str]


class BriefPaths(Document, frozen=True):
    """Paths, best first. A path is composed: no source states it as a whole."""

    sentence: str
    paths: list[BriefChain]
    claims: list[BriefClaim]
    not_stated: str
    sources: dict[str, str]
    left_out: dict[str, int]
    more: str


class BriefWhatIf(Document, frozen=True):
    """What follows from an edit if the graph's claims are all there is; ``claims_for`` carry what is left."""

    verdict: str
    sentence: str
    before: str
    after: str
    necessary: list[str]
    in_doubt: list[str]
    claims_for: list[BriefClaim]
    claims_against: list[BriefClaim]
    not_stated: str
    sources: dict[str, str]
    left_out: dict[str, int]
    more: str


class BriefInteraction(Shape, frozen=True, kw_only=True):
    """Two drugs that meet; ``inferred`` is a hypothesis from two cited ways, which no source states.

    ``process`` is where they meet, ``severity`` how serious a source calls it; each only where it is known.
    """

    sentence: str
    inferred: bool
    relation: str
    certainty: str
    claims: list[str]
    sources: list[str]
    process: str | UnsetType = UNSET
    severity: str | UnsetType = UNSET


class BriefInteractions(Document, frozen=True):
    sentence: str
    interactions: list[BriefInteraction]
    denied: list[str]
    not_stated: str
    sources: dict[str, str]
    total: int
    next_offset: int | None
    more: str


class BriefComparison(Document, frozen=True):
    """Drugs side by side: of each thing "+" raised, "-" lowered, "·" touched, "±" both, "no" denied, "" not stated."""

    sentence: str
    columns: list[str]
    rows: list[list[str]]
    not_stated: str
    total: int
    next_offset: int | None
    more: str


class BriefVoice(Shape, frozen=True, kw_only=True):
    """One piece of evidence: how it stands to the claim, what it says, and its citation."""

    source: str
    stance: str
    citation: str
    summary: str
    locator: str | UnsetType = UNSET
    quote: str | UnsetType = UNSET


class Weakening(Shape, frozen=True, kw_only=True):
    """What stands against a claim, or beside it, and by which kind."""

    kind: str
    sentence: str
    id: str
    sources: list[str]


class BriefEvidence(Document, frozen=True):
    """One claim with all its evidence, and what speaks against it."""

    id: str
    sentence: str
    verdict: str
    sign: int
    negated: bool
    certainty: str
    hedge: str
    context: str
    evidence: list[BriefVoice]
    objections: list[Weakening]
    not_stated: str
    left_out: dict[str, int]
    more: str


class BriefTable(Document, frozen=True):
    """Rows of a query, as arrays in the order of ``columns``."""

    columns: list[str]
    rows: list[list[Any]]
    total: int
    next_offset: int | None
    more: str


class BriefHit(Shape, frozen=True, kw_only=True):
    id: str
    name: str
    category: str
    matched: str
    score: float


class Hits(Document, frozen=True):
    """Things whose names are like a text, best first; 100 is exact."""

    hits: list[BriefHit]
    more: str
