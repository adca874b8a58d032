"""45 claims in 15 wordings each, chosen before the reader was written: what is told is right, nothing told is false.

The rows of ``wordings.tsv`` are frozen. A row is changed only where its expected verdict is shown to be wrong by the
claim itself; a wording that is not understood stays.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest

import mechgraph

VERDICTS = {"supported", "refuted", "mixed", "inconclusive", "not_stated"}
# Floors only rise and the ceiling stays.
RIGHT = 440
"""At least so many of the 675 get a verdict that is expected."""
TOLD = 300
"""At least so many of the 591 that need more than "not stated" (a program that declines everything has none)."""
WRONG = 0
"""At most so many get "supported" or "refuted" where it is false."""
SHOWN = 0.85
"""At least this share of what is declined shows the claim among the first five."""


class Row(msgspec.Struct, frozen=True):
    claim: str
    expected: tuple[str, ...]
    question: str


def _rows() -> list[Row]:
    lines = (Path(__file__).parent / "wordings.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    assert cells[0] == ["claim", "expected", "question"]
    return [Row(claim, tuple(expected.split("|")), question) for claim, expected, question in cells[1:]]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return _rows()


@pytest.fixture(scope="module")
def scored(kg: mechgraph.Graph, rows: list[Row]) -> tuple[Counter[str], list[str]]:
    """How many are right, told (right, with more than "not stated" due), wrong, declined, and shown; what is wrong."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for row in rows:
        answer = kg.ask(row.question)
        if answer.verdict in row.expected:
            counts["right"] += 1
            counts["told"] += "not_stated" not in row.expected
        elif answer.verdict in ("supported", "refuted"):
            counts["wrong"] += 1
            wrong.append(f"{row.question} {answer.verdict}, not {' or '.join(row.expected)}")
        else:
            counts["declined"] += 1
            counts["shown"] += row.claim in [c.id for c in answer.claims[:5]]
    return counts, wrong


def test_the_rows_are_45_claims_of_the_graph_in_15_wordings_each(kg: mechgraph.Graph, rows: list[Row]) -> None:
    assert set(Counter(r.claim for r in rows).values()) == {15}
    assert len(rows) == len({r.question for r in rows}) == 675
    assert {r.claim for r in rows} <= {a.id for a in kg.store.associations()}
    assert all(set(r.expected) <= VERDICTS for r in rows)


def test_no_wording_gets_a_false_verdict(scored: tuple[Counter[str], list[str]]) -> None:
    counts, wrong = scored
    assert counts["wrong"] <= WRONG, "\n".join(wrong)


def test_wordings_are_understood(scored: tuple[Counter[str], list[str]]) -> None:
    counts, _ = scored
    assert counts["right"] >= RIGHT
    assert counts["told"] >= TOLD


def test_what_is_declined_shows_the_claim(scored: tuple[Counter[str], list[str]]) -> None:
    counts, _ = scored
    assert counts["shown"] >= SHOWN * counts["declined"]
