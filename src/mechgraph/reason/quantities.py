"""Compare what was measured: where a receptor is dense, which drug binds more tightly, which dose or level is higher.

Only like is compared with like: one kind of quantity, one unit. A rank is 1 for the highest; affinities are put on one
scale (pKi and its like: a smaller constant binds more tightly), and so is each kind of potency. Claims that cannot be
placed are listed as such. A quantity never gives a sign, and density is not efficacy.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from ..curie import Curie
from ..errors import NotFoundError
from ..model import CERTAINTIES, Association, Entity
from ..sentences import context_phrase
from ..store.base import Store
from ..store.parts import names_of

if TYPE_CHECKING:
    from ..paths.claims import ClaimIndex

__all__ = ["Place", "Ranking", "dense_in", "extra_costs", "more_potent", "rank", "weighted_by"]

CONSTANTS = re.compile(r"\A(ki|kd|ic50|ec50|ed50)\b", re.I)
"""Kinds whose smaller value means the stronger action."""
POTENCY = re.compile(r"\Ap?(ki|kd|ic50|ec50)\b", re.I)
P_SCALES = {"ki": "affinity, p-scale", "kd": "affinity, p-scale", "ic50": "pIC50", "ec50": "pEC50"}
"""What is compared with what: binding constants with each other, concentrations of half effect with their like."""
MOLAR = {"m": 0, "mm": 3, "µm": 6, "μm": 6, "um": 6, "nm": 9, "pm": 12}
"""Units of concentration, as the power of ten below one molar."""
WORDS = ("highest", "dense", "high", "moderate", "intermediate", "low", "among the lowest", "lowest", "absent")
"""Ordinal words, from most to least, for amounts that have neither rank nor number."""


class Place(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """One claim in a ranking. ``rank`` 1 is the most; equal ranks are ties; ``None`` could not be placed."""

    rank: int | None
    entity: Curie
    claim: Association
    amount: str


class Ranking(msgspec.Struct, frozen=True, kw_only=True):
    """Claims of one kind of quantity in order, most first.

    ``scale`` says what was compared (the unit, "rank", "words", "pIC50" and the like); ``unplaced`` holds claims
    whose amount is in another unit or in words that have no order.
    """

    kind: str
    scale: str
    places: tuple[Place, ...]
    unplaced: tuple[Place, ...] = ()
    entities: dict[Curie, Entity] = {}

    @property
    def top(self) -> tuple[Curie, ...]:
        """The entities of the first rank."""
        return tuple(p.entity for p in self.places if p.rank == 1)

    @property
    def bottom(self) -> tuple[Curie, ...]:
        """The entities of the last rank, where there is more than one rank."""
        last = max((p.rank or 0 for p in self.places), default=0)
        return tuple(p.entity for p in self.places if p.rank == last) if last > 1 else ()

    def _line(self, p: Place) -> str:
        entity = self.entities.get(p.entity)
        where = context_phrase(p.claim, self.entities)
        rank = f"{p.rank}. " if p.rank else "–  "
        return f"  {rank}{entity.name if entity else p.entity}: {p.amount}" + (f" ({where})" if where else "")

    def lines(self) -> list[str]:
        """The ranking as text."""
        out = [f"{self.kind or 'amount'}, most first (by {self.scale})"]
        out += [self._line(p) for p in self.places]
        if self.unplaced:
            out.append("not comparable with these:")
            out += [self._line(p) for p in self.unplaced]
        return out

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def to_dict(self) -> dict[str, Any]:
        def plain(p: Place) -> dict[str, Any]:
            return {"rank": p.rank, "entity": str(p.entity), "claim": p.claim.id, "amount": p.amount}

        return {
            "kind": self.kind,
            "scale": self.scale,
            "places": [plain(p) for p in self.places],
            "unplaced": [plain(p) for p in self.unplaced],
        }


def _scaled(claim: Association) -> tuple[str, float] | None:
    """A scale and a number on it that grows with the amount; ``None`` where the claim has neither."""
    q = claim.quantity
    if q is None:
        return None
    if q.rank is not None:
        return ("rank", -float(q.rank))
    value = q.value
    if value is None and q.low is not None and q.high is not None:
        value = (q.low + q.high) / 2
    if value is not None:
        unit = q.unit.strip()
        if constant := POTENCY.search(q.kind):
            scale = P_SCALES[constant[1].lower()]
            if q.kind.lower().startswith("p"):
                return (scale, value)
            power = MOLAR.get(unit.lower().replace(" ", ""))
            if power is not None and value > 0:
                return (scale, power - math.log10(value))
        return (unit or "number", -value if CONSTANTS.search(q.kind) else value)
    words = q.text.lower()
    for i, word in enumerate(WORDS):
        if words.startswith(word):
            return ("words", -float(i))
    return None


def rank(claims: Iterable[Association], *, by: str = "object", entities: dict[Curie, Entity] | None = None) -> Ranking:
    """Rank claims with quantities, each on the scale that most of them share.

    Args:
        by: Which end of the claim is ranked: "object" (where is it dense) or "subject" (which is more potent).
    """
    listing = [a for a in claims if a.asserted and a.quantity is not None]
    scaled = {a.id: _scaled(a) for a in listing}
    count: dict[str, int] = {}
    for found in scaled.values():
        if found is not None:
            count[found[0]] = count.get(found[0], 0) + 1
    scale = max(count, key=lambda s: (count[s], s)) if count else "nothing"
    on_scale = [(s[1], a) for a in listing if (s := scaled[a.id]) is not None and s[0] == scale]
    values = sorted({v for v, _ in on_scale}, reverse=True)

    def place(a: Association, number: int | None) -> Place:
        return Place(rank=number, entity=a.object if by == "object" else a.subject, claim=a, amount=str(a.quantity))

    placed = [place(a, values.index(v) + 1) for v, a in on_scale]
    kinds = {a.quantity.kind for a in listing if a.quantity is not None}
    return Ranking(
        kind=" / ".join(sorted(k for k in kinds if k)),
        scale=scale,
        places=tuple(sorted(placed, key=lambda p: (p.rank or 0, CERTAINTIES.index(p.claim.certainty), p.entity))),
        unplaced=tuple(place(a, None) for a in listing if (scaled[a.id] or ("", 0))[0] != scale),
        entities=dict(entities or {}),
    )


def dense_in(store: Store, entity: Entity) -> Ranking:
    """Where a receptor or protein is dense, most first.

    Raises:
        NotFoundError: no claim gives its density.
    """
    own = store.associations(subject=entity.id)
    claims = [a for a in own if a.relation.group == "density" and a.quantity is not None]
    if not claims:
        raise NotFoundError(f"no claim says where {entity.name} is dense")
    return rank(claims, entities=names_of(store, claims))


def more_potent(store: Store, drugs: Iterable[Entity], target: Entity) -> Ranking:
    """Which of some drugs acts more strongly on a target, by affinity or potency; most potent first.

    Raises:
        NotFoundError: fewer than two of them have such a claim.
    """
    listing = list(drugs)
    claims = [
        a
        for d in listing
        for a in store.associations(subject=d.id, object=target.id)
        if a.quantity is not None and POTENCY.search(a.quantity.kind)
    ]
    if len({a.subject for a in claims}) < 2:
        names = ", ".join(d.name for d in listing)
        raise NotFoundError(f"no affinity or potency at {target.name} to compare {names} by")
    return rank(claims, by="subject", entities=names_of(store, claims))


def extra_costs(claims: Iterable[Association], kind: str, *, low: float = 0.5) -> dict[str, float]:
    """What claims with a quantity of one kind cost more on a path, by claim id, in nats.

    The claim of the first rank among them costs nothing more, one of rank r −ln(low + (1 − low) / r): the second 0.29,
    none more than 0.69. Claims that cannot be ranked with the others, and all other claims, are not in it. A
    weight of our own making, for ordering paths on request; it never gives or changes a sign.

    Args:
        kind: The kind of quantity, or a part of its name: "density".

    Raises:
        NotFoundError: no claim has a quantity of this kind; with the kinds there are.

    >>> from mechgraph.model import Quantity
    >>> first, second = (Association(subject=Curie("A:1"), predicate="has_density_in", object=Curie(f"B:{rank}"),
    ...                              quantity=Quantity(kind="density", rank=rank)) for rank in (1, 2))
    >>> [round(cost, 2) for cost in extra_costs([first, second], "density").values()]
    [0.0, 0.29]
    """
    measured = [a for a in claims if a.quantity is not None and a.quantity.kind]
    chosen = [a for a in measured if a.quantity is not None and kind.lower() in a.quantity.kind.lower()]
    if not chosen:
        kinds = sorted({a.quantity.kind for a in measured if a.quantity is not None})
        raise NotFoundError(
            f"no claim has a quantity {kind!r}",
            suggestions=difflib.get_close_matches(kind, kinds, n=3, cutoff=0.4),
            remedy=f"kinds of quantity in this graph: {', '.join(kinds) or 'none'}",
        )
    return {p.claim.id: math.log(1 / (low + (1 - low) / p.rank)) for p in rank(chosen).places if p.rank}


def weighted_by(index: ClaimIndex, kind: str) -> ClaimIndex:
    """The same index, with the claims of one kind of quantity dearer the lower they rank; see :func:`extra_costs`.

    Raises:
        NotFoundError: no claim has a quantity of this kind.
    """
    costs = extra_costs((claim for _, claim in index.detailed("quantity")), kind)
    return index.weighted("quantity", lambda claim: costs.get(claim.id, 0.0))
