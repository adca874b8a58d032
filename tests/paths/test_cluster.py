"""Ranking on a Dask cluster whose scheduler and workers are processes of their own, and what goes wrong there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mechgraph.build import build
from mechgraph.errors import RemoteError
from mechgraph.paths.cluster import Cluster

distributed = pytest.importorskip("distributed")

ROOT = Path(__file__).parents[__name__.count(".")]
LIMIT = 300
"""Seconds after which a test gives up; no test is about time."""
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts processes; they are ended with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(*words: str) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(p for p in (os.environ.get("PYTHONPATH", ""), str(ROOT)) if p)
        env = {**os.environ, "PYTHONPATH": path}
        with (tmp_path / f"{len(running)}.log").open("wb") as log:
            running.append(subprocess.Popen([sys.executable, *words], cwd=tmp_path, stdout=log, stderr=log, env=env))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def scheduler(start: Start, tmp_path: Path) -> str:
    """The address of a scheduler, when it is ready."""
    file = tmp_path / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    process = start("-m", "distributed.cli.dask_scheduler", *words)
    return _when(lambda: file.exists() and _address(file), process)


def _address(file: Path) -> str:
    import json

    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["address"])
    except (ValueError, KeyError):
        return ""


def _when(ready: Callable[[], object], process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + LIMIT
    while not (found := ready()):
        assert process.poll() is None, "it ended"
        assert time.monotonic() < until, "never ready"
        time.sleep(0.05)
    return str(found)


WORKER = ("--no-dashboard", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")


def _worker(start: Start, scheduler: str, code: str = "") -> subprocess.Popen[bytes]:
    run = f"{code}\nfrom distributed.cli.dask_worker import main\nmain()"
    process = start("-c", run, scheduler, *WORKER)
    with distributed.Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=LIMIT)
    return process


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cluster")
    (place / "claims.sif").write_text(
        "".join(f"DRUGBANK:DB0018{i}\ttreats\tHP:000{1000 + j}\n" for i in range(5) for j in range(4)), encoding="utf-8"
    )
    build([place / "claims.sif"], place / "g.mechgraph")
    return place / "g.mechgraph"


def _rank(graph: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mechgraph", "-g", str(graph), "rank", "-f", "csv", "--any"]
    ends = [w for i in range(5) for w in ("--drug", f"DRUGBANK:DB0018{i}")]
    ends += [w for j in range(4) for w in ("--effect", f"HP:000{1000 + j}")]
    return subprocess.run([*command, *ends, *words], capture_output=True, text=True, timeout=LIMIT, check=False)


def test_a_cluster_gives_the_bytes_of_one_machine(scheduler: str, start: Start, graph: Path, tmp_path: Path) -> None:
    _worker(start, scheduler)
    _worker(start, scheduler)
    alone = _rank(graph)
    assert alone.stdout.count("\n") > 20
    kept = tmp_path / "kept"
    far = _rank(graph, "--scheduler", scheduler, "--checkpoint", str(kept))
    assert (far.stdout, far.returncode) == (alone.stdout, 0), far.stderr
    assert len(list(kept.iterdir())) == 4
    # what is done needs no worker any more
    assert _rank(graph, "--processes", "1", "--checkpoint", str(kept)).stdout == alone.stdout


def _index(graph: Path) -> Path:
    return next(graph.glob("*/paths"))


def _slowly(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def _deadly(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_task_of_a_killed_worker_is_given_to_another(scheduler: str, start: Start) -> None:
    first = _worker(start, scheduler)
    with Cluster.at(scheduler, LIMIT) as cluster:
        results = cluster.map(_slowly, [0.0, 2.0, 0.0])
        assert next(results) == 0.0
        first.kill()
        start("-m", "distributed.cli.dask_worker", scheduler, *WORKER)
        assert list(results) == [2.0, 0.0]


def test_no_worker_is_waited_for_as_long_as_it_was_told(
    scheduler: str, graph: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        Cluster.at(scheduler, 1) as cluster,
        pytest.raises(RemoteError, match=r"had no worker for 1 s \(start workers"),
    ):
        list(cluster.map(_slowly, [0.0]))
    assert "waiting up to 1 s" in caplog.text
    told = _rank(graph, "--scheduler", scheduler, "--wait", "1")
    assert told.returncode == 1
    assert "had no worker" in told.stderr.splitlines()[-1]
    assert "Traceback" not in told.stderr


def test_a_task_that_kills_its_workers_is_named(scheduler: str, start: Start) -> None:
    for _ in range(4):
        start("-m", "distributed.cli.dask_worker", scheduler, *WORKER)
    with distributed.Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(4, timeout=LIMIT)
    with Cluster.at(scheduler, LIMIT) as cluster, pytest.raises(RemoteError, match="died, one after the other"):
        list(cluster.map(_deadly, [None]))


def test_a_worker_of_another_version_refuses(scheduler: str, start: Start, graph: Path) -> None:
    _worker(start, scheduler, "import mechgraph; mechgraph.__version__ = '0.0.0'")
    told = _rank(graph, "--scheduler", scheduler)
    assert told.returncode == 1
    assert "has mechgraph 0.0.0" in told.stderr.splitlines()[-1]
    assert "Traceback" not in told.stderr


def test_a_worker_without_the_graph_or_with_another_refuses(scheduler: str, start: Start, graph: Path) -> None:
    hidden = "import pathlib, mechgraph.paths.index as i; old = i.PathIndex.open.__func__\n"
    hidden += "i.PathIndex.open = classmethod(lambda cls, d, **k: old(cls, str(d) + MORE, **k))\n"
    _worker(start, scheduler, f"MORE = '.none'\n{hidden}")
    told = _rank(graph, "--scheduler", scheduler)
    assert told.returncode == 1
    assert "cannot open the graph: no path index in" in told.stderr.splitlines()[-1], told.stderr
    assert "Traceback" not in told.stderr


def test_another_graph_at_the_path_is_refused(scheduler: str, start: Start, graph: Path) -> None:
    other = "import mechgraph.paths.files as f; old = f.read\n"
    other += "f.read = lambda *a, **k: (*old(*a, **k)[:2], '0' * 64)"
    _worker(start, scheduler, other)
    told = _rank(graph, "--scheduler", scheduler)
    assert told.returncode == 1
    assert "holds another index" in told.stderr.splitlines()[-1], told.stderr


def test_a_scheduler_that_is_not_there_is_told(graph: Path) -> None:
    told = _rank(graph, "--scheduler", "tcp://127.0.0.1:9", "--wait", "1")
    assert told.returncode == 1
    assert "no scheduler answers at tcp://127.0.0.1:9" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_scheduler_that_goes_away_is_told(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    process = start("-m", "distributed.cli.dask_scheduler", *words)
    address = _when(lambda: file.exists() and _address(file), process)
    _worker(start, address)
    with Cluster.at(address, 2) as cluster:
        results = cluster.map(_slowly, [0.0, 600.0])
        assert next(results) == 0.0
        process.kill()
        with pytest.raises(RemoteError, match=r"went away|had no worker"):
            next(results)


def test_a_killed_process_of_this_machine_ends_the_run(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mechgraph.paths import batch

    monkeypatch.setattr(batch, "_task", _deadly)
    with pytest.raises(RemoteError, match="ended from outside"):
        list(batch.rank_columns(_index(graph), [0, 1], [2, 3], processes=2))
