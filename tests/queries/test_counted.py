"""A graph on disk gives the rows of every named query that the same graph in memory gives by SPARQL."""

from __future__ import annotations

import pytest

import mechgraph
from mechgraph import rdf
from mechgraph.build import build
from mechgraph.graph import Graph
from mechgraph.queries import named_queries
from mechgraph.store import Table
from mechgraph.store.disk import DiskStore
from mechgraph.store.memory import MemoryStore

GIVEN = ("sources", "predicates", "provenance")
"""Queries that take nothing, answered from what the build counted."""


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("counted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdf, "COPIED", 0)  # as a graph of millions has its triples
        build([mechgraph.curie.data_dir("graph")], folder / "g.mechgraph")
    return Graph(DiskStore.open(folder / "g.mechgraph"))


@pytest.fixture(scope="module")
def memory() -> Graph:
    return Graph(MemoryStore(mechgraph.load().records()))


def _table(kg: Graph, text: str) -> Table:
    found = kg.store.engine.query(text)
    assert isinstance(found, Table)
    return found


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_rows_are_those_of_sparql_on_the_full_shape(name: str, disk: Graph, memory: Graph) -> None:
    query = named_queries()[name]
    values = {p.name: p.default for p in query.parameters if p.default not in ("", "*")}
    expected = _table(memory, query.sparql(values))
    found = disk.query(name, **values)
    if name in GIVEN:  # the dataset itself is a source of what is built from it
        added = {row for row in found.rows if row not in set(expected.rows)}
        assert len(added) <= 1
        found = type(found)(found.columns, tuple(r for r in found.rows if r not in added))
    assert found.columns == expected.columns
    assert found.rows == expected.rows
    assert len(found) > 0


@pytest.mark.parametrize("name", ["evidence", "provenance", "predicates", "sources"])
def test_sparql_on_disk_gives_them_too(name: str, disk: Graph, memory: Graph) -> None:
    """Where in a source evidence stands is not in a built graph's triples; who says what is."""
    query = named_queries()[name]
    values = {p.name: p.default for p in query.parameters if p.default not in ("", "*")}
    rows = _table(disk, query.sparql(values)).records()
    known = disk.query(name, **values).records()
    kept = [c for c in query.columns if c[0] not in ("position", "locator")]
    assert sorted(str([r[c] for c, _ in kept]) for r in rows) == sorted(str([r[c] for c, _ in kept]) for r in known)
