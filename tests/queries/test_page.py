"""The page on SPARQL: its examples run and find something, its table of named queries is the one in the headers.

``python -m tests.queries.test_page`` writes the table.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib

import mechgraph
from mechgraph.queries import named_queries, with_prefixes
from mechgraph.store.base import Table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sparql.md"
BEGIN, END = "<!-- table: made by tests/queries/test_page.py, which checks it -->\n", "<!-- end -->"
EXAMPLES = re.findall(r"^```sparql\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)


def table() -> str:
    """The table of named queries: by name."""
    queries = named_queries()
    lines = ["| query | asks | parameters |", "|---|---|---|"]
    for q in queries.values():
        parameters = ", ".join(f"`{p.name}`" + (" (any)" if p.default == "*" else "") for p in q.parameters)
        lines.append(f"| `{q.name}` | {q.question} | {parameters} |")
    return "\n".join(lines) + "\n"


def test_the_table_is_that_of_the_headers() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0] == table(), "run: python -m tests.queries.test_page"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.splitlines()[0].strip("# "))
def test_an_example_finds_something_on_both_engines(kg: mechgraph.Graph, plain: rdflib.Graph, text: str) -> None:
    found = kg.sparql(text)
    theirs = plain.query(with_prefixes(text))
    if isinstance(found, Table):
        assert len(found) >= 1
        assert len(theirs) == len(found)
    else:
        assert found is True
        assert theirs.askAnswer is True


if __name__ == "__main__":
    old = PAGE.read_text(encoding="utf-8")
    before, _, rest = old.partition(BEGIN)
    PAGE.write_text(before + BEGIN + table() + END + rest.partition(END)[2], encoding="utf-8")
