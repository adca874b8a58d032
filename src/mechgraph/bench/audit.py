"""The audit of DrugMechDB, against what its own lint counts on the full file, and how long it takes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from ..checks.drugmechdb import audit

__all__ = ["PUBLISHED", "run"]

PUBLISHED = {"coherent": 4300, "indeterminate": 444, "incoherent": 65, "inconsistent": 37}
"""What DrugMechDB's own lint counts on the full 4,846 records."""
LIMIT = 10.0
"""Seconds that the audit may take."""


def run(data: Path) -> dict[str, Any]:
    """Audit the file below ``data``.

    Returns:
        ``cases`` (records); ``off_by`` (for each kind by how many standard deviations our count is off what as many
        records drawn from the full file at random would have), ``agrees`` (whether none is off by more than 3);
        ``missed`` (kinds of which we find more than the full file has), ``seconds``, and the audit's own figures.
    """
    start = time.perf_counter()
    found = audit(data / "drugmechdb" / "indication_paths.yaml.gz", data / "ontologies" / "biolink-model.yaml")
    seconds = time.perf_counter() - start
    counts = {kind: len(found.polarity.get(kind, ())) for kind in PUBLISHED}
    over = {kind: f"{counts[kind]} of at most {n}" for kind, n in PUBLISHED.items() if counts[kind] > n}
    total = sum(PUBLISHED.values())
    off = {kind: round(deviation(counts[kind], n, found.records, total), 2) for kind, n in PUBLISHED.items()}
    return {
        "cases": found.records,
        "off_by": off,
        "agrees": all(abs(z) <= 3.0 for z in off.values()),
        "missed": over,
        "seconds": round(seconds, 2),
        "within_limit": seconds <= LIMIT,
        "share": {kind: round(n / found.records, 4) for kind, n in counts.items()} if found.records else {},
        "published_share": {kind: round(n / total, 4) for kind, n in PUBLISHED.items()},
        **found.to_dict(),
    }


def deviation(count: int, published: int, drawn: int, total: int) -> float:
    """By how many standard deviations a count is off, where ``drawn`` of ``total`` are drawn without replacement.

    Hypergeometric: mean d · p, variance d · p (1 − p) (t − d) / (t − 1), with p = published / total.

    >>> round(deviation(50, 100, 100, 200), 2), round(deviation(60, 100, 100, 200), 2)
    (0.0, 2.82)
    """
    share = published / total
    variance = drawn * share * (1 - share) * (total - drawn) / max(total - 1, 1)
    return (count - drawn * share) / variance**0.5 if variance > 0 else 0.0
