"""What the endpoint says of itself: counts that hold, and examples that run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import httpx
import pyoxigraph
import pytest

from mechgraph.graph import Graph
from mechgraph.queries import named_queries

VOID = "http://rdfs.org/ns/void#"
SH = "http://www.w3.org/ns/shacl#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
Said = Mapping[str, Mapping[str, list[str]]]


def said(data: bytes) -> Said:
    """Subject → predicate → values, all as text."""
    out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for t in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE):
        value = t.object.value if hasattr(t.object, "value") else str(t.object)
        out[getattr(t.subject, "value", "")][t.predicate.value].append(value)
    return out


@pytest.fixture
def void(client: httpx.Client) -> tuple[Said, str]:
    told = said(client.get("/.well-known/void").content)
    return told, next(s for s in told if s.endswith("void#data"))


def count(client: httpx.Client, pattern: str) -> int:
    answer = client.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"}).json()
    return int(answer["results"]["bindings"][0]["n"]["value"])


def by_property(told: Said, partitions: list[str]) -> dict[str, int]:
    return {told[p][f"{VOID}property"][0]: int(told[p][f"{VOID}triples"][0]) for p in partitions}


def test_partitions_add_up_and_agree_with_the_graph(client: httpx.Client, kg: Graph, void: tuple[Said, str]) -> None:
    told, data = void
    triples = {
        told[p][f"{VOID}property"][0]: int(told[p][f"{VOID}triples"][0]) for p in told[data][f"{VOID}propertyPartition"]
    }
    total = count(client, "?s ?p ?o")
    assert sum(triples.values()) == total == int(told[data][f"{VOID}triples"][0])
    assert triples["http://www.w3.org/1999/02/22-rdf-syntax-ns#subject"] == kg.stats()["associations"]
    classes = {told[c][f"{VOID}class"][0]: c for c in told[data][f"{VOID}classPartition"]}
    biolink = "https://w3id.org/biolink/vocab/"
    assert int(told[classes[f"{biolink}Association"]][f"{VOID}entities"][0]) == kg.stats()["associations"]
    drugs = sum(e.category == "drug" for e in kg.entities())
    assert int(told[classes[f"{biolink}Drug"]][f"{VOID}entities"][0]) == drugs
    within = by_property(told, told[classes[f"{biolink}Drug"]][f"{VOID}propertyPartition"])
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    assert within[label] == count(client, f"?d a <{biolink}Drug> ; <{label}> ?l")


def test_the_data_is_a_dataset_for_catalogues_too(void: tuple[Said, str]) -> None:
    told, data = void
    assert {"http://www.w3.org/ns/dcat#Dataset", "https://schema.org/Dataset", f"{VOID}Dataset"} <= set(
        told[data][TYPE]
    )
    for term in ("name", "description", "license", "url", "distribution"):  # what search engines ask of a dataset
        assert told[data][f"https://schema.org/{term}"], term
    for node in told[data]["http://www.w3.org/ns/dcat#distribution"]:
        assert told[node]["http://www.w3.org/ns/dcat#accessURL"][0].endswith("/sparql")


@pytest.mark.parametrize("path", ["/.well-known/sparql-examples", "/sparql"])
def test_every_named_query_is_an_example_that_runs(client: httpx.Client, path: str) -> None:
    told = said(client.get(path, headers={"accept": "text/turtle"}).content)
    examples = {s: v for s, v in told.items() if f"{SH}SPARQLExecutable" in v[TYPE]}
    assert {s.rpartition("/")[2] for s in examples} == set(named_queries())
    for name, example in examples.items():
        assert f"{SH}SPARQLSelectExecutable" in example[TYPE]
        assert example["http://www.w3.org/2000/01/rdf-schema#comment"]
        assert example["https://schema.org/target"] == [str(client.base_url).rstrip("/") + "/sparql"]
        if path != "/sparql" and not name.endswith(("/predicates", "/provenance", "/sources")):  # long ones
            answer = client.get("/sparql", params={"query": example[f"{SH}select"][0]})
            assert answer.status_code == 200, name


def test_an_editor_finds_the_examples_by_the_query_that_it_sends(client: httpx.Client) -> None:
    """Over the description itself, as an editor that reads it does."""
    store = pyoxigraph.Store()
    store.load(client.get("/.well-known/sparql-examples").content, format=pyoxigraph.RdfFormat.TURTLE)
    found = store.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "SELECT DISTINCT ?sq ?comment ?query WHERE { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; "
        "sh:select|sh:ask|sh:construct|sh:describe ?query } ORDER BY ?sq"
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert len(list(found)) == len(named_queries())
    prefixes = store.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> "
        "SELECT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }"
    )
    assert isinstance(prefixes, pyoxigraph.QuerySolutions)
    assert {"mgv", "biolink", "rdf", "rdfs"} <= {row["prefix"].value for row in prefixes}
