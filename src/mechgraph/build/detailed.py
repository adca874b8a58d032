"""The claims of a merged graph that say more than three terms: where each is kept, and its numbers by column.

They stay in the collections that readers made (:class:`~mechgraph.exchange.claims.Claims`); here stands which of them
count and in which order. Nothing here joins or changes a claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ..exchange.claims import Claims
from ..model import Association

__all__ = ["Detailed", "Ints"]

Ints = npt.NDArray[np.int64]


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass
class Detailed:
    """Claims by place, 0 … len − 1: ``pool`` numbers ``pools``, ``number`` is the claim's number there.

    ``rows`` are their rows in the graph, ascending, once it has rows.
    """

    pools: Sequence[Claims] = ()
    pool: Ints = field(default_factory=_none)
    number: Ints = field(default_factory=_none)
    rows: Ints = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.number)

    def column(self, name: str) -> Ints:
        """A number of each claim, as :meth:`~mechgraph.exchange.claims.Claims.column` has it."""
        out: Any = np.zeros(len(self), np.uint64 if name == "ids" else np.int64)
        for i, claims in enumerate(self.pools):
            here = np.flatnonzero(self.pool == i)
            out[here] = claims.column(name, self.number[here])
        values: Ints = out
        return values

    def claim(self, place: int) -> Association:
        return self.pools[int(self.pool[place])].claim(int(self.number[place]))

    def with_rows(self) -> Iterator[tuple[int, bytes]]:
        """Row and JSON of each claim, in order."""
        for row, pool, number in zip(self.rows.tolist(), self.pool.tolist(), self.number.tolist(), strict=True):
            yield row, self.pools[pool].body(number)

    def some_bodies(self, most: int = 64) -> Iterator[bytes]:
        """The JSON of a few claims, from all over the graph."""
        for place in range(0, len(self), max(len(self) // most, 1)):
            yield self.pools[int(self.pool[place])].body(int(self.number[place]))

    def keys(self) -> dict[int, str]:
        """Row → the key that its curator gave."""
        if not any(claims.keys for claims in self.pools):
            return {}
        found = zip(self.rows.tolist(), self.pool.tolist(), self.number.tolist(), strict=True)
        return {row: key for row, pool, number in found if (key := self.pools[pool].keys.get(number))}

    def __iter__(self) -> Iterator[Association]:
        for pool, number in zip(self.pool.tolist(), self.number.tolist(), strict=True):
            yield self.pools[pool].claim(number)

    def taken(self, places: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Detailed:
        """These claims alone, in this order, without rows."""
        return Detailed(self.pools, self.pool[places], self.number[places])
