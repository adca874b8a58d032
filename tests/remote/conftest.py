"""Endpoints to test against: our own server, and a live Virtuoso where it is installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.server.conftest import running

import mechgraph
from mechgraph import rdf

CONFIG = """
[Database]
DatabaseFile = {here}/v.db
ErrorLogFile = {here}/v.log
LockFile = {here}/v.lck
TransactionFile = {here}/v.trx
xa_persistent_file = {here}/v.pxa
[TempDatabase]
DatabaseFile = {here}/t.db
TransactionFile = {here}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {here}
NumberOfBuffers = 10000
MaxCheckpointRemap = 2000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
"""
"""With the limits that Debian ships."""


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="session")
def own() -> Iterator[str]:
    """Our own endpoint over the embedded graph."""
    with running(None, callers=1) as (address, _):
        yield f"{address}/sparql"


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A live Virtuoso on the loopback, with the embedded graph loaded, ended with the session."""
    server, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if server is None or isql is None:
        pytest.skip("virtuoso is not installed (apt-get install virtuoso-opensource-7)")
    here = tmp_path_factory.mktemp("virtuoso")
    http, sql = free_port(), free_port()
    (here / "v.ini").write_text(CONFIG.format(here=here, http=http, sql=sql), encoding="utf-8")
    # N-Triples: Virtuoso keeps the backslash of an escaped slash in Turtle's short names.
    everything = (*rdf.triples(mechgraph.load().records()), *rdf.ontology_triples())
    (here / "graph.nt").write_text(rdf.to_text(everything, "nt"), encoding="utf-8")
    process = subprocess.Popen(
        [server, "+configfile", str(here / "v.ini"), "+foreground"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{http}/sparql"
    try:
        _wait(address, process)
        _load(isql, sql, here / "graph.nt")
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.skip("virtuoso is installed but does not start here")
        try:
            if httpx.get(address, params={"query": "ASK {}"}, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.skip("virtuoso did not become ready in 60 s")


def _load(isql: str, port: int, path: Path) -> None:
    command = f"DB.DBA.TTLP_MT(file_to_string_output('{path}'), '', 'http://example.org/graph'); checkpoint;"
    run = subprocess.run(
        [isql, f"127.0.0.1:{port}", "dba", "dba", f"exec={command}"], capture_output=True, text=True, timeout=60
    )
    assert "Error" not in run.stdout + run.stderr, run.stdout + run.stderr
