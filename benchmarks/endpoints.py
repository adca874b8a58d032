"""The commands of the docs over SPARQL endpoints: the same bytes as here, how many requests, how long with a delay.

    python benchmarks/endpoints.py [--engine NAME] [--delay 30] [--only WORD] [--cold] [--keep FOLDER]

What ``mechgraph export -o graph.nt`` writes is loaded into each engine as the docs say: Oxigraph's server (``pip
install oxigraph``), Virtuoso with the settings that Debian ships (``apt-get install virtuoso-opensource-7``),
rdflib-endpoint (``pip install rdflib-endpoint[web]``). ``own`` is our own server over the embedded graph, ``built``
over what was built from the file, compared with that. A proxy counts the requests and holds each back. Commands are
those of ``endpoint_commands.txt``, each a process; with ``--cold`` the cache is emptied before each. Engines that are
not installed are named and left out. Ends with a fingerprint of the local answers, and of each engine's.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

COMMANDS = Path(__file__).with_name("endpoint_commands.txt")
STOCK = Path("/etc/virtuoso-opensource-7/virtuoso.ini")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def process(*command: str, here: Path) -> Iterator[None]:
    with (here / "engine.log").open("wb") as log:
        run = subprocess.Popen(command, cwd=here, stdout=log, stderr=log)
    try:
        yield
    finally:
        run.terminate()
        try:
            run.wait(20)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()


def wait(address: str, seconds: float = 60) -> None:
    """Until an endpoint answers."""
    parts = urlsplit(address)
    until = time.monotonic() + seconds
    while True:
        try:
            connection = http.client.HTTPConnection(parts.netloc, timeout=10)
            connection.request("GET", f"{parts.path}?query=ASK%7B%7D")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        if time.monotonic() > until:
            raise SystemExit(f"{address} does not answer")
        time.sleep(0.2)


@contextmanager
def own(graph: Path, here: Path, *given: str) -> Iterator[str]:
    port = free_port()
    with process(sys.executable, "-m", "mechgraph", *given, "serve", "--port", str(port), here=here):
        address = f"http://127.0.0.1:{port}/sparql"
        wait(address)
        yield address


def built(graph: Path, here: Path) -> AbstractContextManager[str]:
    place = graph.with_suffix(".mechgraph")
    subprocess.run([sys.executable, "-m", "mechgraph", "build", graph, "-o", place], check=True, capture_output=True)
    return own(graph, here, "-g", str(place))


@contextmanager
def oxigraph(graph: Path, here: Path) -> Iterator[str]:
    program = os.environ.get("OXIGRAPH") or shutil.which("oxigraph") or "oxigraph"
    subprocess.run([program, "load", "-l", here / "store", "-f", graph, "--lenient"], check=True, capture_output=True)
    port = free_port()
    with process(program, "serve-read-only", "-l", "store", "-b", f"127.0.0.1:{port}", here=here):
        address = f"http://127.0.0.1:{port}/query"
        wait(address)
        yield address


@contextmanager
def virtuoso(graph: Path, here: Path) -> Iterator[str]:
    """Debian's own settings; only where its files lie and on which ports it listens is changed."""
    web, sql = free_port(), free_port()
    text = STOCK.read_text(encoding="utf-8").replace("/var/lib/virtuoso-opensource-7/db", str(here))
    text = text.replace("= 1111", f"= 127.0.0.1:{sql}").replace("= 8890", f"= 127.0.0.1:{web}")
    text = text.replace("DirsAllowed              = .", f"DirsAllowed              = {here}, {graph.parent}")
    (here / "v.ini").write_text(text, encoding="utf-8")
    with process("virtuoso-t", "+configfile", "v.ini", "+foreground", here=here):
        address = f"http://127.0.0.1:{web}/sparql"
        wait(address)
        load = f"DB.DBA.TTLP_MT(file_to_string_output('{graph}'), '', 'http://example.org/graph'); checkpoint;"
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"], check=True, capture_output=True)
        yield address


@contextmanager
def rdflib(graph: Path, here: Path) -> Iterator[str]:
    program = os.environ.get("RDFLIB_ENDPOINT") or shutil.which("rdflib-endpoint") or "rdflib-endpoint"
    port = free_port()
    with process(program, "serve", str(graph), "--port", str(port), here=here):
        address = f"http://127.0.0.1:{port}/"
        wait(address, 600)
        yield address


ENGINES: dict[str, Callable[[Path, Path], AbstractContextManager[str]]] = {
    "own": own,
    "built": built,
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
    "rdflib": rdflib,
}


