"""The shipped score of drug–disease pairs for graphs of Hetionet's types: metapaths, their weights and their means.

The score of a pair is Σ weight · f(DWPC) over the metapaths of ``graph/repurposing/<name>.json``: for mechanism f is
asinh(DWPC / mean DWPC), for known treatments it bends what part of all that the drug has ends at this disease. Each
term is shared among its paths by their part of the DWPC, so a score is a sum over paths and can be cited path by path.
Mechanism and known treatments are two sums. It refuses to be a chance of benefit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ..curie import data_dir
from .dwpc import PathCounter

__all__ = ["Score", "Term", "scores", "share_of"]

Array = npt.NDArray[Any]


def share_of(dwpc: Array, bend: float) -> Array:
    """4 · ln(1 + bend · share) / ln(1 + bend), where share is the part of a drug's DWPC that a disease has.

    Args:
        dwpc: DWPCs of one metapath, (drugs, diseases).
        bend: How early it levels off; the share of 1 gives 4 whatever it is.

    >>> share_of(np.array([[1.0, 0.0], [0.0, 0.0]]), 20.0).tolist()
    [[4.0, 0.0], [0.0, 0.0]]
    """
    total = dwpc.sum(axis=1, keepdims=True)
    share = np.divide(dwpc, total, out=np.zeros(dwpc.shape), where=total > 0)
    found: Array = 4.0 * np.log1p(bend * share) / np.log1p(bend)
    return found


@dataclass(frozen=True, slots=True)
class Term:
    """One metapath of a score.

    Args:
        mean: What asinh measures the DWPC by; not used where there is a ``bend``.
        fitted: False where the weight was set by hand.
        bend: Where it is given, the term is :func:`share_of`, and needs the DWPCs of a drug with all diseases.
    """

    metapath: str
    weight: float
    mean: float
    fitted: bool
    bend: float = 0.0

    def of(self, dwpc: Array) -> Array:
        """What the metapath adds to the score of pairs with these DWPCs, (drugs, diseases)."""
        found: Array = self.weight * (share_of(dwpc, self.bend) if self.bend else np.arcsinh(dwpc / self.mean))
        return found

    def paths(self, counter: PathCounter, drug: int, disease: int) -> tuple[Array, Array]:
        """The paths of a pair, (n, steps + 1) entity numbers, and what each adds, (n,); they add up to the term."""
        nodes, products = counter.walks(self.metapath, drug, disease)
        total = products.sum()
        return nodes, products * (float(self.of(total)) / total) if len(products) else products


@dataclass(frozen=True, slots=True)
class Score:
    """A fitted score: terms of the mechanism; terms of known treatments, to which ``share`` of the mechanism is added.

    Args:
        order: The fitted order whose graphs it holds for.
        fitted: Date, script, data and figures of the fit, in words.
    """

    name: str
    order: str
    mechanism: tuple[Term, ...]
    known: tuple[Term, ...]
    share: float
    fitted: dict[str, str]

    @property
    def described(self) -> str:
        """The score in a few words."""
        return f"{self.name}, fitted {self.fitted['date']} on {self.fitted['data']}"

    def matrix(self, counter: PathCounter, terms: tuple[Term, ...]) -> Array:
        """The sum of some terms for all pairs, (substances, diseases).

        Raises:
            UsageError: SciPy is not installed.
        """
        return np.asarray(sum(term.of(counter.matrix(term.metapath)) for term in terms))


@cache
def scores() -> dict[str, Score]:
    """Every score that is shipped, by the order whose graphs it holds for.

    >>> sorted(scores())
    ['hetionet']
    """
    out = {}
    for path in sorted((data_dir("graph") / "repurposing").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        terms = {part: tuple(Term(**row) for row in data[part]) for part in ("mechanism", "known")}
        out[data["order"]] = Score(data["name"], data["order"], **terms, share=data["share"], fitted=data["fitted"])
    return out
