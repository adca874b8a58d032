"""Limits that hold: time, rows, memory, bodies, concurrency; and processes that end with their parent."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from mechgraph.server.rowcount import RowCounter

from .conftest import children, running
from .test_protocol import problem

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a (:p|:q)* ?b . ?c (:p|:q)* ?d . ?e (:p|:q)* ?f }"
BOMB = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f } ORDER BY DESC(?f) ?b ?a"


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph in which property paths run away."""
    path = tmp_path_factory.mktemp("big") / "ring.nt"
    lines = (f"<http://e/{i}> <http://e/{'pq'[i % 2]}> <http://e/{(i * 7 + 1) % 1500}> ." for i in range(3000))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def resident(pids: list[int]) -> int:
    """Resident memory of processes in bytes."""
    total = 0
    for pid in pids:
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        except OSError:
            continue
    return total * os.sysconf("SC_PAGE_SIZE")


def test_a_runaway_query_is_stopped_and_the_others_keep_answering(big: Path) -> None:
    with running(str(big), seconds=1.5, callers=1) as (address, pid), httpx.Client(base_url=address, timeout=20) as c:
        text = "PREFIX : <http://e/> " + RUNAWAY
        before = set(children(pid))
        with ThreadPoolExecutor(1) as pool:
            run = pool.submit(c.get, "/sparql", params={"query": text})
            answered = 0  # while the other one ran
            while not run.done():
                assert c.get("/sparql", params={"query": "ASK {}"}).json()["boolean"]
                answered += not run.done()
                time.sleep(0.02)
            body = problem(run.result(), 500, "timeout")
        assert "1.5 s" in body["detail"]
        assert answered > 1
        assert c.get("/sparql", params={"query": "ASK {}"}).json()["boolean"]
        gone = before - set(children(pid))
        assert len(gone) <= 1, "no worker but the one that ran away was killed"


def test_memory_is_limited_and_comes_back(big: Path) -> None:
    server = running(str(big), seconds=20, megabytes=150, callers=1)
    with server as (address, pid), httpx.Client(base_url=address, timeout=30) as c:
        assert c.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        before = resident([pid, *children(pid)])
        r = c.get("/sparql", params={"query": BOMB})
        problem(r, 500, "memory")
        assert c.get("/sparql", params={"query": "ASK {}"}).json()["boolean"]
        assert resident([pid, *children(pid)]) < before + 60_000_000


def test_a_large_result_is_an_error_and_never_cut_silently(big: Path) -> None:
    with running(str(big), rows=1000, callers=1) as (address, _), httpx.Client(base_url=address, timeout=30) as c:
        fits = c.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 1000"})
        assert len(fits.json()["results"]["bindings"]) == 1000
        for accept in ("application/json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"):
            r = c.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 1001"}, headers={"accept": accept})
            problem(r, 500, "too-many-rows")
        r = c.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }"})
        problem(r, 500, "too-many-rows")
        long = f"SELECT (CONCAT(STR(?s), '{'x' * 200}') AS ?x) {{ ?s ?p ?o }}"
        with pytest.raises(httpx.RemoteProtocolError):  # already streaming: the connection breaks, visibly
            c.get("/sparql", params={"query": long}, headers={"accept": "text/csv"})


def test_large_results_are_streamed(big: Path) -> None:
    """The server never holds the whole."""
    query = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 150000"
    with running(str(big), callers=1) as (address, pid), httpx.Client(base_url=address, timeout=60) as c:
        before = resident([pid, *children(pid)])
        with c.stream("GET", "/sparql", params={"query": query}) as r:
            size = most = 0
            for piece in r.iter_raw():
                size += len(piece)
                most = max(most, resident([pid, *children(pid)])) if size % 17 == 0 else most
        assert size > 20_000_000
        assert most < before + 40_000_000


def test_a_client_that_leaves_stops_its_query(big: Path) -> None:
    text = "PREFIX : <http://e/> " + RUNAWAY
    with running(str(big), seconds=60, workers=1, callers=1) as (address, _):
        with httpx.Client(base_url=address, timeout=0.7) as c, pytest.raises(httpx.ReadTimeout):
            c.get("/sparql", params={"query": text})
        with httpx.Client(base_url=address, timeout=10) as c:
            assert c.get("/sparql", params={"query": "ASK {}"}).json()["boolean"]


def test_too_many_at_once_are_sent_away(big: Path) -> None:
    text = "PREFIX : <http://e/> " + RUNAWAY
    with running(str(big), seconds=2, workers=1, waiting=1, callers=1) as (address, _):
        with httpx.Client(base_url=address, timeout=20) as c, ThreadPoolExecutor(7) as pool:
            # one runs long, one in the lane of the short ones, one waits for each
            runs = [pool.submit(c.get, "/sparql", params={"query": text}) for _ in range(7)]
            answers = [r.result() for r in runs]
        busy = [r for r in answers if r.status_code == 503]
        assert len(busy) >= 2
        assert all(r.headers["retry-after"] and problem(r, 503, "busy") for r in busy)


