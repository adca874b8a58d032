"""Errors known in DrugMechDB, put right from a table: ``graph/vocabulary/mappings/drugmechdb.corrections.tsv``.

A row names a record (or all of a drug, ``DB00704_*``), what to do, and why: ``drop`` the record; ``no use``: the record
is no indication of its drug, whatever its head says; ``rename node``, ``rename drugbank``, ``drop alt id``, ``drop
link``; ``none``: looked at and left. Nothing is put right that is not in the table, and all of it is reported.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

from ..curie import data_dir
from .reading import ReadReport

if TYPE_CHECKING:
    from .drugmechdb import Record

__all__ = ["Rows", "corrected", "corrections", "known_errors"]

Rows = dict[str, list[dict[str, str]]]


def corrections() -> Rows:
    """The rows of the table by record."""
    path = data_dir("graph") / "vocabulary" / "mappings" / "drugmechdb.corrections.tsv"
    out: Rows = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            out[row["record"]].append(row)
    return out


def known_errors(rows: Rows, record: str) -> list[dict[str, str]]:
    """The rows for a record: under its id, or under its drug's (``DB00704_*``)."""
    return [*rows.get(record, ()), *rows.get(record.partition("_")[0] + "_*", ())]


def corrected(record: Record, rows: list[dict[str, str]], report: ReadReport) -> str | None:
    """Apply the corrections of a record.

    Returns:
        Why it is no use of its drug, or nothing where that is not said; ``None`` where the whole record is left out.
    """
    no_use = ""
    for row in rows:
        action, given = row["action"], record.graph
        if action == "drop":
            report.dropped.add(f"a known error of the source: {row['reason']}", given.id)
            return None
        if action == "no use":
            no_use = f"a known error of the source: {row['reason']}; neither a use nor a mechanism"
            continue
        if action == "rename node":
            for node in record.nodes:
                if node.id == row["old"]:
                    node.id = row["new"]
            for link in record.links:
                link.source = row["new"] if link.source == row["old"] else link.source
                link.target = row["new"] if link.target == row["old"] else link.target
            given.drug_mesh = row["new"] if given.drug_mesh == row["old"] else given.drug_mesh
        elif action == "rename drugbank":
            given.drugbank = row["new"] if given.drugbank == row["old"] else given.drugbank
        elif action == "drop alt id":
            for node in record.nodes:
                node.alt_ids = [i for i in node.alt_ids if i != row["old"]]
        elif action == "drop link":
            source, key, target = row["old"].split(" | ")
            record.links = [k for k in record.links if (k.source, k.key, k.target) != (source, key, target)]
        report.changed.add(f"a known error of the source corrected: {row['reason']}", given.id)
    return no_use
