"""Who may call, and how fast they have to speak: hosts, sites, half-open connections."""

from __future__ import annotations

import contextlib
import select
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

import mechgraph.server
from mechgraph.cli import app
from mechgraph.server.settings import who_is_let_in

from .conftest import running
from .test_limits import big
from .test_protocol import problem

__all__ = ["big"]


@pytest.mark.parametrize(
    "host",
    ["[::1].evil.com", "localhost:1@evil", "localhost:80:80", "localhost/", "[::1", "[localhost]", "127.0.0.1:", "a b"],
)
def test_a_host_is_read_strictly(graphs: httpx.Client, host: str) -> None:
    """Only NAME, NAME:PORT and their like in brackets; an empty port is allowed by RFC 3986, and is ours."""
    r = graphs.get("/health", headers={"host": host})
    if host == "127.0.0.1:":
        assert r.status_code == 200
    else:
        problem(r, 400, "foreign-host")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:81", "127.0.0.1", "[::1]:8000", "localhost."])
def test_the_names_of_this_machine_are_ours(graphs: httpx.Client, host: str) -> None:
    assert graphs.get("/health", headers={"host": host}).status_code == 200


SITE = "sec-fetch-site"


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/api/stats", "/static/app.js", "/"])
@pytest.mark.parametrize(
    "headers",
    [
        {SITE: "cross-site"},
        {SITE: "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {SITE: "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_page_of_another_site_is_refused(graphs: httpx.Client, path: str, headers: dict[str, str]) -> None:
    problem(graphs.get(path, headers=headers), 403, "cross-site")


def test_a_form_of_another_site_is_refused(graphs: httpx.Client) -> None:
    headers = {SITE: "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    problem(graphs.post("/sparql", data={"query": "ASK {}"}, headers=headers), 403, "cross-site")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SITE: "same-origin"},
        {SITE: "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
        {SITE: "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
        {SITE: "cross-site", "origin": "http://localhost:3000"},
    ],
)
def test_programs_our_own_pages_and_links_are_answered(graphs: httpx.Client, headers: dict[str, str]) -> None:
    assert graphs.get("/sparql?query=ASK%7B%7D", headers=headers).status_code == 200


def test_an_origin_that_is_let_in_is_answered(big: Path) -> None:
    with running(str(big), callers=1, origins=("https://kg.example",)) as (address, _):
        asked = {"origin": "https://kg.example", SITE: "cross-site"}
        r = httpx.get(f"{address}/sparql?query=ASK%7B%7D", headers=asked)
        assert r.headers["access-control-allow-origin"] == "https://kg.example"
        problem(httpx.get(f"{address}/health", headers={"origin": "https://other.example"}), 403, "cross-site")


@contextmanager
def connections(address: str, number: int) -> Iterator[list[socket.socket]]:
    host, port = address.removeprefix("http://").split(":")
    opened = [socket.create_connection((host, int(port)), timeout=5) for _ in range(number)]
    try:
        yield opened
    finally:
        for s in opened:
            s.close()


def _closed(sockets: list[socket.socket], within: float) -> int:
    """How many of them the server has closed after so many seconds at most."""
    until, open_ones = time.monotonic() + within, set(sockets)
    while open_ones and time.monotonic() < until:
        for s in select.select(list(open_ones), [], [], 0.1)[0]:
            try:
                if s.recv(1000):
                    continue
            except OSError:
                pass
            open_ones.discard(s)
    return len(sockets) - len(open_ones)


def test_half_open_connections_are_closed_and_do_not_stop_others(big: Path) -> None:
    """Nothing sent, half a head, a head a byte at a time, and half of a second head on a connection that was used."""
    head = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"
    with running(str(big), callers=1, patience=1) as (address, _), connections(address, 90) as sockets:
        for s in sockets[30:60]:
            s.sendall(head)
        for s in sockets[60:]:
            s.sendall(head + b"\r\n" + head)
        with ThreadPoolExecutor(1) as pool:
            closing = pool.submit(_closed, sockets[30:], 4)
            for i in range(12):  # the first thirty trickle: each byte is news, and none ends the head
                for s in sockets[:30]:
                    try:
                        s.sendall(head[i : i + 1])
                    except OSError:
                        continue
                time.sleep(0.15)
                assert httpx.get(f"{address}/health").status_code == 200
            assert closing.result() == 60
        assert _closed(sockets[:30], 3) == 30


def test_a_body_that_does_not_come_is_answered_with_408(big: Path) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 100\r\n\r\nASK"
    )
    with running(str(big), callers=1, patience=0.7) as (address, _), connections(address, 1) as (s,):
        s.sendall(head)
        s.settimeout(5)
        start = time.monotonic()
        answer = b"".join(iter(lambda: s.recv(4000), b""))
        assert 0.5 < time.monotonic() - start < 4
        assert answer.startswith(b"HTTP/1.1 408")
        assert b"within 0.7 s" in answer


def test_an_answer_that_is_not_read_is_ended(big: Path) -> None:
    """The client asks for much, reads a little, and stays; its worker is free for another."""
    path = b"/sparql?query=SELECT+*+%7B%3Fa+%3Fb+%3Fc.%3Fd+%3Fe+%3Ff%7D+LIMIT+900000"
    server = running(str(big), workers=1, callers=1, patience=1, seconds=30)
    with server as (address, _), connections(address, 1) as (s,):
        s.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert s.recv(1000).startswith(b"HTTP/1.1 200")
        time.sleep(3)
        s.settimeout(5)
        size, last = 0, b""
        with contextlib.suppress(ConnectionError):
            while piece := s.recv(1 << 20):
                size, last = size + len(piece), piece[-5:]
        assert last != b"0\r\n\r\n", "it is cut, and can be seen to be"
        assert size < 50_000_000


def test_a_server_for_every_network_answers_its_own_numbers_and_says_what_that_means(big: Path) -> None:
    with running(str(big), host="0.0.0.0", callers=1) as (address, _):
        assert address.startswith("http://127.0.0.1:")
        assert httpx.get(f"{address}/health").status_code == 200
        port = address.rpartition(":")[2]
        elsewhere = f"http://127.0.0.2:{port}/health"  # another address of this machine, as a number
        assert httpx.get(elsewhere).status_code == 200
        problem(httpx.get(elsewhere, headers={"host": "evil.example"}), 400, "foreign-host")
        problem(httpx.get(elsewhere, headers={"host": "10.1.2.3"}), 400, "foreign-host")
        problem(httpx.get(elsewhere, headers={"host": "0.0.0.0"}), 400, "foreign-host")


def test_what_a_host_lets_in_is_said_before_it_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mechgraph.server, "serve", lambda *_, **__: None)
    told = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0", "--allow-host", "kg.example"]).stderr
    assert "every network of this machine" in told
    assert "no password" in told
    assert "kg.example" in told
    assert CliRunner().invoke(app, ["serve"]).stderr == ""
    assert "the network of 192.168.1.5" in who_is_let_in("192.168.1.5")
