"""A damaged graph at the command line and in the server: told in one line that names the file, in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mechgraph.build import build
from mechgraph.exchange import write
from mechgraph.records import embedded

ROOT = Path(__file__).resolve().parents[2]

pytest.importorskip("resource", reason="this system has no limit of memory for a process")


def _python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_a_sample_of_damaged_files_is_told_or_harmless() -> None:
    """All cases are run by the script itself; the sample has every way, every command and half of the files."""
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "damage.py", "--sample", "16"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "told" in done.stdout


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    write(embedded(), "nt", folder / "a.nt")
    build([folder / "a.nt"], folder / "a.mechgraph")
    return folder / "a.mechgraph"


LEFT = """
import atexit, resource, sys
def told():
    used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    print(round((most - used) / 1e6) if most != resource.RLIM_INFINITY else 10**6, file=sys.stderr)
atexit.register(told)
from mechgraph.cli import main
main()
"""
"""Runs a command as a shell would, and tells how many megabytes it may still take at its end."""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")
def test_a_command_that_answers_is_limited_in_its_memory_and_one_that_reads_all_is_not(graph: Path) -> None:
    def left(*arguments: str, **environment: str) -> int:
        done = _python(LEFT, "-g", str(graph), *arguments, **environment)
        assert done.returncode == 0, done.stderr
        return int(done.stderr.split()[-1])

    assert 1000 < left("show", "baclofen") < 2200
    assert 1000 < left("query", "ASK { ?s ?p ?o }") < 2200
    assert 3000 < left("show", "baclofen", MECHGRAPH_MEMORY="4000") < 4200
    assert left("show", "baclofen", MECHGRAPH_MEMORY="0") > 100_000
    assert left("export", "-o", str(graph.with_name("x.nt"))) > 100_000


def test_memory_that_is_not_there_is_one_line(graph: Path) -> None:
    code = (
        "import mechgraph.graph, sys\nfrom mechgraph.cli import main\n"
        "mechgraph.graph.Graph.search = lambda *_, **__: bytearray(3 << 30)\nmain()\n"
    )
    done = _python(code, "-g", str(graph), "search", "baclofen")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("mechgraph: not enough memory (MECHGRAPH_MEMORY is the limit")
    wrong = _python("from mechgraph.cli import main; main()", "-g", str(graph), "stats", MECHGRAPH_MEMORY="much")
    assert "MECHGRAPH_MEMORY is 'much', not 0 or a number of megabytes" in wrong.stderr


def test_the_limit_of_a_caller_in_this_process_is_left_alone(graph: Path) -> None:
    import resource

    from mechgraph.cli import main

    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(SystemExit):
        main(["-g", str(graph), "stats"])
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_a_worker_opens_a_graph_under_its_limit(graph: Path) -> None:
    """An opener that takes too much ends in a problem, not in the memory of the machine."""
    code = (
        "import json, os, sys\nfrom mechgraph.server import worker\n"
        "from mechgraph.store.disk import DiskStore\n"
        "def opened(self): return bytearray(3 << 30)\nDiskStore.counts = opened\n"
        "setup = dict(role='call', source=sys.argv[1], rows=9, megabytes=2000, parent=os.getppid())\n"
        "sys.argv[1] = json.dumps(setup)\nworker.main()\n"
    )
    done = _python(code, str(graph))
    assert '"kind":"memory"' in done.stdout
    assert done.returncode == 0, done.stderr
