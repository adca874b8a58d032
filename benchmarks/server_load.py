"""Requests per second and tail latency: our server with every limit on, and rdflib-endpoint, same data, same run.

    python benchmarks/server_load.py [--graph SOURCE] [--seconds 5] [--clients 8] [--entities 200]

Both serve the same Turtle on the loopback, each in one process tree, one after the other; ratios count, not absolute
figures, because the client and whatever else runs share the machine. The one-hop query is asked for many entities in
turn. Our server is measured twice, without remembered answers (``cache=0``) and with them, as it comes; of the latter
the hits are said. Then 50 clients and a runaway query together, and how soon a new server is ready.
rdflib-endpoint is optional (``pip install rdflib-endpoint``); without it only our figures are printed. Ends with a
fingerprint of the answers, in which both servers must agree.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import itertools
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx

import mechgraph
import mechgraph.curie

ASK = "ASK { ?s ?p ?o }"
HOP = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?effect ?label WHERE {{ <{iri}> ?p ?effect . ?effect rdfs:label ?label }}"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a (!<a:a>)* ?b . ?c (!<a:a>)* ?d . ?e (!<a:a>)* ?f }"
OURS = (
    "from mechgraph.server import serve, Settings; import sys; serve(sys.argv[1], port=int(sys.argv[2]), "
    "settings=Settings(seconds=5, cache=int(sys.argv[3])))"
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
def server(code: str, *arguments: str) -> Iterator[str]:
    """A server in a process of its own that answers; its address."""
    port = free_port()
    graph, *more = arguments
    process = subprocess.Popen([sys.executable, "-c", code, graph, str(port), *more], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(3000):
            try:
                if httpx.get(f"{address}/sparql", params={"query": ASK}, timeout=30).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@dataclass
class Run:
    """What the clients saw: seconds of each good answer, the number of others, and one answer for each target."""

    times: list[float] = field(default_factory=list)
    bad: int = 0
    answers: dict[str, bytes] = field(default_factory=dict)


def of_query(query: str) -> str:
    return f"/sparql?{urlencode({'query': query})}"


async def load(address: str, targets: Sequence[str], clients: int, seconds: float) -> Run:
    """Ask for the targets in turn over bare sockets."""
    host, port = address.removeprefix("http://").split(":")
    run, turns = Run(), itertools.cycle(targets)
    until = time.monotonic() + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        while time.monotonic() < until:
            target = next(turns)
            accept = "accept: application/sparql-results+json\r\n" if "query=" in target else ""
            start = time.perf_counter()
            writer.write(f"GET {target} HTTP/1.1\r\nhost: {host}:{port}\r\n{accept}\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            body = await _body(reader, head)
            if head.startswith(b"http/1.1 200"):
                run.times.append(time.perf_counter() - start)
                run.answers.setdefault(target, body)
            else:
                run.bad += 1
        writer.close()

    await asyncio.gather(*(one() for _ in range(clients)))
    return run


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if b"content-length:" in head:
        return await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)


def row(name: str, run: Run, seconds: float) -> float:
    rate = len(run.times) / seconds
    ordered = sorted(run.times) or [float("nan")]
    median, tail = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    print(f"{name:40} {rate:9.1f}/s   median {median * 1000:8.1f} ms   99 % {tail * 1000:8.1f} ms   refused {run.bad}")
    return rate


def fingerprint(run: Run, targets: Sequence[str]) -> str:
    """Of the answers to these targets, whatever their order of rows and keys."""
    rows = [
        sorted(json.dumps(b, sort_keys=True) for b in json.loads(run.answers[t])["results"]["bindings"])
        for t in targets
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def asked(kg: mechgraph.Graph, most: int) -> list[str]:
    """One-hop queries for drugs that have claims, or for whatever has some where there are too few; always the same."""
    found = sorted({str(a.subject) for a in kg.associations() if a.asserted})
    random.Random(0).shuffle(found)
    expand = mechgraph.curie.prefix_map().expand
    return [of_query(HOP.format(iri=expand(mechgraph.curie.Curie(c)))) for c in found[:most]]


def ready(graph: str) -> float:
    """Milliseconds from the command to its word that requests are answered; the median of several."""
    times = []
    for _ in range(7):
        start = time.perf_counter()
        command = [sys.executable, "-m", "mechgraph", "-g", graph, "serve", "--port", "0"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        process.stderr.readline()
        times.append((time.perf_counter() - start) * 1000)
        process.terminate()
        process.wait(10)
    return statistics.median(times)


def bare_python() -> float:
    """Milliseconds that Python takes to do nothing, now: the measure of the machine's load."""
    times = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", default="embedded")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--entities", type=int, default=200)
    options = parser.parse_args()
    n, s = options.clients, options.seconds
    kg = mechgraph.load(options.graph)
    hops = asked(kg, options.entities)
    one_minute = os.getloadavg()[0]
    print(f"{kg!r}; {len(hops)} entities; {n} clients, {s:g} s each; load of the machine before: {one_minute:.1f}")
    rates: dict[tuple[str, int], float] = {}
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph.ttl"
        graph.write_text(kg.to_turtle(), encoding="utf-8")
        for cache, about in ((0, "nothing remembered"), (32, "as it comes")):
            with server(OURS, str(graph), str(cache)) as address:
                rates["ASK", cache] = row(
                    f"mechgraph, {about}: ASK", asyncio.run(load(address, [of_query(ASK)], n, s)), s
                )
                run = asyncio.run(load(address, hops, n, s))
                rates["one hop", cache] = row(f"mechgraph, {about}: one hop", run, s)
                answers = run
                if cache:
                    print(f"{'of these, remembered':40} {1 - len(hops) / len(run.times):9.1%}")
                    row("mechgraph: the page", asyncio.run(load(address, ["/"], n, s)), s)
                else:
                    _together(address, s)
        try:
            import rdflib_endpoint  # noqa: F401
        except ImportError:
            print("rdflib-endpoint is not installed: no ratio")
        else:
            with server(THEIRS, str(graph)) as address:
                for name, targets in (("ASK", [of_query(ASK)]), ("one hop", hops)):
                    run = asyncio.run(load(address, targets, n, s))
                    theirs = row(f"rdflib-endpoint: {name}", run, s)
                    for cache, about in ((0, "nothing remembered"), (32, "as it comes")):
                        print(f"{'ratio, ' + about:40} {rates[name, cache] / theirs if theirs else float('inf'):9.1f}")
                both = [t for t in hops if t in run.answers and t in answers.answers]
                same = fingerprint(run, both) == fingerprint(answers, both)
                print(f"answers compared: {len(both)}; they {'agree' if same else 'DIFFER'}")
    soon, bare = ready("embedded"), bare_python()
    print(f"{'ready after (embedded graph)':40} {soon:9.0f} ms   budget 600 ms; bare Python takes {bare:.0f} ms")
    print(f"fingerprint of the one-hop answers: {fingerprint(answers, hops)}")


def _together(address: str, seconds: float) -> None:
    """50 clients beside a query that would never end."""

    async def both() -> tuple[Run, httpx.Response]:
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            runaway = asyncio.ensure_future(client.post("/sparql", data={"query": RUNAWAY}))
            await asyncio.sleep(0.1)
            return await load(address, [of_query(ASK)], 50, seconds), await runaway

    run, r = asyncio.run(both())
    row("50 clients beside a runaway: ASK", run, seconds)
    print(f"{'the runaway query':40} {r.status_code} {r.json().get('detail', '')}")
    start = time.perf_counter()
    httpx.get(f"{address}/sparql", params={"query": ASK})
    print(f"{'ASK afterwards':40} {(time.perf_counter() - start) * 1000:9.1f} ms")


if __name__ == "__main__":
    main()
