"""What people ask, and what may be told: verdicts that a reader of labels set by hand, before the code.

``says`` must stand in the first sentence, ``never`` (parted by "; ") must not stand before what it tells as beside.
"""

from __future__ import annotations

from csv import DictReader
from pathlib import Path

import pytest

from mechgraph import Graph

_TABLE = (Path(__file__).parent / "questions_of_people.tsv").read_text(encoding="utf-8")
ROWS = list(DictReader(_TABLE.splitlines(), delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=[r["question"] for r in ROWS])
def test_a_question_of_people_is_answered_as_labels_allow(kg: Graph, row: dict[str, str]) -> None:
    found = kg.ask(row["question"])
    assert found.verdict in row["verdict"].split("|"), found.answer
    assert row["says"] in found.answer
    told = found.answer.partition("Beside it stands")[0]
    assert [w for w in row["never"].split("; ") if w and w in told] == []
