"""Remembered answers: bounded, oldest out first, and never what differs each time it is asked."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mechgraph.server.backend import Server
from mechgraph.server.kept import Answer, Kept
from mechgraph.server.settings import Settings

from .conftest import running


def test_the_least_recently_used_answer_goes_first() -> None:
    kept = Kept(16 * 600)
    for n in range(16):
        kept.put(b"%d" % n, Answer("text/csv", b"x" * 50))
    assert kept.get(b"0") is not None, "it was there, and now it is the one used last"
    for n in range(16, 20):
        kept.put(b"%d" % n, Answer("text/csv", b"x" * 50))
    assert kept.get(b"0") is not None
    assert kept.get(b"1") is None
    assert (kept.hits, kept.misses) == (2, 1)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3000)), max_size=60))
def test_the_room_is_never_exceeded(jobs: list[tuple[int, int]]) -> None:
    kept = Kept(20_000)
    for name, size in jobs:
        kept.put(b"%d" % name, Answer("text/csv", b"x" * size))
        total = sum(len(k) + len(a.data) + 500 for k, a in kept._answers.items())
        assert total == kept._size <= 20_000
        assert all(len(a.data) <= 20_000 // 16 for a in kept._answers.values())


@pytest.mark.parametrize("call", ["RAND()", "now()", "UUID()", "StrUUID()", "BNODE()"])
def test_what_differs_each_time_is_not_remembered(client: httpx.Client, call: str) -> None:
    query = f"SELECT (STR({call}) AS ?x) {{}}" if call != "BNODE()" else "CONSTRUCT { ?b :p 1 } { BIND(BNODE() AS ?b) }"
    asked = [client.get("/sparql", params={"query": "PREFIX : <x:> " + query}).text for _ in range(2)]
    assert asked[0] != asked[1]


def test_an_answer_belongs_to_its_format_and_its_dataset(graphs: httpx.Client) -> None:
    query = "SELECT ?s { ?s ?p ?o } ORDER BY ?s"
    for _ in range(2):
        csv = graphs.get("/sparql", params={"query": query}, headers={"accept": "text/csv"})
        assert csv.text.split() == ["s", "http://example.org/default"]
        tsv = graphs.get("/sparql", params={"query": query}, headers={"accept": "text/tab-separated-values"})
        assert tsv.text.split() == ["?s", "<http://example.org/default>"]
        of_g1 = {"query": query, "default-graph-uri": "http://example.org/g1"}
        other = graphs.get("/sparql", params=of_g1, headers={"accept": "text/csv"})
        assert other.text.split() == ["s", "http://example.org/one"]


def test_a_remote_endpoint_is_asked_each_time() -> None:
    """Its data may change, so the server over it has no room for answers."""
    server = Server("https://host.example/sparql", Settings())
    server.kept.put(b"job", Answer("text/csv", b"x"))
    assert server.kept.get(b"job") is None


def test_an_answer_beyond_the_limit_is_an_error_each_time(tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_text("".join(f"<x:{i}> <x:p> <x:o> .\n" for i in range(20)), encoding="utf-8")
    with running(str(tmp_path / "x.nt"), rows=10, callers=1) as (address, _):
        for _ in range(2):
            assert httpx.get(f"{address}/sparql", params={"query": "SELECT * { ?s ?p ?o }"}).status_code == 500
        fits = httpx.get(f"{address}/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 10"})
        assert len(fits.json()["results"]["bindings"]) == 10
