"""Damage each file of a built graph in each way, run each command on it, and report what is neither right nor told.

``python benchmarks/damage.py`` runs all of it (about 1,400 cases); ``--sample N`` takes N of them, spread over all
files, ways and commands. Each command runs in a process of its own under a limit of 4 GB. It must either print what it
prints on the whole graph, or end with one line that names the file; within seconds, and in less than 1 GB.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import mechgraph
from mechgraph import cli
from mechgraph.exchange import write
from mechgraph.records import embedded
from mechgraph.store import layout

LIMIT = 4 << 30
MOST_MEMORY, MOST_SECONDS = 1_000_000, 5.0
"""Kilobytes; seconds of processor time."""

NEEDED = (
    *(f"mechgraph.cli.{name}" for name in ("answer", "find", "figure", "look", "query")),
    *("mechgraph.answers", "mechgraph.draw.layout.fit", "mechgraph.paths.claims", "mechgraph.reason.mechanism"),
    *("mechgraph.store.disk", "mechgraph.store.embedded", "mechgraph.store.ceiling", "numpy", "pyoxigraph"),
)

COMMANDS = {
    "stats": ["stats"],
    "search": ["search", "baclo"],
    "show": ["show", "baclofen"],
    "explain": ["explain", "baclofen", "spasticity"],
    "paths": ["paths", "baclofen", "spasticity", "-k", "3"],
    "query": ["query", "SELECT ?s ?o { ?s mgv:treats ?o } ORDER BY ?s ?o"],
    "draw": ["draw", "baclofen", "spasticity", "-o", "figure.svg"],
    "serve": [],
}


def _flipped(data: bytes, n: int, seed: str) -> bytes:
    out, chance = bytearray(data), random.Random(seed)
    for at in chance.sample(range(len(out)), min(n, len(out))):
        out[at] ^= chance.randrange(1, 256)
    return bytes(out)


def _flip(n: int) -> Callable[[Path, Path], None]:
    def damage(path: Path, _: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(_flipped(data, n, f"{path.name} {n}") if data else b"x" * n)

    return damage


def _cut(path: Path, _: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if path.stat().st_size else b"x")


def _swapped(path: Path, other: Path) -> None:
    """The file of this name, or else of this kind, of another graph."""
    same = [p for p in sorted(other.rglob("*")) if p.is_file() and p.name == path.name]
    kind = [p for p in sorted(other.rglob("*")) if p.is_file() and p.suffix == path.suffix]
    path.write_bytes((same or kind)[0].read_bytes())


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "3 bytes": _flip(3),
    "10 bytes": _flip(10),
    "200 bytes": _flip(200),
    "cut": _cut,
    "removed": lambda path, _: path.unlink(),
    "swapped": _swapped,
}

SERVE = """
import asyncio, json, sys
from mechgraph.errors import MechgraphError
from mechgraph.server.backend import Server
from mechgraph.server.problems import Problem
from mechgraph.server.settings import Settings

MECHANISM = {"drug": "baclofen", "effect": "spasticity", "k": 3, "context": []}

async def main():
    server = Server(sys.argv[1], Settings(workers=1, callers=1, seconds=15))
    await server.start()
    try:
        for pool, job in (
            (server.calls, {"call": "stats", "params": {}}),
            (server.calls, {"call": "entity", "params": {"id": "baclofen", "claims": False}}),
            (server.calls, {"call": "mechanism", "params": MECHANISM}),
            (server.queries, {"query": sys.argv[2], "accept": "text/csv", "default": [], "named": []}),
        ):
            answer = await pool.ask(job)
            whole = answer.data if pool is server.calls else b"".join([chunk async for chunk in answer.chunks()])
            print(whole.decode())
    finally:
        await server.stop()

try:
    asyncio.run(main())
except (MechgraphError, Problem) as error:
    sys.exit(f"mechgraph: {error}")
"""


def _run(command: str, graph: Path, cache: Path) -> tuple[int, bytes, str, int, float]:
    """Exit code, what it gave, what it said, kilobytes and seconds of processor time.

    The process is a fork of this one, which has imported what commands need and has opened no graph.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, err, figure = (Path(folder) / name for name in ("out", "err", "figure.svg"))
        if not (child := os.fork()):
            _child(command, graph, cache, folder)
        _, status, used = os.wait4(child, 0)
        gave = figure.read_bytes() if figure.exists() else out.read_bytes()
        said = err.read_text(encoding="utf-8", errors="replace")
    return os.waitstatus_to_exitcode(status), gave, said, used.ru_maxrss, used.ru_utime + used.ru_stime


