"""What endpoints do wrong, and what the remote engine makes of it; played by a small server of the standard library."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

import mechgraph
from mechgraph.errors import NotFoundError, QueryError, QueryTimeoutError, RemoteError, UsageError
from mechgraph.store.base import Table
from mechgraph.store.remote_engine import JSON, RemoteEngine

Script = Callable[["Played", str], None]


class Played(BaseHTTPRequestHandler):
    """One request, answered by the script of the test."""

    protocol_version = "HTTP/1.1"
    script: Script
    asked: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        query = parse_qs(body)["query"][0]
        self.asked.append(query)
        type(self).script(self, query)

    def reply(self, status: int, body: bytes, media: str = JSON, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", media)
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def always(status: int, body: bytes, media: str = JSON, **headers: str) -> Script:
    return lambda h, q: h.reply(status, body, media, **headers)


def result(n: int, name: str = "x") -> bytes:
    row = {name: {"type": "literal", "value": "v"}}
    return json.dumps({"head": {"vars": [name]}, "results": {"bindings": [row] * n}}).encode()


def count(n: int) -> bytes:
    term = {"type": "literal", "value": str(n), "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    return json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [{"n": term}]}}).encode()


@pytest.fixture
def play() -> Iterator[Callable[[Script], tuple[RemoteEngine, list[str]]]]:
    servers: list[ThreadingHTTPServer] = []
    engines: list[RemoteEngine] = []

    def start(script: Script) -> tuple[RemoteEngine, list[str]]:
        asked: list[str] = []
        handler = type("Handler", (Played,), {"script": staticmethod(script), "asked": asked})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        engine = RemoteEngine(f"http://127.0.0.1:{server.server_address[1]}/sparql", timeout=5)
        engine.connection.pause = 0.02
        engines.append(engine)
        return engine, asked

    yield start
    for engine in engines:
        engine.close()
    for server in servers:
        server.shutdown()
        server.server_close()


Play = Callable[[Script], tuple[RemoteEngine, list[str]]]


def test_busy_endpoints_are_asked_again(play: Play) -> None:
    states = iter([503, 429, 502])

    def script(h: Played, query: str) -> None:
        status = next(states, 200)
        h.reply(status, result(2) if status == 200 else b"busy")

    engine, asked = play(script)
    table = engine.query("SELECT ?x {}")
    assert isinstance(table, Table)
    assert (len(table), len(asked)) == (2, 4)


@pytest.mark.parametrize("status", [500, 404, 501])
def test_other_failures_are_not_asked_again(play: Play, status: int) -> None:
    engine, asked = play(lambda h, q: h.reply(status, b"<p>no such thing</p>", "text/html"))
    with pytest.raises(RemoteError, match="no such thing"):
        engine.query("SELECT ?x {}")
    assert len(asked) == 1


def test_a_refused_query_is_told(play: Play) -> None:
    engine, _ = play(lambda h, q: h.reply(400, b"Virtuoso 37000 Error SP030: syntax error at 'WHER'", "text/plain"))
    with pytest.raises(QueryError, match="syntax error at 'WHER'"):
        engine.query("SELECT WHER {")


def test_access_refused_says_how_to_get_in(play: Play) -> None:
    engine, _ = play(lambda h, q: h.reply(401, b"", "text/plain"))
    with pytest.raises(RemoteError, match="MECHGRAPH_ENDPOINT_TOKEN"):
        engine.query("ASK {}")


def test_a_cut_at_the_stated_limit_is_noticed(play: Play) -> None:
    engine, _ = play(lambda h, q: h.reply(200, result(100), X_SPARQL_MaxRows="100"))
    with pytest.raises(RemoteError, match="cut the result at 100 rows"):
        engine.query("SELECT ?x {}")


@pytest.mark.parametrize("cap", [200, 1_000, 1_024, 10_000])
def test_a_silent_cut_is_noticed_by_counting(play: Play, cap: int) -> None:
    engine, asked = play(lambda h, q: h.reply(200, count(31234) if "COUNT" in q else result(cap)))
    with pytest.raises(RemoteError, match=f"{cap} of 31234"):
        engine.query("PREFIX a: <http://a/> SELECT ?x { ?x a:p ?y }")
    assert asked[1].startswith("PREFIX a: <http://a/> SELECT (COUNT(*) AS ?n) WHERE { { SELECT ?x")


def test_more_than_was_asked_for_is_counted_too(play: Play) -> None:
    """A LIMIT above what an endpoint gives is no reason to believe it; the dataset of a query stays outside."""
    engine, asked = play(lambda h, q: h.reply(200, count(5_000) if "COUNT" in q else result(1_024)))
    with pytest.raises(RemoteError, match="1024 of 5000"):
        engine.query("SELECT ?x FROM <http://g/FROM> WHERE { ?x ?p 'FROM a:b' } LIMIT 5000")
    assert "SELECT (COUNT(*) AS ?n) FROM <http://g/FROM> WHERE { { SELECT ?x  WHERE { ?x ?p 'FROM a:b' } L" in asked[1]


def test_what_came_whole_once_is_not_counted_again(play: Play) -> None:
    sizes = iter([10_000, 10_000, 3_000])
    engine, asked = play(lambda h, q: h.reply(200, count(10_000) if "COUNT" in q else result(next(sizes))))
    for text, rows in (("SELECT ?x {} LIMIT 10000", 10_000), ("SELECT ?x {}", 10_000), ("SELECT ?y {}", 3_000)):
        table = engine.query(text)
        assert isinstance(table, Table)
        assert len(table) == rows
    assert len(asked) == 4


def test_a_part_of_a_result_is_an_error(play: Play) -> None:
    engine, _ = play(lambda h, q: h.reply(200, result(3), X_SQL_State="S1TAT"))
    with pytest.raises(QueryTimeoutError, match="a part of the result"):
        engine.query("SELECT ?x {}")

    def short(h: Played, query: str) -> None:
        h.send_response(200)
        h.send_header("content-type", JSON)
        h.send_header("content-length", "100000")
        h.end_headers()
        h.wfile.write(result(50)[:700])
        h.close_connection = True

    engine, _ = play(short)
    with pytest.raises(RemoteError):
        engine.query("SELECT ?x {}")


def test_a_page_instead_of_a_result(play: Play) -> None:
    engine, _ = play(lambda h, q: h.reply(200, b"<html>", "text/html"))
    with pytest.raises(RemoteError, match="text/html"):
        engine.query("SELECT ?x {}")
    for status in (301, 302, 303, 308):
        engine, _ = play(always(status, b"", "text/html", Location="http://elsewhere.example/"))
        with pytest.raises(RemoteError, match=f"{status}.*: http://elsewhere.example/"):
            engine.query("SELECT ?x {}")


@pytest.mark.parametrize("status", [301, 307, 308])
def test_a_redirection_on_the_same_host_is_followed(play: Play, status: int) -> None:
    def script(h: Played, query: str) -> None:
        h.reply(200, result(2)) if h.path == "/new" else h.reply(status, b"", "text/html", Location="/new")

    engine, asked = play(script)
    assert len(engine.query("SELECT ?x {}")) == 2  # type: ignore[arg-type]
    assert asked == ["SELECT ?x {}"] * 2
    engine, _ = play(lambda h, q: h.reply(status, b"", "text/html", Location=f"/{len(h.asked)}"))
    with pytest.raises(RemoteError, match="sends elsewhere"):
        engine.query("SELECT ?x {}")


def test_json_with_more_than_rows_is_asked_for_as_xml(play: Play) -> None:
    """Comunica tells of its requests after the rows, which the reader of JSON does not let through."""
    told = json.loads(result(2))
    told["results"]["metadata"] = {"httpRequests": 0}
    rows = b"<result><binding name='x'><literal>v</literal></binding></result>" * 2
    xml = (
        b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
    )
    xml += b"<results>" + rows + b"</results></sparql>"

    def script(h: Played, query: str) -> None:
        if h.headers["accept"].startswith(JSON):
            h.reply(200, json.dumps(told).encode())
        else:
            h.reply(200, xml, "application/sparql-results+xml")

    engine, asked = play(script)
    for requests in (2, 3):  # once it is known, at once
        assert engine.query("SELECT ?x { ?x ?y ?z }") == Table(("x",), (("v",), ("v",)))
        assert len(asked) == requests


def test_results_in_xml_are_read(play: Play) -> None:
    body = (
        b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
        b'<results><result><binding name="x"><uri>http://e/1</uri></binding></result></results></sparql>'
    )
    for media in ("application/sparql-results+xml", "text/xml; charset=utf-8"):
        engine, _ = play(always(200, body, media))
        assert engine.query("SELECT ?x {}").rows == (("http://e/1",),)  # type: ignore[union-attr]


YES = b'{"head": {}, "boolean": true}'
WORD = b'{"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "many"}}]}}'


def test_an_answer_to_another_question_is_none(play: Play) -> None:
    """A SELECT is no boolean, an ASK has one row, and a number is a number."""
    engine, _ = play(lambda h, q: h.reply(200, YES))
    with pytest.raises(RemoteError, match="a SELECT with true"):
        engine.query("SELECT ?x {}")
    for body in (result(0), result(2), WORD):
        engine, _ = play(always(200, body))
        with pytest.raises(RemoteError, match="an ASK with a table"):
            engine.query("ASK {}")
    for body in (YES, result(0), WORD):
        counted = always(200, body)
        engine, _ = play(lambda h, q, c=counted: c(h, q) if "COUNT" in q else h.reply(200, result(500)))  # type: ignore[misc]
        with pytest.raises(RemoteError, match="does not answer with a number"):
            engine.query("SELECT ?x {}")


def test_a_problem_that_is_none_is_told_as_text(play: Play) -> None:
    for body in (b"<p>down</p> for now", b"[1, 2]", b'"down"'):
        engine, _ = play(always(500, body, "application/problem+json"))
        with pytest.raises(RemoteError, match=r"answers 500: (down|.1, 2.|.down)"):
            engine.query("SELECT ?x {}")


def test_an_error_without_an_end_is_read_for_64_kilobytes(play: Play) -> None:
    sent = []

    def script(h: Played, query: str) -> None:
        h.send_response(500)
        h.send_header("content-type", "text/plain")
        h.send_header("content-length", "1500000000")
        h.end_headers()
        try:
            for _ in range(1500):
                sent.append(h.wfile.write(b"x" * 1_000_000))
        except OSError:
            h.close_connection = True

    engine, _ = play(script)
    with pytest.raises(RemoteError, match=r"answers 500: x+$"):
        engine.query("SELECT ?x {}")
    assert sum(sent) < 100_000_000


def test_what_a_stranger_says_cannot_write_on_the_terminal(play: Play) -> None:
    engine, _ = play(lambda h, q: h.reply(500, b"\x1b]0;title\x07\x1b[31mred\x1b[0m\r\nnext", "text/plain"))
    with pytest.raises(RemoteError) as error:
        engine.query("SELECT ?x {}")
    assert str(error.value).endswith("red next")
    assert str(error.value).isprintable()


def test_how_long_a_busy_endpoint_asks_to_wait_is_told(play: Play) -> None:
    engine, asked = play(lambda h, q: h.reply(503, b"", "text/plain", Retry_After="120"))
    with pytest.raises(RemoteError, match=r"busy \(503\) and asks to come back in 120 s \(try again later\)"):
        engine.query("SELECT ?x {}")
    assert len(asked) == 1
    engine, asked = play(lambda h, q: h.reply(429, b"", "text/plain"))
    with pytest.raises(RemoteError, match=r"busy \(429\); it was asked 4 times"):
        engine.query("SELECT ?x {}")
    assert len(asked) == 4


def test_https_where_http_is_spoken_is_told(play: Play) -> None:
    engine, _ = play(lambda h, q: h.reply(200, result(1)))
    address = engine.name.replace("http://", "https://")
    with pytest.raises(RemoteError, match="does not speak https"):
        RemoteEngine(address, retries=0).query("SELECT ?x {}")
    upper = RemoteEngine(engine.name.replace("http://", "HTTP://"))
    assert len(upper.query("SELECT ?x {}")) == 1  # type: ignore[arg-type]
    upper.close()


def test_an_address_without_its_scheme_is_named() -> None:
    for text in ("localhost:8000/sparql", "host.example/sparql", "127.0.0.1:8890"):
        with pytest.raises(NotFoundError, match=f"did you mean 'http://{text}'"):
            mechgraph.load(text)
    for text in ("http://", "https:///sparql", "http://host:port/sparql"):
        with pytest.raises(UsageError, match="write https://host/sparql"):
            mechgraph.load(text)


def test_time_is_limited_even_when_bytes_trickle(play: Play) -> None:
    def trickle(h: Played, query: str) -> None:
        h.send_response(200)
        h.send_header("content-type", JSON)
        h.send_header("content-length", "100000")
        h.end_headers()
        try:
            for _ in range(100):
                h.wfile.write(b" ")
                h.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    engine, _ = play(trickle)
    start = time.monotonic()
    with pytest.raises(QueryTimeoutError):
        engine.query("SELECT ?x {}", timeout=0.5)
    assert time.monotonic() - start < 3


def test_nobody_there() -> None:
    engine = RemoteEngine("http://127.0.0.1:9/sparql", retries=1)
    engine.connection.pause = 0.01
    with pytest.raises(RemoteError, match="cannot be reached"):
        engine.query("ASK {}")
    engine.close()


def test_credentials_come_from_the_environment(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def script(h: Played, query: str) -> None:
        seen.append(h.headers.get("authorization", ""))
        h.reply(200, result(1))

    monkeypatch.setenv("MECHGRAPH_ENDPOINT_USER", "u")
    monkeypatch.setenv("MECHGRAPH_ENDPOINT_PASSWORD", "p")
    play(script)[0].query("SELECT ?x {}")
    monkeypatch.setenv("MECHGRAPH_ENDPOINT_TOKEN", "t0ken")
    play(script)[0].query("SELECT ?x {}")
    assert seen == ["Basic dTpw", "Bearer t0ken"]
    with pytest.raises(UsageError, match="plain http"):
        RemoteEngine("http://example.org/sparql")
    monkeypatch.setenv("MECHGRAPH_ENDPOINT_PLAIN", "1")
    RemoteEngine("http://example.org/sparql").close()


def test_credentials_of_the_address_are_told_to_nobody(play: Play) -> None:
    seen: list[str] = []

    def script(h: Played, query: str) -> None:
        seen.append(h.headers.get("authorization", ""))
        h.reply(500, b"no", "text/plain")

    own = play(script)[0].name.removeprefix("http://")
    engine = RemoteEngine(f"http://me:pa%40ss@{own}?apikey=abc")
    with pytest.raises(RemoteError) as error:
        engine.query("SELECT ?x {}")
    assert base64.b64decode(seen[0].removeprefix("Basic ")) == b"me:pa@ss"
    assert engine.name == f"http://{own}?apikey=…"
    graph = mechgraph.load(f"http://me:pa%40ss@{own}?apikey=abc")
    for text in (str(error.value), graph.store.name, repr(graph.store)):
        assert not any(secret in text for secret in ("me:", "pa%40ss", "pa@ss", "abc"))
    graph.close()
    engine.close()
    with pytest.raises(UsageError, match="plain http") as refused:
        RemoteEngine("http://me:secret@host.example/sparql")
    assert "secret" not in str(refused.value)


def test_credentials_stand_in_netrc(play: Play, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[str | None] = []

    def script(h: Played, query: str) -> None:
        seen.append(h.headers.get("authorization"))
        h.reply(200, result(1))

    file = tmp_path / "netrc"
    file.write_text("default login other password other\nmachine 127.0.0.1 login u password p\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    play(script)[0].query("SELECT ?x {}")
    file.write_text("machine elsewhere.example login u password p\n", encoding="utf-8")
    play(script)[0].query("SELECT ?x {}")
    assert seen == ["Basic dTpw", None]


def test_what_is_no_query() -> None:
    engine = RemoteEngine("http://127.0.0.1:9/sparql")
    with pytest.raises(QueryError):
        engine.query("# SELECT\n CLEAR ALL")
    engine.close()
