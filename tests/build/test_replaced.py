"""A graph that is built again while it is open: every reader keeps one content whole, and nothing is left behind."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import mechgraph
from mechgraph.build import build
from mechgraph.errors import IndexFormatError, MechgraphError, UsageError
from mechgraph.store import content, layout
from mechgraph.store.disk import DiskStore

CLAIMS = (3, 5)
"""How many targets the drug has in the two graphs: every answer must be wholly of one of them."""


def _source(folder: Path, n: int) -> Path:
    """A drug that inhibits ``n`` targets named after ``n``."""
    entity, vocab = "https://w3id.org/mechgraph/entity/", "https://w3id.org/mechgraph/vocab/"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [f'<{entity}drug> {label} "the drug" .']
    for i in range(n):
        lines += [
            f"<{entity}drug> <{vocab}inhibits> <{entity}t{n}-{i}> .",
            f'<{entity}t{n}-{i}> {label} "target {i} of {n}" .',
        ]
    path = folder / f"{n}.nt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("sources")
    return _source(folder, CLAIMS[0]), _source(folder, CLAIMS[1])


@pytest.fixture
def target(sources: tuple[Path, Path], tmp_path: Path) -> Path:
    build([sources[0]], tmp_path / "x.mechgraph")
    return tmp_path / "x.mechgraph"


def _contents(target: Path) -> list[str]:
    return sorted(p.name for p in target.iterdir() if p.is_dir())


def _sizes(kg: mechgraph.Graph) -> set[int]:
    """How many targets each part of the graph knows of: names, claims, paths, SPARQL, the manifest."""
    found = {int(name.rpartition(" ")[2]) for name, _ in kg.store.names() if name.startswith("target")}
    found.add(len(kg.associations(subject="the drug")))
    found.add(kg.claim_index.index.n_claims)
    table = kg.sparql("SELECT ?t { ?d mgv:inhibits ?t }")
    assert isinstance(table, mechgraph.Table)
    found.add(len(table))
    found.add(kg.stats()["associations"])
    n = kg.stats()["associations"]
    found.add(len(kg.paths("the drug", f"target 0 of {n}")) * n)
    return found


@pytest.mark.parametrize("first", range(5))
def test_each_part_that_is_opened_late_is_of_the_content_that_was_opened(
    target: Path, sources: tuple[Path, Path], first: int
) -> None:
    kg = mechgraph.load(target)
    parts: list[Callable[[], object]] = [
        lambda: kg.store.entity(mechgraph.Curie("MG:drug")),
        lambda: kg.associations(subject="the drug"),
        lambda: kg.claim_index,
        lambda: kg.sparql("ASK { ?s ?p ?o }"),
    ]
    for part in parts[:first]:
        part()
    build([sources[1]], target)
    build([sources[1]], target)
    assert _sizes(kg) == {CLAIMS[0]}
    assert _sizes(mechgraph.load(target)) == {CLAIMS[1]}


def test_replaced_content_is_removed_when_its_last_reader_closes(target: Path, sources: tuple[Path, Path]) -> None:
    readers = [mechgraph.load(target), mechgraph.load(target)]
    old = _contents(target)
    build([sources[1]], target)
    assert len(_contents(target)) == 2
    readers[0].close()
    assert len(_contents(target)) == 2
    assert _sizes(readers[1]) == {CLAIMS[0]}
    readers[1].close()
    assert len(_contents(target)) == 1
    assert _contents(target) != old
    build([sources[0]], target)
    assert len(_contents(target)) == 1


def test_a_graph_is_closed_with_the_last_reference_and_at_the_end_of_the_process(
    target: Path, sources: tuple[Path, Path]
) -> None:
    kg = mechgraph.load(target)
    _sizes(kg)
    build([sources[1]], target)
    del kg
    gc.collect()
    assert len(_contents(target)) == 1
    code = (
        "import mechgraph, mechgraph.build\n"
        f"kg = mechgraph.load({str(target)!r}); kg.stats()\n"
        f"mechgraph.build.build([{str(sources[0])!r}], {str(target)!r})\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
    assert len(_contents(target)) == 1


def test_a_closed_graph_says_so(target: Path) -> None:
    with mechgraph.load(target) as kg:
        assert _sizes(kg) == {CLAIMS[0]}
    asked: list[Callable[[], object]] = [
        kg.stats,
        lambda: kg.search("drug"),
        lambda: _sizes(kg),
        lambda: kg.claim_index,
    ]
    for ask in asked:
        with pytest.raises(UsageError, match=r"is closed.*open it again"):
            ask()
    kg.close()
    memory = mechgraph.load("embedded")
    memory.close()
    assert memory.stats()["entities"]


def test_many_graphs_are_opened_and_closed_and_threads_end_without_leaving_a_file(target: Path) -> None:
    def held() -> int:
        gc.collect()
        return len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0

    def in_threads(kg: mechgraph.Graph) -> None:
        threads = [threading.Thread(target=kg.search, args=("target",)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an unclosed connection is a warning from Python 3.13 on
        before = held()
        for _ in range(40):
            with mechgraph.load(target) as kg:
                _sizes(kg)
        kept = [mechgraph.load(target) for _ in range(40)]
        for kg in kept:
            in_threads(kg)
            list(kg.store.associations())
            assert kg.claim_index.index.n_claims == CLAIMS[0]
        assert held() - before <= 2 * len(kept)  # the lock and a connection; what is mapped is closed
        del kept, kg
        assert held() == before


def test_too_many_files_are_named_as_such_and_nobody_is_told_to_build_again(target: Path) -> None:
    code = (
        "import os, resource, mechgraph\nfrom mechgraph.errors import MechgraphError\n"
        f"mechgraph.load({str(target)!r}).search('drug')\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))\nkept = []\n"
        f"try:\n  while True:\n    kept.append(mechgraph.load({str(target)!r})); list(kept[-1].store.names())\n"
        "except MechgraphError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "too many files are open (close graphs that are done with" in done.stdout
    assert "build" not in done.stdout


def test_a_graph_is_pickled_by_source_and_content(target: Path, sources: tuple[Path, Path], tmp_path: Path) -> None:
    kg = mechgraph.load(target)
    data = pickle.dumps(kg)
    assert len(data) < 1000
    assert _sizes(pickle.loads(data)) == {CLAIMS[0]}
    build([sources[1]], target)
    assert _sizes(pickle.loads(data)) == {CLAIMS[0]}  # its content is still there, because it is open
    kg.close()
    with pytest.raises(IndexFormatError, match=r"the graph was rebuilt.*open it again"):
        pickle.loads(data)
    flat = tmp_path / "flat.mechgraph"
    shutil.copytree(DiskStore.open(target).folder, flat)
    data = pickle.dumps(mechgraph.load(flat))
    assert _sizes(pickle.loads(data)) == {CLAIMS[1]}
    shutil.rmtree(flat)
    build([sources[0]], flat)
    with pytest.raises(IndexFormatError, match=r"the graph was rebuilt.*open it again"):
        pickle.loads(data)


def test_a_graph_in_memory_an_endpoint_and_what_was_found_are_pickled(kg: mechgraph.Graph) -> None:
    kg.sparql("ASK { ?s ?p ?o }")  # what was made for it is left behind
    again = pickle.loads(pickle.dumps(kg))
    assert again.stats() == kg.stats()
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert str(again.sparql(count)) == str(kg.sparql(count))
    found = kg.interactions("baclofen")
    assert pickle.loads(pickle.dumps(found)).to_json() == found.to_json()
    with mechgraph.load("http://127.0.0.1:9/sparql") as far:
        assert pickle.loads(pickle.dumps(far)).store.name == far.store.name


def test_too_many_files_for_the_rdf_store_are_named_as_such(target: Path) -> None:
    code = (
        "import os, resource, mechgraph\nfrom mechgraph.errors import MechgraphError\n"
        f"mechgraph.load({str(target)!r}).sparql('ASK {{ ?s ?p ?o }}')\n"
        f"kg = mechgraph.load({str(target)!r}); kg.search('drug')\n"
        "free = os.open('/dev/null', os.O_RDONLY); os.close(free)\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (free + 2, free + 2))\n"
        "try: kg.sparql('SELECT * { ?s ?p ?o }')\nexcept MechgraphError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "too many files are open (close graphs that are done with" in done.stdout


def test_a_graph_of_an_earlier_build_is_opened_and_replaced(target: Path, sources: tuple[Path, Path]) -> None:
    """Its one content lies in the folder itself; readers keep it too."""
    flat = target.with_name("flat.mechgraph")
    shutil.copytree(DiskStore.open(target).folder, flat)
    kg = mechgraph.load(flat)
    build([sources[1]], flat)
    assert _sizes(kg) == {CLAIMS[0]}
    assert _sizes(mechgraph.load(flat)) == {CLAIMS[1]}
    kg.close()
    assert {p.name for p in flat.iterdir()} == {*_contents(flat), layout.POINTER}
    assert len(_contents(flat)) == 1


def test_a_graph_exchanged_by_hand_is_not_answered_from_two(target: Path, sources: tuple[Path, Path]) -> None:
    """Folders moved and copied by other programs: what was not opened yet cannot be had, and that is said."""
    other = target.with_name("other.mechgraph")
    build([sources[1]], other)
    kg = mechgraph.load(target)
    kg.search("drug")
    target.rename(target.with_name("away.mechgraph"))
    shutil.copytree(other, target)
    with pytest.raises(IndexFormatError, match=r"the graph was rebuilt, or moved.*open it again"):
        kg.sparql("ASK { ?s ?p ?o }")


def test_two_builds_to_one_target_leave_one_of_them_whole(sources: tuple[Path, Path], tmp_path: Path) -> None:
    """Started together, also where the target is not there yet."""
    target = tmp_path / "x.mechgraph"
    code = (
        "import sys, mechgraph.build as b\nprint(flush=True); sys.stdin.readline()\nb.build([sys.argv[1]], sys.argv[2])"
    )
    for _ in range(2):
        builds = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(source), str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            for source in sources
        ]
        for one in builds:
            assert one.stdout is not None
            one.stdout.readline()
        for one in builds:
            one.communicate(b"\n")
            assert one.returncode == 0
        with mechgraph.load(target) as kg:
            assert len(_sizes(kg)) == 1
            content.collect(target)
            assert len(_contents(target)) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["x.mechgraph"]


# Workers -----------------------------------------------------------------------------------------------------


def _ranked(kg: mechgraph.Graph, n: int, **options: Any) -> Iterator[tuple[Any, ...]]:
    ends = [f"target {i} of {n}" for i in range(n)]
    for table in kg.rank_tables(["the drug"], ends, causal=False, **options):
        yield from table.rows


@pytest.mark.parametrize("processes", [1, 2])
def test_ranking_goes_on_with_the_graph_that_is_open(
    target: Path, sources: tuple[Path, Path], tmp_path: Path, processes: int
) -> None:
    """Rebuilt before the pairs are ranked, and while they are."""
    kg, kept = mechgraph.load(target), tmp_path / "kept"
    told = list(_ranked(kg, CLAIMS[0], processes=1))
    assert len(told) == CLAIMS[0]
    rows = _ranked(kg, CLAIMS[0], processes=processes, checkpoint=kept)
    found = [next(rows)]
    build([sources[1]], target)
    assert [*found, *rows] == told
    assert list(_ranked(kg, CLAIMS[0], processes=processes)) == told
    # a checkpoint of one graph is no answer of another
    with mechgraph.load(target) as newer:
        rows = _ranked(newer, CLAIMS[1], processes=processes, checkpoint=kept)
        assert list(rows) == list(_ranked(newer, CLAIMS[1], processes=1))
    rows = _ranked(kg, CLAIMS[0], processes=1, checkpoint=kept)
    assert list(rows) == told


# Loss of power -----------------------------------------------------------------------------------------------


class _Disk:
    """What may be on the disk when the power fails: a name that was not synced, or a file cut to nothing.

    Syncs and renames are recorded in order, with a copy of the graph's folder before each.
    """

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path, copies: Path) -> None:
        self.folder, self.copies = folder, copies
        self.synced: set[int] = set()
        self.states: list[Path] = []
        fsync, rename, replace, rmtree = os.fsync, os.rename, os.replace, shutil.rmtree

        def before(do: Callable[..., object]) -> Callable[..., object]:
            def act(*given: object, **more: object) -> object:
                self.copy()
                return do(*given, **more)

            return act

        def sync(file: int) -> None:
            self.copy()
            self.synced.add(os.fstat(file).st_ino)
            fsync(file)

        patch.setattr(os, "fsync", sync)
        patch.setattr(os, "rename", before(rename))
        patch.setattr(os, "replace", before(replace))
        patch.setattr(shutil, "rmtree", before(rmtree))

    def copy(self) -> None:
        """The worst that the disk may hold now: of every file that was not synced only its name."""
        if not self.folder.exists():
            return
        place = self.copies / f"{len(self.states)}.mechgraph"
        self.states.append(place)
        shutil.copytree(self.folder, place)
        for path in self.folder.rglob("*"):
            if path.is_file() and path.stat().st_ino not in self.synced:
                (place / path.relative_to(self.folder)).write_bytes(b"")


@pytest.mark.parametrize("there", [True, False])
def test_a_loss_of_power_at_any_moment_leaves_the_old_graph_or_the_new_one(
    sources: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    target = tmp_path / "x.mechgraph"
    old: set[int] = set()
    if there:
        build([sources[0]], target)
        old = {path.stat().st_ino for path in target.rglob("*")}
    with monkeypatch.context() as patch:
        disk = _Disk(patch, target, tmp_path)
        disk.synced |= old
        build([sources[1]], target)
        disk.copy()
    seen = []
    for state in disk.states:
        try:
            with mechgraph.load(state) as kg:
                kg.store.verify()  # type: ignore[attr-defined]
                (size,) = _sizes(kg)
                seen.append(size)
        except MechgraphError as error:
            pytest.fail(f"{state}: {error}")
    assert sorted(seen) == seen
    assert set(seen) == (set(CLAIMS) if there else {CLAIMS[1]})
    assert len(seen) > (20 if there else 0)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    gc.collect()
