"""Facts of labels put to ``explain DRUG EFFECT``: what is told never contradicts them, and how many come out right.

``label_effects.tsv`` was written from pages that were read (the last column), not from the graph. Half of the facts are
harms, which labels state and mechanisms seldom do; silence is counted as silence.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import mechgraph

from .effects import Outcome, told

HERE = Path(__file__).parent
CHAINS_AGAINST_A_LABEL = {("morphine", "seizure"), ("tramadol", "seizure")}
"""Each of these decreases glutamate release in the graph, and the label of each lists seizures."""


@cache
def outcomes() -> dict[tuple[str, str], Outcome]:
    """What each fact comes to, by drug and effect."""
    kg = mechgraph.load()
    with (HERE / "label_effects.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {(r["drug"], r["effect"]): told(kg, r["drug"], r["effect"], int(r["sign"])) for r in rows}


def test_nothing_is_told_against_a_label() -> None:
    assert [pair for pair, outcome in outcomes().items() if outcome == "told wrong"] == []


def test_few_chains_are_supposed_against_a_label() -> None:
    wrong = {pair for pair, outcome in outcomes().items() if outcome == "hypothesis wrong"}
    assert wrong <= CHAINS_AGAINST_A_LABEL


def test_as_many_labels_as_before_come_out_right() -> None:
    counts = Counter(outcomes().values())
    assert len(outcomes()) == 184
    assert counts["told right"] + counts["hypothesis right"] >= 108
