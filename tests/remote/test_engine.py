"""What endpoints do wrong, and what the remote engine makes of it; played by a small server of the standard library."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from mechgraph.errors import QueryError, QueryTimeoutError, RemoteError, UsageError
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
        engine.pause = 0.02
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


def test_a_silent_cut_is_noticed_by_counting(play: Play) -> None:
    engine, asked = play(lambda h, q: h.reply(200, count(31234) if "COUNT" in q else result(10_000)))
    with pytest.raises(RemoteError, match="10000 of 31234"):
        engine.query("PREFIX a: <http://a/> SELECT ?x { ?x a:p ?y }")
    assert asked[1].startswith("PREFIX a: <http://a/> SELECT (COUNT(*) AS ?n) WHERE { { SELECT ?x")


def test_a_round_number_that_was_asked_for_is_no_cut(play: Play) -> None:
    engine, asked = play(lambda h, q: h.reply(200, count(10_000) if "COUNT" in q else result(10_000)))
    for text in ("SELECT ?x {} LIMIT 10000", "SELECT ?x {}"):
        table = engine.query(text)
        assert isinstance(table, Table)
        assert len(table) == 10_000
    assert len(asked) == 3


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
    engine, _ = play(lambda h, q: h.reply(302, b"", "text/html", Location="http://elsewhere.example/"))
    with pytest.raises(RemoteError, match="302"):
        engine.query("SELECT ?x {}")


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
    engine.pause = 0.01
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


def test_what_is_no_query() -> None:
    engine = RemoteEngine("http://127.0.0.1:9/sparql")
    with pytest.raises(QueryError):
        engine.query("# SELECT\n CLEAR ALL")
    engine.close()