def _child(command: str, graph: Path, cache: Path, folder: str) -> NoReturn:
    code = 70
    try:
        os.chdir(folder)
        for name, number in (("out", 1), ("err", 2)):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), number)
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.environ |= {"MECHGRAPH_CACHE": str(cache), "COLUMNS": "100"}
        if command == "serve":
            query = COMMANDS["query"][1]
            os.execv(sys.executable, [sys.executable, "-c", SERVE, str(graph), query])
        sys.argv = ["mechgraph", "-g", str(graph), *COMMANDS[command]]
        cli.main()
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _judged(name: str, good: bytes, code: int, gave: bytes, said: str, memory: int, seconds: float) -> str:
    """What is wrong; otherwise "right" or "told"."""
    if memory > MOST_MEMORY:
        return f"WRONG: {memory:,} kB"
    if seconds > MOST_SECONDS:
        return f"WRONG: {seconds:.1f} s"
    if code == 0:
        return "right" if gave == good else "WRONG: another answer, silently"
    lines = said.strip().splitlines()
    if len(lines) != 1 or not lines[0].startswith("mechgraph: "):
        return f"WRONG: exit {code}, {len(lines)} lines: {said[-300:]}"
    file = Path(name).stem if name == layout.MANIFEST else Path(name).name
    return "told" if file in lines[0] and re.search("torn|damaged|manifest", lines[0]) else f"WRONG: {lines[0]}"


def cases(names: list[str], sample: int | None) -> Iterator[tuple[str, str, str]]:
    """File, way and command of each case; a sample is spread over all three."""
    every = list(itertools.product(names, WAYS, COMMANDS))
    if sample is None:
        return iter(every)
    chance = random.Random(1)
    chance.shuffle(every)
    seen: Counter[str] = Counter()
    chosen = []
    for _ in range(min(sample, len(every))):
        best = min(every, key=lambda case: (seen[case[0]], seen[case[1]] + seen[case[2]]))
        every.remove(best)
        seen.update(best)
        chosen.append(best)
    return iter(chosen)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int)
    wanted = parser.parse_args()
    for module in NEEDED:
        importlib.import_module(module)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        write(embedded(), "nt", here / "a.nt")
        write(mechgraph.load("embedded").subgraph(["diazepam"], radius=1).records(), "nt", here / "b.nt")
        for name in ("a", "b"):
            build = [sys.executable, "-m", "mechgraph", "build", here / f"{name}.nt", "-o", here / f"{name}.mechgraph"]
            subprocess.run(build, check=True, capture_output=True)
        sys.stdout.flush()
        good = {command: _run(command, here / "a.mechgraph", here / "cache") for command in COMMANDS}
        for command, (code, gave, said, _, _) in good.items():
            if code or not gave:
                print(f"{command} does not run on the whole graph: {said}")
                return 2
        files = [p for p in sorted((here / "a.mechgraph").rglob("*")) if p.is_file()]
        names = [
            p.relative_to(here / "a.mechgraph").as_posix() for p in files if p.name not in ("LOCK", layout.COMPARED)
        ]
        counts: Counter[str] = Counter()
        most_memory, most_seconds = 0, 0.0
        copied, target = "", here / "damaged.mechgraph"
        for name, way, command in sorted(cases(names, wanted.sample)):
            if copied != f"{name} {way}":
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(here / "a.mechgraph", target)
                WAYS[way](target / name, here / "b.mechgraph")
                copied = f"{name} {way}"
            code, gave, said, memory, seconds = _run(command, target, here / "cache")
            found = _judged(name, good[command][1], code, gave, said, memory, seconds)
            counts[found.partition(":")[0]] += 1
            most_memory, most_seconds = max(most_memory, memory), max(most_seconds, seconds)
            if found.startswith("WRONG"):
                print(f"{name}, {way}, {command}: {found}", flush=True)
    print(", ".join(f"{what} {n:,}" for what, n in sorted(counts.items())), end="; ")
    print(f"at most {most_memory / 1e3:.0f} MB and {most_seconds:.1f} s")
    return bool(counts["WRONG"])


if __name__ == "__main__":
    sys.exit(main())
