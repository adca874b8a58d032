"""What stands in a query's text: SERVICE SILENT, and the columns of SELECT *, through every face that runs queries."""

from __future__ import annotations

import json

import pyoxigraph
import pytest

import mechgraph
from mechgraph.errors import QueryError
from mechgraph.server.querying import QueryRunner
from mechgraph.store.base import Table
from mechgraph.store.embedded import EmbeddedEngine
from mechgraph.store.wording import without_silent_services

DATA = b"<http://e/a> <http://e/p> <http://e/b> .\n<http://e/c> <http://e/p> <http://e/d> ."


@pytest.fixture
def store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(DATA, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


def rows(store: pyoxigraph.Store, text: str) -> list[dict[str, object]]:
    """Solutions of the library, which are those of the server."""
    table = EmbeddedEngine(store).query(text)
    assert isinstance(table, Table)
    job = {"query": text, "accept": "application/sparql-results+json", "default": [], "named": []}
    data = QueryRunner(store, rows=1000).run(job, lambda _: None)
    served = json.loads(data[data.index(b'{"head"') :])
    assert served["head"]["vars"] == list(table.columns)
    assert len(served["results"]["bindings"]) == len(table)
    return table.records()


def test_a_silent_service_is_one_empty_solution(store: pyoxigraph.Store) -> None:
    """SPARQL 1.1 Federated Query 3.1, of an endpoint that may not be reached; joined, it changes nothing."""
    assert rows(store, "SELECT ?x { SERVICE SILENT <http://x/> { ?x ?y ?z } }") == [{"x": None}]
    assert rows(store, "SELECT * { SERVICE SILENT <http://x/> { ?x ?y ?z } }") == [{"x": None, "y": None, "z": None}]
    joined = "SELECT ?s ?x { ?s <http://e/p> ?o . service silent ?any { ?o ?p { ?x ?q '}' } # }\n } } ORDER BY ?s"
    assert [r["s"] for r in rows(store, joined)] == ["http://e/a", "http://e/c"]
    assert all(r["x"] is None for r in rows(store, joined))


def test_a_service_that_is_not_silent_is_refused(store: pyoxigraph.Store) -> None:
    for text in (
        "SELECT * { SERVICE <http://x/> { ?x ?y ?z } }",
        "SELECT * { SERVICE SILENT <http://x/> { } SERVICE <http://y/> { ?x ?y ?z } }",
        "SELECT * { SERVICE SILENT <http://x/> { ?x ?y ?z ",
    ):
        with pytest.raises(QueryError):
            EmbeddedEngine(store).query(text)


def test_words_in_strings_names_and_comments_are_no_services() -> None:
    text = "SELECT * { ?service ?silent 'SERVICE SILENT <x> { }' } # SERVICE SILENT <http://x/> { ?x ?y ?z }"
    assert without_silent_services(text) == text


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT * { ?z <http://e/p> ?a }", ["z", "a"]),
        ("SELECT*{?z ?y ?a}", ["z", "y", "a"]),
        ("SELECT DISTINCT * { ?z ?y ?a BIND(1 AS ?c) }", ["z", "y", "a", "c"]),
        ("SELECT * { ?z ?y ?a FILTER NOT EXISTS { ?a ?q ?c } }", ["z", "y", "a"]),
        ("# ?a SELECT ?a\nSELECT * { ?z <http://e/p> ?a }", ["z", "a"]),
        ("SELECT ?a ?z { ?z <http://e/p> ?a }", ["a", "z"]),
        ("SELECT (COUNT(*) AS ?n) ?a { ?z <http://e/p> ?a } GROUP BY ?a", ["n", "a"]),
        ("SELECT ?n { { SELECT * { ?z ?y ?n } } }", ["n"]),
    ],
)
def test_columns_stand_in_the_order_of_the_query(store: pyoxigraph.Store, text: str, columns: list[str]) -> None:
    assert list(rows(store, text)[0]) == columns


def test_the_embedded_graph_too() -> None:
    found = mechgraph.load().sparql("SELECT * { ?z mgv:agonist_of ?a }")
    assert isinstance(found, Table)
    assert found.columns == ("z", "a")
