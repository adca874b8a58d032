"""A built graph says what its sources say, through every door; it is whole or refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.exchange import samples

from mechgraph.build import build
from mechgraph.curie import Curie
from mechgraph.errors import FormatError, IndexFormatError, MechgraphError, NotFoundError, UsageError
from mechgraph.exchange import open_sources, read, write
from mechgraph.model import Association
from mechgraph.paths.claims import ClaimIndex
from mechgraph.paths.index import PathIndex
from mechgraph.records import embedded
from mechgraph.search import named_after, search
from mechgraph.store import parts
from mechgraph.store.base import Store, Table
from mechgraph.store.disk import DiskStore
from mechgraph.store.memory import MemoryStore


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "embedded.nt"
    write(embedded(), "nt", path)
    return path


@pytest.fixture(scope="module")
def built(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built") / "own.mechgraph"
    build([source], target)
    return target


@pytest.fixture
def store(built: Path) -> DiskStore:
    return DiskStore.open(built)


def test_the_disk_answers_as_the_memory_does(store: DiskStore) -> None:
    memory: Store = MemoryStore(embedded())
    disk: Store = store
    assert sorted(disk.entities()) == sorted(memory.entities())
    assert sorted(disk.associations()) == sorted(memory.associations())
    assert sorted(disk.sources())[:3] == sorted(memory.sources())[:3]
    assert sorted(disk.mechanisms()) == sorted(memory.mechanisms())
    assert sorted(disk.questions()) == sorted(memory.questions())
    drug = Curie("DRUGBANK:DB00181")
    assert disk.entity(Curie("drugbank:DB00181")) == memory.entity(drug)
    assert disk.entity(Curie("MG:nothing")) is None
    assert set(disk.by_name("BACLOFEN")) == set(memory.by_name("baclofen"))
    assert sorted(set(disk.names())) == sorted(set(memory.names()))
    for arguments in ({"subject": drug}, {"object": drug}, {"subject": drug, "predicate": "treats"}):
        mine, theirs = (sorted(s.associations(**arguments)) for s in (disk, memory))
        assert mine == theirs
    assert sorted(disk.mechanisms(drug=drug)) == sorted(memory.mechanisms(drug=drug))
    for a in memory.associations():
        assert disk.association(a.id) == a
        assert not a.key or disk.association(a.key) == a
    assert disk.association("mga:0000000000000000") is None
    assert list(disk.associations(subject=Curie("MG:nothing"))) == []
    assert list(disk.associations(predicate="no_such")) == []
    assert disk.source("no such") is None
    assert sorted(parts.breakdown(disk)) == sorted(parts.breakdown(memory))
    assert isinstance(disk, DiskStore)
    assert disk.manifest["breakdown"]


def test_sparql_and_counts_agree_with_the_claims(store: DiskStore) -> None:
    table = store.engine.query("SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/mechgraph/vocab/treats> ?o }")
    assert isinstance(table, Table)
    asserted = {(a.subject, a.object) for a in store.associations(predicate="treats") if a.asserted}
    assert table.rows == ((len(asserted),),)
    assert store.counts()["associations"] == len(list(store.associations()))
    assert store.manifest["by_predicate"]["treats"] == len(list(store.associations(predicate="treats")))


def test_the_path_index_leads_back_to_claims(store: DiskStore) -> None:
    index = PathIndex.open(store.paths_folder)
    for number in range(0, index.n_arcs, 7):
        arc = index.arc(number)
        claim = store.claim(arc.claim)
        assert claim.asserted
        assert {index.entity_id(arc.source), index.entity_id(arc.target)} == {claim.subject, claim.object}
    memory = MemoryStore(embedded())
    direct = ClaimIndex.of(list(memory.entities()), memory.associations())
    ends = (Curie("DRUGBANK:DB00181"), Curie("HP:0001257"))
    costs = [[p.cost for p in i.find(*ends, k=5)] for i in (ClaimIndex(index, store.claim, store.detailed), direct)]
    assert costs[0] == costs[1]


def test_the_same_sources_give_the_same_content(source: Path, built: Path, tmp_path: Path) -> None:
    report = build([source], tmp_path / "again.mechgraph")
    assert report.content == DiskStore.open(built).manifest["content"]
    assert "built" in str(report)
    DiskStore.open(tmp_path / "again.mechgraph").verify()


def test_every_source_identifier_finds_its_entity(tmp_path: Path) -> None:
    nodes, edges = samples.pair(tmp_path, "hetionet")
    build([nodes, edges], tmp_path / "h.mechgraph")
    store = DiskStore.open(tmp_path / "h.mechgraph")
    assert store.by_name("Compound::DB90001") == ["DRUGBANK:DB90001"]
    assert store.by_name("inv1") == ["NCBIGene:900001"]
    assert {t for t, _ in store.names()} == {"Inventol", "INV1", "INV2", "made-up ache", "Inventors"}
    claim = next(store.associations(predicate="binds"))
    assert store.origin(claim.id) == ("hetionet",)
    assert store.association(Association(subject=claim.subject, predicate="binds", object=claim.object).id) == claim


def test_a_real_graph_is_the_same_on_disk_as_in_memory(data: Path, tmp_path: Path) -> None:
    source = data / "hetionet" / "bupropion-subgraph.json.gz"
    build([source], tmp_path / "b.mechgraph")
    disk, memory = DiskStore.open(tmp_path / "b.mechgraph"), MemoryStore(read(source))
    claims = list(memory.associations())
    assert {a.id for a in disk.associations()} == {a.id for a in claims}
    given = {a.id: a for a in disk.given()}
    assert all(given[a.id] == a for a in claims)


def test_a_claim_without_evidence_of_its_own_rests_on_the_dataset_that_states_it(tmp_path: Path) -> None:
    bare = "<https://w3id.org/mechgraph/entity/a> <https://w3id.org/mechgraph/vocab/inhibits> "
    (tmp_path / "mine.nt").write_text(bare + "<https://w3id.org/mechgraph/entity/b> .\n", encoding="utf-8")
    build([tmp_path / "mine.nt"], tmp_path / "mine.mechgraph")
    store = DiskStore.open(tmp_path / "mine.mechgraph")
    (claim,) = store.associations()
    (origin,) = store.origin(claim.id)
    assert claim.sources == (origin,)
    assert store.source(origin) is not None
    assert store.association(claim.id) == claim
    assert [a.evidence for a in store.given()] == [()]


def test_opening_walks_no_claim_and_needs_no_numpy(built: Path) -> None:
    """Opening, one name and the counts take a few hundred calls, however many claims there are."""
    code = (
        "import sys\nfrom mechgraph.store.disk import DiskStore\ncalls = 0\n"
        "def count(frame, event, arg):\n    global calls\n    calls += event == 'call'\n"
        f"sys.setprofile(count)\ns = DiskStore.open({str(built)!r}); s.by_name('baclofen'); s.counts()\n"
        "sys.setprofile(None)\nprint(calls)\nassert 'numpy' not in sys.modules and 'yaml' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) < 2_500


def test_two_readers_while_a_third_builds_in_place(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.mechgraph"
    build([source], target)
    old = [DiskStore.open(target), DiskStore.open(target)]
    first = [len(list(s.associations())) for s in old]
    indexes = [PathIndex.open(s.paths_folder) for s in old]
    assert all(s.engine.query("ASK { ?s ?p ?o }") for s in old)
    hetionet = samples.pair(tmp_path, "hetionet")
    build(hetionet, target)
    assert [len(list(s.associations())) for s in old] == first
    assert [i.n_entities for i in indexes] == [len(list(s.entities())) for s in old]
    assert all(s.engine.query("ASK { ?s ?p ?o }") for s in old)
    assert DiskStore.open(target).counts()["associations"] == 5


def test_what_is_torn_or_of_another_version_is_refused(store: DiskStore, tmp_path: Path) -> None:
    """Of a graph as earlier builds made it: one content, in the folder itself."""
    copy = tmp_path / "copy.mechgraph"
    shutil.copytree(store.folder, copy)
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"version": 99}))
    with pytest.raises(IndexFormatError, match=r"version 99.*build it again"):
        DiskStore.open(copy)
    (copy / "manifest.json").write_text(json.dumps(manifest)[:-100])
    with pytest.raises(IndexFormatError, match="manifest is torn"):
        DiskStore.open(copy)
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with (copy / "claims" / "subject.bin").open("ab") as file:
        file.write(b"x")
    with pytest.raises(IndexFormatError, match=r"torn: claims/subject\.bin has"):
        DiskStore.open(copy)
    (copy / "claims" / "subject.bin").unlink()
    with pytest.raises(IndexFormatError, match="is missing"):
        DiskStore.open(copy)
    with pytest.raises(NotFoundError):
        DiskStore.open(tmp_path / "nowhere")
    with pytest.raises(IndexFormatError, match="no manifest"):
        DiskStore.open(tmp_path)


def test_a_changed_byte_is_found_by_verify(store: DiskStore, tmp_path: Path) -> None:
    copy = tmp_path / "copy.mechgraph"
    shutil.copytree(store.folder, copy)
    data = bytearray((copy / "names.sqlite").read_bytes())
    data[-1] ^= 1
    (copy / "names.sqlite").write_bytes(data)
    with pytest.raises(IndexFormatError, match=r"names\.sqlite has other content"):
        DiskStore.open(copy).verify()


def test_a_folder_that_is_something_else_is_not_replaced(source: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="no built graph"):
        build([source], tmp_path / "mine")
    with pytest.raises(UsageError, match="no source"):
        build([], tmp_path / "x.mechgraph")
    build([source], tmp_path / "x.mechgraph")
    with pytest.raises(UsageError, match="already there"):
        build([source], tmp_path / "x.mechgraph", replace=False)
    with pytest.raises(FormatError, match="a built graph already"):
        open_sources([tmp_path / "x.mechgraph"])


def _left(folder: Path) -> list[str]:
    """What begins with a dot beside a graph or in it, and contents that are not the current one."""
    names = [p.name for f in (folder, folder / "x.mechgraph") for p in f.iterdir() if p.name.startswith(".")]
    return names + [p.name for p in (folder / "x.mechgraph").iterdir() if p.is_dir()][1:]


def test_a_failed_build_leaves_nothing_behind_and_the_old_graph_whole(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.mechgraph"
    build([source], target)
    content = DiskStore.open(target).manifest["content"]
    code = (
        "import resource, signal, sys\nfrom mechgraph.build import build\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "from mechgraph.errors import MechgraphError\n"
        f"try: build([{str(source)!r}], {str(target)!r})\n"
        "except MechgraphError as error: print(error)\nelse: print('built')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "untouched" in done.stdout, done.stderr
    assert _left(tmp_path) == []
    store = DiskStore.open(target)
    store.verify()
    assert store.manifest["content"] == content


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_build_killed_at_any_moment_leaves_the_old_graph_whole(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.mechgraph"
    build([source], target)
    content = DiskStore.open(target).manifest["content"]
    again = f"while True: build([{str(source)!r}], {str(target)!r})"
    code = f"from mechgraph.build import build\nprint('go', flush=True)\n{again}"
    for delay in (0.05, 0.4, 0.7, 1.0):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(delay)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        store = DiskStore.open(target)
        store.verify()
        assert store.manifest["content"] == content
        store.close()
    build([source], target)
    assert _left(tmp_path) == []


def test_errors_of_sources_come_through_and_leave_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad").write_text("once upon a time")
    with pytest.raises(MechgraphError):
        build([tmp_path / "bad"], tmp_path / "x.mechgraph")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad"]


def test_names_are_found_on_disk_as_in_memory(store: DiskStore) -> None:
    memory: Store = MemoryStore(embedded())
    names = sorted({name for name, _ in memory.names()})
    typed = [n[: len(n) // 2] + n[len(n) // 2 + 1 :] for n in names[::40]]  # a letter is missing
    typed += [n[:-2] + n[-1] + n[-2] for n in names[7::40] if len(n) > 3]  # two have changed places
    typed += [n.split()[-1] for n in names[3::40]] + ["a", "GA", "gbaa", 'say "no"', "5-HT", "*", "(", "ä", "  "]
    for text in typed:
        mine, theirs = (search(s, text) for s in (store, memory))
        assert [(h.entity.id, h.score) for h in mine[:3]] == [(h.entity.id, h.score) for h in theirs[:3]], text
    for entity in list(memory.entities())[::10]:
        assert set(named_after(store, entity)) == set(named_after(memory, entity))
