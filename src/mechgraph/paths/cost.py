"""The additive cost of one arc, in documented parts that add up exactly.

The cost of a claim is, in nats::

    max(0, hub · ½ (ln deg(u) + ln deg(v))     hub penalty, typed degrees
           + hop                               one constant per step
           + prior[predicate]                  what kind of claim it is
           + penalty[certainty]                how sure its curators are
           + indirect                          past the target that its substance is known to act on
           − min(cap, evidence · ln(1 + n)))   how much supports it

It is held as an int32 in micro-units (1,000,000 = 1 nat), each part rounded on its own, so that sums are exact,
equal costs are real ties, and a breakdown adds up to the last digit. With ``hub=1`` and every other part 0 the
cost of a path is −ln of Project Rephetio's path-degree product at damping ½ (Himmelstein & Baranzini 2015, PLoS
Comput Biol 11:e1004259).

This module refuses to guess: it does not read evidence, it does not know vocabularies, and it has no weights
hidden in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import UsageError, VocabularyError

__all__ = [
    "CERTAINTIES",
    "MAX_ARC_COST",
    "MICRO",
    "PARTS",
    "CostModel",
    "beside_target",
    "claim_types",
    "typed_degrees",
]

Array = npt.NDArray[Any]

MICRO = 1_000_000
"""Micro-units in one nat."""

MAX_ARC_COST = 32 * MICRO
"""No arc costs more (e³² : one in 10¹⁴); larger sums are cut here so that a path of 32 arcs fits int32."""

CERTAINTIES = ("established", "probable", "hedged")
"""The certainties an arc can have, by code. Inconclusive and negated claims are no arcs at all."""

PARTS = ("hub", "hop", "prior", "certainty", "indirect", "evidence", "limit")
"""The parts of a cost, in the order in which they are shown; ``limit`` is what the bounds 0 and 32 nats changed."""


def _nothing() -> Mapping[str, float]:
    return MappingProxyType({})


@dataclass(frozen=True)
class CostModel:
    """The weights of the cost, all in nats.

    Args:
        hub: Weight of the hub penalty; 0 switches it off.
        hop: Constant per step: larger prefers shorter paths.
        priors: Penalty by predicate name.
        default_prior: Penalty of a predicate that ``priors`` does not name.
        certainty: Penalty by certainty code, see :data:`CERTAINTIES`.
        indirect: Penalty of what a substance with a known target does otherwise; see :func:`beside_target`.
        evidence: Bonus per ln(1 + number of pieces of evidence).
        evidence_cap: The bonus never exceeds this.

    >>> model = CostModel(hop=0.5, priors={"binds": 0.25})
    >>> parts = model.parts(np.array([4]), np.array([1]), np.array([0]), ("binds",))
    >>> {name: int(values[0]) for name, values in parts.items() if values[0]}
    {'hub': 693147, 'hop': 500000, 'prior': 250000}
    """

    hub: float = 1.0
    hop: float = 1.0
    priors: Mapping[str, float] = field(default_factory=_nothing)
    default_prior: float = 0.0
    certainty: tuple[float, ...] = (0.0, 0.5, 1.5)
    indirect: float = 2.0
    evidence: float = 0.2
    evidence_cap: float = 0.6

    def parts(
        self,
        subject_degrees: Array,
        object_degrees: Array,
        predicates: Array,
        predicate_names: tuple[str, ...],
        certainty: Array | None = None,
        evidence: Array | None = None,
        indirect: Array | None = None,
    ) -> dict[str, Array]:
        """The parts of each claim's cost, int64 micro-units, keyed as :data:`PARTS`; their sum is :meth:`costs`.

        Args:
            subject_degrees: Typed degree of each claim's subject, shape (n,), at least 1.
            object_degrees: The same for its object.
            predicates: Predicate code of each claim, an index into ``predicate_names``.
            predicate_names: Names that ``priors`` may mention.
            certainty: Codes into :data:`CERTAINTIES`; ``None`` means all established.
            evidence: Number of pieces of evidence; ``None`` means none is counted.
            indirect: bool, the claims past a known target; ``None`` means none is.

        Raises:
            VocabularyError: A certainty code outside the table.
        """
        n = len(predicates)
        prior = np.array([self.priors.get(name, self.default_prior) for name in predicate_names] or [0.0])
        parts = {
            "hub": _micro(0.5 * self.hub * (np.log(subject_degrees) + np.log(object_degrees))),
            "hop": np.full(n, round(self.hop * MICRO), np.int64),
            "prior": _micro(prior)[predicates] if n else np.zeros(0, np.int64),
            "certainty": np.zeros(n, np.int64),
            "indirect": np.zeros(n, np.int64),
            "evidence": np.zeros(n, np.int64),
        }
        if certainty is not None and n:
            if int(certainty.min()) < 0 or int(certainty.max()) >= len(self.certainty):
                raise VocabularyError(
                    f"certainty code {int(certainty.max())} is not among {len(self.certainty)} certainties",
                    remedy="leave inconclusive and negated claims out of the index",
                )
            parts["certainty"] = _micro(np.array(self.certainty))[certainty]
        if indirect is not None:
            parts["indirect"] = indirect * np.int64(round(self.indirect * MICRO))
        if evidence is not None:
            bonus = np.minimum(self.evidence_cap, self.evidence * np.log1p(evidence))
            parts["evidence"] = -_micro(bonus)
        total = sum(parts.values(), np.zeros(n, np.int64))
        parts["limit"] = np.clip(total, 0, MAX_ARC_COST) - total
        return parts

    def costs(self, *args: Any, **kwargs: Any) -> Array:
        """The cost of each claim, int32 micro-units in [0, 32 nats]; arguments as for :meth:`parts`."""
        parts = self.parts(*args, **kwargs)
        return sum(parts.values(), np.zeros(len(parts["hop"]), np.int64)).astype(np.int32)

    def to_dict(self) -> dict[str, Any]:
        """The weights as plain JSON values."""
        return {
            "hub": self.hub,
            "hop": self.hop,
            "priors": dict(sorted(self.priors.items())),
            "default_prior": self.default_prior,
            "certainty": list(self.certainty),
            "indirect": self.indirect,
            "evidence": self.evidence,
            "evidence_cap": self.evidence_cap,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> CostModel:
        """The model written by :meth:`to_dict`.

        >>> CostModel.from_dict(CostModel(hop=2.0).to_dict()) == CostModel(hop=2.0)
        True
        """
        unknown = sorted(set(values) - set(cls.__dataclass_fields__))
        if unknown:
            raise UsageError(f"a cost model has no weight named {unknown[0]!r}")
        known = dict(values)
        if "certainty" in known:
            known["certainty"] = tuple(known["certainty"])
        return cls(**known)


def _micro(nats: Array) -> Array:
    return np.rint(np.asarray(nats, np.float64) * MICRO).astype(np.int64)


def claim_types(
    subjects: Array, objects: Array, predicates: Array, categories: Array, undirected: Array
) -> tuple[Array, Array, Array]:
    """The type of each claim and its ends in the type's own order.

    A type is (category, predicate, category): ``upregulates`` between a compound and a gene is another type than
    between a tissue and a gene. An undirected predicate has one type for both orders, the smaller category code
    first.

    Returns:
        ``types`` (int64 keys), ``first`` and ``second`` (int64 entity numbers), each of shape (n,).
    """
    first, second = subjects.astype(np.int64), objects.astype(np.int64)
    kinds = categories.astype(np.int64)
    swap = undirected[predicates] & (kinds[first] > kinds[second])
    if swap.any():
        first, second = np.where(swap, second, first), np.where(swap, first, second)
    width = int(kinds.max(initial=0)) + 1
    return (predicates.astype(np.int64) * width + kinds[first]) * width + kinds[second], first, second


def typed_degrees(
    subjects: Array, objects: Array, predicates: Array, categories: Array, undirected: Array
) -> tuple[Array, Array]:
    """How many claims of its own type meet each claim's subject and object, int32, shape (n,) each.

    Directed types count the subject among subjects and the object among objects; an undirected type within one
    category counts both sides. Parallel claims count each: they are parallel, not one.

    >>> one = np.zeros(3, np.int8)
    >>> s, o = typed_degrees(np.array([0, 0]), np.array([1, 2]), np.array([0, 0]), one, np.array([False]))
    >>> s.tolist(), o.tolist()
    ([2, 2], [1, 1])
    """
    n = len(subjects)
    if not n:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    types, first, second = claim_types(subjects, objects, predicates, categories, undirected)
    kinds = categories.astype(np.int64)
    both = undirected[predicates] & (kinds[first] == kinds[second])
    _, types = np.unique(types, return_inverse=True)
    size = len(categories)
    near = (types * 2) * size + first
    far = (types * 2 + ~both) * size + second  # one counter for both ends where both sides count
    keys, where = np.unique(np.concatenate([near, far]), return_inverse=True)
    counts = np.bincount(where, minlength=len(keys)).astype(np.int32)
    at_first, at_second = counts[where[:n]], counts[where[n:]]
    swapped = first != subjects
    if swapped.any():
        return np.where(swapped, at_second, at_first), np.where(swapped, at_first, at_second)
    return at_first, at_second


def beside_target(subjects: Array, objects: Array, signs: Array, kinds: tuple[Array, Array, Array]) -> Array:
    """Which claims say what a substance does other than by the targets that it is known to have, bool (n,).

    A target is a gene product that it is said to act on with a sign. Claims on what may only be an end of a path (a
    disease) are left alone: they state a whole, and pass no target over.

    Args:
        kinds: For each entity whether it is a substance, a gene product, an end; bool, one array each.

    >>> flags = (np.array([True, False, False]), np.array([False, True, False]), np.array([False, False, False]))
    >>> beside_target(np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([-1, -1, 1]), flags).tolist()
    [False, True, False]
    """
    substance, product, end = kinds
    acting = substance[subjects] & product[objects] & (signs != 0)
    aimed = np.zeros(len(substance), bool)
    aimed[subjects[acting]] = True
    found: Array = aimed[subjects] & ~product[objects] & ~end[objects]
    return found
