"""The two walls around a worker that runs strangers' queries, each on its own: no socket, and no further file."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import children, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def _workers(pid: int) -> dict[str, dict[str, int]]:
    """Role of each worker → its seccomp mode (2: a filter) and how many files it may open."""
    found = {}
    for child in children(pid):
        folder = Path(f"/proc/{child}")
        role = re.search(r'"role":\s*"(\w+)"', (folder / "cmdline").read_text(encoding="utf-8").replace("\0", " "))
        if role is None:
            continue
        mode = re.search(r"^Seccomp:\s+(\d)", (folder / "status").read_text(encoding="ascii"), re.M)
        files = re.search(r"Max open files\s+(\d+)", (folder / "limits").read_text(encoding="ascii"))
        assert files is not None
        found[role[1]] = {"seccomp": int(mode[1]) if mode else 0, "files": int(files[1])}
    return found


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built graph, whose store opens files while it answers."""
    folder = tmp_path_factory.mktemp("closed")
    nodes, edges, target = folder / "nodes.jsonl", folder / "edges.jsonl", folder / "small.mechgraph"
    kinds = (("a", "Drug"), ("b", "Disease"))
    nodes.write_text(
        "".join(f'{{"id":"MG:{n}","name":"{n}","category":["biolink:{kind}"]}}\n' for n, kind in kinds),
        encoding="utf-8",
    )
    edges.write_text('{"subject":"MG:a","predicate":"biolink:treats","object":"MG:b"}\n', encoding="utf-8")
    command = [sys.executable, "-m", "mechgraph", "build", str(nodes), str(edges), "-o", str(target)]
    subprocess.run(command, check=True, capture_output=True)
    return target


@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="no filter for this processor")
@pytest.mark.parametrize("kept", ["in memory", "on disk"])
def test_who_runs_queries_has_the_filter_against_sockets(on_disk: Path, kept: str) -> None:
    own = Path("/proc/self/status").read_text(encoding="ascii")
    if "Seccomp:\t0" not in own:
        pytest.skip("every process here has a filter already")
    with running(str(on_disk) if kept == "on disk" else None, workers=1, callers=1) as (_, pid):
        workers = _workers(pid)
    assert workers["query"]["seccomp"] == 2
    assert workers["call"]["seccomp"] == 0
    assert (workers["query"]["files"] > 3) is (kept == "on disk"), "a store on disk opens files as it needs them"


def test_who_runs_queries_on_a_graph_in_memory_opens_no_further_file() -> None:
    with running(None, workers=1, callers=1) as (_, pid):
        workers = _workers(pid)
    assert workers["query"]["files"] == 3
    assert workers["call"]["files"] > 3


def test_the_filter_leaves_files_alone_and_the_limit_on_files_is_not_needed_for_it() -> None:
    """In a process with the filter and without the limit, a socket is refused and a file opens."""
    code = (
        "import socket, resource\nfrom mechgraph.server.closed import close_network\n"
        "if not close_network(): raise SystemExit(77)\n"
        "assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 3\n"
        "open(__import__('mechgraph').__file__).close()\n"
        "for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):\n"
        "    try: socket.socket(family)\n    except PermissionError: continue\n"
        "    raise SystemExit(1)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    if done.returncode == 77:
        pytest.skip("no such filter in this kernel or on this processor")
    assert done.returncode == 0
