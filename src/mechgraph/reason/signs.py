"""Sign algebra: signs multiply along a path, 0 absorbs, and branches agree or conflict."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Path
from ..vocab import PLAIN

__all__ = ["SIGN_WORDS", "net_sign", "product"]

SIGN_WORDS = {1: PLAIN[1], -1: PLAIN[-1], 0: "has an undetermined effect on", None: "has conflicting effects on"}


def product(signs: Iterable[int]) -> int:
    """The sign of a chain.

    >>> product([1, -1, -1]), product([1, 0, -1])
    (1, 0)
    """
    total = 1
    for sign in signs:
        total *= sign
    return total


def net_sign(paths: Iterable[Path]) -> int | None:
    """The sign on which all signed branches agree; 0 where none is signed; ``None`` where they conflict."""
    found = {p.sign for p in paths} - {0}
    return None if len(found) > 1 else found.pop() if found else 0
