"""What claims come to: the verdicts, the judgement that carries one, and how both sides are weighed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from ..curie import Curie
from ..model import CERTAINTIES, Association, Mechanism, Path
from ..reason.verdicts import other_patients
from ..select import Selection
from .asked import Ask
from .rules import INCONCLUSIVE, OTHER, Bearing

__all__ = [
    "COMPOSABLE",
    "USES",
    "WISHED",
    "Basis",
    "Judgement",
    "Verdict",
    "contested_in",
    "contests",
    "ranked",
    "replaced",
    "standing_beside",
    "verdict_of",
]

Verdict = Literal[
    "supported",
    "refuted",
    "mixed",
    "inconclusive",
    "hypothesis",
    "list",
    "not_stated",
    "unknown_name",
    "not_understood",
]
Basis = Literal["claims", "curated", "class", "members", "chain", "none"]
WISHED = {"help": -1, "treat": -1, "use": -1, "prevent": -1, "cause": 1}
"""The direction in which a mechanism must end to speak for a relation that does not ask for one itself."""
COMPOSABLE = frozenset(("change", "cause", "help", "treat", "use", "mechanism"))
"""Relations that a mechanism or a chain can speak to: what becomes of the object. By what steps a drug eases a disease
says nothing of whether it keeps it away."""
USES = frozenset(("treat", "use", "approved", "off_label", "help"))
"""Relations that what is said of a class, or a chain, never speaks for."""
_NO_EFFECT = ("no_effect",)
_CONTRARY = ("refutes", "no_effect")


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a question comes to, and what it rests on.

    Args:
        ask: What was asked.
        verdict: See ``docs/verdicts.md``.
        basis: Whether claims decided, a curated mechanism, the class, a chain, or nothing.
        bearings: Every claim of the selections, with its stance; those for first.
        selections: What selects these claims, all of them and no others.
        mechanism: The curated mechanism between the two, decisive or beside.
        path: The chain of a hypothesis.
        patients: Those to whom all that is against is confined.
        note: What the records say of a question that they leave open.
        points: Where what is known of two drugs meets, and how, for an interaction that no claim states.
        scope: The word by which the question asks for all cases or for no other, where that decided.
    """

    ask: Ask
    verdict: Verdict
    basis: Basis = "none"
    bearings: tuple[Bearing, ...] = ()
    selections: tuple[Selection, ...] = ()
    mechanism: Mechanism | None = None
    path: Path | None = None
    patients: frozenset[Curie] = frozenset()
    note: str = ""
    scope: str = ""
    points: tuple[tuple[Curie, str], ...] = ()

    @property
    def sign(self) -> int:
        """The direction in which a "yes" points; 0 for any."""
        return self.ask.polarity or WISHED.get(self.ask.relation, 0)

    @property
    def composed(self) -> bool:
        """Whether it rests on a chain of claims, curated or found, and on no claim between the two."""
        return self.basis in ("curated", "chain")

    def of(self, *stances: str) -> list[Association]:
        """The claims of a stance."""
        return [b.claim for b in self.bearings if b.stance in stances]

    @property
    def claims(self) -> list[Association]:
        return [b.claim for b in self.bearings]


def verdict_of(bearings: Iterable[Bearing], sign: int | None = None) -> Verdict:
    """What claims come to: both sides make it mixed; evidence against a claim that is for it is a side too.

    Where established claims stand uncontested and all that is against concerns other patients, it is supported.
    """
    listed = list(bearings)
    pro = [b.claim for b in listed if b.stance == "for"]
    con = [b.claim for b in listed if b.stance == "against"]
    opposed = [*con, *(a for a in pro if contests(a, sign))]
    if pro and opposed and contested_in(listed, sign) is None:
        return "mixed"
    if pro:
        return "supported"
    if con:
        return "refuted"
    if any(b.reason == INCONCLUSIVE for b in listed):
        return "inconclusive"
    return "not_stated"


def contests(claim: Association, sign: int | None) -> int:
    """How many pieces of its own evidence speak against a claim, when ``sign`` was asked for.

    Where any change will do (sign 0), evidence for the opposite direction is no objection; "no effect" is.
    """
    stances = _NO_EFFECT if sign == 0 and claim.stated_sign else _CONTRARY
    return sum(e.stance in stances for e in claim.evidence)


def contested_in(bearings: Iterable[Bearing], sign: int | None) -> set[Curie] | None:
    listed = list(bearings)
    pro = [b.claim for b in listed if b.stance == "for"]
    opposed = [b.claim for b in listed if b.stance == "against"] + [a for a in pro if contests(a, sign)]
    firm = [a for a in pro if a.certainty == "established" and not contests(a, sign)]
    return other_patients(firm, opposed)


def ranked(bearings: Iterable[Bearing]) -> tuple[Bearing, ...]:
    """Claims for first, then against, then beside (another thing last); in each the best supported first."""
    order = {"for": 0, "against": 1, "beside": 2}

    def key(b: Bearing) -> tuple[int, bool, int, int]:
        backing = sum(e.stance == "supports" for e in b.claim.evidence)
        return (
            order[b.stance],
            b.reason == OTHER,
            CERTAINTIES.index(b.claim.certainty),
            -backing,
        )

    return tuple(sorted(bearings, key=key))


def replaced(found: Judgement, **changes: object) -> Judgement:
    return msgspec.structs.replace(found, **changes)


def standing_beside(claims: Iterable[Association], reason: str, known: Sequence[Bearing]) -> list[Bearing]:
    listed = {b.claim.id for b in known}
    fresh = {a.id: a for a in claims if a.id not in listed}
    return [Bearing(claim=a, stance="beside", reason=reason) for a in fresh.values()]
