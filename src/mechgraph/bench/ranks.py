"""Figures of a ranking: from the rank of the first right path of each pair to MRR and hits."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..paths.rank import Example

__all__ = ["figures", "reciprocal"]


def reciprocal(example: Example) -> float:
    """1 / rank of the first right path; 0 where none is among the candidates."""
    return next((1.0 / rank for rank, right in enumerate(example.right, 1) if right), 0.0)


def figures(ranks: Sequence[float]) -> dict[str, float]:
    """MRR and hits from reciprocal ranks.

    >>> figures([1.0, 0.5, 0.1, 0.0])
    {'mrr': 0.4, 'hit_at_1': 0.25, 'hit_at_10': 0.75}
    """
    n = max(len(ranks), 1)
    return {
        "mrr": round(math.fsum(ranks) / n, 4),
        "hit_at_1": round(sum(r == 1.0 for r in ranks) / n, 4),
        "hit_at_10": round(sum(r >= 0.1 for r in ranks) / n, 4),
    }
