"""The JSON API: its document, its answers, its errors, and bad input on every route."""

from __future__ import annotations

import hashlib
import inspect
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import jsonschema
import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mechgraph
from mechgraph.graph import Graph
from mechgraph.receipts import verify
from mechgraph.receipts.figures import inside
from mechgraph.receipts.receipt import parse
from mechgraph.server.openapi import document
from mechgraph.server.operations import OPERATIONS, RECEIPTED

from .test_protocol import problem

STATIC = Path(mechgraph.__file__).parent / "server" / "static"
GOOD: dict[str, tuple[str, dict[str, Any]]] = {
    "stats": ("/api/stats", {}),
    "search": ("/api/search", {"q": "baclofn", "category": "chemical"}),
    "browse": ("/api/browse", {"shelf": "targets", "text": "gaba"}),
    "examples": ("/api/examples", {}),
    "entity": ("/api/entity/baclofen", {}),
    "screen": ("/api/screen", {"entity": "baclofen"}),
    "associations": ("/api/associations", {"entity": "baclofen", "limit": 5}),
    "mechanism": ("/api/mechanism", {"drug": "baclofen", "effect": "spasticity"}),
    "paths": ("/api/paths", {"start": "baclofen", "end": "spasticity", "k": 3}),
    "explain": ("/api/explain", {"drug": "baclofen", "effect": "spasticity"}),
    "ask": ("/api/ask", {"question": "Does baclofen treat spasticity?"}),
    "what_if": ("/api/what-if", {"drug": "baclofen", "effect": "spasticity", "block": "GABA-B receptor"}),
    "interactions": ("/api/interactions", {"drug": "baclofen", "other": "acyclovir"}),
    "compare": ("/api/compare", {"drug": ["baclofen", "diazepam"]}),
    "draw": ("/api/draw", {"drug": "baclofen", "effect": "spasticity"}),
    "queries": ("/api/query", {}),
    "query": ("/api/query/effects", {"drug": "baclofen"}),
    "query_text": ("/api/query-text/effects", {"drug": "baclofen"}),
}
GOOD |= {f"receipt_{call}": (GOOD[call][0].replace("/api/", "/api/receipt/"), GOOD[call][1]) for call in RECEIPTED}