def test_a_huge_body_is_refused(client: httpx.Client) -> None:
    direct = {"content-type": "application/sparql-query"}
    problem(client.post("/sparql", content=b"#" * 2_000_000, headers=direct), 413, "too-large")

    def chunks() -> object:
        for _ in range(40):
            yield b"#" * 50_000

    r = client.post("/sparql", content=chunks(), headers=direct)  # type: ignore[arg-type]
    problem(r, 413, "too-large")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_their_parent(big: Path, sign: signal.Signals) -> None:
    """Even when the parent is killed and a worker is inside a query."""
    with running(str(big), seconds=60) as (address, pid):
        text = "PREFIX : <http://e/> " + RUNAWAY
        with httpx.Client(base_url=address, timeout=0.5) as c, ThreadPoolExecutor(1) as pool:
            run = pool.submit(c.get, "/sparql", params={"query": text})
            time.sleep(0.3)
            workers = children(pid)
            assert workers
            os.kill(pid, sign)
            assert run.exception() is not None or run.result().status_code >= 500
        until = time.monotonic() + 6
        while time.monotonic() < until and any(Path(f"/proc/{w}/stat").exists() and _alive(w) for w in workers):
            time.sleep(0.05)
        assert not any(_alive(w) for w in workers)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_sigterm_ends_the_server_cleanly() -> None:
    with running(None) as (address, pid):
        assert httpx.get(f"{address}/health").json() == {"status": "ready"}
        workers = children(pid)
        os.kill(pid, signal.SIGTERM)
        _, status = os.waitpid(pid, 0)
        assert os.WIFEXITED(status)
        assert os.WEXITSTATUS(status) == 0
        assert not any(_alive(w) for w in workers)


def test_a_graph_that_cannot_be_opened_is_told_at_once(tmp_path: Path) -> None:
    code = "from mechgraph.server import serve; serve('nowhere.mechgraph', port=0)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=30)
    assert run.returncode != 0
    assert "no such graph: nowhere.mechgraph" in run.stderr


NASTY = ['},{"', '"', "[{", "<result>", "\r\n", "\\", '\\"', "},{"]
_FORMATS = [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV, QueryResultsFormat.TSV]


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(max_size=12) | st.sampled_from(NASTY), max_size=6),
    pieces=st.integers(1, 40),
    format=st.sampled_from(_FORMATS),
)
def test_rows_are_counted_exactly(texts: list[str], pieces: int, format: QueryResultsFormat) -> None:
    """Whatever stands in the values, and wherever the stream is cut."""
    store = Store()
    store.extend(Quad(NamedNode(f"http://e/{i}"), NamedNode("http://e/p"), Literal(t)) for i, t in enumerate(texts))
    result = store.query("SELECT ?o ?none { ?s ?p ?o }")
    assert isinstance(result, QuerySolutions)
    data = result.serialize(format=format) or b""
    counter = RowCounter(format)
    for i in range(0, len(data), pieces):
        counter.feed(data[i : i + pieces])
    assert counter.rows == len(texts)


def test_rows_without_columns_are_counted() -> None:
    store = Store()
    result = store.query("SELECT * { VALUES () { () () () } }")
    assert isinstance(result, QuerySolutions)
    counter = RowCounter(QueryResultsFormat.XML)
    counter.feed(result.serialize(format=QueryResultsFormat.XML) or b"")
    assert counter.rows == 3


def test_a_worker_makes_no_socket() -> None:
    """The kernel refuses it, in a process that has asked for that; files still open."""
    code = (
        "import socket\nfrom mechgraph.server.closed import close_network\n"
        "if not close_network(): raise SystemExit(77)\n"
        "open(__import__('mechgraph').__file__).close()\n"
        "try: socket.socket()\nexcept PermissionError: raise SystemExit(0)\nraise SystemExit(1)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    if done.returncode == 77:
        pytest.skip("no such filter in this kernel or on this processor")
    assert done.returncode == 0


def test_a_store_on_disk_may_open_its_files_later(tmp_path: Path) -> None:
    """It opens the first sixteen only; a limit on files would break the queries that need another."""
    edges = tmp_path / "nodes.jsonl", tmp_path / "edges.jsonl"
    edges[0].write_text(
        '{"id":"MG:a","name":"a","category":["biolink:Drug"]}\n{"id":"MG:b","name":"b","category":["biolink:Disease"]}\n',
        encoding="utf-8",
    )
    edges[1].write_text('{"subject":"MG:a","predicate":"biolink:treats","object":"MG:b"}\n', encoding="utf-8")
    target = tmp_path / "small.mechgraph"
    command = [sys.executable, "-m", "mechgraph", "build", *map(str, edges), "-o", str(target)]
    subprocess.run(command, check=True, capture_output=True)
    with running(str(target), workers=1, callers=1) as (address, pid):
        assert httpx.get(f"{address}/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
        limits = [Path(f"/proc/{p}/limits").read_text(encoding="ascii") for p in children(pid)]
        assert all(int(re.search(r"Max open files\s+(\d+)", text)[1]) > 3 for text in limits)  # type: ignore[index]
