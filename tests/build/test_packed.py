"""Claims as a built graph keeps them: the same claims back, small, and told where their bytes are damaged."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mechgraph.build import build, triples
from mechgraph.errors import IndexFormatError
from mechgraph.store import layout, packed
from mechgraph.store.base import Table
from mechgraph.store.disk import DiskStore

EDGE = (
    '{{"subject": "HGNC:{0}", "predicate": "biolink:affects", "object": "HGNC:1", "id": "e{0}", "agent_type": '
    '"text_mining_agent", "knowledge_level": "statistical_association", "primary_knowledge_source": "infores:x", '
    '"publications": ["PMID:{0}"]}}\n'
)
NODE = '{{"id": "HGNC:{0}", "name": "gene {0}", "category": ["biolink:Gene"]}}\n'


@given(st.binary(max_size=3000), st.binary(max_size=3000))
def test_what_is_packed_is_unpacked(common: bytes, text: bytes) -> None:
    assert packed.unpacked(packed.Packer(common).packed(text), common) == text


@given(st.binary(max_size=300))
def test_other_bytes_are_refused_or_small(body: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert len(packed.unpacked(body, b"common")) <= packed.MOST


def _built(tmp_path: Path, edges: int) -> DiskStore:
    (tmp_path / "g_nodes.jsonl").write_text("".join(NODE.format(i) for i in range(1, edges + 2)))
    (tmp_path / "g_edges.jsonl").write_text("".join(EDGE.format(i) for i in range(2, edges + 2)))
    build([tmp_path / "g_nodes.jsonl", tmp_path / "g_edges.jsonl"], tmp_path / "g.mechgraph")
    return DiskStore.open(tmp_path / "g.mechgraph")


def test_a_claim_takes_a_tenth_of_its_text_and_comes_back_whole(tmp_path: Path) -> None:
    store = _built(tmp_path, 500)
    claims = list(store.associations())
    assert len(claims) == 500
    assert all(len(a.evidence) == 2 and a.evidence[1].source == a.subject.replace("HGNC", "PMID") for a in claims)
    assert all(
        '"id"' not in e.raw and a.knowledge_level == "statistical_association" for a in claims for e in a.evidence
    )
    with sqlite3.connect(store.folder / layout.DATABASE) as db:
        (stored,) = db.execute("SELECT sum(length(body)) FROM claim").fetchone()
    assert stored / 500 < 60  # the edge alone has 200 bytes


def test_no_claim_is_read_for_what_none_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _built(tmp_path, 20)
    monkeypatch.setattr(DiskStore, "claim", lambda *_: pytest.fail("a claim was read"))
    assert list(store.detailed("qualifiers")) == list(store.detailed("quantity")) == []


def test_damaged_text_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _built(tmp_path, 5)
    store.close()
    with sqlite3.connect(store.folder / layout.DATABASE) as db:
        db.execute("UPDATE claim SET body = x'ffff' WHERE n = 2")
    monkeypatch.setattr("mechgraph.store.compared.Files.compare", lambda *_, **__: None)
    monkeypatch.setattr("mechgraph.store.compared.Files.sizes", lambda *_: None)
    with pytest.raises(IndexFormatError, match=r"names\.sqlite: claim 2: .*build it again"):
        list(DiskStore.open(tmp_path / "g.mechgraph").associations())


def test_a_graph_of_an_older_version_says_so(tmp_path: Path) -> None:
    store = _built(tmp_path, 5)
    manifest = layout.manifest_of((store.folder / layout.MANIFEST).read_bytes()) | {"version": layout.VERSION - 1}
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / layout.MANIFEST).write_bytes(layout.manifest_text(manifest))
    with pytest.raises(IndexFormatError, match=r"built by an older version.*build it again"):
        DiskStore.open(tmp_path / "old")


def test_a_store_of_many_loads_put_in_order_holds_what_one_load_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, many = (tmp_path / "one"), (tmp_path / "many")
    one.mkdir()
    many.mkdir()
    whole = _built(one, 300).engine.query("SELECT ?s ?p ?o { ?s ?p ?o }")
    monkeypatch.setattr(triples, "CHUNK", 100)
    parts = _built(many, 300).engine.query("SELECT ?s ?p ?o { ?s ?p ?o }")
    assert isinstance(whole, Table)
    assert isinstance(parts, Table)
    assert len(whole.rows) > 3000
    assert set(whole.rows) == set(parts.rows)
