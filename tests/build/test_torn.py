"""Every file of a built graph removed, cut, emptied or with a byte changed: noticed, or harmless; no traceback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.exchange import samples

import mechgraph
from mechgraph.build import build
from mechgraph.cli import main
from mechgraph.errors import FormatError, IndexFormatError, MechgraphError
from mechgraph.paths.index import PathIndex
from mechgraph.store import layout
from mechgraph.store.compared import Files
from mechgraph.store.disk import DiskStore


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    (folder / "drugs.yaml").write_text(samples.DRUGMECHDB)
    (folder / "genes.json").write_text(samples.HETIONET_JSON)
    build([folder / "drugs.yaml", folder / "genes.json"], folder / "x.mechgraph")
    return folder / "x.mechgraph"


def _files(folder: Path) -> Iterator[str]:
    return (
        p.relative_to(folder).as_posix()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name not in ("LOCK", layout.COMPARED)
    )


def _use(folder: Path) -> list[object]:
    """What a user reads from a graph, through each of its parts."""
    store = DiskStore.open(folder)
    claims = list(store.associations())
    index = PathIndex.open(store.paths_folder)
    return [
        *(store.counts(), store.breakdown, sorted(store.entities()), sorted(store.sources())),
        *(sorted(store.mechanisms()), claims, [store.association(a.id) for a in claims]),
        [store.origin(a.id) for a in claims],
        [list(store.associations(object=e.id)) for e in store.entities()],
        [store.by_name(name) for name in ("Inventol", "INV1", "Compound::DB90001")],
        [list(store.names_holding("inv"))],
        [index.entity_id(i) for i in range(index.n_entities)],
        sorted(map(repr, store.engine.query("SELECT * { ?s ?p ?o }").rows)),  # type: ignore[union-attr]
    ]


def _changed(data: bytes, at: float) -> bytes:
    out = bytearray(data)
    out[min(int(len(out) * at), len(out) - 1)] ^= 0x11
    return bytes(out)


def test_a_file_that_is_missing_cut_or_empty_is_noticed_on_opening(whole: Path, tmp_path: Path) -> None:
    for i, name in enumerate(_files(whole)):
        data = (whole / name).read_bytes()
        for how, torn in enumerate((None, data[: len(data) // 2], b"") if data else (None, b"x")):
            copy = tmp_path / f"{i}-{how}.mechgraph"
            shutil.copytree(whole, copy)
            if torn is None:
                (copy / name).unlink()
            else:
                (copy / name).write_bytes(torn)
            with pytest.raises(IndexFormatError, match=r"torn|missing|no manifest|current has other content"):
                mechgraph.load(copy)


def test_a_changed_byte_of_any_file_is_found_by_use_and_by_check(whole: Path, tmp_path: Path) -> None:
    """In a copy, and in a graph that was opened and used, so that its files had been compared."""
    said = _use(whole)
    for i, name in enumerate(_files(whole)):
        data = (whole / name).read_bytes()
        for at in (0, 0.3, 0.6, 0.9) if data else ():
            copy = tmp_path / f"{i}-{at}.mechgraph"
            shutil.copytree(whole, copy)
            if at == 0.3:
                assert _use(copy) == said
            (copy / name).write_bytes(_changed(data, at))
            for use in (_use, lambda folder: DiskStore.open(folder).verify()):
                with pytest.raises(IndexFormatError, match=r"torn|has other content"):
                    use(copy)


def test_a_medium_that_changes_a_byte_by_itself_ends_in_no_traceback_and_check_finds_it(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system then says of the file what it said before, so that it is not compared again."""
    said = _use(whole)
    unnoticed: set[str] = set()
    folder = DiskStore.open(whole).folder
    compare = Files.compare
    monkeypatch.setattr(Files, "compare", lambda self, *_, anew=False: compare(self, anew=True) if anew else None)
    for i, name in enumerate(_files(folder)):
        data = (folder / name).read_bytes()
        if not data or name in (layout.MANIFEST, "paths/paths.json"):
            continue
        for at in (0, 0.3, 0.6, 0.9):
            copy = tmp_path / f"{i}-{at}.mechgraph"
            shutil.copytree(folder, copy)
            (copy / name).write_bytes(_changed(data, at))
            with pytest.raises(IndexFormatError, match=f"damaged: {name} has other content"):
                DiskStore.open(copy).verify()
            try:
                if _use(copy) != said:
                    unnoticed.add(name)
            except MechgraphError:
                pass
    assert not [name for name in unnoticed if name.startswith("rdf/")]


def test_a_folder_without_a_graph_is_no_empty_graph(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no graph in this folder"):
        mechgraph.load(tmp_path)
    copy = tmp_path / "copy.mechgraph"
    shutil.copytree(DiskStore.open(whole).folder, copy)
    (copy / layout.MANIFEST).unlink()
    with pytest.raises(IndexFormatError, match="no manifest"):
        mechgraph.load(copy)


def test_the_command_check_compares_every_byte_first(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.mechgraph"
    shutil.copytree(whole, copy)
    name = max(_files(copy), key=lambda name: (copy / name).stat().st_size)
    (copy / name).write_bytes(_changed((copy / name).read_bytes(), 0.99))
    with pytest.raises(SystemExit, match="1"):
        main(["-g", str(copy), "check"])
    assert f"{Path(name).name} has other content (build it again" in capsys.readouterr().err
