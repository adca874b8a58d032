"""Facts of labels put to ``explain DRUG EFFECT``: what is told never contradicts them, and how many come out right.

Both tables were written from pages that were read (the last column), not from the graph, the second (16 other drugs)
before it was asked. Half of the facts of the first are harms, which labels state and mechanisms seldom do, and four
fifths of the second; silence, and a name that the graph lacks, are counted as silence.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import mechgraph
from mechgraph.errors import NotFoundError

from .effects import Outcome, told

HERE = Path(__file__).parent
CHAINS_AGAINST_A_LABEL = {("morphine", "seizure"), ("tramadol", "seizure")}
"""Each of these decreases glutamate release in the graph, and the label of each lists seizures."""
TABLES = {"label_effects": (184, 108), "label_effects_2": (124, 60)}
"""The facts of each table, and how many of them come out right at least."""
each_table = pytest.mark.parametrize("table", TABLES)


@cache
def outcomes(table: str) -> dict[tuple[str, str], Outcome]:
    """What each fact comes to, by drug and effect."""
    kg = mechgraph.load()
    with (HERE / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found: dict[tuple[str, str], Outcome] = {}
    for row in rows:
        try:
            found[row["drug"], row["effect"]] = told(kg, row["drug"], row["effect"], int(row["sign"]))
        except NotFoundError:
            found[row["drug"], row["effect"]] = "absent"
    return found


@each_table
def test_nothing_is_told_against_a_label(table: str) -> None:
    assert [pair for pair, outcome in outcomes(table).items() if outcome == "told wrong"] == []


@each_table
def test_few_chains_are_supposed_against_a_label(table: str) -> None:
    wrong = {pair for pair, outcome in outcomes(table).items() if outcome == "hypothesis wrong"}
    assert wrong <= CHAINS_AGAINST_A_LABEL


@each_table
def test_as_many_labels_as_before_come_out_right(table: str) -> None:
    facts, right = TABLES[table]
    counts = Counter(outcomes(table).values())
    assert len(outcomes(table)) == facts
    assert counts["told right"] + counts["hypothesis right"] >= right
