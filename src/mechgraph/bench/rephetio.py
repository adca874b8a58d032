"""Project Rephetio's evaluation of single metapaths, recomputed and compared with what was published.

For each published metapath: the DWPC (w = 0.4) of 3,775 compound–disease pairs, the fraction that is not zero, and
the area under the ROC curve of the DWPC as a score for "treats" (Himmelstein et al. 2017, eLife 6:e26726). A
metapath is computable where the data given holds every edge of its link types. It refuses to count a metapath as
matched on one of the two figures.
"""

from __future__ import annotations

import csv
import pathlib
import re
from typing import Any

import numpy as np
import numpy.typing as npt

from ..paths.dwpc import PathCounter
from ..paths.metapath import MetapathTable
from . import hetionet

__all__ = ["TOLERANCE", "auroc", "run"]

TOLERANCE = 2e-5
"""Published figures have five digits."""


def run(data: pathlib.Path) -> dict[str, Any]:
    """Recompute every computable metapath.

    Returns:
        ``published`` and ``computable`` (counts), ``matched`` (count), ``missed`` (a list of metapath, what was
        published, what came out), ``not_computable`` (link types that are incomplete here, with the metapaths they
        cost).
    """
    complete = hetionet.complete_types(data)
    index = hetionet.read(data, only=complete)
    counter = PathCounter(index)
    with (data / "rephetio" / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file, delimiter="\t"))
    compounds = [index.number(f"Compound::{pair['compound_id']}") for pair in pairs]
    diseases = [index.number(f"Disease::{pair['disease_id']}") for pair in pairs]
    rows = np.searchsorted(counter.members("Compound"), compounds)
    columns = np.searchsorted(counter.members("Disease"), diseases)
    treats = np.array([pair["status"] == "1" for pair in pairs])
    with (data / "rephetio" / "published_aurocs.tsv").open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file, delimiter="\t"))
    computable = matched = 0
    missed: list[dict[str, Any]] = []
    lacking: dict[str, int] = {}
    for row in published:
        absent = link_types(row["metapath"]) - complete
        if absent:
            for name in absent:
                lacking[name] = lacking.get(name, 0) + 1
            continue
        computable += 1
        values = counter.matrix(row["metapath"])[rows, columns]
        nonzero, area = float(np.mean(values > 0)), auroc(values, treats)
        if abs(nonzero - float(row["nonzero"])) < 0.6e-5 and abs(area - float(row["auroc"])) <= TOLERANCE:
            matched += 1
        else:
            missed.append(
                {
                    "metapath": row["metapath"],
                    "nonzero": round(nonzero, 5),
                    "published_nonzero": float(row["nonzero"]),
                    "auroc": round(area, 5),
                    "published_auroc": float(row["auroc"]),
                }
            )
    return {
        "published": len(published),
        "computable": computable,
        "matched": matched,
        "missed": missed,
        "not_computable": dict(sorted(lacking.items())),
    }


def link_types(metapath: str) -> set[str]:
    """The link types of a metapath in Hetionet's notation, each written as in its table.

    >>> sorted(link_types("CbG<rGaD"))
    ['CbG', 'DaG', 'Gr>G']
    """
    known = MetapathTable.hetionet().metaedges
    kinds = re.split(r"[^A-Z]+", metapath)
    letters = re.findall(r"[<>a-z]+", metapath)
    found = set()
    for a, letter, b in zip(kinds, letters, kinds[1:], strict=False):
        plain = letter.strip("<>")
        names = (f"{a}{plain}{b}", f"{b}{plain}{a}", f"{a}{plain}>{b}")
        found.add(next((name for name in names if name in known), names[0]))
    return found


def auroc(scores: npt.NDArray[Any], positive: npt.NDArray[Any]) -> float:
    """The area under the ROC curve: how often a positive scores above a negative, ties counting half.

    Scores that differ by less than 1e-12 of their size are ties: they differ only by the order of a sum.

    >>> auroc(np.array([1.0, 2.0, 2.0, 3.0]), np.array([False, True, False, True]))
    0.875
    """
    with np.errstate(divide="ignore"):
        digits = np.where(scores > 0, np.floor(np.log10(scores)), 0.0)
    rounded = np.round(scores / 10.0**digits, 11) * 10.0**digits
    _, where, counts = np.unique(rounded, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2.0)[where]
    positives, negatives = int(positive.sum()), int((~positive).sum())
    total = float(ranks[positive].sum()) - positives * (positives + 1) / 2.0
    return total / (positives * negatives)
