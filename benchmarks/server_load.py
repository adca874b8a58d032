"""Requests per second and tail latency: our server with every limit on, and rdflib-endpoint, same data, same run.

    python benchmarks/server_load.py [--seconds 5] [--clients 8]

Both serve the embedded graph as RDF on the loopback, each in one process tree, one after the other; ratios count, not
absolute figures. Then 50 clients and a runaway query together, on our server alone. rdflib-endpoint is optional
(``pip install rdflib-endpoint``); without it only our figures are printed. Ends with a fingerprint of the answers.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx

import mechgraph

ASK = "ASK { ?s ?p ?o }"
HOP = """PREFIX mgv: <https://w3id.org/mechgraph/vocab/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?effect ?label WHERE { <https://identifiers.org/drugbank:DB00181> ?p ?effect . ?effect rdfs:label ?label }"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a (!<a:a>)* ?b . ?c (!<a:a>)* ?d . ?e (!<a:a>)* ?f }"
OURS = (
    "from mechgraph.server import serve, Settings; import sys; serve(sys.argv[1], port=int(sys.argv[2]), "
    "settings=Settings(seconds=5))"
)
THEIRS = (
    "import sys, uvicorn; from rdflib import Graph; from rdflib_endpoint import SparqlEndpoint; g = Graph(); "
    "g.parse(sys.argv[1]); app = SparqlEndpoint(graph=g, path='/sparql'); "
    "uvicorn.run(app, port=int(sys.argv[2]), log_level='error')"
)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def server(code: str, graph: Path) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", code, str(graph), str(port)], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                if httpx.get(f"{address}/sparql", params={"query": ASK}, timeout=5).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)


async def load(
    address: str, path: str, query: str | None, clients: int, seconds: float
) -> tuple[list[float], int, bytes]:
    """Latencies of good answers, the number of others, and one answer; over bare sockets."""
    host, port = address.removeprefix("http://").split(":")
    accept = "accept: application/sparql-results+json\r\n" if query else ""
    target = f"{path}?{urlencode({'query': query})}" if query else path
    request = f"GET {target} HTTP/1.1\r\nhost: {host}:{port}\r\n{accept}\r\n".encode()
    times: list[float] = []
    bad = 0
    last = b""
    until = time.monotonic() + seconds

    async def one() -> None:
        nonlocal bad, last
        reader, writer = await asyncio.open_connection(host, int(port))
        while time.monotonic() < until:
            start = time.perf_counter()
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            body = await _body(reader, head)
            if head.startswith(b"http/1.1 200"):
                times.append(time.perf_counter() - start)
                last = body
            else:
                bad += 1
        writer.close()

    await asyncio.gather(*(one() for _ in range(clients)))
    return times, bad, last


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if b"content-length:" in head:
        return await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)


def row(name: str, times: list[float], bad: int, seconds: float) -> float:
    rate = len(times) / seconds
    ordered = sorted(times) or [float("nan")]
    median, tail = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    print(f"{name:34} {rate:9.1f}/s   median {median * 1000:8.1f} ms   99 % {tail * 1000:8.1f} ms   refused {bad}")
    return rate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    n, s = options.clients, options.seconds
    rates: dict[str, float] = {}
    print(f"{n} clients, {s:g} s each; the client shares the machine")
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph.ttl"
        graph.write_text(mechgraph.load().to_turtle(), encoding="utf-8")
        prints = []
        with server(OURS, graph) as address:
            for name, path, query in (("ASK", "/sparql", ASK), ("one hop", "/sparql", HOP), ("the page", "/", None)):
                times, bad, answer = asyncio.run(load(address, path, query, n, s))
                rates[name] = row(f"mechgraph: {name}", times, bad, s)
                prints.append(
                    sorted(json.dumps(b) for b in json.loads(answer)["results"]["bindings"])
                    if name == "one hop"
                    else []
                )
            with httpx.Client(base_url=address, timeout=30) as client:
                run = asyncio.run(_together(address, s))
                row("50 clients beside a runaway", run[0], run[1], s)
                print(f"{'the runaway query':34} {run[2]}")
                start = time.perf_counter()
                client.get("/sparql", params={"query": ASK})
                print(f"{'ASK afterwards':34} {(time.perf_counter() - start) * 1000:.1f} ms")
        try:
            import rdflib_endpoint  # noqa: F401
        except ImportError:
            print("rdflib-endpoint is not installed: no ratio")
        else:
            with server(THEIRS, graph) as address:
                for name, query in (("ASK", ASK), ("one hop", HOP)):
                    times, bad, _ = asyncio.run(load(address, "/sparql", query, n, s))
                    theirs = row(f"rdflib-endpoint: {name}", times, bad, s)
                    print(f"{'ratio':34} {rates[name] / theirs if theirs else float('inf'):9.1f}")
        digest = hashlib.sha256(json.dumps(prints).encode()).hexdigest()[:16]
        print(f"fingerprint of the one-hop answer: {digest}")


async def _together(address: str, seconds: float) -> tuple[list[float], int, str]:
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        runaway = asyncio.ensure_future(client.post("/sparql", data={"query": RUNAWAY}))
        await asyncio.sleep(0.1)
        times, bad, _ = await load(address, "/sparql", ASK, 50, seconds)
        r = await runaway
    return times, bad, f"{r.status_code} {r.json().get('detail', '')}"


if __name__ == "__main__":
    main()
