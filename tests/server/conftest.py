"""Servers to test against: real processes on free ports of the loopback, ended with the session."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytest.importorskip("uvicorn", reason="the extra 'serve' is not installed")

GRAPHS = """
PREFIX : <http://example.org/>
PREFIX mg: <https://w3id.org/mechgraph/entity/>
:default :p :default .
GRAPH :g1 { :one :p :one }
GRAPH :g2 { :two :p :two . :two :p "zwei"@de }
GRAPH :g3 { :three :p :three }
"""
HOSTILE = """
title: Labels that attack
entities:
- {id: 'MG:evil', name: '<script>window.pwned=1</script>"><img src=x onerror=window.pwned=1>', category: drug}
- {id: 'MG:target', name: "'; DROP </title><svg onload=window.pwned=1>", category: receptor}
- {id: 'MG:effect', name: '=HYPERLINK("http://evil")', category: phenotype}
associations:
- {subject: 'MG:evil', predicate: agonist_of, object: 'MG:target'}
- {subject: 'MG:target', predicate: decreases, object: 'MG:effect'}
"""


@contextmanager
def running(source: str | None, *, host: str = "127.0.0.1", **limits: object) -> Iterator[tuple[str, int]]:
    """A server in a process of its own; yields its address and process id."""
    code = (
        "from mechgraph.server import serve, Settings\n"
        f"serve({source!r}, host={host!r}, port=0, settings=Settings(**{limits!r}),\n"
        "      announce=lambda a: print(a, flush=True))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http"), "the server did not start"
        yield address.rstrip("/"), process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
        process.stdout.close()


def children(pid: int) -> list[int]:
    """Processes whose parent is ``pid``."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path("/proc", entry, "stat").read_text(encoding="utf-8")
            except OSError:
                continue
            if int(stat.rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(entry))
    return found


@pytest.fixture(scope="session")
def embedded() -> Iterator[str]:
    """The address of a server over the embedded graph."""
    with running(None, seconds=10) as (address, _):
        yield address


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a dataset with named graphs."""
    path = tmp_path_factory.mktemp("rdf") / "graphs.trig"
    path.write_text(GRAPHS, encoding="utf-8")
    with running(str(path), callers=1) as (address, _):
        yield address


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over records whose labels hold script."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "evil.yaml").write_text(HOSTILE, encoding="utf-8")
    with running(str(folder)) as (address, _):
        yield address


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a drug with 1,001 claims, more than a page reads."""
    folder = tmp_path_factory.mktemp("records")
    things = "".join(f"- {{id: 'MG:p{n}', name: process {n}, category: biological_process}}\n" for n in range(1001))
    claims = "".join(f"- {{subject: 'MG:hub', predicate: affects, object: 'MG:p{n}'}}\n" for n in range(1001))
    text = f"title: A hub\nentities:\n- {{id: 'MG:hub', name: hub, category: drug}}\n{things}associations:\n{claims}"
    (folder / "hub.yaml").write_text(text, encoding="utf-8")
    with running(str(folder)) as (address, _):
        yield address


@pytest.fixture
def client(embedded: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=embedded, timeout=30) as c:
        yield c


@pytest.fixture
def graphs(dataset: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=dataset, timeout=30) as c:
        yield c
