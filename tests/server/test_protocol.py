"""What the endpoint promises beyond the W3C's protocol tests, which stand in test_w3c_protocol.py."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FORM = {"content-type": "application/x-www-form-urlencoded"}
QUERY = {"content-type": "application/sparql-query"}
G1, G2 = "http://example.org/g1", "http://example.org/g2"
JSON = "application/sparql-results+json"


def boolean(r: httpx.Response) -> bool:
    assert r.status_code == 200, r.text
    return bool(r.json()["boolean"])


def problem(r: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert (r.status_code, r.headers["content-type"]) == (status, "application/problem+json"), r.text
    body: dict[str, Any] = r.json()
    assert body["type"] == f"urn:mechgraph:problem:{kind}"
    assert body["status"] == status
    assert body["detail"]
    return body


def test_a_form_is_decoded_once(graphs: httpx.Client) -> None:
    """A percent sign and a plus in a string survive, by form and by GET."""
    text = 'SELECT ("100%25 + ö" AS ?x) {}'
    for r in (graphs.post("/sparql", data={"query": text}), graphs.get("/sparql", params={"query": text})):
        assert r.json()["results"]["bindings"][0]["x"]["value"] == "100%25 + ö"


@pytest.mark.parametrize("post", [True, False])
def test_default_graph_of_the_request(graphs: httpx.Client, post: bool) -> None:
    text = "ASK { :one :p ?x . FILTER NOT EXISTS { :default :p ?y } }"
    text = "PREFIX : <http://example.org/> " + text
    if post:
        assert boolean(graphs.post("/sparql", params={"default-graph-uri": G1}, content=text, headers=QUERY))
        assert boolean(graphs.post("/sparql", data={"query": text, "default-graph-uri": [G1, G2]}))
    else:
        assert boolean(graphs.get("/sparql", params={"query": text, "default-graph-uri": G1}))
        assert not boolean(graphs.get("/sparql", params={"query": text, "default-graph-uri": G2}))


def test_named_graphs_of_the_request(graphs: httpx.Client) -> None:
    """Only those named, and an empty default graph."""
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    r = graphs.get("/sparql", params={"query": text, "named-graph-uri": G2})
    assert [b["g"]["value"] for b in r.json()["results"]["bindings"]] == [G2]
    r = graphs.post("/sparql", data={"query": text, "named-graph-uri": [G1, G2]})
    assert sorted(b["g"]["value"] for b in r.json()["results"]["bindings"]) == [G1, G2]
    assert not boolean(graphs.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "named-graph-uri": G2}))


def test_the_request_goes_before_the_query(graphs: httpx.Client) -> None:
    """A dataset in the request replaces FROM."""
    text = f"PREFIX : <http://example.org/> ASK FROM <{G1}> {{ :two :p :two }}"
    assert not boolean(graphs.get("/sparql", params={"query": text}))
    assert boolean(graphs.get("/sparql", params={"query": text, "default-graph-uri": G2}))


@pytest.mark.parametrize(
    ("form", "accept", "media"),
    [
        ("SELECT (1 AS ?x) {}", "", JSON),
        ("SELECT (1 AS ?x) {}", JSON, JSON),
        ("SELECT (1 AS ?x) {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT (1 AS ?x) {}", "text/csv", "text/csv; charset=utf-8"),
        ("SELECT (1 AS ?x) {}", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("SELECT (1 AS ?x) {}", "text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        ("SELECT (1 AS ?x) {}", "text/csv;q=0.2, application/*;q=0.9", JSON),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("ASK {}", "text/csv", "text/csv; charset=utf-8"),
        ("CONSTRUCT WHERE {?s ?p ?o}", "", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE {?s ?p ?o}", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE {?s ?p ?o}", "application/n-triples", "application/n-triples"),
        ("DESCRIBE <http://example.org/default>", "application/ld+json", "application/ld+json"),
    ],
)
def test_content_is_negotiated(graphs: httpx.Client, form: str, accept: str, media: str) -> None:
    r = graphs.get("/sparql", params={"query": form}, headers={"accept": accept})
    assert (r.status_code, r.headers["content-type"]) == (200, media)
    assert "Accept" in r.headers["vary"]
    assert r.content


@pytest.mark.parametrize("form", ["SELECT (1 AS ?x) {}", "CONSTRUCT WHERE {?s ?p ?o}"])
def test_no_acceptable_format(graphs: httpx.Client, form: str) -> None:
    problem(graphs.get("/sparql", params={"query": form}, headers={"accept": "image/png"}), 406, "not-acceptable")


def test_wrong_methods(graphs: httpx.Client) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        r = graphs.request(method, "/sparql", params={"query": "ASK {}"})
        problem(r, 405, "wrong-method")
        assert {m.strip() for m in r.headers["allow"].split(",")} == {"GET", "HEAD", "POST", "OPTIONS"}


def test_two_queries(graphs: httpx.Client) -> None:
    problem(graphs.get("/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"), 400, "bad-request")
    problem(graphs.post("/sparql?query=ASK%20%7B%7D", content="ASK {}", headers=QUERY), 400, "bad-request")


@pytest.mark.parametrize("media", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
def test_wrong_media_type(graphs: httpx.Client, media: str) -> None:
    r = graphs.post("/sparql", content=b"query=ASK%20%7B%7D", headers={"content-type": media} if media else {})
    problem(r, 415, "wrong-type")
    assert "application/sparql-query" in r.headers["accept-post"]


def test_not_utf_8(graphs: httpx.Client) -> None:
    utf16 = {"content-type": "application/sparql-query; charset=UTF-16"}
    problem(graphs.post("/sparql", content="ASK {}".encode("utf-16"), headers=utf16), 415, "wrong-type")
    problem(graphs.post("/sparql", content=b'ASK { ?s ?p "\xff" }', headers=QUERY), 400, "bad-request")
    problem(graphs.post("/sparql", content=b"query=ASK%20%7B%3Fs%20%FF%7D", headers=FORM), 400, "bad-request")
    problem(graphs.post("/sparql", content=b"query=ASK\xff", headers=FORM), 400, "bad-request")
    problem(graphs.get("/sparql?query=%FF%FE"), 400, "bad-request")


def test_syntax_with_its_position(graphs: httpx.Client) -> None:
    body = problem(graphs.get("/sparql", params={"query": "SELECT *\nWHER { ?s ?p ?o }"}), 400, "bad-query")
    assert body["line"] == 2
    assert body["column"] > 0
    for text in ("", " ", "SELECT", "{", "ASK { ?s <p q> ?o }", "SELECT ?x WHERE { BIND(1 AS ?x) } garbage", "\x00"):
        problem(graphs.get("/sparql", params={"query": text}), 400, "bad-query")


def test_updates_are_refused(graphs: httpx.Client) -> None:
    problem(graphs.post("/sparql", data={"update": "CLEAR ALL"}), 403, "read-only")
    update = {"content-type": "application/sparql-update"}
    problem(graphs.post("/sparql", content="CLEAR ALL", headers=update), 403, "read-only")
    problem(graphs.get("/sparql", params={"update": "CLEAR ALL"}), 403, "read-only")
    problem(graphs.post("/sparql", data={"query": "INSERT DATA { <a:a> <a:a> 1 }"}), 400, "bad-query")
    assert boolean(graphs.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
        "SELECT * { service <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "SELECT * { { SELECT * { SERVICE?x {} } } }",
    ],
)
def test_reaching_out_is_refused(graphs: httpx.Client, text: str) -> None:
    problem(graphs.get("/sparql", params={"query": text}), 400, "refused")


def test_a_silent_service_is_one_that_failed(graphs: httpx.Client) -> None:
    r = graphs.get("/sparql", params={"query": "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }"})
    assert r.json()["results"]["bindings"] == [{}]


def test_words_that_only_look_like_reaching_out(graphs: httpx.Client) -> None:
    text = 'SELECT ("SERVICE <x>" AS ?x) { } # SERVICE <y>'
    assert graphs.get("/sparql", params={"query": text}).status_code == 200
    assert graphs.get("/sparql", params={"query": "ASK { <a:SERVICE> ?service 'LOAD' }"}).status_code == 200


def test_relative_iris_are_entities_of_the_graph(client: httpx.Client) -> None:
    r = client.get(
        "/sparql", params={"query": "CONSTRUCT { <s> <p> 1 } {}"}, headers={"accept": "application/n-triples"}
    )
    assert r.text.startswith("<https://w3id.org/mechgraph/entity/s> <https://w3id.org/mechgraph/entity/p>")


def test_from_reads_no_file(graphs: httpx.Client) -> None:
    """FROM names a graph of the store and nothing else."""
    r = graphs.get("/sparql", params={"query": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"})
    assert r.json()["results"]["bindings"] == []


def test_head_and_options(graphs: httpx.Client) -> None:
    r = graphs.head("/sparql", params={"query": "ASK {}"})
    assert (r.status_code, r.headers["content-type"], r.content) == (200, JSON, b"")
    assert graphs.head("/sparql", params={"query": "ASK {"}).status_code == 400
    r = graphs.options("/sparql")
    assert r.status_code == 204
    assert "POST" in r.headers["allow"]


def test_pages_of_this_machine_may_read_and_foreign_ones_may_not(graphs: httpx.Client) -> None:
    ours = graphs.get("/sparql", params={"query": "ASK {}"}, headers={"origin": "http://localhost:3000"})
    assert ours.headers["access-control-allow-origin"] == "http://localhost:3000"
    for origin in ("https://evil.example", "null", "http://localhost.evil.example", "http://127.0.0.1@evil.example"):
        r = graphs.get("/sparql", params={"query": "ASK {}"}, headers={"origin": origin})
        assert "access-control-allow-origin" not in r.headers
    asked = {"origin": "http://127.0.0.1:5173", "access-control-request-method": "POST"}
    r = graphs.options("/sparql", headers=asked)
    assert r.status_code == 204
    assert "POST" in r.headers["access-control-allow-methods"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example:80"])
def test_a_foreign_host_is_refused(graphs: httpx.Client, host: str) -> None:
    for path in ("/", "/sparql?query=ASK%7B%7D", "/api/stats", "/static/app.js"):
        problem(graphs.get(path, headers={"host": host}), 400, "foreign-host")


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"]
)
def test_the_service_describes_itself(graphs: httpx.Client, media: str) -> None:
    formats = {
        "text/turtle": pyoxigraph.RdfFormat.TURTLE,
        "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
        "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
        "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    }
    sd = "http://www.w3.org/ns/sparql-service-description#"
    for path in ("/sparql", "/.well-known/void"):
        r = graphs.get(path, headers={"accept": media})
        assert r.status_code == 200, r.text
        said = {(t.predicate.value, str(t.object)) for t in pyoxigraph.parse(r.content, format=formats[media])}
        assert (f"{sd}supportedLanguage", f"<{sd}SPARQL11Query>") in said or path != "/sparql"
        assert any(p.endswith("void#sparqlEndpoint") for p, _ in said)


def test_a_browser_gets_the_page_of_queries(graphs: httpx.Client) -> None:
    r = graphs.get("/sparql", headers={"accept": "text/html"})
    assert (r.status_code, r.headers["location"]) == (303, "/?view=sparql")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "OPTIONS"]),
    query=st.binary(max_size=60).map(lambda b: quote(b)) | st.just("query=ASK%20%7B%7D"),
    body=st.binary(max_size=60) | st.just(b"query=ASK%7B%7D") | st.just(b"ASK{}"),
    media=st.sampled_from([FORM["content-type"], QUERY["content-type"], "text/x", ";;", "a/b;charset="]),
    accept=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20) | st.just("*/*"),
)
def test_whatever_is_sent_the_answer_is_well_formed(
    graphs: httpx.Client, method: str, query: str, body: bytes, media: str, accept: str
) -> None:
    """Never a server's own failure, and every error in the one shape."""
    content = body if method == "POST" else None
    headers = {"content-type": media, "accept": accept}
    r = graphs.request(method, f"/sparql?{query}", content=content, headers=headers)
    assert r.status_code < 500
    if r.status_code >= 400 and method != "HEAD":
        assert r.json()["status"] == r.status_code
