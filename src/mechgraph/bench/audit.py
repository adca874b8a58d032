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
        ``cases`` (records), ``correct`` (records whose polarity the published counts leave room for), ``accuracy``,
        ``missed`` (kinds of which we find more than the full file has), ``seconds``, and the audit's own figures.
    """
    start = time.perf_counter()
    found = audit(data / "drugmechdb" / "indication_paths.yaml.gz", data / "ontologies" / "biolink-model.yaml")
    seconds = time.perf_counter() - start
    counts = {kind: len(found.polarity.get(kind, ())) for kind in PUBLISHED}
    over = {kind: f"{counts[kind]} of at most {n}" for kind, n in PUBLISHED.items() if counts[kind] > n}
    correct = sum(min(counts[kind], n) for kind, n in PUBLISHED.items())
    total = sum(PUBLISHED.values())
    return {
        "cases": found.records,
        "correct": correct,
        "accuracy": correct / found.records if found.records else 0.0,
        "missed": over,
        "seconds": round(seconds, 2),
        "within_limit": seconds <= LIMIT,
        "share": {kind: round(n / found.records, 4) for kind, n in counts.items()} if found.records else {},
        "published_share": {kind: round(n / total, 4) for kind, n in PUBLISHED.items()},
        **found.to_dict(),
    }
