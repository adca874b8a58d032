"""The net sign of a DrugMechDB record in its lint's own reading, and which links decide it, so that a curator can act.

Links are walked as written; links without direction (location, membership, binding) are passed over; links worded
backwards or without a known direction leave a path undetermined. The reading is the published one, not ours: see
:mod:`mechgraph.checks.drugmechdb`. It looks at signs; whether a link is true it does not know.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..curie import Curie, data_dir
from ..model import Association, Entity
from ..vocab import Predicate

__all__ = ["POLARITIES", "Judged", "Links", "judge", "polarity"]

POLARITIES = ("coherent", "indeterminate", "incoherent", "inconsistent", "no path")
LIMIT = 512
"""Paths looked at in one record."""


@dataclass(frozen=True, slots=True)
class Links:
    """One record: its ends, its entities, and its links as claims.

    ``keys`` are the predicates of all links as the source words them, ``worded`` the same by claim.
    """

    id: str
    drug: Curie
    effect: Curie
    entities: dict[Curie, Entity]
    claims: tuple[Association, ...]
    keys: tuple[str, ...] = ()
    worded: dict[str, str] = field(default_factory=dict)

    def name(self, curie: Curie) -> str:
        entity = self.entities.get(curie)
        return entity.name if entity else str(curie)

    def link(self, claim: Association) -> str:
        """A link as a curator knows it: its ends by name, with the words of the source between."""
        words = self.worded.get(claim.id, claim.relation.label)
        return f"{self.name(claim.subject)} –{words}→ {self.name(claim.object)}"


@dataclass(frozen=True, slots=True)
class _Walk:
    """A path as written; ``sign`` is ``None`` where a link leaves it open, or where no link has a direction."""

    claims: tuple[Association, ...]
    sign: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A record with its polarity in the published reading, why, and the links to look at."""

    id: str
    drug: str
    effect: str
    polarity: str
    reason: str
    links: tuple[str, ...]
    claims: tuple[str, ...] = ()
    """The same links as ids of claims."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "record": self.id,
            "drug": self.drug,
            "effect": self.effect,
            "polarity": self.polarity,
            "reason": self.reason,
            "links": list(self.links),
        }


@cache
def _published() -> dict[str, str]:
    """Where the published reading differs from our table: predicate → "neutral" or "backward"."""
    file = data_dir("graph") / "vocabulary" / "mappings" / "drugmechdb.polarity.tsv"
    with file.open(encoding="utf-8", newline="") as rows:
        return {row["predicate"]: row["reading"] for row in csv.DictReader(rows, delimiter="\t")}


def _factor(predicate: Predicate) -> int | None:
    """The factor of a link in the published reading; ``None`` where the link leaves the path undetermined."""
    reading = _published().get(predicate.id)
    if reading == "neutral":
        return 1
    if reading == "backward" or predicate.reversed:
        return None
    if predicate.sign:
        return predicate.sign
    return 1 if predicate.role in ("contextual", "structural") else None


def _directed(predicate: Predicate) -> bool:
    neutral = _published().get(predicate.id) == "neutral" or (
        not predicate.sign and predicate.role in ("contextual", "structural")
    )
    return not neutral


def _walks(links: Links) -> Iterator[_Walk]:
    out: dict[Curie, list[Association]] = defaultdict(list)
    for a in links.claims:
        out[a.subject].append(a)
    stack: list[tuple[Curie, tuple[Association, ...], int | None, bool]] = [(links.drug, (), 1, False)]
    found = 0
    while stack and found < LIMIT:
        here, way, sign, directed = stack.pop()
        if here == links.effect and way:
            found += 1
            yield _Walk(way, sign if directed else None)
            continue
        seen = {links.drug, *(a.object for a in way)}
        for a in out[here]:
            if a.object not in seen:
                factor = _factor(a.relation)
                onward = None if sign is None or factor is None else sign * factor
                stack.append((a.object, (*way, a), onward, directed or _directed(a.relation)))


def _polarity(walks: Sequence[_Walk]) -> str:
    signs = {w.sign for w in walks} - {None}
    if not walks:
        return "no path"
    if not signs:
        return "indeterminate"
    return "inconsistent" if len(signs) > 1 else "coherent" if signs == {-1} else "incoherent"


def polarity(links: Links) -> str:
    """Whether a record's links, as written, end as a decrease of the disease.

    coherent: every determined path does; incoherent: none does; inconsistent: some do; indeterminate: none determined.
    """
    return _polarity(list(_walks(links)))


def _unique(claims: Iterable[Association]) -> list[Association]:
    return list({a.id: a for a in claims}.values())


def judge(links: Links) -> Judged:
    """The polarity of a record and the links that decide it; no links where it is coherent."""
    walks = list(_walks(links))
    kind = _polarity(walks)
    reason, claims = _REASONS[kind](links, walks)
    return Judged(
        id=links.id,
        drug=links.name(links.drug),
        effect=links.name(links.effect),
        polarity=kind,
        reason=reason,
        links=tuple(links.link(a) for a in claims),
        claims=tuple(a.id for a in claims),
    )


def _coherent(links: Links, walks: Sequence[_Walk]) -> tuple[str, list[Association]]:
    return "every determined path ends as a decrease", []


def _no_path(links: Links, walks: Sequence[_Walk]) -> tuple[str, list[Association]]:
    ends = [a for a in links.claims if links.effect in (a.subject, a.object)]
    return "the links as written do not lead from the drug to the disease; these touch the disease", ends


def _indeterminate(links: Links, walks: Sequence[_Walk]) -> tuple[str, list[Association]]:
    blank = _unique(a for w in walks for a in w.claims if _factor(a.relation) is None)
    if not blank:
        return "every link of every path is without direction", _unique(a for w in walks for a in w.claims)
    return "on every path a link is worded backwards or has no known direction", blank


def _incoherent(links: Links, walks: Sequence[_Walk]) -> tuple[str, list[Association]]:
    wrong = [{a.id for a in w.claims} for w in walks if w.sign == 1]
    on_all = set.intersection(*wrong)
    signed = _unique(a for w in walks if w.sign == 1 for a in w.claims if _directed(a.relation))
    shared = [a for a in signed if a.id in on_all]
    if not shared:
        return "every determined path ends as an increase; no link lies on all of them", signed
    return "every determined path ends as an increase; one of these has the wrong sign, or one is missing", shared


def _inconsistent(links: Links, walks: Sequence[_Walk]) -> tuple[str, list[Association]]:
    plus, minus = ([w for w in walks if w.sign == s] for s in (1, -1))
    right = {a.id for w in minus for a in w.claims}
    alone = _unique(a for w in plus for a in w.claims if a.id not in right and _directed(a.relation))
    reason = f"of the determined paths {len(minus)} end as a decrease and {len(plus)} as an increase"
    if alone:
        return f"{reason}; only the latter run through these", alone
    return f"{reason}, through the same links in another order", _unique(a for w in plus for a in w.claims)


_REASONS = {
    "coherent": _coherent,
    "indeterminate": _indeterminate,
    "incoherent": _incoherent,
    "inconsistent": _inconsistent,
    "no path": _no_path,
}
