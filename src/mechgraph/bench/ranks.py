"""Figures of a ranking: from the rank of the first right path of each pair to MRR and hits."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import numpy as np

from ..paths.rank import Example

__all__ = ["figures", "interval", "reciprocal"]


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


def interval(ranks: Sequence[float], groups: Sequence[Hashable], draws: int = 1000) -> list[float]:
    """The 95 % interval of the MRR when whole groups (all pairs of a drug) are drawn again, with replacement.

    >>> interval([0.5, 0.5, 0.5], ["a", "a", "b"])
    [0.5, 0.5]
    """
    place: dict[Hashable, int] = {}
    of = np.array([place.setdefault(g, len(place)) for g in groups])
    sums, sizes = np.bincount(of, ranks), np.bincount(of)
    picks = np.random.default_rng(0).integers(0, len(place), (draws, len(place)))
    means = sums[picks].sum(axis=1) / sizes[picks].sum(axis=1)
    return [round(float(x), 4) for x in np.percentile(means, [2.5, 97.5])]