def check(instance: object, name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    jsonschema.Draft202012Validator(schema).validate(instance)


def test_the_document_is_valid(client: httpx.Client) -> None:
    served = client.get("/api/openapi.json").json()
    assert served == json.loads(json.dumps(document()))
    for schema in served["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    paths = {o.path for o in OPERATIONS}
    assert set(served["paths"]) == paths
    names = [op["operationId"] for item in served["paths"].values() for op in item.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("call", list(GOOD))
def test_answers_have_the_documented_shape(client: httpx.Client, call: str) -> None:
    operation = next(o for o in OPERATIONS if o.call == call)
    path, params = GOOD[call]
    r = client.get(path, params=params)
    assert r.status_code == 200, r.text
    assert r.headers["content-type"].split(";")[0] in operation.media
    if operation.returns:
        check(r.json(), operation.returns)


def test_a_claim_comes_with_what_speaks_against_it(client: httpx.Client) -> None:
    m = client.get("/api/mechanism", params=GOOD["mechanism"][1]).json()
    contested = m["objections"][0]["claim"]
    r = client.get(f"/api/association/{contested}")
    check(r.json(), "AssociationCard")
    assert r.json()["objections"]


def test_a_figure_names_its_claims(client: httpx.Client) -> None:
    m = client.get("/api/mechanism", params=GOOD["mechanism"][1]).json()
    svg = client.get("/api/draw", params=GOOD["draw"][1]).text
    assert svg.startswith(("<svg", "<?xml"))
    assert sum(c["id"] in svg for c in m["claims"]) > len(m["claims"]) / 2
    assert "<script" not in svg


@pytest.mark.parametrize("call", RECEIPTED)
def test_an_answer_of_the_api_has_a_receipt_that_the_library_verifies(
    client: httpx.Client, kg: Graph, call: str
) -> None:
    path, params = GOOD[f"receipt_{call}"]
    receipt = parse(client.get(path, params=params).content, call)
    assert receipt.call == call
    assert verify(receipt, kg).status == "identical"


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_a_figure_of_the_api_carries_its_receipt_unless_it_shows_a_part(
    client: httpx.Client, kg: Graph, form: str
) -> None:
    drawn = client.get("/api/draw", params={**GOOD["draw"][1], "format": form})
    assert verify(parse(inside(drawn.content, form), form), kg).status == "identical"
    part = client.get("/api/draw", params={**GOOD["draw"][1], "format": form, "negated": "hide"})
    assert b"mechgraph-receipt" not in part.content
    assert b'<metadata class="receipt">' not in part.content


def test_paths_obey_their_constraints(client: httpx.Client) -> None:
    params: dict[str, Any] = {"start": "baclofen", "end": "spasticity", "k": 5, "sign": -1, "max_length": 5}
    for p in client.get("/api/paths", params=params).json()["paths"]:
        assert p["sign"] == -1
        assert p["length"] <= 5


def test_every_constraint_of_the_library_is_one_of_the_api(client: httpx.Client) -> None:
    taken = {p.name for o in OPERATIONS if o.call == "paths" for p in o.params}
    assert taken == set(inspect.signature(Graph.paths).parameters) - {"self"}


@pytest.mark.parametrize(
    "constraint",
    [
        {"through": "GABA-B receptor"},
        {"avoid": ["GABA-B receptor", "alpha motor neuron"]},
        {"predicates": ["decreases_activity_of", "increases", "positively_correlated_with"]},
        {"categories": ["cell_type", "process_or_activity"]},
        {"metapath": "drug -agonist_of-> receptor -> * -> * -> * -> phenotype"},
        {"context": "species=human"},
        {"weight_by": "density"},
        {"causal": False},
    ],
    ids=lambda c: next(iter(c)),
)
def test_paths_are_those_of_the_library(client: httpx.Client, constraint: dict[str, Any]) -> None:
    many = {"through", "avoid", "predicates", "categories", "context"}
    given: dict[str, Any] = {k: [v] if k in many and isinstance(v, str) else v for k, v in constraint.items()}
    asked = {k: str(v).lower() if isinstance(v, bool) else v for k, v in constraint.items()}
    wanted = [[str(c) for c in p.entities] for p in mechgraph.load().paths("baclofen", "spasticity", k=3, **given)]
    r = client.get("/api/paths", params={"start": "baclofen", "end": "spasticity", "k": 3, **asked})
    check(r.json(), "Paths")
    assert [[e["id"] for e in p["entities"]] for p in r.json()["paths"]] == wanted


@pytest.mark.parametrize("call", ["what_if", "interactions", "compare"])
def test_reasoning_is_that_of_the_library(client: httpx.Client, call: str) -> None:
    kg = mechgraph.load()
    results: dict[str, Callable[[], Any]] = {
        "what_if": lambda: kg.what_if("baclofen", "spasticity", block=["GABA-B receptor"]),
        "interactions": lambda: kg.interactions("baclofen", "acyclovir"),
        "compare": lambda: kg.compare(["baclofen", "diazepam"]),
    }
    path, params = GOOD[call]
    assert client.get(path, params=params).text == results[call]().to_json() + "\n"


def test_a_context_narrows_mechanism_figure_and_explanation(client: httpx.Client) -> None:
    """In people fewer chains can hold; a context that is none is refused."""
    for path in ("/api/mechanism", "/api/explain", "/api/draw"):
        params = {"drug": "baclofen", "effect": "anxiety"}
        everywhere = client.get(path, params=params)
        people = client.get(path, params={**params, "context": "species=NCBITaxon:9606"})
        assert people.status_code == 200, people.text
        assert len(people.content) < len(everywhere.content)
        problem(client.get(path, params={**params, "context": "speciees=rat"}), 400, "bad-request")


@pytest.mark.parametrize(
    ("path", "params", "status", "kind"),
    [
        ("/api/entity/baclofne", {}, 404, "not-found"),
        ("/api/entity/%00", {}, 400, "bad-request"),
        ("/api/entity/..%2F..%2Fetc%2Fpasswd", {}, 404, "not-found"),
        ("/api/association/mga:0000", {}, 404, "not-found"),
        ("/api/search", {}, 400, "bad-request"),
        ("/api/search", {"q": "  "}, 400, "bad-request"),
        ("/api/search", {"q": "x" * 501}, 400, "bad-request"),
        ("/api/search", {"q": "x", "limit": "51"}, 400, "bad-request"),
        ("/api/search", {"q": "x", "limit": "١"}, 400, "bad-request"),
        ("/api/search", {"q": "x", "category": "nothing"}, 400, "bad-request"),
        ("/api/search", {"q": "x", "what": "y"}, 400, "bad-request"),
        ("/api/search", {"q": ["x", "y"]}, 400, "bad-request"),
        ("/api/associations", {}, 400, "bad-request"),
        ("/api/associations", {"entity": "baclofen", "sign": "2"}, 400, "bad-request"),
        ("/api/associations", {"predicate": "treatz"}, 400, "bad-request"),
        ("/api/associations", {"entity": "baclofen", "negated": "yes"}, 400, "bad-request"),
        ("/api/mechanism", {"drug": "nothing at all"}, 404, "not-found"),
        ("/api/mechanism", {"drug": "spasticity", "effect": "baclofen"}, 404, "no-path"),
        ("/api/paths", {"start": "baclofen", "end": "nothing at all"}, 404, "not-found"),
        ("/api/paths", {"start": "baclofen", "end": "spasticity", "max_length": "9"}, 400, "bad-request"),
        ("/api/paths", {"start": "baclofen", "end": "spasticity", "metapath": "???"}, 400, "bad-request"),
        ("/api/paths", {"start": "baclofen", "end": "spasticity", "predicates": "treatz"}, 400, "bad-request"),
        ("/api/paths", {"start": "baclofen", "end": "spasticity", "weight_by": "beauty"}, 404, "not-found"),
        ("/api/what-if", {"drug": "baclofen", "effect": "spasticity", "delete": "mga:0"}, 404, "not-found"),
        ("/api/what-if", {"drug": "baclofen", "effect": "spasticity", "add": "x"}, 400, "bad-request"),
        ("/api/what-if", {"drug": "baclofen"}, 400, "bad-request"),
        ("/api/interactions", {"drug": "baclofen", "own_claims": "maybe"}, 400, "bad-request"),
        ("/api/compare", {"drug": "baclofen"}, 400, "bad-request"),
        ("/api/compare", {"drug": ["baclofen"] * 21}, 400, "bad-request"),
        ("/api/draw", {"drug": "baclofen", "theme": "pink"}, 400, "bad-request"),
        ("/api/draw", {"drug": "baclofen", "effect": "spasticity", "size": "1x1"}, 400, "bad-request"),
        ("/api/query/nothing", {}, 404, "not-found"),
        ("/api/query/effects", {"nothing": "x"}, 400, "bad-query"),
        ("/api/ask", {"question": ""}, 400, "bad-request"),
        ("/nothing", {}, 404, "not-found"),
        ("/api", {}, 404, "not-found"),
        ("/static/", {}, 404, "not-found"),
        ("/static/..%2f..%2fapp.py", {}, 404, "not-found"),
        ("/static/%2e%2e/app.py", {}, 404, "not-found"),
        ("/static/....//app.py", {}, 404, "not-found"),
        ("/static/%00", {}, 404, "not-found"),
        ("/entity/MG:nothing", {}, 404, "not-found"),
        ("/entity/%20", {}, 400, "bad-request"),
    ],
)
def test_bad_input_has_one_shape(
    client: httpx.Client, path: str, params: dict[str, Any], status: int, kind: str
) -> None:
    body = problem(client.get(path, params=params), status, kind)
    check(body, "Problem")
    assert "Traceback" not in json.dumps(body)


def test_a_typo_gets_a_suggestion(client: httpx.Client) -> None:
    assert "baclofen" in problem(client.get("/api/entity/baclofne"), 404, "not-found")["suggestions"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/api/stats", "/api/ask", "/", "/static/app.js", "/entity/x", "/health"])
def test_nothing_else_takes_a_body(client: httpx.Client, method: str, path: str) -> None:
    problem(client.request(method, path), 405, "wrong-method")


def test_malformed_utf_8_everywhere(client: httpx.Client) -> None:
    for path in ("/api/search?q=%FF", "/api/ask?question=%C3%28", "/api/query/effects?drug=%FF"):
        problem(client.get(path), 400, "bad-request")
    for path in ("/api/entity/%FF", "/entity/%FF%FE", "/entity/%C3%28", "/association/%FF", "/static/%FF", "/%FF"):
        problem(client.get(path), 400, "bad-request")


def test_what_is_not_http_does_not_hurt(embedded: str) -> None:
    host, port = embedded.removeprefix("http://").split(":")
    for sent in (b"\x00\xff\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET " + b"/" * 300_000, b"GET / HTTP/1.1\r\n\r\n"):
        with socket.create_connection((host, int(port)), timeout=5) as s:
            s.sendall(sent)
            s.shutdown(socket.SHUT_WR)
            s.recv(100)
    assert httpx.get(f"{embedded}/health").status_code == 200


@pytest.mark.parametrize(
    ("accept", "format"),
    [("text/turtle", "TURTLE"), ("application/n-triples", "N_TRIPLES"), ("application/ld+json", "JSON_LD")],
)
@pytest.mark.parametrize("path", ["/entity/DRUGBANK:DB00181", "/entity/drugbank:DB00181"])
def test_entities_resolve(client: httpx.Client, path: str, accept: str, format: str) -> None:
    r = client.get(path, headers={"accept": accept})
    assert r.status_code == 200
    triples = list(pyoxigraph.parse(r.content, format=getattr(pyoxigraph.RdfFormat, format)))
    iri = "https://identifiers.org/drugbank:DB00181"
    assert iri in {t.subject.value for t in triples if isinstance(t.subject, pyoxigraph.NamedNode)}
    assert r.headers["link"] == f'<{iri}>; rel="canonical"'
    page = client.get(path, headers={"accept": "text/html,*/*;q=0.1"})
    assert (page.status_code, page.headers["location"]) == (303, "/?e=DRUGBANK%3ADB00181")


def test_claims_resolve(client: httpx.Client) -> None:
    claim = client.get("/api/associations", params={"entity": "baclofen"}).json()["associations"][0]["id"]
    r = client.get(f"/association/{claim.split(':')[1]}", headers={"accept": "text/turtle"})
    assert r.status_code == 200
    assert b"biolink:Association" in r.content


def test_the_page_is_locked_down(client: httpx.Client) -> None:
    for path in ("/", "/static/app.js", "/api/stats", "/nothing"):
        r = client.get(path)
        assert "default-src 'self'" in r.headers["content-security-policy"]
        assert "unsafe" not in r.headers["content-security-policy"]
        assert r.headers["x-content-type-options"] == "nosniff"


def test_the_page_asks_nobody_else() -> None:
    """Our own files name no address that a browser would load from."""
    for path in STATIC.glob("*.*"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, path.name
        assert "https://" not in text, path.name


def test_vendored_files_are_what_was_published() -> None:
    """Each is the published file to the byte, with its licence beside it."""
    manifest = json.loads((STATIC / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    files = {p.name for p in (STATIC / "vendor").iterdir()} - {"manifest.json"}
    assert files == set(manifest) | {m["license_file"] for m in manifest.values()}
    for name, about in manifest.items():
        data = (STATIC / "vendor" / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == about["sha256"], name
        licence = (STATIC / "vendor" / about["license_file"]).read_text(encoding="utf-8")
        assert about["license"] == "MIT"
        assert "Permission is hereby granted, free of charge" in " ".join(licence.split())


TEXTS = st.text(max_size=30) | st.sampled_from(["baclofen", "spasticity", "DRUGBANK:DB00181", "0", "true", "-1", "*"])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_asked_the_answer_is_documented(client: httpx.Client, data: st.DataObject) -> None:
    """Requests drawn from the OpenAPI document, right and wrong: a documented status and shape, never a failure."""
    path = data.draw(st.sampled_from(sorted(document()["paths"])))
    operation = document()["paths"][path]["get"]
    params: list[tuple[str, Any]] = []
    for p in operation["parameters"]:
        schema = p["schema"]
        values = TEXTS | (st.sampled_from([str(v) for v in schema["enum"]]) if "enum" in schema else st.nothing())
        if p["in"] == "path":
            path = path.replace(f"{{{p['name']}}}", data.draw(values) or "x")
        elif p["name"] != "parameters" and (p["required"] or data.draw(st.booleans())):
            params.append((p["name"], data.draw(values)))
    path = "/".join(_quoted(part) for part in path.split("/"))
    r = client.get(path, params=params)
    assert str(r.status_code) in operation["responses"], (path, params, r.text)
    assert r.status_code < 500 or r.status_code == 501, (path, params, r.text)
    if r.status_code >= 400:
        check(r.json(), "Problem")


def _quoted(part: str) -> str:
    return quote(part, safe="", errors="ignore")
