"""Pairs of drugs against what pages and labels list: how many are told, and how many that are told are listed.

``interaction_pairs.tsv`` and ``interaction_labels.tsv`` were written from the pages of their last column, not from the
graph, and before the graph was asked; no record rests on these pages but for one of the first table. A pair that
interacts is named by a page, or belongs to a class that it names ("said of"); "contraindicated" is what a page says not
to take together. A pair that does not was drawn at random (seeds 20261130, 20261201; 15 of the first table by hand) and
is named by no page that was read, nor is a class of it; or a label says that nothing was found. Told is what the
product calls to matter: a sharing alone is not.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

import mechgraph
from mechgraph import records
from mechgraph.reason.interactions import Interaction

HERE = Path(__file__).parent
TABLES = {"interaction_pairs": 193, "interaction_labels": 125}
"""The listed pairs of each table that must be told; the others need facts that no record states yet."""
UNKNOWN_CONTRAINDICATIONS = {("sertraline", "cisapride"), ("carbamazepine", "oxcarbazepine")}
OTHER_PROCESS = 8
"""Told pairs of a table that may miss the process that the page names: most are a level in plasma that is not known."""
KG = mechgraph.load()
each_table = pytest.mark.parametrize("table", TABLES)


@cache
def pairs(table: str) -> list[dict[str, str]]:
    with (HERE / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def told(drug: str, other: str) -> tuple[Interaction, ...]:
    return tuple(i for i in KG.interactions(drug, other).found if i.matters)


def of(table: str, interacts: str) -> list[tuple[str, str]]:
    return [(row["drug"], row["other"]) for row in pairs(table) if row["interacts"] == interacts]


@each_table
def test_the_table_is_large_and_says_each_pair_once(table: str) -> None:
    assert len(of(table, "yes")) >= 140
    assert len(of(table, "no")) >= 80
    assert len({frozenset((row["drug"], row["other"])) for row in pairs(table)}) == len(pairs(table))


@each_table
def test_as_many_listed_pairs_as_before_are_told(table: str) -> None:
    found = [pair for pair in of(table, "yes") if told(*pair)]
    assert len(found) >= TABLES[table]


@each_table
def test_few_pairs_are_told_that_no_page_lists(table: str) -> None:
    wrong = [pair for pair in of(table, "no") if told(*pair)]
    right = [pair for pair in of(table, "yes") if told(*pair)]
    assert len(right) / (len(right) + len(wrong)) >= 0.95
    assert len(wrong) <= 5, wrong


@each_table
def test_what_must_not_be_taken_together_is_told_and_comes_first(table: str) -> None:
    missed = {(r["drug"], r["other"]) for r in pairs(table) if r["serious"] and not told(r["drug"], r["other"])}
    assert missed <= UNKNOWN_CONTRAINDICATIONS
    for drug, other in of(table, "yes"):
        ranks = [i.rank for i in told(drug, other)]
        assert ranks == sorted(ranks)


@each_table
def test_the_process_that_a_page_names_is_among_those_told(table: str) -> None:
    wrong = []
    for row in pairs(table):
        met = {"level in plasma" if i.kind == "pharmacokinetic" else i.process for i in told(row["drug"], row["other"])}
        if row["process"] and met and row["process"] not in met:
            wrong.append((row["drug"], row["other"], row["process"], met))
    assert len(wrong) <= OTHER_PROCESS, wrong


def test_no_record_rests_on_a_page_of_the_tables() -> None:
    pages = {page for table in TABLES for row in pairs(table) for page in row["page"].split()}
    assert {s.id for s in records.embedded().sources if s.url in pages} <= {
        "klacid-hk"
    }  # of the first table's 16 pages
