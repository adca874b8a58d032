"""The closed vocabulary: categories, predicates and qualifier values, each with its meaning beside it.

Read from the tables in ``graph/vocabulary`` on first use. A term that is not in its table fails at once, and
the message offers the nearest ones. Nothing here knows a claim; nothing is inferred.

What a predicate means to a reader of claims (a use, a harm, a place, a part) is its ``group``, a column of the table.
No other module holds a list of predicates: it asks for groups, or for another column.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, TypeVar

from .curie import data_dir
from .errors import VocabularyError

__all__ = ["PLAIN", "Category", "Group", "Predicate", "Sign", "Vocabulary", "vocabulary"]

_T = TypeVar("_T")

Sign = Literal[-1, 0, 1]
"""Effect of more of the subject on the object: +1 more, −1 less, 0 none or not stated."""

PLAIN: dict[int, str] = {1: "increases", -1: "decreases", 0: "affects"}
"""Sign → the predicate that says no more than this sign."""


@dataclass(frozen=True, slots=True, order=True)
class Category:
    """A type of entity: its Biolink class, its parent, and the glyph that draws it.

    ``valence`` is "unwanted" where more of such a thing is a harm (a disease, a sign, a side effect), else "neutral".
    ``inside`` is "yes" where a causal path may lead through it, "no" where it may only be an end (a drug, a disease).
    """

    id: str
    label: str
    parent: str
    biolink: str
    glyph: str
    valence: str
    inside: str
    definition: str


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """Predicates that mean the same to a reader of claims.

    ``kind`` is what such claims are about (:func:`mechgraph.model.kind_of`), where the object does not decide it.
    """

    id: str
    kind: str
    definition: str


@dataclass(frozen=True, slots=True, order=True)
class Predicate:
    """A relation with its meaning, sign, directness, role, allowed categories and mappings.

    Args:
        passive: The label as read from the object: "is inhibited by".
        group: What it means to a reader of claims; a row of ``graph/vocabulary/groups.tsv``.
        role: One of regulatory, causal, correlational, clinical, kinetic, contextual, structural.
        opposite: The predicate of the opposite direction, where the table has one.
        reversed: Whether the causal direction runs from object to subject ("caused by").
        inherited: Whether members of a class inherit what is said of the class by it.
        above: Which end is the class, whole or place of the other: "object" ("part of"), "subject" ("has part"), or
            empty where neither is.
        walked: How a search from cause to effect walks it: "yes"; "last" (only from a process into the end), "form" (to
            the same substance in another form), "part" (from subunit or member to the whole, between gene products),
            "same" (between two names of the end, or from a kind of it); "no".
    """

    id: str
    label: str
    negated_label: str
    passive: str
    group: str
    sign: Sign
    direct: bool
    role: str
    inverse: str
    opposite: str
    reversed: bool
    symmetric: bool
    inherited: bool
    above: str
    walked: str
    subject_categories: tuple[str, ...]
    object_categories: tuple[str, ...]
    biolink: str
    biolink_qualifiers: Mapping[str, str]
    relation: str
    sbgn_arc: str
    definition: str

    @property
    def mechanistic(self) -> bool:
        """Whether it carries a mechanism: signed, and not itself a clinical outcome such as "treats"."""
        return self.sign != 0 and self.role != "clinical"

    @property
    def bridge(self) -> bool:
        """Whether a causal path may walk it although it says no effect; what it joins is one, so the sign is +1."""
        return self.walked in ("part", "same") and self.sign == 0

    def __hash__(self) -> int:
        return hash(self.id)


class Vocabulary:
    """The closed tables. Look-ups raise :class:`VocabularyError` with the nearest terms.

    >>> vocabulary().predicate("agonist_of").sign
    1
    >>> vocabulary().is_a("receptor", "gene_product")
    True
    >>> vocabulary().predicates_of("use", "relief")
    ('treats', 'ameliorates', 'used_for', 'palliates')
    """

    def __init__(
        self,
        categories: Iterable[Category],
        predicates: Iterable[Predicate],
        qualifiers: Iterable[tuple[str, str, str, str]],
        groups: Iterable[Group],
    ) -> None:
        self.categories = {c.id: c for c in categories}
        self.predicates = {p.id: p for p in predicates}
        self.groups = {g.id: g for g in groups}
        self.qualifiers: dict[str, dict[str, str]] = {}
        self.kinds: dict[str, set[str]] = {}
        """Of a value that others are kinds of ("injection"), these."""
        for qualifier, value, definition, kind in qualifiers:
            self.qualifiers.setdefault(qualifier, {})[value] = definition
            if kind:
                self.kinds.setdefault(kind, set()).add(value)

    def category(self, term: str) -> Category:
        return _look_up(self.categories, term, "category", "graph/vocabulary/categories.tsv")

    def predicate(self, term: str) -> Predicate:
        return _look_up(self.predicates, term, "predicate", "graph/vocabulary/predicates.tsv")

    def predicates_of(self, *groups: str, above: str = "") -> tuple[str, ...]:
        """The ids of the predicates of these groups, in the order of the table.

        Args:
            groups: Rows of ``graph/vocabulary/groups.tsv``.
            above: Only those whose class, whole or place is this end: "object" or "subject".

        Raises:
            VocabularyError: a group is not in the table.
        """
        for group in groups:
            if group not in self.groups:
                _look_up(self.groups, group, "group of predicates", "graph/vocabulary/groups.tsv")
        return tuple(p.id for p in self.predicates.values() if p.group in groups and above in ("", p.above))

    def check_qualifier(self, qualifier: str, value: str) -> None:
        """Raise where ``value`` is not a value of the closed ``qualifier``; open qualifiers pass."""
        values = self.qualifiers.get(qualifier)
        if values is not None:
            _look_up(values, value, f"value of the qualifier {qualifier}", "graph/vocabulary/qualifiers.tsv")

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        out: dict[str, frozenset[str]] = {}
        for term in self.categories:
            line, here = [term], term
            while here := self.categories[here].parent:
                line.append(here)
            out[term] = frozenset(line)
        return out

    def is_a(self, category: str, ancestor: str) -> bool:
        """Whether ``category`` is ``ancestor`` or stands below it in the table."""
        return ancestor in self._ancestors.get(category, ())

    def allows(self, predicate: str, subject_category: str, object_category: str) -> bool:
        """Whether the predicate may join these two categories."""
        p = self.predicate(predicate)
        return any(self.is_a(subject_category, c) for c in p.subject_categories) and any(
            self.is_a(object_category, c) for c in p.object_categories
        )


def _look_up(table: Mapping[str, _T], term: str, kind: str, where: str) -> _T:
    try:
        return table[term]
    except KeyError:
        near = difflib.get_close_matches(term.replace(" ", "_").lower(), table, n=3, cutoff=0.5)
        raise VocabularyError(
            f"unknown {kind} {term!r}", suggestions=near, remedy=f"the closed table is {where}"
        ) from None


def _pairs(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split(";") if part)


@cache
def vocabulary() -> Vocabulary:
    """The embedded vocabulary, read once (about 2 ms)."""
    folder = data_dir("graph") / "vocabulary"

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t"))

    signs: dict[str, Sign] = {"+1": 1, "-1": -1, "0": 0}
    return Vocabulary(
        (Category(**row) for row in rows("categories")),
        (
            Predicate(
                id=r["id"],
                label=r["label"],
                negated_label=r["negated_label"],
                passive=r["passive"],
                group=r["group"],
                sign=signs[r["sign"]],
                direct=r["direct"] == "yes",
                role=r["role"],
                inverse=r["inverse"],
                opposite=r["opposite"],
                reversed=r["reversed"] == "yes",
                symmetric=r["symmetric"] == "yes",
                inherited=r["inherited"] == "yes",
                above=r["above"],
                walked=r["walked"],
                subject_categories=tuple(r["subject_categories"].split()),
                object_categories=tuple(r["object_categories"].split()),
                biolink=r["biolink"],
                biolink_qualifiers=_pairs(r["biolink_qualifiers"]),
                relation=r["relation"],
                sbgn_arc=r["sbgn_arc"],
                definition=r["definition"],
            )
            for r in rows("predicates")
        ),
        ((r["qualifier"], r["value"], r["definition"], r["kind"]) for r in rows("qualifiers")),
        (Group(**row) for row in rows("groups")),
    )
