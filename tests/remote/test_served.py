"""A server over a remote endpoint: the same page, API and endpoint, asked through it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from tests.server.conftest import running
from tests.server.test_protocol import problem

ENTITY = "https://identifiers.org/drugbank:DB00181"


@pytest.fixture(scope="module", params=["own", "virtuoso"])
def over(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """A client of a server whose graph is another endpoint."""
    endpoint = request.getfixturevalue(request.param)
    with running(endpoint, seconds=60, rows=4000) as (address, _), httpx.Client(base_url=address, timeout=90) as client:
        yield client


def test_the_pages_have_what_they_need(over: httpx.Client) -> None:
    assert over.get("/api/stats").json()["counts"]["entities"] > 100
    assert over.get("/api/search", params={"q": "baclofn"}).json()["hits"][0]["id"] == "DRUGBANK:DB00181"
    card = over.get("/api/entity/baclofen").json()
    assert card["counts"]["positive"] > 0
    found = over.get("/api/mechanism", params={"drug": "baclofen", "effect": "spasticity"}).json()
    assert found["paths"]
    asked = over.get("/api/ask", params={"question": "Does baclofen treat spasticity?"}).json()
    assert asked["verdict"] == "supported"
    table = over.get("/api/query/uses", params={"drug": "baclofen"}).json()
    assert table["rows"]
    assert "<svg" in over.get("/api/draw", params={"drug": "baclofen", "effect": "spasticity"}).text


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "application/sparql-results+xml"])
def test_queries_are_passed_on_in_every_format(over: httpx.Client, accept: str) -> None:
    query = "SELECT ?label ?none { DRUGBANK:DB00181 rdfs:label ?label }"
    r = over.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert r.status_code == 200, r.text
    assert r.headers["content-type"].startswith(accept)
    assert "aclofen" in r.text
    asked = over.post("/sparql", data={"query": "ASK { DRUGBANK:DB00181 rdfs:label ?label }"})
    assert asked.json()["boolean"] is True


def test_graphs_are_passed_on(over: httpx.Client) -> None:
    query = f"CONSTRUCT {{ <{ENTITY}> rdfs:label ?l }} {{ <{ENTITY}> rdfs:label ?l }}"
    r = over.get("/sparql", params={"query": query}, headers={"accept": "text/turtle"})
    assert "aclofen" in r.text
    assert "aclofen" in over.get("/entity/DRUGBANK:DB00181", headers={"accept": "application/n-triples"}).text


def test_limits_and_errors_hold_here_too(over: httpx.Client) -> None:
    problem(over.get("/sparql", params={"query": "SELECT WHER"}), 400, "bad-query")
    problem(over.get("/sparql", params={"query": "SELECT * { SERVICE <http://x/> {} }"}), 400, "refused")
    problem(over.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 4001"}), 500, "too-many-rows")
    named = {"query": "ASK {}", "default-graph-uri": "http://x/g"}
    assert "FROM" in problem(over.get("/sparql", params=named), 400, "bad-request")["remedy"]


def test_an_endpoint_that_is_not_there_is_told_at_once() -> None:
    command = [sys.executable, "-m", "mechgraph", "-g", "http://127.0.0.1:9/sparql", "serve", "--port", "0"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    assert "cannot be reached" in run.stderr
    assert "Traceback" not in run.stderr
