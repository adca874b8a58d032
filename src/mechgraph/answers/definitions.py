"""What a disorder is more or less of, by its definition: hypoglycaemia is less glucose in the blood.

The table is ``graph/vocabulary/states.tsv``. What brings the disorder about so changes the state; that it is treated
says nothing of how, and that the state is changed does not say that it becomes a disorder.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache

from ..curie import Curie, data_dir

__all__ = ["shown_by"]


@cache
def _table() -> tuple[tuple[Curie, int, Curie], ...]:
    with (data_dir("graph") / "vocabulary" / "states.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            (Curie(r["disorder"]), 1 if r["sign"] == "+" else -1, Curie(r["state"]))
            for r in csv.DictReader(file, delimiter="\t")
        )


def shown_by(states: Iterable[Curie]) -> Mapping[Curie, int]:
    """The disorders that are more (+1) or less (−1) of one of the states.

    >>> shown_by([Curie("MESH:D006339")])[Curie("HP:0001662")]
    -1
    """
    wanted = set(states)
    return {disorder: sign for disorder, sign, state in _table() if state in wanted}
