"""Identifiers of an index as one table of bytes: number → identifier by position, identifier → number by bisection."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import NotFoundError, UsageError

__all__ = ["Identifiers"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """n identifiers, each once: ``blob`` uint8 holds them one after the other, ``offsets`` int64 (n + 1) where each
    begins, ``order`` int32 (n) their numbers sorted by identifier. The arrays may be mapped from disk.

    >>> table = Identifiers.of(["X:b", "X:a"])
    >>> table.number("X:a"), table[0], len(table)
    (1, 'X:b', 2)
    """

    order: Array
    offsets: Array
    blob: Array

    @classmethod
    def of(cls, identifiers: Sequence[str]) -> Identifiers:
        """The table of identifiers, the position of each its number.

        Raises:
            UsageError: one stands twice.
        """
        encoded = [identifier.encode() for identifier in identifiers]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        for before, after in itertools.pairwise(order):
            if encoded[before] == encoded[after]:
                raise UsageError(f"entity id {identifiers[before]!r} stands twice, at {before} and {after}")
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(text) for text in encoded], out=offsets[1:])
        return cls(np.array(order, np.int32), offsets, np.frombuffer(b"".join(encoded), np.uint8))

    @classmethod
    def among(cls, arrays: Mapping[str, Array]) -> Identifiers:
        """The table whose arrays :meth:`named` named."""
        return cls(arrays["id_order"], arrays["id_offsets"], arrays["id_blob"])

    def named(self) -> dict[str, Array]:
        """The arrays by name, to be stored among others."""
        return {"id_order": self.order, "id_offsets": self.offsets, "id_blob": self.blob}

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, number: int) -> str:
        return self._bytes(number).decode()

    def _bytes(self, number: int) -> bytes:
        text: bytes = self.blob[self.offsets[number] : self.offsets[number + 1]].tobytes()
        return text

    def number(self, identifier: str) -> int:
        """The number of an identifier, by bisection. Raises NotFoundError."""
        wanted, low, high = identifier.encode(), 0, len(self.order)
        while low < high:
            middle = (low + high) // 2
            number = int(self.order[middle])
            text = self._bytes(number)
            if text == wanted:
                return number
            low, high = (middle + 1, high) if text < wanted else (low, middle)
        raise NotFoundError(f"no entity {identifier!r} in the path index")
