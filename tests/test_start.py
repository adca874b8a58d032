"""How the embedded graph is opened: compiled records answer as the records do, and none of them is ever stale."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mechgraph import records
from mechgraph.build.package import write_parts
from mechgraph.curie import Curie, data_dir
from mechgraph.errors import IndexFormatError
from mechgraph.names import fold
from mechgraph.paths.claims import ClaimIndex
from mechgraph.records import kept
from mechgraph.store import parts
from mechgraph.store.compiled import CompiledStore
from mechgraph.store.memory import MemoryStore

RECORD = "entities:\n- id: MG:x\n  name: {name}\n  category: state\n"
SHOWN = "import mechgraph; kg = mechgraph.load(); print(kg.entity('MG:x').name, kg.sparql('ASK {?s ?p ?o}'))"


@pytest.fixture(scope="module")
def memory() -> MemoryStore:
    """The same records read from their YAML, in memory."""
    return MemoryStore(records.read(data_dir("graph")))


@pytest.fixture(scope="module")
def store() -> CompiledStore:
    return CompiledStore(records.Compiled(records.compiled(records.read(data_dir("graph")))))


def test_everything_is_found_as_in_memory(store: CompiledStore, memory: MemoryStore) -> None:
    assert parts.whole(store) == parts.whole(memory)
    assert store.counts() == memory.counts()
    assert list(store.names()) == list(memory.names())
    for entity in memory.entities():
        assert store.entity(entity.id) == entity
        for name in (entity.name, *entity.synonyms, *entity.xrefs, str(entity.id)):
            assert list(store.by_name(name)) == list(memory.by_name(name)), name
        assert list(store.associations(subject=entity.id)) == list(memory.associations(subject=entity.id))
        assert list(store.associations(object=entity.id)) == list(memory.associations(object=entity.id))
    for claim in memory.associations():
        three = {"subject": claim.subject, "predicate": claim.predicate, "object": claim.object}
        assert list(store.associations(**three)) == list(memory.associations(**three))  # type: ignore[arg-type]
        assert store.association(claim.id) == claim
        assert store.association(claim.key or claim.id) == memory.association(claim.key or claim.id)
    assert [store.source(s.id) for s in memory.sources()] == list(memory.sources())
    for m in memory.mechanisms():
        assert list(store.mechanisms(m.drug, m.effect)) == list(memory.mechanisms(m.drug, m.effect))
    assert store.entity(Curie("MG:nothing")) is None
    assert store.association("mga:0000000000000000") is None
    assert list(store.associations(subject=Curie("MG:nothing"))) == []
    assert list(store.associations(predicate="nothing")) == []


@pytest.mark.parametrize("text", ["gaba", "GABA-B", "gaba b rec", "b", "receptor", "of the", "spast", "zzz", "-", ""])
def test_names_that_hold_a_text_are_the_same_as_in_memory(text: str, store: CompiledStore, memory: MemoryStore) -> None:
    wanted = list(memory.names_holding(text)) if fold(text) else []
    assert list(store.names_holding(text)) == wanted
    wanted = [row for row in memory.names_near(text) if row[0][:1] == fold(text)[:1]]
    near = [row for row in wanted if abs(len(row[0]) - len(fold(text))) <= 2]
    assert list(store.names_near(text)) == near


def test_only_what_is_asked_for_is_decoded() -> None:
    fresh = CompiledStore(records.embedded_compiled())
    fresh = CompiledStore(records.Compiled(records.compiled(records.embedded())))
    baclofen = fresh.by_name("baclofen")[0]
    found = list(fresh.associations(subject=baclofen))
    decoded = sum(c is not None for c in fresh._compiled.claims._known)
    assert 0 < len(found) == decoded < fresh.counts()["associations"] / 4


def test_paths_and_rdf_are_kept_beside_the_records_and_say_the_same(tmp_path: Path, memory: MemoryStore) -> None:
    made: list[str] = []

    def keep(name: str, make: object) -> Path | None:
        if name.endswith(".gz"):
            return None
        if not (tmp_path / name).exists():
            made.append(name)
            make(tmp_path / name)  # type: ignore[operator]
        return tmp_path / name

    ends = Curie("DRUGBANK:DB00181"), Curie("HP:0001257")
    ask = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    wanted = ClaimIndex.of_store(memory).find(*ends)
    for _ in range(2):
        own = CompiledStore(records.Compiled(records.compiled(memory.records)), keep=keep)
        assert ClaimIndex.of_store(own).find(*ends) == wanted
        assert own.engine.query(ask) == memory.engine.query(ask)
    assert made == ["paths", "rdf"]
    header = tmp_path / "paths" / "paths.json"
    header.write_text(header.read_text()[:100])
    for file in (tmp_path / "rdf").glob("MANIFEST*"):
        file.write_bytes(b"")
    own = CompiledStore(records.Compiled(records.compiled(memory.records)), keep=keep)
    assert ClaimIndex.of_store(own).find(*ends) == wanted, "a torn index is made anew in memory"
    assert own.engine.query(ask) == memory.engine.query(ask)


def test_it_is_pickled_as_its_records(store: CompiledStore) -> None:
    assert parts.whole(pickle.loads(pickle.dumps(store))) == parts.whole(store)


@pytest.mark.parametrize("cut", [0, 10, 40, 500, -1])
def test_torn_bytes_are_refused(cut: int) -> None:
    data = records.compiled(records.parse(RECORD.format(name="x")).records)
    with pytest.raises(IndexFormatError, match=r"torn|damaged"):
        records.Compiled(data[:cut])


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """A checkout of its own with one record, and beside it an empty cache."""
    root = tmp_path / "checkout"
    shutil.copytree(Path(kept.__file__).parents[1], root / "src" / "mechgraph", ignore=shutil.ignore_patterns("__pyc*"))
    for name in ("vocabulary", "names"):
        shutil.copytree(data_dir("graph") / name, root / "graph" / name)
    shutil.copytree(data_dir("queries"), root / "queries")
    (root / "graph" / "x.yaml").write_text(RECORD.format(name="first"), encoding="utf-8")
    yield root
    for folder in (root, *root.rglob("*")):
        folder.chmod(0o755 if folder.is_dir() else 0o644)


def _run(root: Path, code: str = SHOWN, **more: str) -> str:
    own = {"PYTHONPATH": str(root / "src"), "MECHGRAPH_CACHE": str(root.parent / "cache"), "MECHGRAPH_GRAPH": ""}
    environment = {**os.environ, **own, **more, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=root.parent, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr.strip()


def test_an_edit_is_seen_at_once_even_one_of_the_same_size_and_time(checkout: Path) -> None:
    record = checkout / "graph" / "x.yaml"
    assert _run(checkout) == "first True"
    assert _run(checkout) == "first True"
    told = record.stat()
    record.write_text(RECORD.format(name="other"), encoding="utf-8")
    os.utime(record, ns=(told.st_atime_ns, told.st_mtime_ns))  # what is just written is not trusted by its time
    assert _run(checkout) == "other True"
    record.write_text(RECORD.format(name="longer name"), encoding="utf-8")
    assert _run(checkout) == "longer name True"


def test_what_is_old_and_unchanged_is_not_read_again(checkout: Path) -> None:
    for file in checkout.rglob("*"):
        os.utime(file, (1e9, 1e9))
    assert _run(checkout) == "first True"
    told = (
        "import mechgraph.records.kept as k\n"
        "def no(*a): raise SystemExit('read')\nk.content_key = no\n"
        "import mechgraph.records.snapshot as s\ns.read = no\n"
    )
    assert _run(checkout, told + SHOWN) == "first True"
    (checkout / "graph" / "x.yaml").write_text(RECORD.format(name="new"), encoding="utf-8")
    assert _run(checkout, told + SHOWN) == "read"


def test_code_that_compiles_is_part_of_what_is_compiled(checkout: Path) -> None:
    keyed = "from mechgraph.records import kept; print(kept.key())"
    before = _run(checkout, keyed)
    code = checkout / "src" / "mechgraph" / "store" / "memory.py"
    code.write_text(code.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert _run(checkout, keyed) != before


@pytest.mark.parametrize("cache", ["/proc/none", "x.yaml/below"])
def test_where_nothing_can_be_kept_it_is_made_each_time(checkout: Path, cache: str) -> None:
    cache = str(checkout / "graph" / cache)
    before = sorted(checkout.rglob("*"))
    assert _run(checkout, MECHGRAPH_CACHE=cache) == "first True"
    assert sorted(checkout.rglob("*")) == before


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_checkout_that_can_only_be_read_is_opened_and_nothing_is_written_into_it(checkout: Path) -> None:
    before = sorted(checkout.rglob("*"))
    for path in (checkout, *before):
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert _run(checkout) == "first True"
    assert _run(checkout) == "first True"
    assert sorted(checkout.rglob("*")) == before


def test_many_at_once_leave_one_whole_copy(checkout: Path) -> None:
    own = {"PYTHONPATH": str(checkout / "src"), "MECHGRAPH_CACHE": str(checkout.parent / "cache")}
    started = [
        subprocess.Popen([sys.executable, "-c", SHOWN], env={**os.environ, **own}, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [p.communicate()[0].strip() for p in started] == ["first True"] * 4
    (home,) = (p for p in (checkout.parent / "cache" / "embedded").iterdir() if p.name != "seen")
    assert sorted(p.name for p in home.iterdir()) == ["rdf", "records.bin"]


def test_a_torn_copy_is_made_anew(checkout: Path) -> None:
    assert _run(checkout) == "first True"
    (copy,) = (checkout.parent / "cache").rglob("records.bin")
    copy.write_bytes(copy.read_bytes()[:-5])
    assert _run(checkout) == "first True"
    records.Compiled(copy.read_bytes())


def test_what_a_wheel_brings_is_used_until_a_file_beside_it_is_edited(checkout: Path) -> None:
    package = checkout / "src" / "mechgraph" / "data"
    package.mkdir()
    for name in ("graph", "queries"):
        shutil.move(checkout / name, package / name)
    made = "from pathlib import Path\nfrom mechgraph.build.package import write_parts\nwrite_parts(Path({0!r}))"
    _run(checkout, made.format(str(package / kept.PACKAGED)))
    where = "from mechgraph.records import kept; print(kept.packaged() is not None)\n"
    none = str(checkout / "graph")
    assert _run(checkout, where + SHOWN, MECHGRAPH_CACHE=none + "/x") == "True\nfirst True"
    compiled_once = "import mechgraph.records.snapshot as s\ns.read = None\n"
    assert _run(checkout, compiled_once + SHOWN) == "first True"
    (package / "graph" / "x.yaml").write_text(RECORD.format(name="edited"), encoding="utf-8")
    assert _run(checkout, where + SHOWN) == "False\nedited True"


def test_the_parts_of_a_wheel_hold_the_whole_graph(tmp_path: Path, memory: MemoryStore) -> None:
    written = [p.relative_to(tmp_path).as_posix() for p in write_parts(tmp_path)]
    assert {"made.json", "mechgraph.ttl.gz", "paths/paths.json", "records.bin"} <= set(written)
    found = CompiledStore(records.Compiled((tmp_path / "records.bin").read_bytes()))
    assert parts.whole(found) == parts.whole(memory)