@contextmanager
def counting(address: str, delay: float) -> Iterator[tuple[str, list[str]]]:
    """A proxy that holds each request back for some seconds; its address, and the bodies that it passed on."""
    target = urlsplit(address)
    seen: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            seen.append(body.decode())
            time.sleep(delay)
            kept = {k: v for k, v in self.headers.items() if k.lower() in ("accept", "content-type", "accept-encoding")}
            connection = http.client.HTTPConnection(target.netloc, timeout=300)
            connection.request("POST", target.path, body, kept)
            answer = connection.getresponse()
            data = answer.read()
            connection.close()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "content-length", "keep-alive"):
                    self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{target.path}", seen
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Ran:
    seconds: float
    code: int
    output: bytes
    error: bytes


def run(command: str, here: Path, graph: str | None, cache: Path) -> Ran:
    """One command in an empty folder; what it printed, and what it wrote."""
    with tempfile.TemporaryDirectory(dir=here) as folder:
        words = [*(["-g", graph] if graph else []), *shlex.split(command)]
        env = {**os.environ, "MECHGRAPH_CACHE": str(cache)}
        env.pop("MECHGRAPH_GRAPH", None)
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "mechgraph", *words], cwd=folder, capture_output=True, env=env, check=False
        )
        seconds = time.perf_counter() - start
        files = b"".join(p.read_bytes() for p in sorted(Path(folder).iterdir()))
    return Ran(seconds, done.returncode, done.stdout + files, done.stderr)


NAMES = ("graph.mechgraph", "embedded")


def neutral(text: bytes, names: list[str]) -> bytes:
    """Without the name of the graph, in which two differ rightly, and the hash of a receipt, which covers it."""
    for name in names:
        text = text.replace(name.encode(), b"GRAPH")
    return re.sub(rb'(?m)^ "sha256": "[0-9a-f]{64}"$', b"", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", action="append", choices=list(ENGINES))
    parser.add_argument("--delay", type=float, default=30, help="milliseconds before each request")
    parser.add_argument("--only", default="", help="commands that hold this text")
    parser.add_argument("--cold", action="store_true", help="empty the cache before each command")
    parser.add_argument("--keep", type=Path, help="a folder for the outputs that differ")
    args = parser.parse_args()
    lines = [line for line in COMMANDS.read_text(encoding="utf-8").splitlines() if args.only in line]
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        graph = here / "graph.nt"
        subprocess.run([sys.executable, "-m", "mechgraph", "export", "-o", graph], check=True, capture_output=True)
        local = {line: run(line, here, None, here / "cache") for line in lines}
        print(f"local: {sum(r.seconds for r in local.values()):.1f} s, {fingerprint(local)}")
        for name in args.engine or list(ENGINES):
            place = here / name
            place.mkdir()
            try:
                with ENGINES[name](graph, place) as address:
                    near = local
                    if name == "built":
                        near = {
                            line: run(line, here, str(graph.with_suffix(".mechgraph")), here / "cache")
                            for line in lines
                        }
                    measure(name, address, near, args, here)
            except FileNotFoundError as error:
                print(f"{name}: left out, {error}")


def measure(name: str, address: str, local: dict[str, Ran], args: argparse.Namespace, here: Path) -> None:
    cache = here / f"cache-{name}"
    same, table = 0, {}
    print(f"\n{name}, {args.delay:g} ms before each request{', cold' if args.cold else ''}")
    print(f"{'same':5}{'requests':>9}{'seconds':>9}{'local':>7}  command")
    with counting(address, args.delay / 1000) as (proxy, seen):
        for line, here_ran in local.items():
            if args.cold:
                shutil.rmtree(cache, ignore_errors=True)
            seen.clear()
            far = table[line] = run(line, here, proxy, cache)
            names = [proxy, *NAMES]
            equal = far.code == here_ran.code and neutral(far.output, names) == neutral(here_ran.output, names)
            same += equal
            print(f"{'yes' if equal else 'NO':5}{len(seen):9}{far.seconds:9.2f}{here_ran.seconds:7.2f}  {line}")
            if not equal and far.code:
                print(f"      exit {far.code}: {far.error.decode()[-300:].strip()}")
            if not equal and args.keep:
                args.keep.mkdir(exist_ok=True)
                stem = hashlib.sha256(line.encode()).hexdigest()[:8]
                (args.keep / f"{stem}.here").write_bytes(line.encode() + b"\n" + neutral(here_ran.output, names))
                (args.keep / f"{stem}.{name}").write_bytes(line.encode() + b"\n" + neutral(far.output, names))
    seconds = sum(r.seconds for r in table.values())
    print(f"{name}: {same} of {len(local)} byte-same, {seconds:.1f} s, {fingerprint(table)}")


def fingerprint(table: dict[str, Ran]) -> str:
    text = b"".join(f"{line} {ran.code}".encode() + ran.output for line, ran in table.items())
    return hashlib.sha256(text).hexdigest()[:16]


if __name__ == "__main__":
    main()
